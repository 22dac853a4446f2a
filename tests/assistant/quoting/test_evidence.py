"""Each sign of a sentence on passages made by hand, with affinities made by hand. All text is invented."""

import re

import numpy as np
import pytest

from assistant.answer import Passage
from assistant.quoting.score_sentences import (
    SIGNS,
    AnswerWeights,
    Candidate,
    PassageEvidence,
    candidates,
    learnt_weights,
    weights,
)
from assistant.retrieval.key_terms import KeyTerms
from ingest.domain.cable import Paragraph
from ingest.domain.statements import Statement
from ingest.embedding.embedder import Embedding
from ingest.embedding.late_interaction import Affinity
from ingest.language.sentences import sentences
from ingest.search.word_index import stems

FERRY = "The ferry was an old matter. It lay in the harbor for years. Nobody paid."


@pytest.fixture
def matter() -> KeyTerms:
    """What is asked is about ferries, and half as much about harbors."""
    ferry, harbor = stems("ferries harbors")
    return KeyTerms({ferry: 2.0, harbor: 1.0})


def look(
    text: str = FERRY,
    nearness: list[list[float]] | None = None,
    *,
    score: float = 1.0,
    kind: str = "plain",
    speaker: str | None = None,
) -> PassageEvidence:
    """A passage; `nearness` has a row for each word of the question, and in it the cosine to each sentence."""
    spans = sentences(text)
    passage = Passage("10OSLO1", 1, 1, score, text, None, "C", "FERRIES", "2010-02-04", "AMEMBASSY OSLO")
    paragraph = Paragraph("10OSLO1", 1, 1, text, 0, len(text), ((0, len(text)),), kind=kind)
    said = [Statement(1, start, end, "said" if speaker else "narration", speaker) for start, end in spans]
    starts = np.array([start for start, _ in spans], dtype=np.int32)
    affinity = Affinity(starts, np.array(nearness, dtype=np.float32)) if nearness else None
    return PassageEvidence(passage, paragraph, said, affinity)


def reading(text: str) -> Embedding:
    """A question as if each of its words were a token."""
    spans = np.array([word.span() for word in re.finditer(r"\w+", text)], dtype=np.int32).reshape(-1, 2)
    return Embedding(np.zeros(2, np.float32), np.zeros((len(spans), 2), np.float32), spans)


def ranked(matter: KeyTerms, question: str, *looks: PassageEvidence, who: str | None = None) -> list[Candidate]:
    return candidates(question, reading(question), looks, matter, who)


def sign(name: str, found: list[Candidate]) -> list[float]:
    """A sign of each sentence, in the order of the text."""
    there = sorted(found, key=lambda each: (-each.passage.score, each.start))
    return [pytest.approx(each.signs[SIGNS.index(name)], abs=1e-5) for each in there]


# How much a word of the question counts


def test_the_words_of_a_question_count_one_in_all():
    assert weights("ferry harbor", reading("ferry harbor")).tolist() == [0.5, 0.5]


def test_a_word_that_only_asks_counts_little():
    what, about, ferries = weights("what about ferries", reading("what about ferries"))
    assert what == about < ferries / 5


def test_the_name_of_whom_is_asked_about_counts_little():
    question = "did Orhan Yildiz sell ferries"
    did, orhan, yildiz, sell, ferries = weights(question, reading(question), "Orhan Yildiz")
    assert did == orhan == yildiz < sell == ferries
    assert weights(question, reading(question))[1] == pytest.approx(weights(question, reading(question))[4])


def test_a_question_without_words_has_nothing_to_count():
    assert weights("?", reading("?")).tolist() == []


# The signs


def test_the_place_of_its_passage(matter):
    found = ranked(matter, "ferry", look("It sank.", score=0.9), look("It swam.", score=0.6))
    assert sign("below", found) == [0.0, -0.3]
    assert sign("first", found) == [1.0, 0.5]


def test_the_words_that_it_shares_with_the_question(matter):
    assert sign("words", ranked(matter, "ferries in harbors", look())) == [2 / 3, 1 / 3, 0.0]


def test_the_name_of_its_speaker_is_one_of_its_words():
    matter = KeyTerms(dict.fromkeys(stems("Yildiz ferry"), 1.0))
    assert sign("words", ranked(matter, "Yildiz ferry", look("It sank.", speaker="Orhan Yildiz"))) == [0.5]


