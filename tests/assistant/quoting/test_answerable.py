"""Whether passages answer at all: each sign on passages made by hand, and what extreme signs come to."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.answer import Passage
from assistant.question.understand import Question, understand
from assistant.quoting.answerable import SIGNS, answers, signs
from assistant.quoting.score_sentences import SIGNS as SENTENCE_SIGNS
from assistant.quoting.score_sentences import Candidate, PassageEvidence
from assistant.retrieval.key_terms import KeyTerms
from ingest.domain.cable import Paragraph
from ingest.domain.statements import Statement
from ingest.embedding.late_interaction import Affinity
from ingest.search.word_index import stems

QUESTION = understand("what did Yildiz say about the Vega ferry?")


@pytest.fixture
def matter() -> KeyTerms:
    return KeyTerms(dict.fromkeys(stems("Vega ferry"), 1.0))


def look(
    text: str = "It sank.",
    *,
    score: float = 0.5,
    subject: str = "HARBORS",
    speaker: str | None = None,
    nearness: list[list[float]] | None = None,
) -> PassageEvidence:
    passage = Passage("10OSLO1", 1, 1, score, text, None, "C", subject, "2010-02-04", "AMEMBASSY OSLO")
    paragraph = Paragraph("10OSLO1", 1, 1, text, 0, len(text), ((0, len(text)),))
    said = Statement(1, 0, len(text), "said" if speaker else "narration", speaker)
    cosines = np.array(nearness, dtype=np.float32) if nearness else None
    affinity = Affinity(np.arange(cosines.shape[1]), cosines) if cosines is not None else None
    return PassageEvidence(passage, paragraph, [said], affinity)


def sentence(score: float = 0.0, **marks: float) -> Candidate:
    found = look()
    given = tuple(marks.get(name.replace(" ", "_"), 0.0) for name in SENTENCE_SIGNS)
    return Candidate(found.passage, found.statements[0], given, score)


def sign(
    name: str,
    matter: KeyTerms,
    *looks: PassageEvidence,
    question: Question = QUESTION,
    rest: tuple[float, ...] = (),
    ranked: tuple[Candidate, ...] = (),
) -> float:
    affinity = looks[0].affinity
    tokens = np.full(len(affinity.cosines), 1 / len(affinity.cosines)) if affinity else np.zeros(0)
    return pytest.approx(signs(question, tokens, looks, rest, ranked, matter)[SIGNS.index(name)], abs=1e-5)


def test_how_near_the_best_passage_comes(matter):
    best = look(nearness=[[0.8, 0.2], [0.2, 0.4]])
    assert sign("fit", matter, best) == 0.6  # each word of the question by its nearest
    assert sign("alike", matter, best) == 0.4  # and by all of the passage
    assert sign("weakest", matter, look(nearness=[[0.9], [0.8], [0.1], [0.2], [0.3]])) == 0.2


def test_the_topic_is_what_the_question_is_about(matter):
    best = look(nearness=[[0.9], [0.3]])
    reported = signs(QUESTION, np.array([0.1, 0.9]), [best], (), (), matter)
    assert reported[SIGNS.index("topic")] == pytest.approx(0.36, abs=1e-5)
    assert reported[SIGNS.index("off topic")] == pytest.approx(0.7, abs=1e-5)


@pytest.mark.parametrize("name", ["fit", "topic", "alike", "weakest"])
def test_what_is_not_indexed_by_meaning_comes_nowhere_near(matter, name):
    assert sign(name, matter, look()) == 0.0


def test_how_many_of_the_words_the_best_passage_has(matter):
    assert sign("words", matter, look("The ferry sank.")) == 0.5
    assert sign("words", matter, look("The ferry sank.", subject="THE VEGA")) == 1.0
    assert sign("words", matter, look(), look("The Vega ferry sank.")) == 0.0


def test_how_many_of_the_names_one_of_the_best_passages_has(matter):
    assert sign("names", matter, look(), look("The Vega sank."), look("Yildiz smiled.")) == 0.5
    assert sign("names", matter, look("It sank.", subject="Vega", speaker="Orhan Yildiz")) == 1.0
    assert sign("names", matter, look("The Vega."), question=understand("who sank?")) == 0.0


def test_whether_somebody_is_asked_about_and_heard(matter):
    assert sign("asks for words", matter, look()) == 1.0
    assert sign("asks for words", matter, look(), question=understand("who built the dam?")) == 0.0
    assert sign("heard", matter, look(), look(speaker="Orhan Yildiz")) == 1.0
    assert sign("heard", matter, look("Yildiz smiled.")) == 0.0
    assert sign("heard", matter, look(speaker="Ada Storm")) == 0.0


def test_how_clearly_the_best_ones_stand_out(matter):
    looks = [look(score=score) for score in (0.9, 0.6, 0.3)]
    assert sign("ahead", matter, *looks) == 0.9 - 0.45
    assert sign("above", matter, *looks, rest=(0.1, 0.3)) == 0.6 - 0.2


def test_where_there_is_nothing_to_stand_out_from_it_stands_out_as_answers_do(matter):
    assert sign("ahead", matter, look(score=0.9)) == 0.1
    assert sign("above", matter, look(score=0.9), look(score=0.8)) == 0.13


def test_what_the_best_sentences_are_worth(matter):
    ranked = (sentence(3.0, run=0.7, no_number=1.0), sentence(2.0), sentence(1.0), sentence(-9.0))
    assert sign("evidence", matter, look(), ranked=ranked) == 2.0
    assert sign("run", matter, look(), ranked=ranked) == 0.7
    assert sign("no number", matter, look(), ranked=ranked) == 1.0
    assert sign("evidence", matter, look()) == 0.0  # where there is no sentence at all


def test_what_fits_well_and_clearly_is_answered():
    good = dict.fromkeys(SIGNS, 0.0) | {
        "fit": 0.9,
        "topic": 0.8,
        "names": 1.0,
        "ahead": 0.3,
        "evidence": 2.0,
        "alike": 0.3,
    }
    assert answers(tuple(good.values()))


def test_what_is_far_from_the_topic_is_not_however_well_all_else_fits():
    good = dict.fromkeys(SIGNS, 0.0) | {"fit": 0.9, "topic": 0.5, "names": 1.0, "ahead": 0.3, "evidence": 2.0}
    assert not answers(tuple(good.values()))


def test_what_fits_badly_is_not():
    assert not answers((0.0,) * len(SIGNS))


def test_a_question_without_words_has_signs_that_are_numbers(matter):
    best = replace(look(), affinity=Affinity(np.arange(2), np.zeros((0, 2), dtype=np.float32)))
    assert np.isfinite(signs(understand("?"), np.zeros(0), [best], (), (), matter)).all()
