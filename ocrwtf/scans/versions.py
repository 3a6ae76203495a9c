"""Who may change a scan: whoever has seen its newest version, once it was read."""

from ocrwtf.scans.models import UNFINISHED, Scan, Status
from ocrwtf.scans.problems import NotCorrectable, NotReadYet, StaleVersion


def refuse_change(scan: Scan, version: int) -> None:
    """Let a change pass that was made on that version of a completed scan.

    Raises
    ------
    NotReadYet, NotCorrectable, StaleVersion.
    """
    if scan.status in UNFINISHED:
        raise NotReadYet
    if scan.status != Status.COMPLETED:
        raise NotCorrectable
    if scan.version != version:
        raise StaleVersion(version=scan.version)
