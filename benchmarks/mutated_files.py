"""Read files of all forms, each broken in some way: none may raise, take over 5 s, or over 1 GB.

    PYTHONPATH=. python benchmarks/mutated_files.py [--files 10000] [--seed 0] [--keep FOLDER]

Needs a checkout, since what must hold for every cable is told by the tests. Files are made of the sample cables
and, where they lie beside the checkout, of published ones. Several hundred are read by one process, which starts
with a clean memory; seconds are of its CPU. What fails is kept in FOLDER, under a name that tells its number.
"""

import argparse
import bz2
import gzip
import io
import json
import lzma
import os
import random
import resource
import signal
import sys
import tarfile
import tempfile
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ingest import parse_cable
from ingest.domain.documents import Document
from ingest.domain.serialization import to_json
from ingest.errors import SourceError
from ingest.parsing.remarks import remark
from ingest.samples import SAMPLES
from ingest.sources.encodings import decode
from ingest.sources.read_source import documents
from tests.support.invariants import check_cable, check_sentences
from tests.support.written_forms import (
    book,
    chapter,
    open_cell,
    open_content,
    open_file,
    open_paragraphs,
    rich_text,
    sheet,
    word,
    word_body,
    workbook,
)
from tests.support.written_pdf import pdf

SHARED = Path(__file__).parents[2] / "shared"
MOST_SECONDS, MOST_MEMORY = 5, 1 << 30
AT_ONCE = 250  # files read by one process
MOST_DOCUMENTS = 20  # of one file that are parsed
LONGEST = 1 << 20  # bytes of a mutated file
TOKENS = [
    *(b"SECTION 02 OF 03", b"(C) ", b"1. ", b"REF: A. RIGA 17", b"TAGS:", b"SUBJECT:", b"VZCZC", b"END SUMMARY"),
    *(b"PAGE 02  RIGA 03692 01 OF 02 261100Z", b"BAKU 00000687  002 OF 002", b"RELEASE IN PART B1,1.4(D)"),
    *(b"P 151205Z JUL 02\nFM AMEMBASSY RIGA\n", b"XXXXXXXX", b"-------", b"NNNN", b"9" * 40, b"(", b")", b"-\n"),
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b"\xc2\xa0", b"\xe2\x80\xa8", b"\xed\xa0\x80", b"\n\n", b"\r", b"    "),
    *(b'"', b",", b";", b"\t", b"<", b">", b"&amp;amp;", b"</pre>", b"<div>", b"{", b"}", b"[", b"endobj"),
    *(b"stream\n", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seed:
    """A file to be broken: `wrap` packs what was made of its content, so that more than a checksum is tried."""

    suffix: str
    content: bytes
    wrap: Callable[[bytes], bytes] = bytes


def seeds() -> list[Seed]:
    """Return files of every form that is read."""
    folders = (SAMPLES, SHARED / "parse")
    texts = [path.read_bytes() for folder in folders for path in sorted(folder.glob("*.txt"))]
    found = [Seed(".txt", text) for text in texts] + [Seed("", text) for text in texts[:5]]
    found += [Seed(".txt", text, lambda data: decode(data).encode("utf-16")) for text in texts[:5]]
    found += [Seed(".html", page.read_bytes()) for page in sorted((SHARED / "html").glob("*.html"))]
    for text in texts[:15]:
        words = decode(text)
        quoted = words.replace("\\", "\\\\").replace('"', '\\"')
        row = f'"1","2/4/2010 13:05","10BAKU79","Embassy Baku","SECRET","","","{quoted}"\n'
        written = words.replace('"', '""')
        lines = [words.splitlines()[at : at + 55] for at in range(0, 165, 55)]
        found += [
            Seed(".html", f"<html><body><pre>{words}</pre></body></html>".encode()),
            Seed(".csv", (row * 3).encode()),
            Seed(".csv", f'id;date;body\r\n10BAKU79;2010-02-04;"{written}"\r\n'.encode("utf-8-sig")),
            Seed(".tsv", f'id\tdate\tbody\n10BAKU79\t2010-02-04\t"{written}"\n'.encode()),
            Seed(".jsonl", json.dumps(to_json(parse_cable(words, name="10BAKU79"))).encode() + b"\n"),
            Seed(".pdf", pdf([page for page in lines if page])),
            Seed(".xml", VOLUME.encode()),
            *(Seed(suffix, text, wrap) for suffix, wrap in PACKERS.items()),
            *new_forms(words),
        ]
    return found


def new_forms(words: str) -> list[Seed]:
    """Return the same cable as a document of each kind."""
    lines = words.splitlines()
    head = "From: a@example.org\nMessage-ID: <1@a>\nMIME-Version: 1.0\nSubject: 10BAKU79\nContent-Type: text/"
    plain, html = (f"{head}{kind}; charset=utf-8\n\n{words}" for kind in ("plain", "html"))
    cells = (["id", "text"], ["10BAKU79", words])
    rows = "".join(f"<table:table-row>{''.join(map(open_cell, row))}</table:table-row>" for row in cells)
    rows = f"<table:table>{rows}</table:table>"
    box = "".join(f"From - Thu Feb 04 13:05:00 2010\n{each}\n" for each in (plain, html))
    return [
        Seed(".docx", word_body(lines), word),
        Seed(".xlsx", sheet([["id", "date", "text"], ["10BAKU79", "2010-02-04", words[:30_000]]]), workbook),
        Seed(".epub", chapter(lines).encode(), lambda data: book({"a.xhtml": data, "b.xhtml": data})),
        Seed(".odt", open_content(f"<office:text>{open_paragraphs(lines)}</office:text>"), open_text_file),
        Seed(".ods", open_content(f"<office:spreadsheet>{rows}</office:spreadsheet>"), open_table_file),
        Seed(".rtf", rich_text(lines)),
        Seed(".md", words.encode()),
        Seed(".eml", plain.encode()),
        Seed(".mbox", box.encode()),
        Seed(".json", json.dumps([{"id": "10BAKU79", "body": words}] * 2, indent=1).encode()),
    ]


def open_text_file(data: bytes) -> bytes:
    return open_file(data, "text")


def open_table_file(data: bytes) -> bytes:
    return open_file(data, "spreadsheet")


def zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("10BAKU79.txt", data)
    return packed.getvalue()


def tarred(data: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo("10BAKU79.txt")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def seven_zipped(data: bytes) -> bytes:
    import py7zr  # noqa: PLC0415 - an extra

    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w") as archive:
        archive.writestr(data, "10BAKU79.txt")
    return packed.getvalue()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".zip": zipped,
    ".tar.gz": tarred,
    ".txt.gz": gzip.compress,
    ".csv.gz": gzip.compress,
    ".txt.bz2": bz2.compress,
    ".txt.xz": lzma.compress,
    ".7z": seven_zipped,
}
VOLUME = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="frus1964-68v99"><text><body>'
    '<div type="document" xml:id="d2"><head>2. Telegram From the Embassy in Italy to the Department of '
    "State</head><dateline>Rome, "
    '<date when="1967-03-02">March 2, 1967, 1430Z</date>.</dateline><p>4410. 1. Minister said that the '
    "harvest was poor.<note>See Document 1.</note></p><p>2. He wanted: <list><item>ships;</item></list></p></div>"
    "</body></text></TEI>"
)


