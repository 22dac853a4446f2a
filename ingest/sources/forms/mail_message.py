"""E-mail messages (.eml): the cable in a message's text, and the files attached to it, each by its own reader.

Python's own e-mail package reads them, in its older way, which takes headers as they stand: its newer one parses
each header, and breaks on odd ones.
"""

import email
import email.header
import email.policy
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message

from selectolax.lexbor import LexborHTMLParser

from ingest.domain.documents import Document, Failure, PassedOver
from ingest.domain.posts import cable_id
from ingest.domain.refusals import NO_CABLE_IN_MESSAGE
from ingest.sources.cable_signs import has_signs
from ingest.sources.encodings import decode, is_binary
from ingest.sources.folder_walk import place_of
from ingest.sources.forms.html_text import lines_of
from ingest.sources.forms.laid_out import laid_out
from ingest.sources.forms.markup import is_overloaded
from ingest.sources.forms.text_file import cables_in
from ingest.sources.limits import DEEPEST_ARCHIVE, MOST_PARTS
from ingest.sources.metered import DAMAGED
from ingest.sources.source import Source, Unreadable, load
from ingest.sources.tidy_text import tidied

Item = Source | Document | Failure | PassedOver
WRITTEN = ("From", "To", "Date", "Subject")  # what is told of a message that is a document
NESTED = f"is attached to a message inside {DEEPEST_ARCHIVE} archives or messages; save it by itself"
LONGEST_NAME = 200
LONGEST_HEADER = 4_000  # characters; the package takes time by the square for what has many signs in it
STUFFED = re.compile(r"^ (?= |>|From )", re.MULTILINE)


class _ShortHeaders(email.policy.Compat32):
    """Leaves out what is behind the beginning of a header."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return the name and the value of a header."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


def read_message(source: Source) -> Iterator[Item]:
    """Yield the cables in a message and the files attached to it; `Unreadable` where there are none."""
    found = False
    for item in message_items(load(source), source):
        found = True
        yield item
    if found:
        return
    if source.depth:
        yield PassedOver(source.place, NO_CABLE_IN_MESSAGE)
    else:
        raise Unreadable(NO_CABLE_IN_MESSAGE)


def message_items(data: bytes, source: Source) -> Iterator[Item]:
    """Yield the cables in the text of a message, and what is attached to it as sources of their own."""
    try:
        message = email.message_from_bytes(data, policy=_ShortHeaders())
        parts = list(_parts(message))
    except Unreadable:
        raise
    except Exception as error:  # what no mail program wrote makes the package raise anything
        raise Unreadable(DAMAGED) from error
    text = _text([part for part in parts if not _is_attached(part)])
    if text and has_signs(text):
        subject = _header(message, "subject")
        named = cable_id(subject.rpartition(":")[2].strip()[:LONGEST_NAME])
        yield from cables_in(tidied(text), replace(source, name=f"{named}.eml") if named else source)
    elif text.strip() and source.documents:
        written = ((name, _header(message, name)) for name in WRITTEN)
        head = "\n".join(f"{name}: {value}" for name, value in written if value)
        yield Document(source.place, tidied(f"{head}\n\n{text}"), name=source.stem)
    for number, part in enumerate(filter(_is_attached, parts), start=1):
        name = _file_name(part) or f"attachment {number}"
        place = f"{source.place}: {place_of(name)}"
        if source.depth >= DEEPEST_ARCHIVE:
            yield Failure(place, NESTED)
        elif (content := _content(part)).strip():
            source.budget.size -= len(content)
            stream = io.BufferedReader(io.BytesIO(content))
            inside = replace(source, place=place, name=place_of(name), stream=stream, packed=0)
            yield replace(inside, depth=source.depth + 1)


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts of a message that hold something; a message attached to it is one, and not looked into."""
    todo, count = [message], 0
    while todo:
        part = todo.pop()
        count += 1
        if count > MOST_PARTS:
            raise Unreadable(f"has more than {MOST_PARTS:,} parts, more than any message")
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            todo += (each for each in reversed(inside) if isinstance(each, Message))
        else:
            yield part


def _is_attached(part: Message) -> bool:
    if part.get_content_maintype() != "text" or part.get_content_disposition() == "attachment":
        return True
    return bool(_file_name(part)) and part.get_content_type() not in {"text/plain", "text/html"}


def _text(parts: list[Message]) -> str:
    """Return the text of a message: that of its plain parts, or else of its pages."""
    plain = [_plain(part) for part in parts if part.get_content_type() == "text/plain"]
    if any(text.strip() for text in plain):
        return "\n\n".join(plain)
    pages = [_decoded(part) for part in parts if part.get_content_type() == "text/html"]
    trees = [LexborHTMLParser(page) for page in pages if page.strip() and not is_overloaded(page)]
    return "\n\n".join(laid_out(lines_of(tree.root)) for tree in trees if tree.root)


def _plain(part: Message) -> str:
    text = _decoded(part)
    if "flowed" in str(part.get_param("format", "")).lower():  # lines that would be taken for marks have a blank
        text = STUFFED.sub("", text)
    return text


def _decoded(part: Message) -> str:
    data = _content(part)
    named = part.get_content_charset()
    try:
        if named and named not in {"us-ascii", "utf-8", "iso-8859-1", "windows-1252"} and not is_binary(data):
            return data.decode(named).replace("\r\n", "\n").replace("\0", "")
    except (LookupError, UnicodeError):
        pass
    return "" if is_binary(data) else decode(data)


def _content(part: Message) -> bytes:
    try:
        if part.get_content_type() == "message/rfc822":
            return b"\n".join(each.as_bytes() for each in part.get_payload() if isinstance(each, Message))
        content = part.get_payload(decode=True)
    except Exception:  # noqa: BLE001 - an encoding that is none; what it says is then not known
        return b""
    return content if isinstance(content, bytes) else b""


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except Exception:  # noqa: BLE001 - a header that is none
        name = ""
    if not name and part.get_content_type() == "message/rfc822":
        return "message.eml"
    return _readable(str(name)).replace("\\", "/").rpartition("/")[2][:LONGEST_NAME]


def _header(message: Message, name: str) -> str:
    return " ".join(_readable(str(message.get(name, ""))).split())


def _readable(value: str) -> str:
    """Return a header whose words are encoded as it is meant."""
    if "=?" not in value:
        return value
    try:
        return str(email.header.make_header(email.header.decode_header(value)))
    except (ValueError, LookupError, email.errors.HeaderParseError):
        return value
