"""Tesseract is found where the system keeps it, with the languages that are wanted and there; pretended by a script."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ocrwtf.ocr.choice import PPOCR, chosen
from ocrwtf.ocr.errors import UNAVAILABLE, EngineFailedError, EngineUnavailableError
from ocrwtf.ocr.tesseract import program
from ocrwtf.ocr.tesseract.program import Tesseract

Install = Callable[..., str]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """A program of that name that lists these languages, and otherwise does as told; its path."""
    monkeypatch.setattr(program, "SYSTEM_PATH", str(tmp_path))

    def write(*languages: str, otherwise: str = "exit 1") -> str:
        listed = " ".join(['"List of languages (3):"', *languages])
        script = f'#!/bin/sh\nif [ "$1" = --list-langs ]; then printf "%s\\n" {listed}; else {otherwise}; fi\n'
        (tmp_path / "tesseract").write_text(script)
        (tmp_path / "tesseract").chmod(0o755)
        return str(tmp_path / "tesseract")

    return write


def why_not(languages: str | None = None) -> tuple[str, dict[str, str]]:
    with pytest.raises(EngineUnavailableError) as unavailable:
        chosen("tesseract", languages)
    assert UNAVAILABLE[unavailable.value.code] == unavailable.value.params.keys()
    return unavailable.value.code, unavailable.value.params


@pytest.mark.parametrize(
    ("there", "expected"), [(("eng", "ind", "osd"), "ind+eng"), (("eng", "osd"), "eng"), (("ind", "jav"), "ind")]
)
def test_indonesian_and_english_are_expected_as_far_as_they_are_there(
    install: Install, there: tuple[str, ...], expected: str
) -> None:
    path = install(*there)
    assert chosen("tesseract") == ("tesseract", path, expected)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("id", "ind"), ("ind", "ind"), ("EN", "eng"), ("en+id", "eng+ind"), ("chi_sim", "chi_sim")],
)
def test_a_language_has_a_short_and_a_long_name(install: Install, wanted: str, expected: str) -> None:
    install("chi_sim", "eng", "ind", "osd")
    assert chosen("tesseract", wanted)[2] == expected


@pytest.mark.parametrize("wanted", ["fr", "", "ind+fr", "osd", "--help", "../../etc/passwd", "ind+"])
def test_a_language_that_is_not_there_is_named_with_those_that_are(install: Install, wanted: str) -> None:
    install("eng", "ind", "osd")
    assert why_not(wanted) == (
        "language-missing",
        {"language": wanted.rsplit("+", maxsplit=1)[-1], "there": "eng, ind"},
    )


def test_without_indonesian_and_english_a_language_must_be_named(install: Install) -> None:
    install("jav", "osd")
    assert why_not() == ("language-missing", {"language": "ind+eng", "there": "jav"})
    assert chosen("tesseract", "jv")[2] == "jav"


@pytest.mark.usefixtures("install")
def test_a_missing_program_is_said() -> None:
    assert why_not() == ("tesseract-missing", {})


def test_a_program_that_does_not_run_is_as_good_as_missing(install: Install) -> None:
    Path(install()).write_text("#!/bin/sh\nexit 127\n")
    assert why_not() == ("tesseract-missing", {})


@pytest.mark.usefixtures("install")
def test_our_own_engine_needs_no_program_and_no_language() -> None:
    assert chosen("ppocr", "fr") == PPOCR


def test_a_page_that_it_cannot_read_is_an_error_with_its_last_words(install: Install) -> None:
    path = install(otherwise="echo Failed loading >&2; exit 1")
    with pytest.raises(EngineFailedError, match=r"ended with code 1: Failed loading$"):
        Tesseract(path, "ind").table(b"")


def test_it_gets_one_thread_bounded_memory_and_no_secrets(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET", "canary")
    path = install(otherwise='echo "$OMP_THREAD_LIMIT $(ulimit -v) $JWT_SECRET|$*"')
    assert Tesseract(path, "ind").table(b"") == f"1 {2 * 1024**2} |- - -l ind --psm 3 tsv\n"