def broken(chance: random.Random, found: list[Seed]) -> tuple[str, bytes]:
    """Return the suffix and the content of a file with one to eight faults; of packed ones also in the pack."""
    seed = chance.choice(found)
    data = bytearray(seed.content)
    for _ in range(chance.randint(1, 8)):
        chance.choice(FAULTS)(chance, data, found)
        del data[LONGEST:]
    packed = bytearray(seed.wrap(bytes(data)))
    if seed.wrap is not bytes and chance.random() < 0.3:
        chance.choice(FAULTS)(chance, packed, found)
    return seed.suffix, bytes(packed[:LONGEST])


def _stretch(chance: random.Random, data: bytearray, most: int = 2000) -> slice:
    start = chance.randrange(len(data) + 1)
    return slice(start, start + chance.randint(1, most))


def changed(chance: random.Random, data: bytearray, found: list[Seed]) -> None:
    for _ in range(min(len(data), chance.choice((1, 5, 50)))):
        data[chance.randrange(len(data))] = chance.randrange(256)


def lost(chance: random.Random, data: bytearray, found: list[Seed]) -> None:
    del data[_stretch(chance, data)]


def doubled(chance: random.Random, data: bytearray, found: list[Seed]) -> None:
    place = _stretch(chance, data, 200)
    data[place] = data[place] * chance.choice((2, 20, 2000))


def moved(chance: random.Random, data: bytearray, found: list[Seed]) -> None:
    place = _stretch(chance, data)
    words = data[place]
    del data[place]
    at = chance.randrange(len(data) + 1)
    data[at:at] = words


