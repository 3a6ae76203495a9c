"""Digitise a document: upload, reading, result."""
