"""Which fonts of a deck are shown as which others."""

import pytest

from ocrwtf.conversions.fonts import FontUse, replaced


@pytest.mark.parametrize(
    ("asked", "shown", "found"),
    [
        ([], ["DejaVuSans"], []),
        (["Calibri"], ["Calibri"], []),
        (["Calibri"], ["Carlito"], [FontUse("Calibri", "Carlito", as_wide=True)]),
        (
            ["Arial", "Cambria"],
            ["LiberationSans", "Caladea"],
            [("Arial", "Liberation Sans", True), ("Cambria", "Caladea", True)],
        ),
        (["Gotham"], ["DejaVuSans"], [("Gotham", "DejaVu Sans", False)]),
        (["Gotham", "Brandon"], ["DejaVuSans"], [("Brandon", "DejaVu Sans", False), ("Gotham", "DejaVu Sans", False)]),
        (["Gotham"], ["DejaVuSans", "NotoSans"], [("Gotham", None, False)]),
        (["Gotham", "Calibri"], ["DejaVuSans"], [("Gotham", "DejaVu Sans", False)]),
        (["Calibri"], ["DejaVuSans"], [("Calibri", "DejaVu Sans", False)]),
        (["Calibri Light", "Carlito"], ["Carlito"], [("Calibri Light", "Carlito", True)]),
        (["Wingdings"], ["OpenSymbol"], []),
        (["Gotham"], [], []),
    ],
)
def test_replaced(asked: list[str], shown: list[str], found: list[tuple[str, str | None, bool]]) -> None:
    assert replaced(asked, shown) == found