def added(chance: random.Random, data: bytearray, found: list[Seed]) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.choice(TOKENS) * chance.choice((1, 1, 3, 500))


def spliced(chance: random.Random, data: bytearray, found: list[Seed]) -> None:
    other = chance.choice(found).content
    data[_stretch(chance, data)] = other[chance.randrange(len(other)) :][:20_000]


def cut(chance: random.Random, data: bytearray, found: list[Seed]) -> None:
    del data[chance.randrange(len(data) + 1) :]


def recoded(chance: random.Random, data: bytearray, found: list[Seed]) -> None:
    data[:] = data.decode("utf-8", "replace").encode(
        chance.choice(("utf-16", "cp1251", "cp1254", "cp500")), "replace"
    )


FAULTS = (changed, lost, doubled, moved, added, spliced, cut, recoded)


class TooSlow(BaseException):
    """More CPU was used than may be."""


def _too_slow(*_: object) -> None:
    raise TooSlow


def _where() -> str:
    """Return the innermost lines of the code that an error came from."""
    frames = traceback.extract_tb(sys.exc_info()[2])
    ours = [each for each in frames if "/ingest/" in each.filename][-2:]
    return ", ".join(f"{Path(each.filename).name}:{each.lineno}" for each in ours)


def fault(file: Path) -> str | None:
    """Return what is wrong with the reading of a file, None where nothing is."""
    signal.signal(signal.SIGPROF, _too_slow)
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        for item in islice(documents(file), MOST_DOCUMENTS):
            if not isinstance(item, Document):
                if "please report" in item.reason:
                    return item.reason
                continue
            try:
                cable = item.cable or parse_cable(item.text, name=item.name, page=item.page)
            except SourceError:
                continue
            check_cable(cable)
            check_sentences(cable)
            remark(cable)
    except TooSlow:
        return f"takes over {MOST_SECONDS} s: {_where()}"
    except Exception as error:  # noqa: BLE001 - any error is what is looked for
        return f"{type(error).__name__} {error}"[:200] + f": {_where()}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return f"takes {peak >> 20} MB" if peak > MOST_MEMORY else None


def read_some(numbers: range, seed: int, found: list[Seed], keep: Path | None) -> Iterator[dict[str, object]]:
    """Read some files; yield of each its suffix, the CPU seconds that it took, and its fault."""
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            suffix, data = broken(random.Random(f"{seed} {number}"), found)
            file = Path(folder) / f"10BAKU79{suffix}"
            file.write_bytes(data)
            before = resource.getrusage(resource.RUSAGE_SELF)
            wrong = fault(file)
            after = resource.getrusage(resource.RUSAGE_SELF)
            if wrong and keep:
                (keep / f"{number}{suffix}").write_bytes(data)
            file.unlink()
            yield {
                "number": number,
                "suffix": suffix,
                "seconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
                "memory": after.ru_maxrss >> 10,
                "fault": wrong,
            }


def in_a_process(numbers: range, *given: object) -> Iterator[dict[str, object]]:
    """Do the same in a process of its own, and tell of one that dies."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with os.fdopen(writing, "w") as results:
            for row in read_some(numbers, *given):  # type: ignore[arg-type]
                results.write(json.dumps(row) + "\n")
                results.flush()
        os._exit(0)
    os.close(writing)
    last = numbers.start - 1
    with os.fdopen(reading) as results:
        for row in map(json.loads, results):
            last = row["number"]
            yield row
    if os.waitpid(child, 0)[1]:
        yield {"number": last + 1, "suffix": "?", "seconds": 0.0, "memory": 0, "fault": "the process died"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", nargs="*", help="suffixes of the files to break")
    given = parser.parse_args()
    found, read, faults = seeds(), Counter[str](), 0
    found = [seed for seed in found if not given.only or seed.suffix in given.only]
    slowest, most = (0.0, 0), 0
    for start in range(0, given.files, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, given.files))
        for row in in_a_process(numbers, given.seed, found, given.keep):
            read[str(row["suffix"])] += 1
            slowest = max(slowest, (row["seconds"], row["number"]))
            most = max(most, row["memory"])
            if row["fault"]:
                faults += 1
                print(f"{row['number']}{row['suffix']}: {row['fault']}", flush=True)
    print(", ".join(f"{number:,} {suffix or 'without suffix'}" for suffix, number in sorted(read.items())))
    print(f"{sum(read.values()):,} files: {faults} faults")
    print(f"slowest {slowest[0]:.2f} s (file {slowest[1]}), most memory of a process {most} MB")


if __name__ == "__main__":
    main()
