"""Files and folders into the texts of single cables."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from ingest.cable import Document, PageFacts

Reader = Callable[[Path], Iterator[Document]]
# A new cable in a file of several: its transmission id, or its routing and date lines before the sender.
OPENING = re.compile(
    r"^(?:VZCZC\w+[ \t]*\n|(?:[A-Z]{2}[ \t]+R[A-Z]{4}[^\n]*\n)?DE[ \t]+R[A-Z]{4,7}[ \t]+#\d|(?:[A-Z] )*\d{6}Z [A-Z]{3} \d\d[^\n]*\nFM )",
    re.MULTILINE,
)
CONTENT = re.compile(r"^[ \t]*(?:E\.?[O0]\.? ?1\d{4}|TAGS?[: ]|SUBJECT ?:)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read, and why, in one line that the user can act on."""

    place: str
    reason: str


class Unreadable(Exception):
    """A file cannot be read; the message says why."""


def documents(path: Path) -> Iterator[Document | Failure]:
    """Every cable under `path`, a file or a folder, in a stable order; what cannot be read comes as a Failure."""
    for file in files(path):
        if isinstance(file, Failure):
            yield file
            continue
        try:
            yield from READERS[file.suffix.lower()](file)
        except KeyError:
            known = ", ".join(sorted(READERS))
            yield Failure(str(file), f"files of the type {file.suffix or '(none)'} are not read; known are {known}")
        except Unreadable as error:
            yield Failure(str(file), str(error))
        except OSError as error:
            yield Failure(str(file), f"cannot be read: {error.strerror or error}")


def decode(data: bytes) -> str:
    """Bytes as text with LF line ends: UTF-8 with or without its mark, else Windows-1252, else Latin-1."""
    data = data.replace(b"\0", b"")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def files(path: Path) -> Iterator[Path | Failure]:
    if path.is_dir():
        yield from _walk(path, set())
    elif path.exists():
        yield path
    else:
        yield Failure(str(path), "there is no such file or folder")


def _walk(folder: Path, seen: set[Path]) -> Iterator[Path | Failure]:
    real = folder.resolve()
    if real in seen:
        return
    seen.add(real)
    try:
        children = sorted(folder.iterdir())
    except OSError as error:
        yield Failure(str(folder), f"cannot be read: {error.strerror or error}")
        return
    for child in children:
        if child.name.startswith("."):
            continue
        if child.is_dir():
            yield from _walk(child, seen)
        elif child.suffix.lower() in READERS:
            yield child


def _load(path: Path) -> str:
    data = path.read_bytes()
    if not data.strip(b"\0\t\n\r "):
        raise Unreadable("is empty")
    sample = data[:4096]
    if sum(byte < 9 or 13 < byte < 32 for byte in sample.replace(b"\0", b"")) > len(sample) // 20 or sample.count(0) > len(sample) // 4:
        raise Unreadable("is not text; give the text of the cable, or a type of file that is read")
    return decode(data)


def _read_text(path: Path) -> Iterator[Document]:
    text = _load(path)
    pieces = split_cables(text)
    for i, piece in enumerate(pieces, start=1):
        if len(pieces) == 1:
            yield Document(str(path), text, name=path.stem)
        else:
            yield Document(f"{path}, cable {i}", piece)


def split_cables(text: str) -> list[str]:
    """The cables of a text that holds several; one that holds one comes back whole."""
    pieces: list[str] = []
    begin = 0
    for match in OPENING.finditer(text):
        if match.start() > begin and CONTENT.search(text, begin, match.start()) and CONTENT.search(text, match.end()):
            pieces.append(text[begin : match.start()])
            begin = match.start()
    return [*pieces, text[begin:]]


def _read_page(path: Path) -> Iterator[Document]:
    tree = LexborHTMLParser(_load(path))
    blocks = [block.text() for block in tree.css("pre")]
    if not blocks:
        raise Unreadable("is a web page without the text of a cable (no <pre> block)")
    cells = [cell.text(strip=True) for cell in tree.css("table.cable td")]
    text = "\n\n".join(block.strip("\n") for block in blocks)
    yield Document(str(path), text, name=path.stem, page=_facts(cells))


def _facts(cells: list[str]) -> PageFacts | None:
    """The page's table. Its minutes repeat the hour, so only date and hour are kept."""
    if len(cells) < 5:
        return None
    id, created, _, classification, origin = cells[:5]
    when = re.match(r"(\d{4}-\d\d-\d\d) (\d\d):", created)
    return PageFacts(id or None, f"{when[1]}T{when[2]}Z" if when else None, classification or None, origin or None)


READERS: dict[str, Reader] = {".txt": _read_text, ".text": _read_text, ".html": _read_page, ".htm": _read_page}
