"""One input into its documents, each kind by its own reader."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from ingest.domain.documents import Document, Failure, PassedOver, Passing
from ingest.domain.scanned_page import KeptPages, ScannedPage, none_kept
from ingest.sources import formats
from ingest.sources.csv_columns import Columns
from ingest.sources.folder_walk import NO_CABLE, OTHER_KIND, files, place_of
from ingest.sources.formats import KINDS, suffix_of
from ingest.sources.forms.archives import read_tar, read_zip
from ingest.sources.forms.csv_table import read_table
from ingest.sources.forms.epub_book import read_epub
from ingest.sources.forms.excel_workbook import read_workbook
from ingest.sources.forms.frus_volume import read_volume
from ingest.sources.forms.json_records import read_records
from ingest.sources.forms.mail_message import read_message
from ingest.sources.forms.mailbox_file import read_mailbox
from ingest.sources.forms.markdown_file import read_markdown
from ingest.sources.forms.open_document import read_open_document
from ingest.sources.forms.open_spreadsheet import read_spreadsheet
from ingest.sources.forms.packed_file import read_bzip2, read_gzip, read_xz
from ingest.sources.forms.pdf_file import read_pdf
from ingest.sources.forms.picture_file import read_picture
from ingest.sources.forms.rich_text import read_rich_text
from ingest.sources.forms.seven_zip import read_7z
from ingest.sources.forms.text_file import read_text
from ingest.sources.forms.webpage import read_page
from ingest.sources.forms.word_document import read_word
from ingest.sources.limits import LARGEST_TEXT, Budget
from ingest.sources.recognise import ADVICE, beginning_of, recognised
from ingest.sources.record_faults import is_id
from ingest.sources.source import Source, Unreadable, opened, trouble

Item = Document | Failure | PassedOver | ScannedPage
Reader = Callable[[Source], Iterator[Source | Item]]
READERS: dict[str, Reader] = {
    **dict.fromkeys(formats.TEXTS, read_text),
    **dict.fromkeys(formats.PAGES, read_page),
    **dict.fromkeys(formats.RECORDS, read_records),
    **dict.fromkeys(formats.TABLES, read_table),
    **dict.fromkeys(formats.MARKDOWN, read_markdown),
    **dict.fromkeys(formats.MAILBOXES, read_mailbox),
    ".eml": read_message,
    ".docx": read_word,
    ".xlsx": read_workbook,
    ".epub": read_epub,
    ".odt": read_open_document,
    ".ods": read_spreadsheet,
    ".rtf": read_rich_text,
    ".pdf": read_pdf,
    ".xml": read_volume,
    **dict.fromkeys(formats.PICTURES, read_picture),
    ".zip": read_zip,
    ".tar": read_tar,
    ".7z": read_7z,
    **dict.fromkeys((".gz", ".tgz"), read_gzip),
    **dict.fromkeys((".bz2", ".tbz2", ".tbz"), read_bzip2),
    **dict.fromkeys((".xz", ".txz"), read_xz),
}
# A file of another kind under a known suffix fails at every row; so many failures without one cable are enough.
MOST_FAILURES = 100
TOO_LONG = f"has more than {LARGEST_TEXT:,} characters, more than any cable"


def documents(
    path: Path, columns: Columns | None = None, *, also_no_cables: bool = False
) -> Iterator[Document | Failure]:
    """Yield every cable under `path`, a file or a folder, in a stable order; what cannot be read is a Failure.

    `columns` says what the columns of a table hold. Texts that are no cables come too from most forms of files,
    and from all where they are wanted.
    """
    found = contents(path, columns, also_no_cables=also_no_cables)
    return (item for item in found if not isinstance(item, PassedOver | ScannedPage))


def contents(
    path: Path, columns: Columns | None = None, kept: KeptPages = none_kept, *, also_no_cables: bool = False
) -> Iterator[Item]:
    """Yield the same as `documents`, what is passed over, and each scanned page before the document that it is in.

    `kept` has the scanned pages that were read before.
    """
    for file in files(path, documents=also_no_cables):
        if isinstance(file, Failure | PassedOver):
            yield file
            continue
        place = place_of(file)
        try:
            with opened(file) as stream:
                budget = Budget.of(os.fstat(stream.fileno()).st_size)
                source = Source(place, place_of(file.name), stream, budget, columns=columns, kept=kept)
                yield from _read(replace(source, documents=also_no_cables))
        except OSError as error:
            yield Passing(place, f"cannot be read: {trouble(error)}")


def _read(source: Source) -> Iterator[Item]:
    try:
        kind, source = recognised(source)
        if kind is None and source.depth:
            yield PassedOver(source.place, OTHER_KIND if suffix_of(source.name) else NO_CABLE)
        elif kind is None:
            if not beginning_of(source.stream):
                raise Unreadable("is empty")
            advice = ADVICE.get(suffix_of(source.name)) or f"it reads {', '.join(KINDS)}"
            raise Unreadable(f"is of a type that reftel does not read; {advice}")
        else:
            for item in _checked(READERS[kind](source), source.place):
                if isinstance(item, Source):
                    yield from _read(item)
                else:
                    yield item
    except Unreadable as error:
        yield Failure(source.place, str(error))
    except OSError as error:
        yield Passing(source.place, f"cannot be read: {trouble(error)}")
    except Exception as error:  # noqa: BLE001 - a crafted file may make its library raise anything; the rest is read
        yield Failure(source.place, f"cannot be read ({type(error).__name__}); please report this")


def _checked(read: Iterator[Source | Item], place: str) -> Iterator[Source | Item]:
    """Pass on what a reader yields: nothing that no cable can be, and not one failure after the other for ever."""
    found = failures = 0
    for each in read:
        item = _possible(each) if isinstance(each, Document) else each
        yield item
        found += isinstance(item, Document | Source)
        failures += isinstance(item, Failure)
        if failures == MOST_FAILURES and not found:
            yield Failure(
                place, f"contains no cable in its first {MOST_FAILURES} entries; is it another kind of file?"
            )
            return


def _possible(document: Document) -> Document | Failure:
    if len(document.text) > LARGEST_TEXT:
        return Failure(document.place, TOO_LONG)
    if document.name is not None and not is_id(document.name):
        return replace(document, name=None)  # which is but a hint
    return document
