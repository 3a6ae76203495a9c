"""What the customers were told: every answer with 2xx, and what may have happened where no answer came."""

import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field

UNAVAILABLE = 503


@dataclass(frozen=True)
class Promise:
    """A scan whose upload was answered with 202. `says` stands in the document; None when it is blank."""

    email: str
    sha256: str
    says: str | None


@dataclass
class Journal:
    """Written by the driver's threads, read by the checker when they rest."""

    uploaded: dict[str, Promise] = field(default_factory=dict)
    deleted: dict[str, bool] = field(default_factory=dict)
    """Scan → whether the deletion was confirmed; False: asked for, and no 2xx came."""
    cancelled: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    retried: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    completed: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Scan → attempts for which that was confirmed."""
    granted: Counter[str] = field(default_factory=Counter)
    grants_unknown: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def promised(self, scan_id: str, promise: Promise) -> None:
        with self._lock:
            self.uploaded.setdefault(scan_id, promise)

    def deletion(self, scan_id: str, *, confirmed: bool) -> None:
        with self._lock:
            self.deleted[scan_id] = confirmed or self.deleted.get(scan_id, False)

    def ended(self, facts: dict[str, set[int]], scan_id: str, attempt: int) -> None:
        """Note an attempt in `cancelled`, `retried` or `completed`."""
        with self._lock:
            facts[scan_id].add(attempt)

    def answered(self, operation: str, status: int, body: str) -> None:
        """Count an answer; one that blames the server for anything but being away is a surprise."""
        with self._lock:
            self.answers[f"{operation} {status}"] += 1
            if status >= 500 and status != UNAVAILABLE:
                self.surprises.append(f"{operation} was answered with {status}: {body[:300]}")

    def unanswered(self, operation: str) -> None:
        with self._lock:
            self.answers[f"{operation} no answer"] += 1

    def surprise(self, sentence: str) -> None:
        with self._lock:
            self.surprises.append(sentence)
