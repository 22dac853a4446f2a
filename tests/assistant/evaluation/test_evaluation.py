"""Each measure on answers made by hand, right and wrong, and the figures over several of them."""

from dataclasses import replace

import pytest

from assistant import Answer, Citation, Passage
from assistant.evaluation.labelled_questions import Labelled, LabelledSource
from assistant.evaluation.score_answers import ALL, Mean, judge, score, texts
from ingest.domain.keys import Key

BAKU = LabelledSource("10BAKU79", (5, 2))
OSLO = LabelledSource("09OSLO702", (2,))
ASKED = Labelled(
    "q1",
    "what did he say?",
    "attribution",
    gold=(BAKU,),
    wrong=(OSLO,),
    facts=(("beyond words", "past words"), ("reluctant",)),
)
UNANSWERABLE = Labelled("q2", "what did nobody say?", "unanswerable", gold=())
REFUSAL = Answer("", "The archive does not say.", "refused")


def citation(cable: str, paragraph: int | None, quote: str = "words", ordinal: int | None = None) -> Citation:
    place = (paragraph or 0) if ordinal is None else ordinal
    return Citation(1, cable, paragraph, place, quote, 0, 1, None, None, None, None, None)


def passage(cable: str, paragraph: int) -> Passage:
    return Passage(cable, paragraph, paragraph, 1.0, "", None, None, None, None, None)


def answer(
    text: str = "Reluctant to go beyond words.", *cited: Citation, found: tuple[Passage, ...] = ()
) -> Answer:
    return Answer("", text, "answered", citations=cited or (citation("10BAKU79", 5),), passages=found)


def measured(question: Labelled, given: Answer) -> dict[str, float]:
    return dict(judge(question, given, {}).measures)


def test_a_right_answer_has_no_faults():
    outcome = judge(ASKED, answer(), {})
    assert outcome.faults == ()
    assert outcome.measures["correct"] == outcome.measures["facts"] == outcome.measures["placed"] == 1
    assert outcome.measures["trap"] == outcome.measures["false_refusal"] == 0


@pytest.mark.parametrize(
    ("given", "measure", "fault"),
    [
        (answer("Reluctant."), "facts", 'lacks "beyond words" or "past words"'),
        (answer("Reluctant to go past words." + " and so on" * 80), "facts", "is longer than 220 words"),
        (answer("Reluctant, beyond words", citation("10BAKU79", 4)), "placed", "does not cite the right place"),
        (REFUSAL, "facts", "is refused"),
    ],
    ids=["a fact is lacking", "too long", "another paragraph", "refused"],
)
def test_a_wrong_answer_says_what_is_wrong(given, measure, fault):
    outcome = judge(ASKED, given, {})
    assert outcome.faults == (fault,)
    assert outcome.measures[measure] == 0
    assert outcome.measures["correct"] == 0


def test_a_trap_makes_a_good_answer_wrong():
    outcome = judge(
        ASKED, answer("Reluctant, beyond words", citation("10BAKU79", 5), citation("09OSLO702", 2)), {}
    )
    assert outcome.faults == ("wrongly cites 09OSLO702 ¶2",)
    assert outcome.measures["placed"] == outcome.measures["trap"] == 1
    assert outcome.measures["correct"] == 0


def test_a_question_without_traps_has_no_measure_of_them():
    assert "trap" not in measured(replace(ASKED, wrong=()), answer())


@pytest.mark.parametrize("text", ["RELUCTANT, beyond\n words", "reluctant, beyond\xa0words"])
def test_facts_are_found_whatever_the_case_and_the_white_space(text):
    assert measured(ASKED, answer(text))["facts"] == 1


def test_facts_are_found_whatever_the_quotes_and_dashes():
    asked = replace(ASKED, facts=(("a \"mid-air\" 'no'",),))
    assert measured(asked, answer("a “mid–air” ‘no’"))["facts"] == 1


def test_precision_is_the_share_of_the_citations_that_are_right():
    cited = [citation("10BAKU79", 5), citation("10BAKU79", 5), citation("10BAKU79", 1), citation("10ANKARA33", 2)]
    assert measured(ASKED, answer("", *cited))["precision"] == 0.5
    assert "precision" not in measured(ASKED, REFUSAL)


@pytest.mark.parametrize(
    ("rank", "found"),
    [(1, (1, 1, 1)), (2, (0, 1, 1)), (5, (0, 1, 1)), (6, (0, 0, 1)), (20, (0, 0, 1)), (21, (0, 0, 0))],
)
def test_recall_asks_how_early_a_right_paragraph_was_found(rank, found):
    others = [passage("10ANKARA33", number) for number in range(1, rank)]
    measures = measured(ASKED, answer(found=(*others, passage("10BAKU79", 2), passage("10BAKU79", 5))))
    assert (measures["R@1"], measures["R@5"], measures["R@20"]) == found


def test_nothing_found_is_measured_too():
    assert measured(ASKED, REFUSAL)["R@20"] == 0


META = Labelled("q3", "who signed?", "meta", gold=(LabelledSource("10BAKU79"),), facts=(("Lu",),))


def test_a_header_fact_is_placed_by_its_cable():
    assert judge(META, answer("Lu", citation("10BAKU79", None)), {}).faults == ()
    assert judge(META, answer("Lu", citation("09OSLO702", None)), {}).faults == ("does not cite the right place",)
    assert not measured(META, answer()).keys() & {"R@1", "precision"}


