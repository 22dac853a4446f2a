"""Look for inputs that the readers, the parser or the listener break on, led by the coverage of their code.

    pip install atheris
    PYTHONPATH=. python benchmarks/fuzz.py corpus -max_total_time=600 -timeout=20 -max_len=20000

Needs a checkout, since what must hold for every cable is told by the tests. The corpus is a folder; an empty one
is begun with the sample cables and, where they lie beside the checkout, the published ones. All after it are
options of libFuzzer. Of an input, the first byte says which kind of file the rest is.
"""

import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ingest"], enable_loader_override=False):
    from ingest import parse_cable
    from ingest.attribution.attribute import statements  # noqa: F401 - instrumented here, called by the check
    from ingest.domain.documents import Document
    from ingest.domain.serialization import to_json
    from ingest.errors import SourceError
    from ingest.samples import SAMPLES
    from ingest.sources.formats import KINDS
    from ingest.sources.read_source import documents

from invariants import check_cable, check_sentences

SHARED = Path(__file__).parents[2] / "shared"
MOST_DOCUMENTS = 5  # looked at in one input


def try_one(data: bytes) -> None:
    if not data:
        return
    kind = KINDS[data[0] % len(KINDS)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"10BAKU79{kind}"
        file.write_bytes(data[1:])
        for found in islice(documents(file), MOST_DOCUMENTS):
            if isinstance(found, Document):
                read(found)


def read(document: Document) -> None:
    try:
        cable = parse_cable(document.text, name=document.name, page=document.page)
    except SourceError:
        return
    check_cable(cable)
    check_sentences(cable)


def seeds() -> Iterator[tuple[str, bytes]]:
    """Yield kinds and contents of files of every kind that can be made from what there is."""
    texts = [path.read_bytes() for folder in (SAMPLES, SHARED / "parse") for path in sorted(folder.glob("*.txt"))]
    for text in texts:
        yield ".txt", text
    for page in sorted((SHARED / "html").glob("*.html")):
        yield ".html", page.read_bytes()
    first = texts[0].decode()
    yield ".jsonl", json.dumps(to_json(parse_cable(first))).encode()
    yield ".html", f"<html><body><pre>{first}</pre></body></html>".encode()
    quoted = first.replace("\\", "\\\\").replace('"', '\\"')
    yield ".csv", f'"1","2/4/2010 13:05","10BAKU79","Embassy Baku","SECRET","","","{quoted}"\n'.encode()
    yield ".xml", b"<TEI><text><body><div xml:id='d1'><p>Telegram 1 From the Embassy</p></div></body></text></TEI>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("10BAKU79.txt", first)
    yield ".zip", packed.getvalue()


def main() -> None:
    corpus = Path(sys.argv[1])
    corpus.mkdir(parents=True, exist_ok=True)
    if not any(corpus.iterdir()):
        for number, (kind, content) in enumerate(seeds()):
            (corpus / f"seed-{number:03d}").write_bytes(bytes([KINDS.index(kind)]) + content)
    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
