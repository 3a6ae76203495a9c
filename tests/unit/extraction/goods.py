"""The goods that the product finds on papers made by hand."""

from ocrwtf.extraction.items.line_items import line_items
from ocrwtf.extraction.sheet import sheet_of
from tests.unit.extraction.papers import paper


def goods(*pages: str) -> list[str]:
    """Each item as "name|quantity|unit|price|amount" in normalised form, "-" for what is not there."""
    found = line_items(sheet_of([paper(text) for text in pages]))
    rows = []
    for item in found:
        cells = {cell.name: cell.normalized or cell.value for cell in item.cells}
        rows.append("|".join(cells.get(name, "-") for name in ("name", "quantity", "unit", "price", "amount")))
    return rows
