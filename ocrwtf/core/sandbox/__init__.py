"""Disposable children in which documents are opened."""
