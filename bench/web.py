"""What the web application costs: bytes, and time on a slow phone, beside the least that React 19 can be.

`make bench-web`. A line says what was measured, what it may be at most, and whether it is.
"""

import gzip
import io
import math
import statistics
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from bench.chromium import chromium, log_in
from bench.pages import generate
from bench.people import Person, registered
from bench.phone import (
    BITS_PER_SECOND,
    CPU_SLOWDOWN,
    ROUND_TRIP_MS,
    Load,
    drop_ms,
    interactions_ms,
    loaded,
    phone,
    slowed,
)
from bench.processes import machine
from bench.react_hello import build, served
from bench.service import NO_LIMITS, running_service
from ocrwtf.core.http.web_app import WEB_DIST

ROUNDS = 5
READING_SECONDS = 300.0
KEYS = ("Tab", "ArrowDown", "ArrowRight", "Tab", "Shift+Tab") * 8
FILES = 10
NOT_OURS = ("swagger-ui", "start-")
"""Names of assets that only `/api/docs` loads."""


@dataclass(frozen=True)
class Line:
    what: str
    value: float | None
    most: float | None = None
    unit: str = "ms"

    def __str__(self) -> str:
        value = "none" if self.value is None else f"{self.value:.3f}" if self.unit == "" else f"{self.value:.1f}"
        most = "" if self.most is None else f"<= {self.most:g}"
        broken = self.most is not None and (self.value is None or self.value > self.most)
        return f"{self.what:58} {value:>9} {self.unit:3} {most:>10} {'TOO MUCH' if broken else ''}".rstrip()


def kilobytes(files: Iterable[Path]) -> float:
    """After gzip; fonts are compressed by themselves."""
    return (
        sum(
            file.stat().st_size if file.suffix == ".woff2" else len(gzip.compress(file.read_bytes(), 9))
            for file in files
        )
        / 1000
    )


def assets(dist: Path, ending: str) -> list[Path]:
    return [file for file in (dist / "assets").glob(f"*.{ending}") if not file.name.startswith(NOT_OURS)]


def scripts_of(load: Load) -> list[Path]:
    names = {address.rpartition("/")[2] for address in load.scripts}
    return [file for file in assets(WEB_DIST, "js") if file.name in names]


def sizes(first: Load, in_english: Load, peer: Path) -> Iterator[Line]:
    of_first = scripts_of(first)
    yield Line("JavaScript that /masuk loads, gzip", kilobytes(of_first), 60, "kB")
    yield Line("    in English", kilobytes(scripts_of(in_english)), 60, "kB")
    yield Line(
        "    times that of a React 19 that says hello", kilobytes(of_first) / kilobytes(assets(peer, "js")), None, "x"
    )
    yield Line("all JavaScript, gzip", kilobytes(assets(WEB_DIST, "js")), 130, "kB")
    yield Line("all CSS, gzip", kilobytes(assets(WEB_DIST, "css")), 12, "kB")
    yield Line("fonts", kilobytes(assets(WEB_DIST, "woff2")), 45, "kB")


def cold_and_warm(
    browser: Browser, address: str, path: str, person: Person | None = None
) -> tuple[list[Load], list[Load]]:
    cold, warm = [], []
    for _ in range(ROUNDS):
        with phone(browser, address) as context:
            if person:
                log_in(context, person)
            page = slowed(context)
            cold.append(loaded(page, path))
            warm.append(loaded(page, path))
    return cold, warm


def in_english(browser: Browser, address: str, path: str) -> Load:
    with phone(browser, address, "en-GB") as context:
        return loaded(context.new_page(), path)


def median_lcp(loads: list[Load]) -> float:
    return statistics.median(load.lcp_ms for load in loads)


def times(what: str, cold: list[Load], warm: list[Load]) -> Iterator[Line]:
    yield Line(f"{what}: largest paint, cold, median of {ROUNDS}", median_lcp(cold), 1500)
    yield Line(f"{what}: largest paint, warm, median of {ROUNDS}", median_lcp(warm), 600)
    yield Line(f"{what}: layout shift, worst", max(load.cls for load in cold + warm), 0.02, "")


def read_page(person: Person) -> tuple[str, int]:
    """A page with many words, read: its id and how many."""
    content = io.BytesIO()
    Image.fromarray(generate(1, "two_columns", "clean").image).save(content, "PNG")
    accepted = person.upload(("halaman.png", content.getvalue())).raise_for_status().json()
    scan = person.wait_for(accepted["items"][0]["id"], READING_SECONDS)
    return scan["id"], sum(len(line["words"]) for page in scan["pages"] for line in page["lines"])


def at_work(browser: Browser, address: str, person: Person) -> Iterator[Line]:
    scan_id, words = read_page(person)
    with phone(browser, address) as context:
        log_in(context, person)
        page = slowed(context)
        yield Line(f"a page of {words} words: layout shift", loaded(page, f"/dokumen/{scan_id}").cls, 0.02, "")
        took = sorted(interactions_ms(page, KEYS))
        yield Line(
            f"a page of {words} words: key to paint, 95 of 100 within", took[math.ceil(0.95 * len(took)) - 1], 150
        )
        loaded(page, "/dokumen")
        yield Line(f"{FILES} dropped files on the screen", drop_ms(page, FILES), 300)


def main() -> None:
    with tempfile.TemporaryDirectory() as name, running_service(**NO_LIMITS) as service, chromium() as browser:
        peer = build(Path(name))
        person = registered(service, "rina")
        cold, warm = cold_and_warm(browser, service.address, "/masuk")
        english = in_english(browser, service.address, "/masuk")
        lines = [*sizes(cold[0], english, peer), *times("/masuk", cold, warm)]
        with served(peer) as address:
            hello = median_lcp(cold_and_warm(browser, address, "/")[0])
        lines.append(Line("    cold, times that of a React 19 that says hello", median_lcp(cold) / hello, None, "x"))
        lines += times("/dokumen", *cold_and_warm(browser, service.address, "/dokumen", person))
        lines += at_work(browser, service.address, person)
    print(f"A phone: {BITS_PER_SECOND / 1e6} Mb/s, {ROUND_TRIP_MS} ms there and back, {CPU_SLOWDOWN} times slower")
    print(*lines, sep="\n")
    print(machine())


if __name__ == "__main__":
    main()
