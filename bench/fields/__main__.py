"""`make bench-fields DATA=folder ARGS="--limit 10 --pages 18 --cache FOLDER --json figures.json"`.

DATA may be left out: then only pages made here are looked at.
"""

import argparse
import json
import os
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

from bench.fields import report
from bench.fields.run import MADE, Wanted, run
from bench.pages import KINDS
from bench.processes import machine


def main() -> None:
    wanted, figures = _arguments()
    os.nice(5)
    results = run(wanted)
    if not results.receipts and not results.made:
        raise SystemExit("no pages: name a folder with key/ and pictures, or --pages more than 0")
    print(f"OCR.WTF {version('ocrwtf')}; {wanted.pages} made pages; {machine()}")
    print(*report.lines(results), sep="\n")
    if figures:
        figures.write_text(json.dumps(report.as_json(results), indent=1, ensure_ascii=False), encoding="utf-8")


def _arguments() -> tuple[Wanted, Path | None]:
    parser = argparse.ArgumentParser(prog="python -m bench.fields", description=__doc__)
    parser.add_argument("folder", nargs="?", default="")
    parser.add_argument("--limit", type=int, default=None, metavar="N", help="only the first N receipts of the folder")
    parser.add_argument("--pages", type=int, default=36, metavar="N", help="how many pages are made (36)")
    parser.add_argument("--seed", type=int, default=0, help="of the first made page")
    parser.add_argument("--documents", type=_some(MADE), default=list(MADE), help=f"of {', '.join(MADE)}")
    parser.add_argument("--kinds", type=_some(KINDS), default=list(KINDS), help=f"of {', '.join(KINDS)}")
    parser.add_argument("--cache", type=Path, default=None, metavar="FOLDER", help="keep what was read between runs")
    parser.add_argument("--perfect-text", action="store_true", help="made pages are not read, only taken as perfect")
    parser.add_argument("--json", type=Path, default=None, metavar="FILE", help="the figures, and what was not right")
    told = parser.parse_args()
    folder = Path(told.folder) if told.folder else None
    wanted = Wanted(
        folder, told.limit, told.pages, told.seed, told.documents, told.kinds, told.cache, not told.perfect_text
    )
    return wanted, told.json


def _some(known: Iterable[str]) -> Callable[[str], list[str]]:
    names = list(known)

    def of(text: str) -> list[str]:
        chosen = text.split(",")
        if unknown := set(chosen) - set(names):
            raise argparse.ArgumentTypeError(f"no such: {', '.join(sorted(unknown))}")
        return chosen

    return of


if __name__ == "__main__":
    main()
