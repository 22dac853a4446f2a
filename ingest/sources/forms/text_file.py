"""Plain text files, each with one cable or several."""

import logging
import re
from collections.abc import Iterator, Sequence

from ingest.domain.documents import Document
from ingest.domain.pages import Page, pages_within
from ingest.sources.encodings import decoded, is_binary
from ingest.sources.forms.nara_aad import without_frame
from ingest.sources.forms.text_mirror import without_head_lines
from ingest.sources.source import Source, Unreadable, load
from ingest.sources.tidy_text import tidied

_log = logging.getLogger(__name__)

# A new cable in a file of several: its transmission id, or its routing and date lines before the sender.
OPENING = re.compile(
    r"^(?:VZCZC\w+[ \t]*\n|(?:[A-Z]{2}[ \t]+R[A-Z]{4}[^\n]*\n)?DE[ \t]+R[A-Z]{4,7}[ \t]+#\d"
    r"|(?:[A-Z] )*\d{6}Z [A-Z]{3} \d\d[^\n]*\nFM )",
    re.MULTILINE,
)
# The class line of a later section, and behind it of which telegram.
LATER_SECTION = re.compile(
    r"SECTION[ \t]+(?!0?1[ \t])\d+[ \t]+(?P<whose>OF[ \t]+\d+\s{1,4}[A-Z][A-Z .']{1,30}\d{3,8})\b"
)
LONGEST_HEADER = 6000  # characters, with all addressees
CONTENT = re.compile(r"^[ \t]*(?:E\.?[O0]\.? ?1\d{4}|TAGS?[: ]|SUBJECT ?:)", re.MULTILINE | re.IGNORECASE)


def read_text(source: Source) -> Iterator[Document]:
    """Yield the cables of a text file; a single one is named after the file."""
    yield from cables_in(tidied(read_whole(source)), source)


def read_whole(source: Source) -> str:
    """Return a source as one text; `Unreadable` where it is none."""
    data = load(source)
    if is_binary(data):
        raise Unreadable("is not text; ingest the text of the cable instead, or a type of file that reftel reads")
    text, guessed = decoded(data)
    if guessed:
        _log.warning("%s: its encoding was guessed from its words: %s", source.place, guessed)
    return text


def cables_in(text: str, source: Source, pages: Sequence[Page] = ()) -> Iterator[Document]:
    """Yield the cables of a text that came from `source`, and had these pages there."""
    pieces = split_cables(text)
    if len(pieces) == 1:
        body, framed = without_frame(text)
        body, facts = (body, framed) if framed else without_head_lines(text)
        start = text.find(body) if framed else len(text) - len(body)
        within = pages_within(pages, start, start + len(body))
        yield Document(source.place, body, name=source.stem, page=facts, pages=within)
        return
    start = 0
    for i, piece in enumerate(pieces, start=1):
        within = pages_within(pages, start, start + len(piece))
        yield Document(f"{source.place}, cable {i}", piece, pages=within)
        start += len(piece)


def split_cables(text: str) -> list[str]:
    """Return the cables of a text that holds several; one that holds one comes back whole."""
    pieces: list[str] = []
    begin, has_content = 0, False  # where the cable began, and whether it has had its content yet
    last = max((match.start() for match in CONTENT.finditer(text)), default=0)
    checked = 0
    for match in OPENING.finditer(text):
        has_content = has_content or CONTENT.search(text, checked, match.start()) is not None
        checked = match.start()
        if has_content and match.end() <= last and not _goes_on(text, begin, match.start()):
            pieces.append(text[begin : match.start()])
            begin, has_content = match.start(), False
    return [*pieces, text[begin:]]


def _goes_on(text: str, begin: int, header: int) -> bool:
    """Tell whether the header of a later section of the cable that began at `begin` stands here."""
    section = LATER_SECTION.search(text, header, header + LONGEST_HEADER)
    if not section or CONTENT.search(text, header, section.start()):
        return False
    return section["whose"] in text[begin : min(header, begin + LONGEST_HEADER)]
