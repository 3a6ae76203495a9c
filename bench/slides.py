"""Slides to PDF: seconds of a deck beside plain `soffice --convert-to`, and what becomes of each deck of a folder.

`make bench-slides DATA=folder`. `manifest.jsonl` in the folder may give verdicts: ok, reject, either. Without a folder
only the time is taken. Ends with 1 when a deck that is to be refused was converted, one that is sound was not, or
anything of LibreOffice still runs.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from bench.processes import all_processes
from ocrwtf.conversions import slides, soffice
from ocrwtf.conversions.errors import SlidesError
from ocrwtf.conversions.in_child import outline
from ocrwtf.conversions.kind import DeckKind

ROUNDS = 7
DECKS = (".pptx", ".ppt", ".odp")
FIVE_SLIDES = "\n".join(
    f"# Bagian {number}\n- Periksa ban dan rem\n- Surat jalan lengkap\n  - tanda tangan pengirim" for number in range(5)
)
PROMISED_SECONDS = 5.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="")
    folder = parser.parse_args().folder
    soffice.refuse_unavailable()
    findings = timed() + (corpus(Path(folder)) if folder else [])
    findings += [f"still runs: {one.command}" for one in all_processes().values() if "soffice.bin" in one.command]
    for finding in findings:
        print(f"  FOUND {finding}")
    print(f"{len(findings)} findings")
    return 1 if findings else 0


def timed() -> list[str]:
    """Rounds of ours and of the plain program take turns, so that both meet the same machine."""
    deck, count = outline.deck(FIVE_SLIDES)
    with on_disk(deck) as file, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.pptx"
        path.write_bytes(deck)
        plain(path)  # fills its profile
        seconds = [(took(lambda: made(file)), took(lambda: sandboxed(file)), took(lambda: plain(path)))
                   for _ in range(ROUNDS)]  # fmt: skip
    whole, alone, peer = (statistics.median(row) for row in zip(*seconds, strict=True))
    print(f"{count} slides, median of {ROUNDS} (at most {PROMISED_SECONDS:.0f} s is promised)")
    print(f"  looked at, prepared, converted, written anew, handout, pictures  {whole:6.2f} s  {whole / peer:.2f} x")
    print(f"  converted in its sandbox, with a new profile each time           {alone:6.2f} s  {alone / peer:.2f} x")
    print(f"  soffice --convert-to, with the profile of the time before        {peer:6.2f} s")
    return [] if whole <= PROMISED_SECONDS else [f"a deck of {count} slides takes {whole:.2f} s"]


def took(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def made(file: BinaryIO) -> slides.Finished:
    """All that the worker does with a deck, but for the database and the store."""
    looked = slides.look(file)
    prepared = slides.prepare(file, looked.kind)
    with on_disk(prepared.content) as deck:
        finished = finish(looked.kind, deck)
        if prepared.has_notes:
            finish(looked.kind, deck, notes=True)
    with on_disk(finished.pdf) as pdf:
        slides.handout(pdf)
        count = 0
        while batch := slides.pictures(pdf, count + 1):
            count += len(batch)
    return finished


def finish(kind: DeckKind, deck: BinaryIO, *, notes: bool = False) -> slides.Finished:
    with on_disk(soffice.converted(kind, deck, lambda: True, notes=notes)) as pdf:
        return slides.finish(pdf)


def sandboxed(file: BinaryIO) -> bytes:
    return soffice.converted(DeckKind.PPTX, file, lambda: True)


def plain(path: Path) -> None:
    command = [f"{soffice.folder()}/soffice", "--headless", f"-env:UserInstallation=file://{path.parent}/profile"]
    told = [*command, "--convert-to", "pdf", "--outdir", str(path.parent / "plain"), str(path)]
    subprocess.run(told, check=True, capture_output=True)


@contextmanager
def on_disk(content: bytes) -> Iterator[BinaryIO]:
    with TemporaryFile() as file:
        file.write(content)
        file.flush()
        yield file


def corpus(folder: Path) -> list[str]:
    manifest = folder / "manifest.jsonl"
    lines = [json.loads(line) for line in manifest.read_text().splitlines()] if manifest.exists() else []
    verdicts = {line["name"]: line.get("verdict", "real") for line in lines if "name" in line}
    outcomes, findings, seconds = Counter[tuple[str, str]](), list[str](), list[float]()
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in DECKS):
        started = time.perf_counter()
        verdict, outcome = verdicts.get(path.name, "real"), outcome_of(path)
        seconds.append(time.perf_counter() - started)
        outcomes[verdict, outcome] += 1
        print(f"  {verdict:7} {outcome:35} {seconds[-1]:6.2f} s  {path.name}")
        if outcome == "converted" and verdict == "reject":
            findings.append(f"{path.name}: to be refused, was converted")
        if outcome != "converted" and verdict == "ok":
            findings.append(f"{path.name}: to be converted, was {outcome}")
    for (verdict, outcome), count in sorted(outcomes.items()):
        print(f"  {verdict:8} {outcome:35} {count:4}")
    if seconds:
        print(f"  {len(seconds)} decks, median {statistics.median(seconds):.2f} s, longest {max(seconds):.2f} s")
    return findings


def outcome_of(path: Path) -> str:
    with path.open("rb") as file:
        try:
            slides.look(file)
        except SlidesError as error:
            return f"refused: {error.code}"
        try:
            made(file)
        except SlidesError as error:
            return f"failed: {error.code}"
    return "converted"


if __name__ == "__main__":
    sys.exit(main())
