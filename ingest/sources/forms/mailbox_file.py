"""Mailboxes (mbox): many messages in one file, as Thunderbird and most other programs keep and export them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.domain.documents import Document, Failure, PassedOver
from ingest.domain.refusals import NO_CABLE_IN_MESSAGE
from ingest.sources.forms.mail_message import message_items
from ingest.sources.limits import LARGEST_FILE, MEBIBYTE, MOST_MESSAGES
from ingest.sources.source import Source, Unreadable

# "From - Thu Feb 04 13:05:00 2010", "From jo@example.org Thu Feb  4 13:05:00 2010"
OPENING = re.compile(rb"From [^\n]{0,200}\d\d:\d\d[^\n]{0,40}\r?\n|From (?:- ?|\S{1,100} ?)\r?\n")
HEADER = re.compile(rb"[A-Za-z][\w-]{0,60}:|>?From ")
ESCAPED = re.compile(rb"^>(?=>*From )", re.MULTILINE)
LONGEST_LINE = MEBIBYTE


def read_mailbox(source: Source) -> Iterator[Source | Document | Failure | PassedOver]:
    """Yield the cables in each message of a mailbox, and the files attached; `Unreadable` where it is none."""
    number = 0
    for number, message in enumerate(_messages(source), start=1):
        place = f"{source.place}, message {number}"
        if number > MOST_MESSAGES:
            raise Unreadable(f"has more than {MOST_MESSAGES:,} messages; split it")
        if message is None:
            yield Failure(place, f"is larger than {LARGEST_FILE // MEBIBYTE} MiB")
            continue
        inside = replace(source, place=place, name=f"message {number}.eml", packed=0)
        try:
            found = False
            for item in message_items(ESCAPED.sub(b"", message), inside):
                found = True
                yield item
            if not found:
                yield PassedOver(place, NO_CABLE_IN_MESSAGE)
        except Unreadable as error:
            yield Failure(place, str(error))
    if not number:
        raise Unreadable("is not a mailbox: no line begins a message")


def _messages(source: Source) -> Iterator[bytes | None]:
    """Yield the bytes of each message, None for one that is too large to hold."""
    lines: list[bytes] | None = None  # of the present message, once there is one
    size, after_blank, too_large = 0, True, False
    for line in iter(lambda: source.stream.readline(LONGEST_LINE), b""):
        ahead = _peeked(source) if after_blank and OPENING.fullmatch(line) else b""
        if ahead and HEADER.match(ahead):
            if lines is not None:
                yield None if too_large else _joined(lines)
            lines, size, too_large = [], 0, False
        elif lines is not None and not too_large:
            size += len(line)
            too_large = size > LARGEST_FILE
            if too_large:
                lines.clear()
            else:
                lines.append(line)
        after_blank = not line.strip()
    if lines is not None:
        yield None if too_large else _joined(lines)


def _joined(lines: list[bytes]) -> bytes:
    """Return a message without the empty line that parts it from the next."""
    return b"".join(lines[:-1] if lines and not lines[-1].strip() else lines)


def _peeked(source: Source) -> bytes:
    """Return how the next line begins."""
    peek = getattr(source.stream, "peek", None)
    return bytes(peek(100)[:100]) if peek else b"X:"
