"""Numbers that carry their own check digit: containers (ISO 6346), and tax numbers of the older form (NPWP).

A check digit of ten is no proof that one digit is another: of ten wrong numbers one passes. It is one for a letter that
stands where only a digit can, if the digit that it looks like passes.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from stdnum import iso6346
from stdnum.id import npwp

from ocrwtf.extraction.amounts import LOOKALIKES
from ocrwtf.extraction.field import Field, FieldName, Repair, Witness, WitnessKind

CONTRADICTED = 0.5
"""What is left of the confidence in a number that a witness contradicts."""
_MOST_LETTERS = 2
_OWNER = 4
"""Letters at the beginning of a container's number."""
_OLD_LENGTH = 15


@dataclass(frozen=True, slots=True)
class _Rule:
    """`said` is the name of the rule; the check digit guards the signs before `end`, of which `letters` are letters."""

    said: str
    length: int
    letters: int
    end: int
    passes: Callable[[str], bool]


_CONTAINER = _Rule("ISO 6346", 11, _OWNER, 11, iso6346.is_valid)
_TAX_NUMBER = _Rule("NPWP", _OLD_LENGTH, 0, 9, npwp.is_valid)
_RULES: dict[str, _Rule] = {
    FieldName.CONTAINER_NUMBER: _CONTAINER,
    FieldName.SELLER_TAX_NUMBER: _TAX_NUMBER,
    FieldName.BUYER_TAX_NUMBER: _TAX_NUMBER,
}


def checked(field: Field) -> Field:
    """With the witness of its check digit, and with digits for letters that it proves; as it is if it has none.

    A number that fails its own check is less sure, as one is that any other witness contradicts.
    """
    rule = _RULES.get(field.name)
    signs = [(at, sign) for at, sign in enumerate(field.value) if sign.isascii() and sign.isalnum()]
    if rule is None or len(signs) != rule.length:
        return field
    places = [at for at, _ in signs]
    wrong = [index for index, (_, sign) in enumerate(signs) if index >= rule.letters and not sign.isdigit()]
    text = _with_digits(field.value, [places[index] for index in wrong])
    number = "".join(text[at] for at in places).upper()
    passes = rule.passes(number)
    witness = Witness(WitnessKind.CHECK_DIGIT, passes, f"{rule.said}: {number}", field.words)
    if not wrong:
        sure = field.confidence if passes else round(field.confidence * CONTRADICTED, 4)
        return replace(field, witnesses=(*field.witnesses, witness), confidence=sure)
    if not passes or len(wrong) > _MOST_LETTERS or wrong[-1] >= rule.end:
        return field
    repair = Repair(field.value, text, witness)
    return replace(field, value=text, normalized=number, witnesses=(*field.witnesses, witness), repair=repair)


def _with_digits(text: str, places: list[int]) -> str:
    signs = list(text)
    for at in places:
        signs[at] = signs[at].translate(LOOKALIKES)
    return "".join(signs)
