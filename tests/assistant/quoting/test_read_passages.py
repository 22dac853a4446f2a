"""What the reader gets of passages made by hand, and how the sentences are ordered by what it says."""

import numpy as np
import pytest

from assistant.answer import Passage
from assistant.question.understand import Question
from assistant.quoting import read_passages
from assistant.quoting.read_passages import READ_SIGNS, SENTENCES, excerpts, read
from assistant.quoting.score_sentences import SIGNS, Candidate, PassageEvidence
from assistant.reading.alignment import Alignment, Floats
from ingest.domain.cable import Paragraph
from ingest.domain.statements import Statement
from ingest.embedding.late_interaction import DIMENSIONS, Affinity

ASKED = np.eye(2, DIMENSIONS, dtype=np.float32)
COUNTS = np.array([0.5, 0.5], dtype=np.float32)
WHAT = Question("did it sink?", "did it sink?")
ASKS_YILDIZ = Question("what did Yildiz say?", "what did Yildiz say?", names=("Yildiz",), who="Yildiz")


def look(ordinal: int, *speakers: str | None, indexed: bool = True) -> PassageEvidence:
    """A passage of as many sentences of ten characters each, one token in each."""
    text = "It sank.  " * len(speakers)
    passage = Passage("10OSLO1", ordinal, ordinal, 0.5, text, None, "C", "HARBORS", "2010-02-04", "AMEMBASSY OSLO")
    paragraph = Paragraph("10OSLO1", ordinal, ordinal, text, 0, len(text), ((0, len(text)),))
    statements = [
        Statement(ordinal, place * 10, place * 10 + 8, "said" if speaker else "comment", speaker)
        for place, speaker in enumerate(speakers)
    ]
    starts = np.arange(len(speakers), dtype=np.int32) * 10
    vectors = np.full((len(speakers), DIMENSIONS), 12, dtype=np.int8)
    cosines = np.full((2, len(speakers)), 0.3, dtype=np.float32)
    return PassageEvidence(
        passage, paragraph, statements, Affinity(starts, cosines, ASKED, vectors) if indexed else None
    )


def sentences(*looks: PassageEvidence) -> list[Candidate]:
    """Their sentences, each less likely than the one before it."""
    found = [(each, statement) for each in looks for statement in each.statements]
    return [
        Candidate(each.passage, statement, (0.0,) * len(SIGNS), -float(place))
        for place, (each, statement) in enumerate(found)
    ]


class Backwards:
    """A reader to whom the last sentence is likeliest."""

    def read(self, given: Alignment) -> Floats:
        return np.arange(len(given.starts), dtype=np.float32) - 9


@pytest.fixture(autouse=True)
def backwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_passages, "learnt_reader", Backwards)


def test_the_sentences_come_in_the_order_of_the_reader():
    looks = [look(1, None, None), look(2, None)]
    ranked = read(WHAT, COUNTS, looks, sentences(*looks))
    assert [(each.passage.ordinal, each.start, each.score) for each in ranked] == [
        (2, 0, -7),
        (1, 10, -8),
        (1, 0, -9),
    ]


def test_what_is_not_read_comes_behind_and_is_no_likelier():
    looks = [look(1, None, None), look(2, None, indexed=False)]
    found = sentences(*looks)
    ranked = read(WHAT, COUNTS, looks, [found[2], *found[:2]])
    assert [(each.passage.ordinal, each.score) for each in ranked] == [(1, -8), (1, -9), (2, -9)]
    many = [look(1, *[None] * (SENTENCES + 2))]
    ranked = read(WHAT, COUNTS, many, sentences(*many))
    assert [each.start for each in ranked[-2:]] == [SENTENCES * 10, SENTENCES * 10 + 10]


@pytest.mark.parametrize("counts", [COUNTS, np.zeros(0, dtype=np.float32)])
def test_nothing_is_read_where_nothing_is_indexed_or_no_word_is_asked(counts):
    looks = [look(1, None, indexed=len(counts) == 0)]
    found = sentences(*looks)
    assert read(WHAT, counts, looks, found) == found


def test_the_reader_learns_who_speaks():
    looks = [look(1, "Orhan Yildiz", "Ada Storm", None)]
    (made,), _ = excerpts(looks, sentences(*looks), ASKS_YILDIZ)
    told = {name: made.signs[:, place].tolist() for place, name in enumerate(READ_SIGNS)}
    assert told["asked speaks"] == [1, 0, 0]
    assert told["other speaks"] == [0, 1, 0]
    assert told["comment"] == [0, 0, 1]
    assert told["place"] == pytest.approx([0, 0.1, 0.2])
