"""The pages of a file that are only pictures, read by OCR: as many at once as there are processors."""

import hashlib
import io
import os
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from typing import IO, BinaryIO

from ingest.domain.documents import Failure
from ingest.domain.scanned_page import ScannedPage
from ingest.sources.limits import MEBIBYTE
from ingest.sources.scans.engine import MISSING, PageFailed, PageProcess, can_draw, engine
from ingest.sources.scans.recognised_words import page_text
from ingest.sources.source import Source, Unreadable

MOST_PAGES = 2000  # of a file that are read; some hours of one processor
MOST_NAMED = 50  # pages whose numbers are told in one line
LEAST_SURE = 0.3  # below which there are no words on a page
NO_WORDS = "no words could be read in its picture"


def read_pages(source: Source, kind: str, numbers: Sequence[int]) -> Iterator[ScannedPage | Failure]:
    """Yield these pages of a file in their order as they are read, and a Failure for those that are not.

    Pages that are kept come first, and cost nothing. Where no engine is installed, one Failure says so.
    """
    by = engine()
    if by is None:
        yield Failure(_named(source.place, numbers), f"{_no_text(numbers)}; {MISSING}, then ingest again")
        return
    wanted, beyond = numbers[:MOST_PAGES], numbers[MOST_PAGES:]
    with _file_of(source.stream) as file:
        sha = _hash(file)
        kept = source.kept(sha, by)
        yield from (kept[number] for number in wanted if number in kept)
        missing = [number for number in wanted if number not in kept]
        for number, result in _results(file, kind, missing):
            if isinstance(result, PageFailed):
                yield Failure(f"{source.place}, page {number}", str(result))
                continue
            text, confidence = page_text(result.decode(errors="replace"))
            if result and confidence < LEAST_SURE:
                yield Failure(f"{source.place}, page {number}", NO_WORDS)
            else:
                yield ScannedPage(sha, number, by, text, confidence, of=len(numbers))
    if beyond:
        reason = f"{_no_text(beyond)}, and only {MOST_PAGES:,} pages of a file are read by OCR; split it"
        yield Failure(_named(source.place, beyond), reason)


def count_pages(source: Source, kind: str) -> int:
    """Return how many pages a picture has; `Unreadable` where it is none, or nothing is installed to tell."""
    if not can_draw():
        raise Unreadable(f"is a picture of a page; {MISSING}, then ingest again")
    with _file_of(source.stream) as file:
        process = PageProcess("count", file, kind, 1)
        try:
            return int(process.result())
        except (PageFailed, ValueError) as error:
            raise Unreadable("is not a picture, or is damaged") from error


def is_readable_now(failure: Failure) -> bool:
    """Return whether something could only not be read because no engine was there, and now there is one."""
    return MISSING in failure.reason and engine() is not None


def _results(file: IO[bytes], kind: str, numbers: Sequence[int]) -> Iterator[tuple[int, bytes | PageFailed]]:
    """Yield what each page came to, in order; whoever stops listening ends what is under way."""
    under_way: deque[tuple[int, PageProcess]] = deque()
    left = deque(numbers)
    try:
        while left or under_way:
            while left and len(under_way) < (os.cpu_count() or 1):
                under_way.append((left[0], PageProcess("words", file, kind, left.popleft())))
            number, process = under_way[0]
            try:
                result: bytes | PageFailed = process.result()
            except PageFailed as error:
                result = error
            under_way.popleft()
            yield number, result
    finally:
        for _, process in under_way:
            process.stop()


def _file_of(stream: BinaryIO) -> IO[bytes]:
    """Return a file of the system with the content of a stream, which other processes can read."""
    if isinstance(stream, io.BufferedReader) and isinstance(stream.raw, io.FileIO):
        return os.fdopen(os.dup(stream.fileno()), "rb")
    stream.seek(0)
    copy = tempfile.TemporaryFile()  # noqa: SIM115
    while block := stream.read(MEBIBYTE):
        copy.write(block)
    copy.flush()
    return copy


def _hash(file: IO[bytes]) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def _named(place: str, numbers: Sequence[int]) -> str:
    told = ", ".join(map(str, numbers[:MOST_NAMED])) + " ..." * (len(numbers) > MOST_NAMED)
    return f"{place}, page{'s' * (len(numbers) > 1)} {told}"


def _no_text(numbers: Sequence[int]) -> str:
    return "has no text: a scan" if len(numbers) == 1 else "have no text: scans"
