"""What can be wrong with a document or its reading: a code and parameters, worded elsewhere."""


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
