"""How well and how fast documents are read, beside Tesseract 5 and RapidOCR on the same pages in one run."""
