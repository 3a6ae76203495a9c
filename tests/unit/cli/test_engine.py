"""An engine that is not there stops the start with one line, before anything else is started."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ocrwtf.cli import main
from ocrwtf.cli.engine import WORDINGS
from ocrwtf.config import settings
from ocrwtf.ocr.errors import UNAVAILABLE
from ocrwtf.ocr.tesseract import program

RECEIPT = str(Path(__file__).parents[3] / "samples" / "receipt.jpg")


@pytest.fixture(autouse=True)
def no_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "SYSTEM_PATH", str(tmp_path))
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    settings.cache_clear()


@pytest.mark.parametrize("command", ["up", "worker"])
def test_a_service_whose_engine_is_not_installed_does_not_start(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCR_ENGINE", "tesseract")
    ended = CliRunner().invoke(main, [command])
    assert ended.exit_code == 1
    assert ended.output.startswith("Error: OCR_ENGINE=tesseract: Tesseract is not installed in /usr/bin")
    assert ended.output.count("\n") == 1


@pytest.mark.parametrize(("arguments", "setting"), [((), "tesseract"), (("--engine", "tesseract"), "ppocr")])
def test_scanning_with_an_engine_that_is_not_installed_is_wrong_use(
    arguments: tuple[str, ...], setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCR_ENGINE", setting)
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    ended = CliRunner().invoke(main, ["scan", RECEIPT, *arguments])
    assert (ended.exit_code, ended.output.count("\n")) == (2, 1)
    assert ended.output.startswith("ocrwtf: Tesseract tidak terpasang di /usr/bin")


def test_every_reason_is_worded_with_all_that_it_tells() -> None:
    assert WORDINGS.keys() == UNAVAILABLE.keys()
    for code, names in UNAVAILABLE.items():
        told = WORDINGS[code].in_language("id", {name: f"<{name}>" for name in names})
        assert all(f"<{name}>" in told for name in names)
