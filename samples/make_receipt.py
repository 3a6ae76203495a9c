"""Draws samples/receipt.jpg: a thermal receipt on a table, as a phone sees it. Shop, people and numbers are made up.

Run `python samples/make_receipt.py`. The same picture comes out each time (Pillow and the DejaVu fonts of the same
version given).
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

_TARGET = Path(__file__).with_name("receipt.jpg")
_SEED = 20261112
_PHOTO = (1080, 1440)
_PAPER = (640, 1180)
_MARGIN_PX, _LINE_PX, _COLUMNS = 44, 36, 32
_INK = (62, 60, 66)
_ITEMS = (
    ("KERTAS HVS A4 70G", 2, 52_500),
    ("LAKBAN BENING 48MM", 5, 9_800),
    ("PLASTIK WRAP 50CM", 3, 38_500),
    ("SPIDOL PERMANEN", 4, 8_250),
)
_PAID = 350_000
_CORNERS = ((225, 98), (826, 72), (868, 1338), (190, 1322))
"""Where the paper's corners lie in the photo: held a little askew, leaning a little back."""


def _rupiah(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _row(left: str, right: str) -> str:
    return left + right.rjust(_COLUMNS - len(left))


def _lines() -> list[str]:
    subtotal = sum(count * price for _, count, price in _ITEMS)
    tax = subtotal * 11 // 100
    total = subtotal + tax
    rule = "-" * _COLUMNS
    items = [
        row
        for name, count, price in _ITEMS
        for row in (name, _row(f"  {count} x {_rupiah(price)}", _rupiah(count * price)))
    ]
    return [
        "TOKO SUMBER REJEKI".center(_COLUMNS),
        "Jl. Raya Darmo No. 88".center(_COLUMNS),
        "Surabaya 60241".center(_COLUMNS),
        "Telp. 031-5671234".center(_COLUMNS),
        rule,
        _row("No. 000482", "12/11/2026 14:32"),
        _row("Kasir: Wati", "Kasa 2"),
        rule,
        *items,
        rule,
        _row("Subtotal", _rupiah(subtotal)),
        _row("PPN 11%", _rupiah(tax)),
        _row("TOTAL", "Rp " + _rupiah(total)),
        _row("Tunai", _rupiah(_PAID)),
        _row("Kembali", _rupiah(_PAID - total)),
        rule,
        "Terima kasih".center(_COLUMNS),
        "Barang yang sudah dibeli".center(_COLUMNS),
        "tidak dapat dikembalikan".center(_COLUMNS),
    ]


def _paper(random: np.random.Generator) -> Image.Image:
    """The receipt lying flat: off-white, print that fades in bands as a worn thermal head leaves it."""
    plain = ImageFont.truetype("DejaVuSansMono.ttf", 28)
    bold = ImageFont.truetype("DejaVuSansMono-Bold.ttf", 28)
    ink = Image.new("L", _PAPER, 0)
    draw = ImageDraw.Draw(ink)
    for index, line in enumerate(_lines()):
        font = bold if index == 0 or line.startswith("TOTAL") else plain
        draw.text((_MARGIN_PX, 60 + index * _LINE_PX), line, fill=255, font=font)
    bands = np.repeat(random.uniform(0.72, 1.0, (_PAPER[1] // 20, 1)), 20, axis=0)
    specks = random.uniform(0.8, 1.0, (_PAPER[1], _PAPER[0]))
    worn = np.asarray(ink, dtype=np.float64) * bands * specks
    mask = Image.fromarray(worn.astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.7))
    return Image.composite(Image.new("RGB", _PAPER, _INK), _shaded_sheet(random), mask)


def _shaded_sheet(random: np.random.Generator) -> Image.Image:
    """Warm white with soft folds across."""
    rows = np.linspace(0, 1, _PAPER[1])[:, None]
    columns = np.linspace(0, 1, _PAPER[0])[None, :]
    folds = 1 - 0.05 * np.exp(-(((rows - 0.36) / 0.012) ** 2)) + 0.03 * np.exp(-(((rows - 0.375) / 0.015) ** 2))
    curl = 1 - 0.10 * np.abs(columns - 0.5) ** 2 - 0.05 * rows
    grain = random.normal(1, 0.008, (_PAPER[1], _PAPER[0]))
    return _tinted(folds * curl * grain, (246, 243, 233))


def _tinted(light: NDArray[np.float64], colour: tuple[int, int, int]) -> Image.Image:
    return Image.fromarray((light[:, :, None] * np.array(colour)).clip(0, 255).astype(np.uint8))


def _table(random: np.random.Generator) -> Image.Image:
    """Brown wood: grain that runs along the longer side."""
    width, height = _PHOTO
    noise = random.normal(0, 1, (height // 60, width // 3))
    grain = Image.fromarray((128 + 40 * noise).clip(0, 255).astype(np.uint8)).resize(_PHOTO, Image.Resampling.BICUBIC)
    light = 0.8 + np.asarray(grain, dtype=np.float64) / 640
    return _tinted(light, (122, 88, 60)).filter(ImageFilter.GaussianBlur(1.2))


def _placed(paper: Image.Image) -> tuple[Image.Image, Image.Image]:
    """The paper in the photo's perspective, and the mask of where it lies."""
    width, height = _PAPER
    sheet = ((0, 0), (width, 0), (width, height), (0, height))
    rows, values = [], []
    for (x, y), (u, v) in zip(_CORNERS, sheet, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    way = tuple(np.linalg.solve(np.array(rows, dtype=np.float64), np.array(values, dtype=np.float64)))
    mask = Image.new("L", _PAPER, 255).transform(_PHOTO, Image.Transform.PERSPECTIVE, way, Image.Resampling.BICUBIC)
    return paper.transform(_PHOTO, Image.Transform.PERSPECTIVE, way, Image.Resampling.BICUBIC), mask


def _photo(random: np.random.Generator) -> Image.Image:
    paper, mask = _placed(_paper(random))
    shadow = ImageChops.offset(mask, 14, 18).filter(ImageFilter.GaussianBlur(16)).point(lambda value: value * 0.55)
    table = Image.composite(Image.new("RGB", _PHOTO, (24, 16, 10)), _table(random), shadow)
    scene = np.asarray(Image.composite(paper, table, mask), dtype=np.float64)
    rows, columns = np.mgrid[0 : _PHOTO[1], 0 : _PHOTO[0]]
    lamp = 1.04 - 0.26 * np.hypot((columns - 400) / 1300, (rows - 420) / 1500)
    noise = random.normal(0, 3.2, scene.shape)
    lit = (scene * lamp[:, :, None] + noise).clip(0, 255).astype(np.uint8)
    return Image.fromarray(lit).filter(ImageFilter.GaussianBlur(0.6))


if __name__ == "__main__":
    _photo(np.random.default_rng(_SEED)).save(_TARGET, quality=72, optimize=True)
