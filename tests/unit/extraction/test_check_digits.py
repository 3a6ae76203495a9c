"""Check digits bear out and contradict; they repair a letter among digits and nothing else."""

import pytest

from ocrwtf.extraction.field import Field, Source, WordAt
from ocrwtf.extraction.lock.check_digits import checked

_BOX = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def field(name: str, value: str) -> Field:
    return Field(name, value, None, 0.9, 1, _BOX, Source.SHAPE, (WordAt(1, 0, 0),))


@pytest.mark.parametrize(
    ("name", "value", "agrees"),
    [
        ("container_number", "CSQU 305438-3", True),
        ("container_number", "CSQU 305439-3", False),
        ("seller_tax_number", "01.312.166.0-091.000", True),
        ("buyer_tax_number", "01.312.168.0-091.000", False),
    ],
)
def test_a_check_digit_agrees_or_not_and_changes_no_digit(name: str, value: str, agrees: bool) -> None:  # noqa: FBT001
    found = checked(field(name, value))
    assert [witness.agrees for witness in found.witnesses] == [agrees]
    assert (found.value, found.repair) == (value, None)
    assert found.confidence == (0.9 if agrees else 0.45)


def test_a_letter_where_only_a_digit_can_stand_is_repaired_on_record() -> None:
    found = checked(field("container_number", "CSQU 3O5438-3"))
    assert (found.value, found.normalized) == ("CSQU 305438-3", "CSQU3054383")
    assert found.repair is not None
    assert (found.repair.old, found.repair.witness.formula) == ("CSQU 3O5438-3", "ISO 6346: CSQU3054383")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("container_number", "CSQU 3O5439-3"),
        ("container_number", "CSQU 3OS4E8-3"),
        ("container_number", "CSQU 30543"),
        ("seller_tax_number", "01.312.166.0-O91.000"),
        ("seller_tax_number", "3173010101900001"),
        ("number", "CSQU 305438-3"),
    ],
)
def test_what_no_check_digit_proves_stays(name: str, value: str) -> None:
    assert checked(field(name, value)) == field(name, value)
