"""Files and folders into the texts of single cables."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from ingest.cable import Document, PageFacts
from ingest.errors import SourceError

# Where the next cable begins in a file of several: its transmission id, its routing, or its date and sender.
OPENING = re.compile(
    r"^(?:VZCZC\w+[ \t]*\n"
    r"|(?:[A-Z]{2}[ \t]+R[A-Z]{4}[^\n]*\n)?DE[ \t]+R[A-Z]{4,7}[ \t]+#\d"
    r"|(?:[A-Z] )*\d{6}Z [A-Z]{3} \d\d[^\n]*\nFM )",
    re.MULTILINE,
)
CONTENT = re.compile(r"^[ \t]*(?:E\.?[O0]\.? ?1\d{4}|TAGS?[: ]|SUBJECT ?:)", re.MULTILINE | re.IGNORECASE)
SAMPLE = 4096
CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read, and why, in one line that the user can act on."""

    place: str
    reason: str


def documents(path: Path) -> Iterator[Document | Failure]:
    """Every cable in `path`, a file or a folder with all its folders, in a stable order.

    In a folder, files of a type that no reader knows are passed over. What cannot be read comes as a Failure.
    """
    if not path.exists():
        yield Failure(str(path), "there is no such file or folder")
    elif path.is_dir():
        yield from _folder(path, seen=frozenset())
    elif path.suffix.lower() in READERS:
        yield from _file(path)
    else:
        known = ", ".join(sorted(READERS))
        yield Failure(str(path), f"files of type {path.suffix or '(none)'} are not read, only {known}")


def decode(data: bytes) -> str:
    """Bytes as text with LF line ends: UTF-8 with or without a mark, else Windows-1252, else Latin-1."""
    data = data.replace(b"\0", b"")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split_cables(text: str) -> list[str]:
    """The cables of a text that holds several; a text that holds one comes back whole."""
    pieces: list[str] = []
    begin = 0
    for match in OPENING.finditer(text):
        # A transmission header opens a cable only where one with content has gone before.
        if CONTENT.search(text, begin, match.start()) and CONTENT.search(text, match.end()):
            pieces.append(text[begin : match.start()])
            begin = match.start()
    return [*pieces, text[begin:]]


def _folder(folder: Path, *, seen: frozenset[Path]) -> Iterator[Document | Failure]:
    real = folder.resolve()
    if real in seen:
        return  # a link that leads back up
    try:
        children = sorted(child for child in folder.iterdir() if not child.name.startswith("."))
    except OSError as error:
        yield Failure(str(folder), f"cannot be opened: {error.strerror}; check its permissions")
        return
    for child in children:
        if child.is_dir():
            yield from _folder(child, seen=seen | {real})
        elif child.suffix.lower() in READERS:
            yield from _file(child)


def _file(path: Path) -> Iterator[Document | Failure]:
    try:
        yield from READERS[path.suffix.lower()](path)
    except SourceError as error:
        yield Failure(str(path), str(error))
    except OSError as error:
        yield Failure(str(path), f"cannot be read: {error.strerror}; check its permissions")


def _load(path: Path) -> str:
    data = path.read_bytes()
    if not data.strip(b"\0 \t\r\n"):
        raise SourceError("the file is empty")
    sample = data[:SAMPLE]
    if len(CONTROL.findall(sample)) > len(sample) // 50 or sample.count(0) > len(sample) // 10:
        raise SourceError("the file is not text in an encoding that is read; save it as UTF-8")
    return decode(data)


def _read_text(path: Path) -> Iterator[Document]:
    pieces = split_cables(_load(path))
    if len(pieces) == 1:
        yield Document(str(path), pieces[0], name=path.stem)
        return
    for i, piece in enumerate(pieces, start=1):
        yield Document(f"{path}, cable {i}", piece)


def _read_page(path: Path) -> Iterator[Document]:
    page = LexborHTMLParser(_load(path))
    blocks = [block.text().strip("\n") for block in page.css("pre")]
    if not blocks:
        raise SourceError("the page has no <pre> block, and so no text of a cable")
    cells = [cell.text(strip=True) for cell in page.css("table.cable td")]
    yield Document(str(path), "\n\n".join(blocks), name=path.stem, page=_facts(cells))


def _facts(cells: list[str]) -> PageFacts | None:
    """The page's table. Its minutes repeat the hour, so only date and hour are kept."""
    if len(cells) < 5:
        return None
    id, created, _, classification, origin = cells[:5]
    when = re.match(r"(\d{4}-\d\d-\d\d) (\d\d):", created)
    date = f"{when[1]}T{when[2]}Z" if when else None
    return PageFacts(id or None, date, classification or None, origin or None)


Reader = Callable[[Path], Iterator[Document]]
READERS: Mapping[str, Reader] = {
    ".txt": _read_text,
    ".text": _read_text,
    ".html": _read_page,
    ".htm": _read_page,
}
