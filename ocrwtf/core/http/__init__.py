"""The HTTP edge: what every request passes and every error becomes."""
