"""The amounts of a document that labels name, and which of them is the total."""
