"""Names inside an archive: any system can unpack them, into the folder it was told and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocrwtf.scans.archive import _unique, safe_stem


@pytest.mark.parametrize(
    ("filename", "stem"),
    [
        ("nota.png", "nota"),
        ("surat jalan 17.tar.gz", "surat jalan 17.tar"),
        ("../../etc/nota.png", "_.._etc_nota"),
        ("C:\\nota.png", "C__nota"),
        ("..", "_"),
        (".png", "png"),
        ("nul.txt", "_nul"),
        ("COM1.x.pdf", "_COM1.x"),
        ("-rf.png", "rf"),
        ("a<b>|c?.png", "a_b__c_"),
        ("tanpa-nama", "tanpa-nama"),
        ("n" * 300 + ".png", "n" * 180),
        ("é" * 300 + ".png", "é" * 90),
    ],
)
def test_a_name_is_made_safe(filename: str, stem: str) -> None:
    assert safe_stem(filename) == stem


@given(st.text(max_size=255))
def test_no_name_leads_out_of_a_folder(filename: str) -> None:
    stem = safe_stem(filename.encode(errors="ignore").decode())
    assert stem
    assert not set(stem) & set('<>:"/\\|?*')
    assert stem.strip(" .") == stem
    assert len(stem.encode()) <= 181


def test_equal_names_are_told_apart_by_numbers_for_systems_without_capitals_too() -> None:
    named = list(_unique(iter(["nota", "Nota", "nota", "nota (2)", "lain"])))
    assert named == ["nota", "Nota (2)", "nota (3)", "nota (2) (2)", "lain"]
