"""PDF files as small as can be, written line by line."""

from collections.abc import Sequence

Shown = tuple[float, float, float, str]  # x, y, size, words


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """Return a file whose pages show these lines, one below the other."""
    return placed([[(40, 700 - 12 * number, 10, line) for number, line in enumerate(page)] for page in pages])


def placed(pages: Sequence[Sequence[Shown]]) -> bytes:
    """Return a file whose pages show these words in these places, in this order."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
    ]
    for i, page in enumerate(pages):
        shown = " ".join(f"/F {size} Tf 1 0 0 1 {x} {y} Tm ({_escaped(words)}) Tj" for x, y, size, words in page)
        stream = f"BT {shown} ET"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {5 + 2 * i} 0 R>>",
            f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        ]
    text, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(text))
        text += f"{number} 0 obj{each}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF"
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}"
    return (text + end).encode("latin-1", "replace")


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", r"\(").replace(")", r"\)")
