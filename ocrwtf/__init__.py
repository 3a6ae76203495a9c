"""OCR.WTF: the paper of Indonesian logistics as data people can trust."""
