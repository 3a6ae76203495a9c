"""docs/problems.md knows every problem of the product, and each is worded whole in both languages."""

import inspect
from pathlib import Path
from string import Formatter

import pytest

from ocrwtf.core.errors import Problem
from ocrwtf.problem_page import every_problem, page

PAGE = Path(__file__).parents[3] / "docs" / "problems.md"
KINDS = every_problem()


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_page_is_what_the_code_says() -> None:
    assert PAGE.read_text() == page(KINDS), "run: python -m ocrwtf.problem_page > docs/problems.md"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug())
def test_a_problem_is_on_the_page_with_status_and_both_titles(kind: type[Problem]) -> None:
    section = PAGE.read_text().split(f"## {kind.slug()}\n")[1].split("\n## ")[0]
    assert f"Status {kind.status}" in section
    assert f"| title | {kind.title.id} | {kind.title.en} |" in section


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug())
def test_both_languages_say_the_same_with_the_same_parameters(kind: type[Problem]) -> None:
    for wording in (kind.title, kind.detail):
        assert _names(wording.id) == _names(wording.en)
        assert wording.id != wording.en


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug())
def test_a_problem_made_from_its_parameters_can_be_worded(kind: type[Problem]) -> None:
    names = _names(kind.title.en) | _names(kind.detail.en)
    own = inspect.signature(kind.__init__).parameters.values()
    names |= {p.name for p in own if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD} - {"self"}
    problem = kind(**dict.fromkeys(names, 1))
    assert "{" not in str(problem.body("id")["detail"]) + str(problem.body("en")["detail"])


def test_a_problem_keeps_to_the_statuses_of_errors() -> None:
    assert {kind.status for kind in KINDS} <= set(range(400, 600))
