"""Dates and the calendar: a day that it does not have was misread, or written wrongly, and only a person can tell."""

from dataclasses import replace

from ocrwtf.extraction.field import Field, FieldName, Witness, WitnessKind

_DATES = {FieldName.ISSUED_ON, FieldName.DUE_ON, FieldName.DELIVERED_ON}


def in_calendar(field: Field) -> Field:
    """With the witness against it, where no day could be made of a date."""
    if field.name not in _DATES or field.normalized is not None:
        return field
    return replace(
        field, witnesses=(Witness(WitnessKind.CALENDAR, agrees=False, formula=field.value, words=field.words),)
    )
