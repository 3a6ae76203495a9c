"""A clock that stands still until a test moves it."""


class Clock:
    """Stands in for the module `time`; its time moves when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000_000.25

    def time(self) -> float:
        return self.now
