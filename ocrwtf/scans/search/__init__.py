"""Finding documents by what stands in them, or in their file names: words, other forms of them, and misread ones."""
