"""Stored uploads: limits, owner, object key, deletion of objects."""
