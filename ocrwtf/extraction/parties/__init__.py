"""Who made a document, for whom, and where they are."""