@pytest.mark.parametrize(
    ("cited", "placed"),
    [
        ([("10BAKU79", 5)], 0),
        ([("10BAKU79", 5), ("10BAKU79", 2)], 0),
        ([("10BAKU79", 5), ("09OSLO702", 7)], 0),
        ([("10BAKU79", 5), ("09OSLO702", 2)], 1),
    ],
    ids=["one", "two of one", "one and another's wrong paragraph", "two"],
)
def test_several_cables_must_be_cited_where_several_are_asked_for(cited, placed):
    several = Labelled("q4", "and then?", "multi", gold=(BAKU, OSLO, LabelledSource("10ANKARA33", (1,))))
    assert measured(several, answer("", *(citation(*place) for place in cited)))["placed"] == placed
    assert (
        measured(replace(several, type="fact"), answer("", *(citation(*place) for place in cited)))["placed"] == 1
    )


def test_what_the_archive_does_not_say_is_right_when_refused():
    refused, answered = judge(UNANSWERABLE, REFUSAL, {}), judge(UNANSWERABLE, answer(), {})
    assert (refused.measures, refused.faults) == ({"refused": 1, "worth": 1}, ())
    assert (answered.measures, answered.faults) == (
        {"refused": 0, "worth": -0.5},
        ("is answered, although the archive has no answer",),
    )
    assert answered.words is None


EXCERPTS = replace(answer(), outcome="excerpts")


def test_excerpts_that_have_the_answer_are_found_and_not_correct():
    outcome = judge(ASKED, EXCERPTS, {})
    assert outcome.faults == ()
    figures = [outcome.measures[name] for name in ("correct", "found", "worth", "false_refusal")]
    assert figures == [0, 1, 0.7, 0]


def test_excerpts_of_a_wrong_paragraph_claim_nothing():
    cited = (citation("10BAKU79", 5), citation("09OSLO702", 2))
    outcome = judge(ASKED, replace(EXCERPTS, citations=cited), {})
    assert (outcome.faults, outcome.measures["found"], outcome.measures["trap"]) == ((), 1, 1)


@pytest.mark.parametrize(("outcome", "worth"), [("answered", -0.5), ("excerpts", 0.0), ("refused", 0.0)])
def test_what_is_wrong_is_worth_less_the_more_it_claims(outcome, worth):
    assert measured(ASKED, replace(answer("Reluctant."), outcome=outcome))["worth"] == worth


@pytest.mark.parametrize(("outcome", "worth"), [("answered", -0.5), ("excerpts", 0.5), ("refused", 1.0)])
def test_of_what_has_no_answer_silence_is_worth_most(outcome, worth):
    measures = measured(UNANSWERABLE, replace(answer(), outcome=outcome))
    assert measures == {"worth": worth, "refused": float(outcome != "answered")}


def test_confidence_is_compared_with_what_is_right():
    right, wrong = judge(ASKED, answer(), {}), judge(ASKED, answer("Reluctant."), {})
    sure = [replace(right, confidence=0.9), replace(wrong, confidence=0.2), replace(wrong, confidence=0.9)]
    scores = score(sure)
    assert scores.separation == 0.75  # surer than the one, as sure as the other
    assert scores.miscalibration == pytest.approx((0.2 + 0.8) / 3)
    assert score([right, wrong]).separation is None


def test_a_quote_is_exact_when_it_stands_at_the_place_it_names():
    held = {Key("10BAKU79", 5): "not willing to  move\nbeyond words", Key("10BAKU79", 0): "FM AMEMBASSY BAKU"}
    exact = [citation("10BAKU79", 5, "to move beyond"), citation("10BAKU79", None, "AMEMBASSY", ordinal=0)]
    inexact = [
        citation("10BAKU79", 5, "to move past"),
        citation("10BAKU79", 2, "to move beyond"),
        citation("10BAKU79", 5, ""),
    ]
    outcome = judge(ASKED, answer("", *exact, *inexact), held)
    assert (outcome.exact, outcome.quotes) == (2, 5)


def test_quotes_are_held_against_the_library(library, assistant):
    for question in ("what did Huseynli say about Russia?", "who classified the cable on Huseynli and Iran?"):
        given = assistant.ask(question)
        held = texts(library, given)
        assert judge(ASKED, given, held).exact == len(given.citations) > 0
        forged = replace(
            given, citations=tuple(replace(each, quote=each.quote + " Not so.") for each in given.citations)
        )
        assert judge(ASKED, forged, held).exact == 0


def test_figures_are_by_type_and_over_all():
    outcomes = [
        judge(ASKED, answer(), {}),
        judge(replace(ASKED, id="q5", type="fact"), answer("Reluctant."), {}),
        judge(UNANSWERABLE, REFUSAL, {}),
    ]
    means = score(outcomes).means
    assert list(means) == ["attribution", "fact", "unanswerable", ALL]
    assert means["attribution"]["facts"] == Mean(1, 1)
    assert means["fact"]["facts"] == Mean(0, 1)
    assert means["unanswerable"] == {"refused": Mean(1, 1), "worth": Mean(1, 1)}
    assert means[ALL]["facts"] == Mean(0.5, 2)
    assert means[ALL]["refused"] == Mean(1, 1)


def test_lengths_are_those_of_given_answers_and_times_those_of_all():
    lengths = [judge(ASKED, answer("word " * words), {}) for words in (3, 4, 9)]
    scores = score([*lengths, judge(ASKED, REFUSAL, {})])
    assert (scores.words_median, scores.words_longest) == (4, 9)
    seconds = score([replace(lengths[0], seconds=float(second)) for second in range(100, 0, -1)])
    assert (seconds.seconds_median, seconds.seconds_p95) == (50.5, 95)


def test_nothing_asked_has_no_figures():
    scores = score([])
    assert scores.means == {ALL: {}}
    assert scores.words_median is scores.words_longest is scores.seconds_median is scores.seconds_p95 is None