def test_how_far_it_is_behind_the_nearest(matter):
    found = ranked(matter, "ferry harbor", look(nearness=[[0.8, 0.4, 0.2], [0.4, 0.6, 0.2]]))
    assert sign("behind", found) == [0.0, -0.1, -0.4]


def test_the_share_of_the_question_that_is_at_home_in_it(matter):
    found = ranked(matter, "ferry harbor", look(nearness=[[0.8, 0.4, 0.2], [0.4, 0.6, 0.2]]))
    assert sign("home", found) == [0.5, 0.5, 0.0]


def test_a_sentence_after_the_one_that_introduces_the_matter_gets_its_credit(matter):
    found = ranked(matter, "ferry harbor", look(nearness=[[0.9, 0.1, 0.1], [0.9, 0.1, 0.1]]))
    assert sign("home", found) == [1.0, 0.0, 0.0]
    assert sign("heir", found) == [0.0, 1.0, 0.0]
    assert sign("run", found) == [0.9, 0.9, 0.9]


def test_a_run_is_no_longer_than_three_sentences(matter):
    four = look(f"{FERRY} It snowed.", nearness=[[0.9, 0.1, 0.2, 0.3]])
    assert sign("run", ranked(matter, "ferry", four)) == [0.9, 0.9, 0.9, 0.3]


@pytest.mark.parametrize("name", ["behind", "home", "heir", "run"])
def test_without_meaning_no_sentence_is_near(matter, name):
    not_indexed = ranked(matter, "ferry", look())
    assert sign(name, not_indexed) == [0.0, 0.0, 0.0]
    not_read = candidates("ferry", None, [look(nearness=[[0.9, 0.1, 0.1]])], matter)
    assert sign(name, not_read) == [0.0, 0.0, 0.0]


def test_it_stands_in_the_summary(matter):
    assert sign("summary", ranked(matter, "ferry", look("It sank.", kind="summary"))) == [1.0]
    assert sign("summary", ranked(matter, "ferry", look("It sank."))) == [0.0]


@pytest.mark.parametrize(
    ("question", "number", "no_number"),
    [
        ("how many ferries sank?", [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]),
        ("what share of the ferries sank?", [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]),
        ("how did the ferries sink?", [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]),
    ],
)
def test_a_number_counts_where_one_is_wanted(matter, question, number, no_number):
    found = ranked(matter, question, look("He lost 12 ferries. Three of them sank. The sea was calm."))
    assert sign("number", found) == number
    assert sign("no number", found) == no_number


def test_names_that_the_question_does_not_have_are_news(matter):
    found = ranked(matter, "what did Brekke sell?", look("He saw Brekke. He saw Brekke and Storm in Oslo."))
    assert sign("news", found) == [0.0, 2 / 6]


def test_quotation_marks_and_length(matter):
    found = ranked(matter, "ferry", look("He called it “a wreck.” It sank."))
    assert sign("quoting", found) == [1.0, 0.0]
    assert sign("length", found) == [5 / 60, 2 / 60]


# What they come to


def test_sentences_come_likeliest_first(matter):
    found = ranked(matter, "ferry harbor", look(nearness=[[0.1, 0.2, 0.9], [0.1, 0.2, 0.9]]))
    assert found[0].text == "Nobody paid."
    scores = [each.score for each in found]
    assert scores == [learnt_weights().of(each.signs) for each in found] == sorted(scores, reverse=True)


def test_a_candidate_is_a_sentence_with_its_speaker(matter):
    (found,) = ranked(matter, "ferry", look("It sank.", speaker="Orhan Yildiz"))
    assert (found.text, found.speaker, found.start, found.end) == ("It sank.", "Orhan Yildiz", 0, 8)


def test_no_passages_have_no_sentences(matter):
    assert ranked(matter, "ferry") == []


def test_weights_add_up():
    given = AnswerWeights(-1.0, (2.0, 0.5))
    assert given.of((1.0, 4.0)) == 3.0
    with pytest.raises(ValueError, match="shorter"):
        given.of((1.0,))


def test_every_sign_has_a_weight_that_was_learnt():
    assert len(learnt_weights().signs) == len(SIGNS)
    assert all(learnt_weights().signs)
