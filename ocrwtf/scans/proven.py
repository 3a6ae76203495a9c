"""What was found, as its words say it now: and what was proved about it, unless that rests on a number that changed."""

from collections.abc import Mapping
from typing import Any

from ocrwtf.extraction.amounts import Convention
from ocrwtf.extraction.doubt import Place
from ocrwtf.extraction.field import CellName, WitnessKind
from ocrwtf.extraction.normal import convention_in, normalized
from ocrwtf.extraction.wire import cell_key
from ocrwtf.scans.followed import followed
from ocrwtf.scans.models import Extraction, Page

Json = dict[str, Any]
Pages = Mapping[int, Page]

_CONTRADICTED = 0.5
"""What is left of the confidence in a number whose repair is taken back, as of one that a witness contradicts."""


def found_in(extraction: Extraction) -> dict[str, Json]:
    """Fields and cells by their keys, as they were found."""
    found = {field["name"]: field for field in extraction.found["fields"]}
    for row, item in enumerate(extraction.found["items"]):
        found |= {cell_key(row, cell["name"]): cell for cell in item["cells"]}
    return found


def as_read(found: Mapping[str, Json], said: Mapping[str, Json], pages: Pages) -> dict[str, Json]:
    """The same with people's corrections of words.

    A repair is taken back when a number that proved it is another one now: what was read stands there again, with the
    repair under `withdrawn` and its value as a candidate. Where only the writing changed, it is as proven as before.
    """
    convention = convention_in(found.values())
    now = {key: _followed(one, pages, convention) for key, one in found.items()}
    while True:
        changed = _Changed(found, now, said, convention)
        fallen = {key: one for key, one in now.items() if one["repair"] and changed.undoes(one)}
        if not fallen:
            return {key: changed.kept(one) for key, one in now.items()}
        now |= {key: _withdrawn(one, convention) for key, one in fallen.items()}


def _followed(found: Json, pages: Pages, convention: Convention | None) -> Json:
    """With its words as people corrected them; what was proved about the number before holds no more, then."""
    value = followed(found, pages)
    candidates = _candidates(found, value, pages, convention)
    one = found | {"candidates": candidates, "withdrawn": None}
    if value == found["value"]:
        return one
    meaning = normalized(found["name"], value, convention)
    return one | {"value": value, "normalized": meaning, "witnesses": [], "repair": None}


def _candidates(found: Json, value: str, pages: Pages, convention: Convention | None) -> list[Json]:
    """They follow their words too; what says nothing else any more is none."""
    told = {value, ""}
    candidates: list[Json] = []
    for other in found["candidates"]:
        text = followed(other | {"repair": None}, pages)
        same = text == other["value"]
        if same or text not in told:
            meaning = other["normalized"] if same else normalized(found["name"], text, convention)
            candidates.append(other | {"value": text, "normalized": meaning})
        told.add(text)
    return candidates


def _withdrawn(one: Json, convention: Convention | None) -> Json:
    repair = one["repair"]
    repaired = {member: one[member] for member in ("value", "normalized", "confidence", "page", "polygon", "words")}
    others = [other for other in one["candidates"] if other["value"] not in (repair["old"], repair["new"])]
    return one | {
        "value": repair["old"],
        "normalized": normalized(one["name"], repair["old"], convention),
        "confidence": round(one["confidence"] * _CONTRADICTED, 4),
        "candidates": [repaired, *others],
        "witnesses": [],
        "repair": None,
        "withdrawn": repair,
    }


class _Changed:
    """The numbers that are others than when the document was read: where they stand, and whether a row's amount is one
    of them, for a long sum names its last number alone.
    """

    def __init__(
        self,
        found: Mapping[str, Json],
        now: Mapping[str, Json],
        said: Mapping[str, Json],
        convention: Convention | None,
    ) -> None:
        keys = {key for key in found if _number(found[key]) != _number(_told(now[key], said.get(key), convention))}
        self._words = {_place(at) for key in keys for at in found[key]["words"]}
        self._column = any(found[key]["name"] == CellName.AMOUNT for key in keys)

    def undoes(self, one: Json) -> bool:
        """Whether a repair lost a witness; the amount in words is enough by itself, while it says the same."""
        agreeing = [witness for witness in one["witnesses"] if witness["agrees"]]
        proofs = [one["repair"]["witness"], *agreeing]
        if any(proof["kind"] == WitnessKind.WORDS and not self._is_of(proof) for proof in proofs):
            return False
        return any(self._is_of(proof) for proof in proofs)

    def kept(self, one: Json) -> Json:
        """Without what rests on a number that is another one now; a repair is left with a proof that holds."""
        witnesses = [witness for witness in one["witnesses"] if not self._is_of(witness)]
        repair = one["repair"]
        if repair and self._is_of(repair["witness"]):
            repair = repair | {"witness": next(each for each in witnesses if each["kind"] == WitnessKind.WORDS)}
        return one | {"witnesses": witnesses, "repair": repair}

    def _is_of(self, witness: Json) -> bool:
        in_column = self._column and witness["kind"] == WitnessKind.COLUMN_SUM
        return in_column or not self._words.isdisjoint(map(_place, witness["words"]))


def _told(now: Json, said: Json | None, convention: Convention | None) -> Json:
    if said is None or said["value"] == now["value"]:
        return now
    same = (other["normalized"] for other in now["candidates"] if other["value"] == said["value"])
    meaning = next(same, None) or normalized(now["name"], said["value"], convention)
    return {"value": said["value"], "normalized": meaning}


def _number(one: Json) -> str:
    """What it amounts to, however it is written."""
    return str(one["normalized"] or one["value"])


def _place(at: Json) -> Place:
    return at["page"], at["line"], at["word"]
