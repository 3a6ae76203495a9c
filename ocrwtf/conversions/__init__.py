"""Slides to PDF: converted where they can do no harm, kept for seven days."""
