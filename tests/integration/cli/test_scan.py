"""`ocrwtf scan` as a person at a terminal meets it."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pydantic import BaseModel

from ocrwtf.scans.field_shapes import FieldAnswer, LineItemAnswer
from ocrwtf.scans.schemas import ScanAnswer
from tests.unit.ocr.documents import pdf_bytes

ROOT = Path(__file__).parents[3]
RECEIPT = ROOT / "samples" / "receipt.jpg"
NO_SCAN_HAS = {"id", "imageUrl", "signatureUrl", "createdAt", "deletesAt", "correctedText", "recipientName"}
Ended = subprocess.CompletedProcess[str]


def scan(*arguments: Path | str, environment: dict[str, str] | None = None) -> Ended:
    command = [sys.executable, "-m", "ocrwtf", "scan", *map(str, arguments)]
    here = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"} | (environment or {})
    return subprocess.run(command, capture_output=True, text=True, env=here, check=False, timeout=120)  # noqa: S603


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "surat.pdf"
    path.write_bytes(pdf_bytes("BT /F1 24 Tf 72 700 Td (Surat Jalan) Tj ET", pages=2))
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "rusak.jpg"
    path.write_bytes(RECEIPT.read_bytes()[:20_000])
    return path


def test_a_receipt_becomes_text() -> None:
    ended = scan(RECEIPT)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "TOKO SUMBER REJEKI" in ended.stdout
    assert "335.775" in ended.stdout


def test_json_has_every_member_of_a_scan_of_a_field_and_of_an_item() -> None:
    found = json.loads(scan("--format", "json", RECEIPT).stdout)
    assert found.keys() == members(ScanAnswer)
    assert found["fields"][0].keys() == members(FieldAnswer)
    assert found["items"][0].keys() == members(LineItemAnswer)
    assert found["items"][1]["cells"][0]["key"] == "items.1.name"
    assert (found["documentNumber"], found["issuedOn"], found["totalAmount"]) == ("000482", "2026-11-12", "335775.00")
    assert found["doubtfulFields"] + found["doubtfulWords"] == len(found["review"])


def members(answer: type[BaseModel]) -> set[str]:
    return {str(field.alias) for field in answer.model_fields.values()}


def test_json_has_the_shape_of_a_scan(letter: Path) -> None:
    found = json.loads(scan("--format", "json", letter).stdout)
    assert {name for name, value in found.items() if value is None} >= NO_SCAN_HAS
    told = ("status", "filename", "mediaType", "ocrText", "engine", "confidence", "doubtfulWords", "error", "fields")
    expected = ["completed", "surat.pdf", "application/pdf", "Surat Jalan\n\nSurat Jalan", "pdf-text", 1.0, 0, None, []]
    assert [found[name] for name in told] == expected
    assert [page["number"] for page in found["pages"]] == [1, 2]
    page_members = {"number", "widthPx", "heightPx", "rotation", "confidence", "imageUrl", "error", "lines"}
    assert found["pages"][0].keys() == page_members
    word_members = {"text", "confidence", "polygon", "alternatives", "correctedText"}
    assert found["pages"][0]["lines"][0]["words"][1].keys() == word_members


def test_a_file_name_that_is_no_text_is_shown_as_far_as_it_is(tmp_path: Path, letter: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/nota\xff.pdf"))
    odd.write_bytes(letter.read_bytes())
    ended = scan("--format", "json", odd, letter)
    assert [json.loads(line)["filename"] for line in ended.stdout.splitlines()] == ["nota\ufffd.pdf", letter.name]


def test_one_bad_file_does_not_stop_the_others(broken: Path, letter: Path) -> None:
    ended = scan("--format", "json", letter, broken, letter)
    assert ended.returncode == 1
    assert [json.loads(line)["status"] for line in ended.stdout.splitlines()] == ["completed", "failed", "completed"]
    assert json.loads(ended.stdout.splitlines()[1])["error"]["type"] == "/problems/unreadable-document"
    assert ended.stderr.startswith(f"ocrwtf: {broken}: This file is damaged or incomplete. Check that")


@pytest.mark.parametrize("variable", ["LANG", "LC_ALL"])
def test_an_indonesian_terminal_is_answered_in_indonesian(broken: Path, variable: str) -> None:
    ended = scan(broken, environment={variable: "id_ID.UTF-8"})
    assert "Berkas ini rusak atau terpotong." in ended.stderr


def test_a_page_without_text_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "blank.pdf"
    path.write_bytes(pdf_bytes(""))
    found = scan("--format", "json", path)
    assert (found.returncode, json.loads(found.stdout)["error"]["type"]) == (1, "/problems/no-text-found")


def test_with_out_each_file_gets_one_of_its_own(tmp_path: Path, letter: Path) -> None:
    other = tmp_path / "other" / "surat.pdf"
    other.parent.mkdir()
    other.write_bytes(letter.read_bytes())
    ended = scan(letter, other, "--out", tmp_path / "out" / "new")
    assert (ended.returncode, ended.stdout) == (0, "")
    written = sorted(path.name for path in (tmp_path / "out" / "new").iterdir())
    assert written == ["surat-2.pdf.txt", "surat.pdf.txt"]


def test_csv_has_a_row_a_line_and_its_head_once(letter: Path) -> None:
    rows = list(csv.reader(io.StringIO(scan("--format", "csv", letter, letter).stdout)))
    assert rows[0] == ["file", "page", "line", "text", "confidence", "polygon"]
    assert [row[:5] for row in rows[1:]] == 2 * [["surat.pdf", n, "1", "Surat Jalan", "1.0000"] for n in ("1", "2")]
    assert all(len(corner.split(",")) == 2 for corner in rows[1][5].split(" "))


def test_what_a_spreadsheet_would_calculate_is_text_in_csv(tmp_path: Path) -> None:
    path = tmp_path / "=1+1.pdf"
    path.write_bytes(pdf_bytes("BT /F1 24 Tf 72 700 Td (=HYPERLINK jalan) Tj ET"))
    row = list(csv.reader(io.StringIO(scan("--format", "csv", path).stdout)))[1]
    assert (row[0], row[3]) == ("'=1+1.pdf", "'=HYPERLINK jalan")


def test_pdf_is_the_pages_with_their_words_over_them(tmp_path: Path, letter: Path) -> None:
    ended = scan("--format", "pdf", "--out", tmp_path / "out", RECEIPT, letter)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    receipt, both = (pdfium.PdfDocument(tmp_path / "out" / name) for name in ("receipt.jpg.pdf", "surat.pdf.pdf"))
    assert "TOKO SUMBER REJEKI" in receipt[0].get_textpage().get_text_range()
    assert [page.get_textpage().get_text_range().strip() for page in both] == ["Surat Jalan"] * 2
    assert (tmp_path / "out" / "receipt.jpg.pdf").stat().st_size < 1.3 * RECEIPT.stat().st_size


def test_several_pdfs_need_a_folder(letter: Path) -> None:
    ended = scan("--format", "pdf", letter, letter)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "--out FOLDER" in ended.stderr


def test_where_nothing_was_read_there_is_no_pdf(tmp_path: Path, broken: Path) -> None:
    ended = scan("--format", "pdf", "--out", tmp_path / "out", broken)
    assert ended.returncode == 1
    assert not list((tmp_path / "out").iterdir())


def test_a_folder_or_a_missing_file_is_wrong_use(tmp_path: Path, letter: Path) -> None:
    ended = scan(letter, tmp_path, tmp_path / "nowhere.jpg")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.splitlines() == [
        f"ocrwtf: {tmp_path}: this is a folder. Name the files in it.",
        f"ocrwtf: {tmp_path / 'nowhere.jpg'}: there is no such file.",
    ]


@pytest.mark.parametrize("arguments", [(), ("--format", "xml", "a.jpg"), ("--sideways",)])
def test_a_wrong_call_is_wrong_use(arguments: tuple[str, ...]) -> None:
    assert scan(*arguments).returncode == 2


def test_nothing_is_left_behind(letter: Path) -> None:
    before = sorted(letter.parent.iterdir())
    scan(letter)
    assert sorted(letter.parent.iterdir()) == before


def test_ctrl_c_ends_quietly_with_everything_cleaned_up() -> None:
    command = [sys.executable, "-m", "ocrwtf", "scan", *[str(RECEIPT)] * 6]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:  # noqa: S603
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()  # the first receipt is read, others are on their way
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
        running.send_signal(signal.SIGINT)
        said = running.stderr.read()
    assert (running.returncode, said) == (130, "")
    assert len(children) >= 2
    assert not [child for child in children if Path(f"/proc/{child}").exists()]
