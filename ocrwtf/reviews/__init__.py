"""What users think of the product: one review each, after they have used it; shown to everybody, without a name."""
