"""Numbers in words, as a careful clerk writes them."""

_UNITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"]
_SCALES = [(10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"), (100, "ratus"), (10, "puluh")]
_ONE = {1000: "seribu", 100: "seratus"}
_BELOW_TWENTY = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES_EN = [(10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")]


def in_indonesian(number: int) -> str:
    if number < 12:
        return _UNITS[number]
    if number < 20:
        return f"{_UNITS[number - 10]} belas"
    size, name = next((size, name) for size, name in _SCALES if number >= size)
    many, rest = divmod(number, size)
    head = _ONE[size] if many == 1 and size in _ONE else f"{in_indonesian(many)} {name}"
    return f"{head} {in_indonesian(rest)}" if rest else head


def in_english(number: int) -> str:
    if number < 20:
        return _BELOW_TWENTY[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_BELOW_TWENTY[rest]}" if rest else "")
    size, name = next((size, name) for size, name in _SCALES_EN if number >= size)
    many, rest = divmod(number, size)
    head = f"{in_english(many)} {name}"
    return f"{head} {in_english(rest)}" if rest else head
