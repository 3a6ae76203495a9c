"""`make calibrate DATA=folder`: how often a word is right at each probability of its weakest glyph.

Every other page, real and made, is for fitting (isotonic regression by pooling adjacent violators, Ayer et al. 1955),
the rest for testing. Writes the table that the product carries and prints the error on the pages not used for it.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.ocr import scores
from bench.ocr.judge import judged
from bench.ocr.ours import Ours
from bench.ocr.truth import Source, made_pages, real_pages, upright
from ocrwtf.ocr.ppocr.certainty import AS_THE_NETWORK_SAYS, FILE, Certainty

KNOTS = 24
FEWEST_WORDS = 40
"""A step of the curve stands on at least so many words."""
CEILING = 0.999
Observed = tuple[list[float], list[bool]]


def observed(sources: Sequence[Source]) -> list[Observed]:
    """Of each page: the network's probability of every word, and whether the word is right."""
    engine, pages = Ours(AS_THE_NETWORK_SAYS), []
    for number, source in enumerate(sources):
        with tempfile.TemporaryDirectory() as folder:
            truth = source(Path(folder))
            score = judged(truth, engine.read(upright(truth.file, Path(folder))))
        pages.append((score.confidences, score.right))
        print(f"\r{number + 1} of {len(sources)} pages", end="", flush=True)
    print()
    return pages


def joined(pages: Sequence[Observed]) -> Observed:
    return [one for sure, _ in pages for one in sure], [one for _, right in pages for one in right]


def fitted(sure: Sequence[float], right: Sequence[bool]) -> Certainty:
    """The rising curve nearest to what was observed, through the middle of each group of words."""
    order = np.argsort(sure, kind="stable")
    groups = np.array_split(order, max(1, min(KNOTS, len(order) // FEWEST_WORDS)))
    blocks: list[tuple[float, float, int]] = []  # mean probability, share right, words
    for group in groups:
        block = float(np.mean(np.take(sure, group))), float(np.mean(np.take(right, group))), len(group)
        while blocks and blocks[-1][1] >= block[1]:
            block = _pooled(blocks.pop(), block)
        blocks.append(block)
    network = [0.0, *(round(block[0], 5) for block in blocks), 1.0]
    shares = [round(min(CEILING, block[1]), 4) for block in blocks]
    return Certainty(tuple(network), (max(0.0, round(shares[0] / 2, 4)), *shares, shares[-1]))


def _pooled(one: tuple[float, float, int], other: tuple[float, float, int]) -> tuple[float, float, int]:
    count = one[2] + other[2]
    sure, right = ((a * one[2] + b * other[2]) / count for a, b in zip(one[:2], other[:2], strict=True))
    return sure, right, count


def report(name: str, certainty: Certainty, tested: Observed) -> None:
    sure, right = [certainty.of(one) for one in tested[0]], tested[1]
    error, review = scores.calibration_error(sure, right), scores.share_to_review(sure, right)
    print(f"{name:24} calibration error {error:.4f}   to be looked at for 1 % wrong {review:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="")
    parser.add_argument("--limit", type=int, default=None, help="only the first so many real pages")
    parser.add_argument("--pages", type=int, default=36, help="how many pages are made")
    arguments = parser.parse_args()
    os.nice(5)
    real = real_pages(Path(arguments.folder), arguments.limit) if arguments.folder else []
    pages = observed([*real, *made_pages(arguments.pages)])
    fit, test = joined(pages[::2]), joined(pages[1::2])
    certainty = fitted(*fit)
    print(f"fitted on {len(fit[0])} words, tested on {len(test[0])}, of which {np.mean(test[1]):.4f} are right")
    report("as the network says", AS_THE_NETWORK_SAYS, test)
    report("fitted", certainty, test)
    FILE.write_text(json.dumps({"network": certainty.network, "right": certainty.right}) + "\n", "utf-8")


if __name__ == "__main__":
    main()
