"""What the service holds in memory, at rest and after work and abuse, and how long a customer waits for a result.

`make bench-footprint`.
"""

import os
import statistics
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import httpx2

from bench.documents import MEBIBYTE, large_jpeg, large_pdf, picture, pixel_flood, text_pdf
from bench.people import Person, new_person
from bench.processes import MEGABYTE, STANDING, machine
from bench.service import NO_LIMITS, Service, running_service

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "receipt.jpg"
UPLOADS = 20
REFUSALS = 20
WAIT_SECONDS = 180.0
Memory = dict[str, float]


def memory(service: Service) -> Memory:
    """Resident megabytes by kind of process, all of a kind together (shared pages count in each)."""
    kinds = service.kinds()
    return {kind: sum(process.resident_bytes for process in kinds[kind]) / MEGABYTE for kind in STANDING}


def show(title: str, now: Memory, before: Memory | None = None) -> None:
    cells = [f"{now[kind]:6.0f}" + (f" ({now[kind] - before[kind]:+5.0f})" if before else "") for kind in STANDING]
    print(f"{title:44} " + " ".join(cells), flush=True)


def settle(service: Service) -> Memory:
    """Memory once the reading processes have loaded their models and nothing moves any more."""
    last = 0.0
    for _ in range(60):
        now = memory(service)
        if abs(sum(now.values()) - last) < 2:
            break
        last = sum(now.values())
        time.sleep(1)
    return memory(service)


def bundled(count: int) -> Iterator[tuple[str, bytes]]:
    """Receipts, pictures and PDFs in turn, all of different bytes (those after a JPEG's end are not looked at)."""
    for number in range(count):
        yield [
            ("receipt.jpg", SAMPLE.read_bytes() + number.to_bytes(4, "big")),
            ("nota.png", picture(f"SURAT JALAN {number}", "TOTAL 45.000")),
            ("faktur.pdf", text_pdf(f"Faktur {number}")),
        ][number % 3]


def read_through(person: Person, files: Iterable[tuple[str, bytes]]) -> dict[str, list[float]]:
    """Seconds from the upload to the result, by name; one after the other."""
    seconds: dict[str, list[float]] = {}
    for name, content in files:
        started = time.monotonic()
        scan_id = person.upload((name, content)).raise_for_status().json()["items"][0]["id"]
        scan = person.wait_for(scan_id, WAIT_SECONDS)
        seconds.setdefault(f"{name} {scan['status']}", []).append(time.monotonic() - started)
    return seconds


def show_seconds(seconds: dict[str, list[float]]) -> None:
    for name, each in seconds.items():
        print(f"    {name}: {len(each)} × median {statistics.median(each):.2f} s, longest {max(each):.2f} s")


def refusals(person: Person) -> Iterator[tuple[str, str]]:
    """Bodies that must be refused, and what came: their status, or that the connection was closed on them."""
    flood = pixel_flood()
    for number in range(REFUSALS):
        yield "900-megapixel PNG", said(person, [("flood.png", flood + bytes([number]))])
    for number in range(REFUSALS // 4):
        yield "21 MiB JPEG", said(person, [("big.jpg", SAMPLE.read_bytes() + os.urandom(21 * MEBIBYTE))])
        yield "51 MiB PDF", said(person, [("big.pdf", text_pdf(f"{number}") + os.urandom(51 * MEBIBYTE))])
        yield "220 MiB body", said(person, [("big.bin", bytes(220 * MEBIBYTE))])


def said(person: Person, files: list[tuple[str, bytes]]) -> str:
    try:
        return str(person.upload(*files).status_code)
    except httpx2.HTTPError as error:
        return type(error).__name__


def main() -> None:
    with running_service(**NO_LIMITS) as service:
        person = new_person(service, "pemakai@contoh.id", 1000)
        print(f"{'resident MB (difference to the line above)':44} " + " ".join(f"{kind:>14}" for kind in STANDING))
        lines = [settle(service)]
        show("at rest", lines[-1])

        def note(title: str) -> None:
            lines.append(memory(service))
            show(title, lines[-1], lines[-2])

        small = read_through(person, bundled(UPLOADS))
        note(f"after {UPLOADS} uploads")
        large = read_through(person, [("large.jpg", large_jpeg()), ("large.pdf", large_pdf())])
        note("after a 19 MB JPEG and a 50 MB PDF")
        answers: dict[str, list[str]] = {}
        for what, answer in refusals(person):
            answers.setdefault(what, []).append(answer)
        note(f"after {sum(map(len, answers.values()))} refused bodies")
        again = read_through(person, [("large.jpg", large_jpeg()), ("large.pdf", large_pdf())])
        note("after the same large ones again")
        print(f"seconds from upload to result ({machine()}):")
        for part in (small, large, again):
            show_seconds(part)
        for what, each in answers.items():
            print(f"    {what}: {len(each)} × {sorted(set(each))}")


if __name__ == "__main__":
    main()
