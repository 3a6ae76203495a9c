"""Every code that reading can raise is worded in both languages."""

import ast
import re
from pathlib import Path

import pytest

import ocrwtf.ocr
from ocrwtf.core.errors import Problem
from ocrwtf.files.problems import problem_of
from ocrwtf.ocr.errors import CODES, DocumentError

EXAMPLES: dict[str, int | str] = {"limit_bytes": 20 * 1024**2, "megapixels": 51, "limit": 50, "pages": 60}


def raised_codes() -> set[str]:
    """Every literal first argument of DocumentError(…) and Refusal(…) in the package."""
    folder = Path(ocrwtf.ocr.__file__).parent
    calls = [node for path in folder.glob("*.py") for node in ast.walk(ast.parse(path.read_text()))]
    return {
        argument.value
        for node in calls
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in ("DocumentError", "Refusal")
        for argument in ast.walk(node.args[0])
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def problem(code: str) -> Problem:
    return problem_of(DocumentError(code, retryable=False, **{name: EXAMPLES[name] for name in CODES[code]}))


def test_every_code_that_is_raised_is_known() -> None:
    found = raised_codes()
    assert found
    assert found <= CODES.keys()


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_its_words(code: str) -> None:
    indonesian, english = problem(code).body("id"), problem(code).body("en")
    assert indonesian["type"] == f"/problems/{code}"
    assert indonesian["detail"] != english["detail"]
    assert not re.search(r"[{}?]", f"{indonesian['detail']}{english['detail']}")


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_stored_problem_has_a_status_of_its_file(code: str) -> None:
    assert problem(code).status == {"unsupported-media-type": 415, "file-too-large": 413}.get(code, 422)


def test_a_limit_is_told_in_megabytes() -> None:
    assert "20 MB" in str(problem("file-too-large").body("id")["detail"])
