"""Which schema this version needs, known without the tools that make it."""

from pathlib import Path

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def newest_revision() -> str:
    """By the migrations' file names, which begin with their revision."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
