"""The truth of fields and items stands in the words of the page, adds up, and goes where the page goes."""

import re
from decimal import Decimal
from functools import cache
from random import Random

import numpy as np
import pytest
from stdnum import iso6346
from stdnum.id import npwp

from bench.pages import DOCUMENTS, FORMS, KINDS, Page, facts, generate, wording
from bench.pages.facts import Fact
from bench.pages.misread import ALIKE, SURE, misread
from bench.pages.perfect import as_read, upright
from bench.pages.sheet import Cell, Sheet, Style
from ocrwtf.extraction.field import CellName, DocumentType, FieldName

SEEDS = range(6)
MADE = [(document, seed) for document in FORMS for seed in SEEDS] + [(document, 2) for document in DOCUMENTS]
INVOICES_AND_RECEIPTS = ("invoice_form", "receipt_form", "invoice_long", "receipt_glued")
SOLD = [(document, seed) for document in INVOICES_AND_RECEIPTS for seed in range(12)]


@cache
def small(document: str, seed: int) -> Page:
    return generate(seed, document, "clean", 0.25)


def all_facts(page: Page) -> list[Fact]:
    return [*page.facts.fields, *(fact for item in page.facts.items for fact in item)]


def amount(page: Page, name: FieldName, otherwise: int = 0) -> Decimal:
    found = [fact.normalized for fact in page.facts.fields if fact.name == name]
    return Decimal(found[0] if found and found[0] else otherwise)


@pytest.mark.parametrize(("document", "seed"), MADE)
def test_every_fact_stands_in_its_words_as_it_is_printed(document: str, seed: int) -> None:
    page = small(document, seed)
    for fact in all_facts(page):
        assert fact.text in " ".join(page.texts[index] for index in fact.words)
        assert fact.words


@pytest.mark.parametrize(("document", "seed"), MADE)
def test_a_field_is_told_once_and_amounts_and_dates_are_normalised(document: str, seed: int) -> None:
    page = small(document, seed)
    names = [fact.name for fact in page.facts.fields]
    assert len(names) == len(set(names))
    assert (page.facts.document_type == DocumentType.OTHER) == (document in {"letter", "two_columns"})
    for fact in page.facts.fields:
        if fact.name.endswith("_on"):
            assert re.fullmatch(r"20\d\d-[01]\d-[0-3]\d", fact.normalized or "")
        if fact.name.endswith("_amount"):
            assert re.fullmatch(r"[1-9]\d*", fact.normalized or "")


@pytest.mark.parametrize(("document", "seed"), SOLD)
def test_what_is_sold_adds_up(document: str, seed: int) -> None:
    page = small(document, seed)
    sold = [{fact.name: fact.normalized for fact in item} for item in page.facts.items]
    total = amount(page, FieldName.TOTAL_AMOUNT)
    base = sum(Decimal(item[CellName.AMOUNT] or 0) for item in sold)
    taken, tax = amount(page, FieldName.DISCOUNT_AMOUNT), amount(page, FieldName.TAX_AMOUNT)
    assert base == amount(page, FieldName.SUBTOTAL_AMOUNT, int(base))
    assert base - taken + tax == total
    assert total == amount(page, FieldName.AMOUNT_IN_WORDS, int(total))
    paid = amount(page, FieldName.PAID_AMOUNT, int(total))
    assert paid - total == amount(page, FieldName.CHANGE_AMOUNT)
    for item in sold:
        price = Decimal(item.get(CellName.PRICE) or item[CellName.AMOUNT] or 0)
        assert CellName.PRICE not in item or price * Decimal(item["quantity"] or 0) == Decimal(item["amount"] or 0)


def test_offices_word_and_lay_out_the_same_thing_in_many_ways() -> None:
    pages = [generate(seed, "invoice_form", "clean", 0.2) for seed in range(25)]
    dates = {re.sub(r"\d", "9", re.sub("[A-Za-z]+", "a", fact.text)) for page in pages for fact in page.facts.fields
             if fact.name == FieldName.ISSUED_ON}  # fmt: skip
    amounts = {re.sub(r"\d+", "9", fact.text) for page in pages for fact in page.facts.fields
               if fact.name == FieldName.TOTAL_AMOUNT}  # fmt: skip
    assert len(dates) >= 6
    assert len(amounts) >= 4
    assert len({page.texts[0] for page in pages}) > 3


