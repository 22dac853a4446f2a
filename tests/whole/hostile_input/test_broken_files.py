"""Files of every form, each broken in some way: whatever is read of it, nothing raises.

`benchmarks/mutated_files.py` breaks ten thousand of them.
"""

import random
from pathlib import Path

import pytest

from ingest.domain.documents import Document
from ingest.errors import SourceError
from ingest.parsing.parser import parse_cable
from ingest.samples import SAMPLES
from ingest.sources.read_source import documents

mutated_files = pytest.importorskip("benchmarks.mutated_files")
WORDS = (SAMPLES / "10BAKU79.txt").read_text(encoding="utf-8")
SEEDS = [
    *mutated_files.new_forms(WORDS),
    *(mutated_files.Seed(suffix, WORDS.encode(), wrap) for suffix, wrap in mutated_files.PACKERS.items()),
    mutated_files.Seed(".xml", mutated_files.VOLUME.encode()),
]
EACH = 5
MOST_DOCUMENTS = 5  # of one file that are parsed


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.suffix)
def test_a_broken_file_is_read_or_told_in_a_line(tmp_path: Path, seed: object):
    if seed.suffix == ".7z":
        pytest.importorskip("py7zr")
    for number in range(EACH):
        chance = random.Random(f"{seed.suffix} {number}")
        suffix, data = mutated_files.broken(chance, [seed])
        path = tmp_path / f"10BAKU79{suffix}"
        path.write_bytes(data)
        found = list(documents(path))
        for told in found:
            if isinstance(told, Document):
                continue
            assert "please report" not in told.reason, (number, told.reason)
            assert "\n" not in told.reason
        for document in [each for each in found if isinstance(each, Document)][:MOST_DOCUMENTS]:
            try:
                parse_cable(document.text, name=document.name, page=document.page)
            except SourceError:
                continue
