"""What was learnt comes with a note of what it was learnt from, and the note is of the file as it is."""

import hashlib
from pathlib import Path

import pytest

from assistant import quoting
from ingest import attribution

LEARNT = [Path(attribution.__path__[0]) / "kinds.json", Path(quoting.__path__[0]) / "answers.json"]


@pytest.mark.parametrize("path", LEARNT, ids=lambda path: path.name)
def test_the_note_beside_a_learnt_file_is_of_that_file(path):
    note = path.with_suffix(".md").read_text(encoding="utf-8")
    assert f"`{hashlib.sha256(path.read_bytes()).hexdigest()}`" in note
    for what in ("Made by", "From", "Seed", "Versions", "Figures"):
        assert f"**{what}" in note
