"""Sweeps the storage of a data folder now, as the schedule does hourly: `python -m bench.sweep` with its DATA_DIR."""

from datetime import timedelta

from ocrwtf.cli.server import opened_database
from ocrwtf.core.logs import configure_logs
from ocrwtf.files import jobs


def main() -> None:
    """Nothing may be under way: an object put a moment ago counts as a stray too."""
    configure_logs("production")
    jobs.STRAY_AGE = timedelta(0)
    with opened_database():
        jobs.delete_objects.func(0)
        jobs.delete_strays.func(0)


if __name__ == "__main__":
    main()
