"""What can be wrong with a presentation or its conversion: a code and parameters, worded in `problems`."""

CODES: dict[str, frozenset[str]] = {
    "empty-file": frozenset(),
    "not-a-presentation": frozenset(),
    "presentation-too-large": frozenset({"limit_bytes"}),
    "unpacks-too-large": frozenset(),
    "encrypted-presentation": frozenset(),
    "presentation-with-macros": frozenset(),
    "unreadable-presentation": frozenset(),
    "too-many-slides": frozenset({"slides", "limit"}),
    "no-slides": frozenset(),
    "picture-too-large": frozenset({"megapixels", "limit"}),
    "conversion-timed-out": frozenset(),
    "conversion-failed": frozenset(),
    "conversion-interrupted": frozenset(),
    "converter-missing": frozenset(),
    "converter-not-isolated": frozenset(),
}
"""Every code there is, with the names of its parameters."""


class SlidesError(Exception):
    """`code` is the slug of the problem that a caller sees (docs/problems.md), `params` fill its wording, `retryable`
    says whether the same bytes may succeed at another try.
    """

    def __init__(self, code: str, *, retryable: bool = False, **params: int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
        self.retryable = retryable
