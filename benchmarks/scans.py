"""How well scanned cables are read: the words that OCR gets wrong, and seconds a page, for three kinds of scan.

    PYTHONPATH=. python benchmarks/scans.py CABLES [--pages 20] [--quality noisy] [--write FOLDER]

Prints pages of these texts in Courier and scans them: clean at 300 dots per inch, tilted and noisy at 150, and
as a poor photocopy. Seconds are those of one processor, so that a busy machine does not spoil them. With `--write`
every cable is written as a scanned PDF file instead, for an ingest.
"""

import argparse
import io
import resource
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pypdfium2
from anyascii import anyascii
from PIL import Image, ImageFilter
from rapidfuzz.distance import Levenshtein

from ingest.domain.pages import Page
from ingest.sources.forms.paged_text import PagedText
from ingest.sources.scans.engine import PageProcess, engine
from ingest.sources.scans.ocr_slips import mended
from ingest.sources.scans.recognised_words import page_text
from tests.support.written_pdf import pdf

LINES, COLUMNS = 52, 80  # of a page
Degrade = Callable[[Image.Image, np.random.Generator], Image.Image]


def clean(page: Image.Image, rng: np.random.Generator) -> Image.Image:
    return page


def noisy(page: Image.Image, rng: np.random.Generator) -> Image.Image:
    dots = np.asarray(_tilted(page, rng, 1.0), dtype=float)
    return _picture(dots + rng.normal(0, 25, dots.shape))


def copied(page: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A copy of a copy: blurred, darker on one side, black or white and nothing between, full of specks."""
    dots = np.asarray(_tilted(page, rng, 1.5).filter(ImageFilter.GaussianBlur(1.1)), dtype=float)
    shade = np.linspace(0, 40, dots.shape[1])[None, :] * rng.choice([-1, 1])
    black = (dots + shade + rng.normal(0, 35, dots.shape) <= 150) | (rng.random(dots.shape) < 0.002)
    return _picture(np.where(black, 0, 255))


QUALITIES: dict[str, tuple[int, Degrade]] = {
    "clean": (300, clean),
    "noisy": (150, noisy),
    "photocopy": (200, copied),
}


def _tilted(page: Image.Image, rng: np.random.Generator, most: float) -> Image.Image:
    return page.rotate(rng.uniform(-most, most), resample=Image.Resampling.BICUBIC, fillcolor=255)


def _picture(dots: np.ndarray) -> Image.Image:
    return Image.fromarray(dots.clip(0, 255).astype("uint8"))


def printed(text: str) -> Iterator[list[str]]:
    """Yield the lines of each page of a text."""
    text = "¶".join(anyascii(part) for part in text.split("¶"))  # what the font of a PDF file has without more ado
    lines = [part for line in text.split("\n") for part in textwrap.wrap(line, COLUMNS) or [""]]
    for start in range(0, len(lines), LINES):
        yield lines[start : start + LINES]


def scan(lines: list[str], quality: str, rng: np.random.Generator) -> Image.Image:
    dots, degrade = QUALITIES[quality]
    page = pypdfium2.PdfDocument(pdf([lines]))[0]
    return degrade(page.render(scale=dots / 72, grayscale=True).to_pil().convert("L"), rng)


def as_pdf(pages: list[Image.Image], dots: int) -> bytes:
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=dots)
    return file.getvalue()


def wrong(text: str, read: str) -> tuple[int, int]:
    """Return how many words are wrong, missing or too many, and how many there are."""
    right = text.split()
    return Levenshtein.distance(right, read.split()), len(right)


def measure(pages: list[list[str]], quality: str, folder: Path) -> str:
    errors = words = 0
    sure: list[float] = []
    rng = np.random.default_rng(7)
    spent = elapsed = 0.0
    for number, lines in enumerate(pages):
        file = folder / f"{quality}{number}.pdf"
        file.write_bytes(as_pdf([scan(lines, quality, rng)], QUALITIES[quality][0]))
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        with file.open("rb") as opened:
            text, confidence = page_text(PageProcess("words", opened, ".pdf", 1).result().decode())
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        elapsed += time.perf_counter() - began
        spent += after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        wrongly, there = wrong("\n".join(lines), mended(PagedText(text, (Page(1, 0, confidence),))).text)
        errors, words = errors + wrongly, words + there
        sure.append(confidence)
        file.unlink()
    return (
        f"{quality:10} {len(pages)} pages, {errors / words:.1%} of {words:,} words wrong, confidence "
        f"{np.mean(sure):.2f} ({min(sure):.2f} to {max(sure):.2f}), {spent / len(pages):.1f} s a page "
        f"({elapsed / len(pages):.1f} on the wall)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cables", type=Path)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--quality", choices=QUALITIES)
    given = parser.parse_args()
    files = sorted(given.cables.glob("*.txt"))
    if given.write:
        quality = given.quality or "clean"
        given.write.mkdir(exist_ok=True)
        rng = np.random.default_rng(7)
        for file in files:
            pages = [scan(lines, quality, rng) for lines in printed(file.read_text(errors="replace"))]
            (given.write / f"{file.stem}.pdf").write_bytes(as_pdf(pages, QUALITIES[quality][0]))
        return
    print(engine())
    # The first pages of cables in equal steps: heads are what OCR garbles most.
    some = files[:: max(1, len(files) // given.pages)][: given.pages]
    pages = [next(printed(file.read_text(errors="replace"))) for file in some]
    folder = Path(given.write or ".")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for quality in [given.quality] if given.quality else QUALITIES:
            print(measure(pages, quality, folder), flush=True)


if __name__ == "__main__":
    main()
