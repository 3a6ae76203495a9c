"""The README says what is: settings, commands and routes of the code, and links that lead somewhere."""

import re
from pathlib import Path
from typing import Any

import click
import pytest

from ocrwtf.cli import main
from ocrwtf.config import Settings
from ocrwtf.main import create_app

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text()
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def rows(heading: str) -> list[list[str]]:
    """Cells of the first table below a heading, without its head."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    table = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def test_every_setting_is_in_the_table_and_no_other() -> None:
    named = [row[0].strip("`") for row in rows("Settings")]
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)


def test_the_defaults_in_the_table_are_those_of_the_code() -> None:
    told = {row[0].strip("`").lower(): row[1].strip("`") for row in rows("Settings")}
    of_code = {name: str(field.default or "none") for name, field in Settings.model_fields.items()}
    del of_code["data_dir"]  # depends on where the code lies
    assert {name: told[name] for name in of_code} == of_code


def commands(group: click.Group, so_far: str) -> set[str]:
    context = click.Context(group)
    found = set()
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        found |= commands(command, f"{so_far} {name}") if isinstance(command, click.Group) else {f"{so_far} {name}"}
    return found


def test_every_command_is_in_the_table_and_no_other() -> None:
    named = [re.match(r"`([a-z ]+[a-z])", row[0]) for row in rows("Command line")]
    assert {found[1] for found in named if found} == commands(main, "ocrwtf")


def test_every_route_is_in_the_table_and_no_other() -> None:
    paths: dict[str, Any] = create_app().openapi()["paths"]
    served = {f"`{method.upper()} {path}`" for path, methods in paths.items() for method in methods}
    assert {row[0] for row in rows("API")} == served | {"`GET /api/openapi.json`"}


def test_ci_runs_the_test_command_of_the_readme() -> None:
    block = re.findall(r"^\$ (make test)$", README, re.MULTILINE)
    run = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if line.startswith("exec ")]
    assert run == [f"exec {command}" for command in block]


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for path, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", page.read_text()):
        target = page.parent / path if path else page
        assert target.exists(), path
        assert not anchor or anchor in anchors(target), anchor


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_file_of_ours_that_a_page_names_exists(page: Path) -> None:
    named = set(re.findall(r"`((?:ocrwtf|tests|scripts|samples)/[\w/.-]+)`", page.read_text()))
    assert {name for name in named if not (ROOT / name).exists()} == set()
