"""No text is read twice, and no reading outlives its text."""

import pytest
import sqlalchemy as sql
from quick import QuickEmbedder, done, quick_library, write

from ingest.catalogue.tables import read, readings
from ingest.domain.keys import Key
from ingest.embedding.stored_embeddings import digest
from ingest.search.entries import Entry

SAME = "The same words stand in both."


class Counting(QuickEmbedder):
    """Remembers what it had to read."""

    def __init__(self):
        super().__init__()
        self.texts = []

    def read(self, texts):
        self.texts += texts
        return super().read(texts)


@pytest.fixture
def library(tmp_path):
    opened = quick_library(tmp_path / "library")
    opened._parts.embedder = Counting()
    yield opened
    opened.close()


def texts(library):
    """Return what was read since the last time."""
    found = library._parts.embedder.texts
    library._parts.embedder.texts = []
    return found


def spare(library) -> int:
    """Return how many readings there are that no entry is read by."""
    query = sql.select(sql.func.count()).where(readings.c.digest.not_in(sql.select(read.c.digest)))
    return library.catalogue.database.one(query)


def test_the_same_words_are_read_once(library, tmp_path):
    write(tmp_path / "cables", 1, SAME, "And others.", SAME)
    done(library.ingest([tmp_path / "cables"]))
    assert sum(SAME in each for each in texts(library)) == 1
    assert len(library.catalogue.embeddings.tokens(library.keys(["10OSLO1"]))) == 3


def test_a_paragraph_that_stays_is_not_read_again_when_its_cable_changes(library, tmp_path):
    write(tmp_path / "cables", 1, SAME, "One.")
    done(library.ingest([tmp_path / "cables"]))
    texts(library)
    write(tmp_path / "cables", 1, SAME, "Two.")
    done(library.ingest([tmp_path / "cables"]))
    assert texts(library) == ["MATTER 1. Two."]
    assert spare(library) == 0


def test_making_the_indexes_anew_reads_nothing(library, tmp_path):
    write(tmp_path / "cables", 1)
    done(library.ingest([tmp_path / "cables"]))
    texts(library)
    done(library.reindex())
    assert texts(library) == []
    assert done(library.check()).faults == ()


def test_a_reading_goes_with_the_last_text_that_it_is_of(library, tmp_path):
    write(tmp_path / "cables", 1, SAME)
    done(library.ingest([tmp_path / "cables"]))
    done(library.forget("10OSLO1"))
    assert library.catalogue.database.all(sql.select(readings)) == []


def test_a_reading_goes_at_once_also_where_forgetting_is_broken_off(library, tmp_path):
    write(tmp_path / "cables", 1, SAME)
    write(tmp_path / "cables", 2)
    done(library.ingest([tmp_path / "cables"]))
    stages = library.forget("10OSLO1")
    next(stages)
    stages.close()
    assert {row.cable for row in library.catalogue.database.all(sql.select(read))} == {"10OSLO2"}
    assert spare(library) == 0


@pytest.mark.parametrize(
    ("embedder", "entry"),
    [
        ("other", Entry(Key("10OSLO1", 1), "context", "text")),
        ("model", Entry(Key("10OSLO1", 1), "other", "text")),
        ("model", Entry(Key("10OSLO1", 1), "context", "other")),
        ("model", Entry(Key("10OSLO1", 0), "context", "text")),
        ("model", Entry(Key("10OSLO1", 1), "contextt", "ext")),
    ],
)
def test_a_digest_tells_what_a_reading_depends_on(embedder, entry):
    assert digest(embedder, entry) != digest("model", Entry(Key("10OSLO1", 1), "context", "text"))
    assert digest(embedder, entry) == digest(
        embedder, Entry(Key("99OTHER9", entry.key.ordinal), entry.context, entry.text)
    )