def test_numbers_with_a_check_digit_have_the_right_one() -> None:
    chance = Random(3)  # noqa: S311  repeatable
    for _ in range(50):
        assert iso6346.is_valid(wording.container(chance).replace(" ", "").replace("-", ""))
        assert npwp.is_valid(wording.tax_number(chance))


def test_a_value_is_found_as_a_word_of_its_own_before_it_is_found_inside_another() -> None:
    assert facts.found("12", ["SJ/12", "12", "dus"]) == ("12", slice(1, 2))
    assert facts.found("Budi Santoso", ["(Budi", "Santoso)"]) == ("Budi Santoso", slice(0, 2))
    assert facts.found("Semen Portland 50 kg", ["Semen", "Portland"]) == ("Semen Portland", slice(0, 2))
    with pytest.raises(ValueError, match="not printed"):
        facts.found("Semen", ["Pasir"])


@pytest.mark.parametrize("kind", ["photo_turned", "turned_180", "stamp"])
def test_truth_moves_with_the_page(kind: str) -> None:
    clean = generate(3, "invoice_form", "clean", 0.4)
    page = KINDS[kind](clean, Random(1))  # noqa: S311  repeatable
    assert page.facts == clean.facts
    straight = upright(page)
    [total] = [fact for fact in straight.facts.fields if fact.name == FieldName.TOTAL_AMOUNT]
    [buyer] = [fact for fact in straight.facts.fields if fact.name == FieldName.BUYER_NAME]
    assert total.text in " ".join(page.texts[index] for index in total.words)
    assert straight.polygons[list(buyer.words)][..., 1].max() < straight.polygons[list(total.words)][..., 1].min()


@pytest.mark.parametrize("kind", ["clean", "turned_90", "skew"])
def test_a_faultless_reading_has_every_word_once_where_it_stands(kind: str) -> None:
    page = generate(5, "receipt_form", kind, 0.5)
    read = as_read(page)
    words = [word for line in read.lines for word in line.words]
    assert sorted(word.text for word in words) == sorted(page.texts)
    assert (read.height_px, read.width_px) == upright(page).image.shape[:2]
    corners = np.array([word.polygon for word in words])
    assert corners.min() > 0
    assert (corners.max(axis=(0, 1)) < (read.width_px, read.height_px)).all()
    assert (corners[:, 1, 0] > corners[:, 0, 0]).all()


def test_a_faultless_reading_ends_a_line_at_a_wide_gap() -> None:
    sheet = Sheet(600, 80, Style("sans", 20))
    sheet.line(Cell(20, "Sub Total"), Cell(400, "Rp 12.000"))
    assert [line.text for line in as_read(sheet.page("label")).lines] == ["Sub Total", "Rp 12.000"]


def test_a_misread_page_differs_in_digits_that_look_alike_and_nothing_else() -> None:
    read = as_read(small("invoice_form", 1))
    other = misread(read, Random(1), 0.2)  # noqa: S311  repeatable
    old, new = ([word for line in page.lines for word in line.words] for page in (read, other))
    changed = [(one, two) for one, two in zip(old, new, strict=True) if one.text != two.text]
    assert len(changed) > 10
    for one, two in changed:
        assert all(a == b or ALIKE[a] == b for a, b in zip(one.text, two.text, strict=True))
        assert (two.confidence <= SURE, two.polygon) == (True, one.polygon)
        assert [each.text for each in two.alternatives] in ([], [one.text])
    assert misread(read, Random(1), 0.2) == other  # noqa: S311


@pytest.mark.parametrize("document", FORMS)
def test_words_of_forms_never_lie_on_each_other_and_stay_on_the_paper(document: str) -> None:
    for seed in (*SEEDS, 12):
        page = generate(seed, document, "clean", 0.6)
        low, high = page.polygons.min(axis=1), page.polygons.max(axis=1)
        meet = ((low[:, None] + 1 < high) & (high[:, None] - 1 > low)).all(axis=-1)
        np.fill_diagonal(meet, val=False)
        assert not meet.any(), (document, seed)
        assert low.min() >= 0
        assert (high.max(axis=0) <= page.image.shape[1::-1]).all()
