"""What runs in a process of its own: draw one page of a file, and have Tesseract read it.

The file may be crafted, and the libraries that draw it are written in C: so the process limits itself before it
looks at the file, dies with whoever started it, and becomes Tesseract, which keeps these limits. The file is
standard input, the result standard output. What is wrong is told in one line on standard error.
"""

import ctypes
import io
import math
import os
import sys
import tempfile
from dataclasses import dataclass
from signal import SIGKILL
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

MEBIBYTE = 1 << 20
SECONDS = 60  # of one processor, for a page
MEMORY = 2048 * MEBIBYTE
LARGEST_OUTPUT = 64 * MEBIBYTE  # of any file that is written, the picture in between too
MOST_PIXELS = 40_000_000  # a page of A3 at 300 dots per inch has 17 million
MOST_IN_FILE = 200_000_000  # of a picture that a PDF page shows: 600 dots per inch of A3 have 70 million
FEWEST_DOTS, MOST_DOTS = 150, 300  # per inch
LEAST_DOTS = 100  # per inch, at which a page of this size would still be legible
INK = 0.0002  # of a page, below which it is blank
SPECKS = 0.02  # of what is dark, from which a page is a poor copy that is read better if it is blurred a little
POINTS = 72  # per inch
LETTER = 8.5  # inches, the width of a page that does not say how large it is
READ = ("--psm", "4", "-l", "eng", "-c", "tessedit_create_tsv=1")  # one column, in lines of various heights
REFUSED = 3
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as a picture in shades of grey, and its dots per inch."""

    picture: "Image"
    dots: int


class Refused(Exception):
    """A page that is not drawn, and why."""


def main(task: str, kind: str, number: int, parent: int, engine: str) -> None:
    """Do a task for a page, counted from 1: write a "picture" as JPEG, or become Tesseract for its "words".

    The task "count" writes how many pages a file has. Of a blank page no words are written.
    """
    _limit(parent)
    file = _AnyPlace(sys.stdin.fileno())
    if task == "count":
        print(_count_pictures(file))
        return
    drawn = (_drawn_pdf if kind == ".pdf" else _drawn_picture)(
        file, number, 110 if task == "picture" else MOST_DOTS
    )
    if task == "picture":
        drawn.picture.save(sys.stdout.buffer, "JPEG", quality=75)
    elif not _is_blank(drawn.picture):
        _become(engine, drawn)


def _limit(parent: int) -> None:
    """Bound what this process may use, as far as the system can, and have it end with the one that started it."""
    import resource

    bounds = {"RLIMIT_CPU": SECONDS, "RLIMIT_AS": MEMORY, "RLIMIT_FSIZE": LARGEST_OUTPUT, "RLIMIT_CORE": 0}
    for name, most in bounds.items():
        which = getattr(resource, name, None)
        if which is not None:
            _, hard = resource.getrlimit(which)
            bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
            try:
                resource.setrlimit(which, (bound, bound))
            except (OSError, ValueError):  # macOS knows the name of a limit on memory, and has none
                continue
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, SIGKILL)
        if os.getppid() != parent:
            sys.exit(REFUSED)


class _AnyPlace(io.RawIOBase):
    """A file that is read without moving the place where others who share it stand."""

    def __init__(self, handle: int) -> None:
        self._handle, self._at = handle, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at}.get(whence)
        self._at = (os.fstat(self._handle).st_size if begin is None else begin) + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        data = os.pread(self._handle, len(buffer), self._at)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def _drawn_pdf(file: _AnyPlace, number: int, most_dots: int) -> Drawn:
    import pypdfium2
    import pypdfium2.raw as pdfium

    page = pypdfium2.PdfDocument(io.BufferedReader(file))[number - 1]
    width, height = page.get_size()
    native = 0.0
    for shown in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        across, down = shown.get_px_size()
        if across * down > MOST_IN_FILE:
            raise Refused("shows a picture that is too large")
        left, _, right, _ = shown.get_bounds()
        native = max(native, across * POINTS / max(right - left, 1))
    # As the scanner had it, so that nothing is made up between its dots.
    dots = _bounded(width / POINTS, height / POINTS, min(most_dots, max(FEWEST_DOTS, native or MOST_DOTS)))
    bitmap = page.render(scale=dots / POINTS, grayscale=True, may_draw_forms=False)
    return Drawn(bitmap.to_pil().convert("L"), round(dots))


def _drawn_picture(file: _AnyPlace, number: int, most_dots: int) -> Drawn:
    from PIL import ImageOps
    from PIL.Image import Resampling

    picture = _opened(file)
    if picture.width * picture.height > MOST_IN_FILE:
        raise Refused("is a picture that is too large")
    picture.seek(number - 1)
    stated = float(picture.info.get("dpi", (0, 0))[0])
    native = stated if FEWEST_DOTS / 2 <= stated <= 10 * MOST_DOTS else picture.width / LETTER
    dots = _bounded(picture.width / native, picture.height / native, min(most_dots, native))
    drawn: Image = ImageOps.exif_transpose(picture).convert("L")
    if dots < native:
        drawn = drawn.resize(
            (round(drawn.width * dots / native), round(drawn.height * dots / native)), Resampling.BOX
        )
    return Drawn(drawn, round(max(dots, 70)))  # Tesseract guesses below


def _count_pictures(file: _AnyPlace) -> int:
    return int(getattr(_opened(file), "n_frames", 1))


def _opened(file: _AnyPlace) -> Any:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_IN_FILE
    return Image.open(io.BufferedReader(file), formats=("TIFF", "PNG", "JPEG"))


def _bounded(width: float, height: float, dots: float) -> float:
    """Return the dots per inch at which a page of so many inches has no more pixels than it may."""
    if width <= 0 or height <= 0:
        raise Refused("has no size")
    most = math.sqrt(MOST_PIXELS / (width * height))
    if most < LEAST_DOTS:
        raise Refused(f"is {width:,.0f} by {height:,.0f} inches large, which no page is")
    return min(most, dots)


def _is_blank(picture: "Image") -> bool:
    dark = sum(picture.histogram()[:128])
    return dark < INK * picture.width * picture.height


def _become(engine: str, drawn: Drawn) -> None:
    """Turn into Tesseract, which reads the picture and writes the words with their places."""
    with tempfile.TemporaryFile() as handed:
        _cleaned(drawn.picture).save(handed, "PPM")
        handed.flush()
        os.lseek(handed.fileno(), 0, os.SEEK_SET)
        os.dup2(handed.fileno(), sys.stdin.fileno())
    os.execv(engine, (engine, "stdin", "stdout", "--dpi", str(drawn.dots), *READ))


def _cleaned(picture: "Image") -> "Image":
    """Return a page to be read, blurred a little where it is full of specks, which would spoil its words."""
    from PIL import ImageChops, ImageFilter

    dark = picture.point([255] * 128 + [0] * 128)
    around = dark.filter(ImageFilter.Kernel((3, 3), (1, 1, 1, 1, 0, 1, 1, 1, 1), scale=8))
    alone = ImageChops.subtract(dark, around.point([0] + [255] * 255)).histogram()[255]
    if alone < SPECKS * dark.histogram()[255]:
        return picture
    return picture.filter(ImageFilter.GaussianBlur(1))


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
    except Refused as error:
        print(error, file=sys.stderr)
        sys.exit(REFUSED)
