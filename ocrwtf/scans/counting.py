"""What a scan's own row knows of its pages and fields, for lists: doubts, and what the fields say."""

from dataclasses import asdict

from ocrwtf.extraction.overview import overview_of
from ocrwtf.scans.fields import Shown
from ocrwtf.scans.models import Scan


def renew(scan: Scan, shown: Shown) -> None:
    """After a reading and after every correction: count what is in doubt, and note what lists show."""
    scan.doubtful_words = len(shown.doubtful_words(scan.pages))
    scan.doubtful_fields = len(shown.doubtful_keys)
    scan.document_type = shown.document_type["value"]
    for name, value in asdict(overview_of(shown.fields)).items():
        setattr(scan, name, value)
