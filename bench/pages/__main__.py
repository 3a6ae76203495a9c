"""Writes test pages and their truth for people to look at: `python -m bench.pages FOLDER --count N`."""

import argparse
import json
from pathlib import Path

from PIL import Image

from bench.pages import Page, sample_set

# These kinds are photos and faxes, which come as JPEG; the others would be harmed by it.
JPEG = ("photo", "photo_turned", "dark_table", "jpeg_noise")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=90, metavar="N", help="90 have every document in every kind")
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(sample_set(wanted.count, wanted.seed)):
        write(page, wanted.folder / f"{number:04}-{page.document}-{page.kind}")
    print(f"{wanted.count} pages in {wanted.folder}")


def write(page: Page, stem: Path) -> None:
    """`stem`.jpg or .png, and `stem`.json with the truth, lines as indices into the words."""
    image, jpeg = Image.fromarray(page.image), page.kind in JPEG
    if jpeg:
        image.save(stem.with_suffix(".jpg"), quality=92)
    else:
        image.save(stem.with_suffix(".png"), compress_level=3)
    words = [{"text": word.text, "polygon": word.polygon.round(2).tolist()} for word in page.words]
    truth = {
        "document": page.document,
        "kind": page.kind,
        "rotation": page.rotation,
        "words": words,
        "lines": page.lines,
    }
    stem.with_suffix(".json").write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
