"""Our own pipeline over the PP-OCRv6 models: where text is, which way up, what it says and how surely."""
