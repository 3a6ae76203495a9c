"""Tesseract 5 as the second engine: a program of the system, one child process a page."""
