"""Customers who upload, look, cancel, retry and delete at random while the service is tormented."""

import hashlib
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx2

from bench.documents import picture, text_pdf
from bench.journal import Journal, Promise
from bench.people import Files, Person

MOST_UNFINISHED = 5
"""Enough to keep both reading processes busy, few enough to drain after each round."""


@dataclass(frozen=True)
class Document:
    content: bytes
    says: str | None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def random_document(chance: random.Random) -> Document:
    word = f"NOTA {chance.randrange(10**8):08d}"
    kind = chance.random()
    if kind < 0.1:
        return Document(picture() + str(chance.random()).encode(), None)  # blank: it will fail, and be refunded
    if kind < 0.6:
        return Document(picture(word, "TOTAL 45.000", "TERIMA KASIH"), word)
    return Document(text_pdf(*(f"{word} halaman {n}" for n in range(1, chance.randrange(2, 6)))), word)


@dataclass
class Customer:
    """One person at one screen, in one thread."""

    person: Person
    journal: Journal
    chance: random.Random
    recent: list[Document] = field(default_factory=list)
    unfinished: int = 0

    def live(self, stop: threading.Event) -> None:
        while not stop.is_set():
            with suppress(httpx2.HTTPError):
                self._do_something()
            stop.wait(self.chance.uniform(0.0, 0.12))

    def _do_something(self) -> None:
        choices: list[tuple[int, Callable[[], None]]] = [
            (50 if self.unfinished < MOST_UNFINISHED else 0, self._upload),
            (20, self._look),
            (12, self._cancel),
            (8, self._retry),
            (5, self._delete),
        ]
        self.chance.choices([do for _, do in choices], [weight for weight, _ in choices])[0]()

    def _upload(self) -> None:
        again = self.recent and self.chance.random() < 0.1
        documents = [self.chance.choice(self.recent)] if again else self._new_documents()
        files: Files = [("nota.bin", document.content) for document in documents]
        answer = self._ask("upload", "POST", "/api/scans/upload", files)
        if answer.status_code != 202:
            return
        for item, document in zip(answer.json()["items"], documents, strict=True):
            self.journal.promised(item["id"], Promise(self.person.email, document.sha256, document.says))
        self.unfinished += len(documents)
        self.recent = (self.recent + documents)[-5:]

    def _new_documents(self) -> list[Document]:
        return [random_document(self.chance) for _ in range(self.chance.choice((1, 1, 1, 2, 3)))]

    def _look(self) -> None:
        items = self._listed("pending", 100) + self._listed("processing", 100)
        self.unfinished = len(items)
        for item in self._listed("completed", 20):
            self.journal.ended(self.journal.completed, item["id"], item["attempt"])

    def _cancel(self) -> None:
        if not (scan := self._one_of(self._listed("pending", 30) + self._listed("processing", 30))):
            return
        answer = self._ask("cancel", "POST", f"/api/scans/{scan['id']}/cancel")
        if answer.status_code == 200:
            self.journal.ended(self.journal.cancelled, scan["id"], answer.json()["attempt"])

    def _retry(self) -> None:
        if not (scan := self._one_of(self._listed("cancelled", 20) + self._listed("failed", 20))):
            return
        answer = self._ask("retry", "POST", f"/api/scans/{scan['id']}/retry")
        if answer.status_code == 202:
            self.journal.ended(self.journal.retried, scan["id"], answer.json()["attempt"])

    def _delete(self) -> None:
        status = self.chance.choice(("processing", "pending", "completed", "cancelled", "failed"))
        if not (scan := self._one_of(self._listed(status, 20))):
            return
        self.journal.deletion(scan["id"], confirmed=False)
        if self._ask("delete", "DELETE", f"/api/scans/{scan['id']}").status_code == 204:
            self.journal.deletion(scan["id"], confirmed=True)

    def _one_of(self, scans: list[dict[str, Any]]) -> dict[str, Any] | None:
        return self.chance.choice(scans) if scans else None

    def _listed(self, status: str, limit: int) -> list[dict[str, Any]]:
        answer = self._ask("list", "GET", f"/api/scans?status={status}&limit={limit}")
        items: list[dict[str, Any]] = answer.json()["items"] if answer.status_code == 200 else []
        return items

    def _ask(self, operation: str, method: str, path: str, files: Files | None = None) -> httpx2.Response:
        try:
            answer = self.person.call(method, path, files)
        except httpx2.HTTPError:
            self.journal.unanswered(operation)
            raise
        self.journal.answered(operation, answer.status_code, answer.text)
        return answer


@contextmanager
def at_work(customers: list[Customer]) -> Iterator[None]:
    """They live while the block runs, and have their last answer when it ends."""
    stop = threading.Event()
    threads = [threading.Thread(target=customer.live, args=(stop,)) for customer in customers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
