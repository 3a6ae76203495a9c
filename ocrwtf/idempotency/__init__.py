"""Requests that may safely be sent again: an Idempotency-Key has one effect, however often it comes."""
