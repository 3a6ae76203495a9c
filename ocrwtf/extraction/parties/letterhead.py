"""What a line near the top of a page may be: a name, an address, a telephone number or a title."""

import re
from enum import Enum, auto

from ocrwtf.extraction.labels import TITLED, words_said
from ocrwtf.extraction.parties import addresses


class Part(Enum):
    NAME = auto()
    ADDRESS = auto()
    CONTACT = auto()
    """Telephone, e-mail, tax or company number."""
    TITLE = auto()
    """What the paper calls itself, or what it wishes its reader."""
    DATE = auto()
    """Where and when: "Surabaya, 7 Mei 2026"."""
    PROSE = auto()
    """A line of running text."""
    OTHER = auto()


_LONGEST = 200
"""Characters; bounds the time."""
_CONTACT = re.compile(
    r"(?<![a-z])(?:tel[ep]?(?:on|pon|phone)?|tlp|hp|ph(?:one)?|mobile|fax|faks|e-?mail|www|http|gst|sst|npwp|roc|brn|"
    r"co(?:mpany)?\.? ?(?:reg|no)|reg(?:istration)?\.? ?no|site|whats ?app|hotline|owned by|formerly|licensee|website|"
    r"br\.? ?no|nib|siup)"
    r"(?![a-z])|@[a-z]|www\.|\.com|^[ (]{0,4}(?:[a-z]{2})?[0-9]{5,20}[ -]{0,4}[a-z]?[ )]{0,4}$",
    re.IGNORECASE,
)
_DATED = re.compile(r"[A-Za-z], ?[0-3]?[0-9](?:[-/.][01]?[0-9][-/.]| [A-Za-z]{3,9} )[0-9]{2,4}\W{0,3}$")
_DAY_BEHIND = re.compile(r", ?[0-3]?[0-9](?:[-/.][01]?[0-9][-/.]| [A-Za-z]{3,9} ?(?:19|20)[0-9]{2})")
_WORD = re.compile(r"(?<![^\s(\"'])[A-Za-z]{2,}")
_PROSE_WORDS = 4
"""Fewer words are no sentence."""
_NUMBER = re.compile(r"[0-9]{4}|@|www", re.IGNORECASE)
_WISHES = re.compile(
    r"(?<![a-z])(?:thank|welcome|selamat|terima kasih|please|goods sold|come again|returnable|feedback|customer|copy|"
    r"duplicate|reprint|original|lembar|halaman|page|asli|salinan)(?![a-z])",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"(?<![a-z])(?:s[do]n\.? ?b[hn]d|bhd|s/b|pt|cv|ud|tbk|firma|koperasi|yayasan|perum|ltd|llc|inc|corp|plt|enterprise|"
    r"trading)(?![a-z0-9])|s[do]n\.? ?b[hn]d",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"(?<![a-z])(?:toko|tb|apotek|apotik|bengkel|warung|rumah makan|restoran|restaurant|kedai|syarikat|mart|minimarket|"
    r"supermarket|hypermarket|swalayan|pharmacy|farmasi|stationery|hardware|bakery|cafe|kopitiam|station|shop|store|"
    r"stores|marketing|industries|co|group|hotel|bistro|perniagaan|pasaraya|books?|market|holdings?|services?|supply|"
    r"international|logistik|logistics|transport|ekspedisi|cargo|express|jaya|abadi|makmur|sentosa|indonesia|nusantara|"
    r"company|house|confectionery|bakeries|cakes?|handicraft|gallery|machinery|seafood|gift|deco|cash & carry|network|"
    r"runcit|ubat|buku|f ?& ?b|coffee|tyres?|petroleum|stesen|petron|shell|petronas|sports?|grill|curry|kopi|bistro|"
    r"catering|optik|klinik|clinic|motor|auto|electrical|electronics?|venture|resources?|foods?|kitchen|bank|pizza)"
    r"(?![a-z])",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"[ (]{0,3}(?:(?:[a-z&()]{2,14} )?s[do]n|\(m\)|bhd|tbk|co\.|enterprise|trading)(?![a-z])", re.IGNORECASE
)
_REGISTERED = re.compile(
    r" ?[(\[]? ?(?:(?:co\.? ?(?:reg|no)|gst|reg|roc|company (?:reg|no))\b.*|[0-9]{4,}[ -]{0,3}[A-Z]?) ?[)\]]?$",
    re.IGNORECASE,
)


def part_of(text: str) -> Part:
    """Of one cell of a page; of a long one its beginning tells."""
    text = text[:_LONGEST]
    if _DATED.search(text) and not business(text):
        return Part.DATE
    if _is_prose(text):
        return Part.PROSE
    text = text[: name_end(text)]
    letters = sum(character.isalpha() for character in text)
    if _CONTACT.search(text) and not (_FORM.search(text) and not _NUMBER.search(text)):
        return Part.ADDRESS if addresses.likeness(text) >= 2 else Part.CONTACT
    if is_title(text) or _WISHES.search(text):
        return Part.TITLE
    if addresses.likeness(text) >= 1 and not (_FORM.search(text) and addresses.likeness(text) < 2):
        return Part.ADDRESS
    digits = sum(character.isdigit() for character in text)
    return Part.NAME if letters >= 3 and letters >= 1.5 * digits else Part.OTHER


def _is_prose(text: str) -> bool:
    """Most of its words begin small, and it does not begin as an address does."""
    words = _WORD.findall(text)
    small = sum(word[0].islower() for word in words)
    return len(words) >= _PROSE_WORDS and 2 * small > len(words) and not addresses.begins(text)


def is_title(text: str) -> bool:
    """The words of a title and hardly any other."""
    said = " ".join(words_said(text))
    return said in TITLED and sum(character.isalpha() for character in text) <= len(said) + 3


def business(text: str) -> float:
    """How much a name looks like a firm's: 1 with its legal form, less with its trade."""
    text = text[:_LONGEST]
    if _FORM.search(text):
        return 1.0
    return 0.6 if _TRADE.search(text) else 0.0


def name_end(text: str) -> int:
    """Where the name ends and what stands behind it begins: a company's number, or the day in "PT Maju, 2-3-2026"."""
    match = (_DAY_BEHIND.search(text, 3) or _REGISTERED.search(text, 3)) if len(text) <= _LONGEST else None
    return match.start() if match and any(character.isalpha() for character in text[: match.start()]) else len(text)


def goes_on_a_name(text: str, above: str) -> bool:
    """The second half of a name on two lines: it begins with what ends a name, or one word before."""
    return not _FORM.search(above) and bool(_ENDING.match(text))
