"""Rich text (.rtf), read by striprtf: pure Python, BSD, small and maintained."""

import re
from collections.abc import Iterator

from ingest.domain.documents import Document
from ingest.sources.forms.laid_out import laid_out
from ingest.sources.forms.text_file import cables_in
from ingest.sources.limits import LARGEST_RICH_TEXT, MEBIBYTE
from ingest.sources.metered import DAMAGED
from ingest.sources.source import Source, Unreadable, load
from ingest.sources.tidy_text import tidied

BEGINNING = b"{\\rtf"
LINK = re.compile(r"(?<=\\fldinst)(?=\{)", re.IGNORECASE)
LARGEST_FONT_TABLE = 1 << 16  # characters


def read_rich_text(source: Source) -> Iterator[Document]:
    """Yield the cables of a rich text; `Unreadable` where it is none, or damaged."""
    from striprtf.striprtf import font_table_group, rtf_to_text

    data = load(source)
    if not data.lstrip().startswith(BEGINNING):
        raise Unreadable("is not rich text")
    if len(data) > LARGEST_RICH_TEXT:
        raise Unreadable(f"is larger than {LARGEST_RICH_TEXT // MEBIBYTE} MiB; save it without pictures")
    # The reader prints addresses behind the words that link to them, and takes time by the square to look for
    # them: with a blank, which means nothing, it finds none.
    written = LINK.sub(" ", data.decode("cp1252", "gaps"))
    try:
        if len(font_table_group(written)) > LARGEST_FONT_TABLE:
            raise Unreadable(DAMAGED)
        text = rtf_to_text(written, errors="replace")
    except Unreadable:
        raise
    except Exception as error:  # it reads what it finds, and raises what comes of that
        raise Unreadable(DAMAGED) from error
    # What has more than 16 bits stands there in two halves.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
    if not text.strip():
        raise Unreadable("is rich text without words")
    yield from cables_in(tidied(laid_out(text.replace("\r", "").split("\n"))), source)
