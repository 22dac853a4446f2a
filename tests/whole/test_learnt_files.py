"""What was learnt comes with a note of what it was learnt from, and the note is of the file as it is."""

import hashlib
from pathlib import Path

import pytest

from assistant import quoting, reading
from ingest import attribution, embedding

TAUGHT = Path(embedding.__path__[0]) / "taught"
LEARNT = {
    Path(attribution.__path__[0]) / "speakers.json": "speakers.md",
    Path(attribution.__path__[0]) / "letter_case.txt": "letter_case.md",
    Path(quoting.__path__[0]) / "answers.json": "answers.md",
    Path(reading.__path__[0]) / "reader.safetensors": "README.md",
    TAUGHT / "layers.safetensors": "README.md",
}


@pytest.mark.parametrize("path", LEARNT, ids=lambda path: path.name)
def test_the_note_beside_a_learnt_file_is_of_that_file(path):
    note = path.with_name(LEARNT[path]).read_text(encoding="utf-8")
    assert f"`{hashlib.sha256(path.read_bytes()).hexdigest()}`" in note
    for what in ("Made by", "From", "Seed", "Versions", "Figures"):
        assert f"**{what}" in note
