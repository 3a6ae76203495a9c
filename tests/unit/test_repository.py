"""What holds for the whole repository, checked with every test run so that it cannot be forgotten."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LINE_LIMIT = 500
WRITTEN_BY_HAND = {".py", ".ts", ".svelte", ".css", ".sh", ".toml"}
GENERATED = {"web/src/api/schema.d.ts"}
# Put together here so that this file does not find itself.
FORBIDDEN = re.compile(
    "|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "registry.npm" + "js", r"(?<![\w.])/" + "work/"])
)


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)  # noqa: S607
    if listed.returncode:
        pytest.skip("no git here: this is not a clone")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def texts() -> dict[str, str]:
    """Path from the root → text, of every tracked text file."""
    found = {}
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            found[str(path.relative_to(ROOT))] = content.decode(errors="replace")
    return found


def test_features_import_only_what_the_ladder_allows() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert checked.returncode == 0, checked.stdout


def test_no_file_is_too_long_to_read() -> None:
    by_hand = {name: text for name, text in texts().items() if Path(name).suffix in WRITTEN_BY_HAND}
    lengths = {name: text.count("\n") for name, text in by_hand.items() if name not in GENERATED}
    assert lengths
    assert {name: length for name, length in lengths.items() if length > LINE_LIMIT} == {}


def test_only_the_database_module_commits() -> None:
    committing = {name for name, text in texts().items() if name.startswith("ocrwtf/") and ".commit(" in text}
    assert committing <= {"ocrwtf/core/database.py"}


def test_no_file_names_a_package_registry_or_a_folder_of_one_machine() -> None:
    assert {name: found[0] for name, text in texts().items() if (found := FORBIDDEN.search(text))} == {}


def test_every_pinned_package_has_a_hash() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock", "requirements-node.lock"):
        pinned = re.findall(r"^[a-z0-9].*==.*\n(.*)", (ROOT / lock).read_text(), re.MULTILINE)
        assert pinned
        assert all("--hash=sha256:" in line for line in pinned)


def test_the_test_command_of_the_readme_is_all_that_ci_runs() -> None:
    commands = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if "make" in line]
    assert commands == ["exec make test"]
