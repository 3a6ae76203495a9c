"""`make bench-ocr DATA=folder ARGS="--limit 10 --pages 18 --kinds photo,stamp --json figures.json"`.

DATA may be left out: then only pages made here are read.
"""

import argparse
import json
from importlib.metadata import version
from pathlib import Path

from bench.ocr import rapid, report, tesseract
from bench.ocr.run import run
from bench.ocr.truth import made_pages, real_pages
from bench.pages import KINDS
from bench.processes import machine
from ocrwtf.ocr.ppocr.models import runtime_name


def main() -> None:
    wanted = _arguments()
    real = real_pages(Path(wanted.folder), wanted.limit) if wanted.folder else []
    sources = [*real, *made_pages(wanted.pages, wanted.kinds)]
    if not sources:
        raise SystemExit("no pages: name a folder with box/ and pictures, or --pages more than 0")
    results = run(sources)
    peers = [tesseract.name() if tesseract.languages() else "no Tesseract here", rapid.name()]
    print(f"{len(sources)} pages; {_processor()}, {machine()}")
    print(f"OCR.WTF {version('ocrwtf')} on {runtime_name()}, one thread; {'; '.join(peers)}")
    print(*report.lines(results), sep="\n")
    if wanted.json:
        wanted.json.write_text(json.dumps(report.as_json(results), indent=1, ensure_ascii=False), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.ocr", description=__doc__)
    parser.add_argument("folder", nargs="?", default="")
    parser.add_argument("--limit", type=int, default=None, metavar="N", help="only the first N pages of the folder")
    parser.add_argument("--pages", type=int, default=36, metavar="N", help="how many pages are made (36)")
    parser.add_argument("--kinds", type=_kinds, default=[], help=f"only these kinds are made, of {', '.join(KINDS)}")
    parser.add_argument("--json", type=Path, default=None, metavar="FILE", help="the figures, and those of each page")
    return parser.parse_args()


def _kinds(text: str) -> list[str]:
    kinds = text.split(",")
    if unknown := set(kinds) - set(KINDS):
        raise argparse.ArgumentTypeError(f"no such kind: {', '.join(sorted(unknown))}")
    return kinds


def _processor() -> str:
    named = (line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name"))
    return next(named, ": unknown processor").split(": ", 1)[1]


if __name__ == "__main__":
    main()
