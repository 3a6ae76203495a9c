"""`python -m ocrwtf` is the same as `ocrwtf`."""

from ocrwtf.cli import main

main()
