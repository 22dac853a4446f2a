"""A multipart form into files, as its bytes arrive: none of it is kept in memory."""

import re
from pathlib import Path
from typing import BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from ingest.errors import ReftelError
from ingest.language.counts import count

FIELD = "files"  # what the form calls its files; whatever else it holds is passed over
MOST_FIELDS = 20  # parts of the form that are no such file
LARGEST_HEAD = 8_192  # bytes of headers before a part
LONGEST_NAME = 120  # characters


class FormError(ReftelError):
    """A form cannot be taken; the message says why."""


class FilesOfForm:
    """Writes the files of a form into a folder.

    Everything raises FormError if the form is broken or contains more than it may, OSError if the disk fails.
    """

    def __init__(self, content_type: str, folder: Path, most: int) -> None:
        """`most`: how many files the form may hold; `folder` must be there and empty."""
        self.paths: list[Path] = []
        self._folder, self._most = folder, most
        self._fields = 0
        self._head_size = 0
        self._header = b""
        self._value = b""
        self._disposition = b""
        self._file: BinaryIO | None = None
        self._is_complete = False
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise FormError("Send the files as a form: multipart/form-data.")
        try:
            self._parser = MultipartParser(
                options[b"boundary"],
                {
                    "on_part_begin": self._begin_part,
                    "on_header_field": self._take_header,
                    "on_header_value": self._take_value,
                    "on_header_end": self._end_header,
                    "on_headers_finished": self._open_file,
                    "on_part_data": self._take_data,
                    "on_part_end": self.close,
                    "on_end": self._complete,
                },
            )
        except FormParserError as error:
            raise FormError("This form cannot be read.") from error

    def feed(self, data: bytes) -> None:
        """Take the bytes that come next."""
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise FormError("This form cannot be read.") from error

    def finish(self) -> list[Path]:
        """Return the files, once all bytes were fed."""
        self.close()
        if not self._is_complete:
            raise FormError("This form is incomplete: send it again.")
        return self.paths

    def close(self) -> None:
        """Close the file that is being written."""
        if self._file:
            self._file.close()
        self._file = None

    def _begin_part(self) -> None:
        self._head_size, self._disposition = 0, b""

    def _take_header(self, data: bytes, start: int, end: int) -> None:
        self._bound_head(end - start)
        self._header += data[start:end]

    def _take_value(self, data: bytes, start: int, end: int) -> None:
        self._bound_head(end - start)
        self._value += data[start:end]

    def _bound_head(self, more: int) -> None:
        self._head_size += more
        if self._head_size > LARGEST_HEAD:
            raise FormError(f"A file of this form has more than {LARGEST_HEAD:,} bytes of headers.")

    def _end_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def _open_file(self) -> None:
        _, options = parse_options_header(self._disposition)
        if options.get(b"name") != FIELD.encode() or b"filename" not in options:
            self._fields += 1
            if self._fields > MOST_FIELDS:
                raise FormError(f"This form has more than {MOST_FIELDS} fields that are not files.")
            return
        if len(self.paths) == self._most:
            raise FormError(f"That is more than {count(self._most, 'file')}, the most that can be added at once.")
        sent = options[b"filename"].decode("utf-8", "replace")
        path = self._folder / named(sent, {path.name for path in self.paths})
        self._file = path.open("xb")
        self.paths.append(path)

    def _take_data(self, data: bytes, start: int, end: int) -> None:
        if self._file:
            self._file.write(memoryview(data)[start:end])

    def _complete(self) -> None:
        self._is_complete = True


def named(sent: str, taken: set[str]) -> str:
    """Return a plain name for a file that a browser calls `sent`, which may be anything; none of those taken."""
    last = re.split(r"[/\\]", sent)[-1]
    stem, dot, suffix = re.sub(r"[^\w .()+,=@-]", "_", last).strip(" .").rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    stem, suffix = stem[: LONGEST_NAME - 20] or "cable", suffix[:16]
    name, number = f"{stem}{dot}{suffix}", 2
    while name in taken:
        name, number = f"{stem} {number}{dot}{suffix}", number + 1
    return name
