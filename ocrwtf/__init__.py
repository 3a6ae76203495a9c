"""OCR.WTF: the paper of Indonesian logistics as data people can trust."""

__version__ = "0.1.0"
