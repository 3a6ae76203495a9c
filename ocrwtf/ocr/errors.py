"""What can be wrong with a document or its reading: a code and parameters, worded elsewhere."""

CODES: dict[str, frozenset[str]] = {
    "empty-file": frozenset(),
    "unsupported-media-type": frozenset(),
    "file-too-large": frozenset({"limit_bytes"}),
    "too-many-pixels": frozenset({"megapixels", "limit"}),
    "too-many-pages": frozenset({"pages", "limit"}),
    "no-pages": frozenset(),
    "encrypted-document": frozenset(),
    "unreadable-document": frozenset(),
    "too-much-text": frozenset(),
    "no-text-found": frozenset(),
    "reading-timed-out": frozenset(),
    "reader-crashed": frozenset(),
}
"""Every code there is, with the names of its parameters."""


UNAVAILABLE: dict[str, frozenset[str]] = {
    "tesseract-missing": frozenset(),
    "language-missing": frozenset({"language", "there"}),
}
"""Why an engine cannot be used here, with the names of its parameters."""


class EngineUnavailableError(Exception):
    """The wanted engine is not installed, or cannot read the wanted language; `code` is one of UNAVAILABLE."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class EngineFailedError(Exception):
    """An engine could not read one page and can go on with the next; the text is for the log and quotes no document."""


class DocumentError(Exception):
    """A document that cannot be read.

    `code` is the slug of the problem that a caller sees (docs/problems.md), `params` fill its wording,
    `retryable` says whether the same bytes may succeed at another try.
    """

    def __init__(self, code: str, *, retryable: bool = False, **params: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
        self.retryable = retryable
