"""What answers without a model promise; which sentences they choose is scored on labelled questions instead."""

import re

import pytest
import quick

from assistant.answer import Passage
from assistant.question.understand import understand
from assistant.quoting.choose_sentences import MOST_SENTENCES, MOST_WORDS, USUAL_WORDS, choose, in_order
from assistant.quoting.quote import refuse
from assistant.quoting.quoted_text import _lines, quoted_text
from assistant.quoting.score_sentences import SIGNS, Candidate
from ingest.domain.filters import EVERYWHERE, Filters
from ingest.domain.statements import Statement

ANSWERED = (
    "what did Huseynli say about Russia?",
    "how much would the Kura Line cost, by the deputy minister's figure?",
    "mackerel shares for Iceland: what do Iceland, the Commission and Norway each say?",
)


@pytest.fixture(scope="module", params=ANSWERED)
def answer(assistant, request):
    given = assistant.ask(request.param)
    assert not given.refused
    return given


def test_every_quotation_is_cited(answer):
    marks = [int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)]
    assert marks == [citation.number for citation in answer.citations] == list(range(1, len(marks) + 1))
    assert len(re.findall(r"” \[\d+\]", answer.text)) == len(marks)


def test_quotations_stand_verbatim_in_their_paragraph(answer, library):
    for citation in answer.citations:
        cable = library.cable(citation.cable)
        assert " ".join(cable.raw[citation.start : citation.end].split()) == citation.quote
        paragraph = cable.paragraphs[citation.ordinal - 1]
        assert paragraph.number == citation.paragraph
        assert paragraph.start <= citation.start < citation.end <= paragraph.end
        assert citation.quote in " ".join(answer.text.split())


def test_quotations_are_few_and_short(answer):
    assert 1 <= len(answer.citations) <= MOST_SENTENCES
    first, *others = (len(citation.quote.split()) for citation in answer.citations)
    assert first + sum(others) <= max(MOST_WORDS, first)


def test_only_passages_that_are_given_are_cited(answer):
    given = {(passage.cable, passage.ordinal) for passage in answer.passages}
    assert {(citation.cable, citation.ordinal) for citation in answer.citations} <= given


def test_an_answer_says_what_was_searched_and_how_it_is_marked(answer):
    assert answer.searched == "24 cables, 1976 to 2010"
    assert answer.marking
    assert answer.model is None


@pytest.mark.parametrize("question", ["how do penguins hatch in Antarctica?", "", "what?", "💥"])
def test_what_the_archive_does_not_say_is_refused_with_what_was_searched(assistant, question):
    answer = assistant.ask(question)
    assert not answer.answered
    assert answer.text.startswith("The archive does not say. Searched: 24 cables, 1976 to 2010.")
    assert (answer.citations, answer.marking) == ((), None)


def test_a_refusal_tells_that_filters_leave_nothing(assistant):
    answer = assistant.ask("what did Huseynli say about Russia?", until="1980", origin="BAKU")
    assert not answer.answered
    each = "1 until 1980; 2 sent from BAKU"
    assert answer.text == f"Your filters leave no cable to search. By itself, each leaves: {each}."
    assert answer.passages == ()


def test_a_topic_that_filters_leave_out_does_not_stand_nowhere(assistant):
    told = assistant.ask("gas", origin="OSLO").text
    assert told.startswith("The cables that your filters leave do not say: “gas” stands nowhere in them.")
    assert "limited by your filters" in told


def test_a_named_cable_answers_alone(assistant):
    answer = assistant.ask("what does 09TBILISI2210 say about the fee and Moscow?")
    assert {citation.cable for citation in answer.citations} == {"09TBILISI2210"}
    assert {passage.cable for passage in answer.passages} == {"09TBILISI2210"}
    assert "only 09TBILISI2210" in answer.understood


@pytest.mark.parametrize(
    ("asked", "quotes"),
    [
        ("09OSLO702 mackerel", "mackerel"),
        ("10BAKU79: what did Huseynli say of sanctions?", "sanctions"),
        ("in 09TBILISI2210 what about parliament", "Parliament"),
    ],
)
def test_a_named_cable_answers_whatever_stands_in_it(assistant, asked, quotes):
    answer = assistant.ask(asked)
    assert answer.answered
    assert quotes in answer.text


def test_a_named_cable_that_does_not_say_is_told_not_to(assistant):
    answer = assistant.ask("what does 09OSLO702 say about volcanoes on Mars?")
    assert (answer.answered, answer.citations) == (False, ())
    assert answer.text.startswith("09OSLO702 does not say. Closest match: 09OSLO702 ¶")


def test_a_speaker_is_named_with_the_office_that_the_cable_gives(assistant):
    answer = assistant.ask("what did Salmanli say about Ankara's terms for the Kura Line?")
    assert " Vugar Salmanli, Deputy Energy Minister: “" in answer.text
    assert {citation.speaker for citation in answer.citations} <= {"Vugar Salmanli", "Salmanli"}


def test_who_asks_for_cables_gets_a_list_of_them(assistant):
    asked = "which cables are about the Shirkent dam?"
    assert assistant.ask(asked).kind == "list"
    answer = assistant.ask(asked, without=["a list of cables"])
    first, *others = answer.text.split("\n\n")
    assert first == "08DUSHANBE1033, 5 August 2008: THE SHIRKENT DAM: ONE NAME, TWO NURZODAS [1]"
    assert all(re.fullmatch(r"\w+, \d+ \w+ \d{4}: .+ \[\d+\]", line) for line in others)
    cables = [citation.cable for citation in answer.citations]
    assert {"08DUSHANBE1033", "10DUSHANBE57", "08TASHKENT915"} <= set(cables)
    assert len(cables) == len(set(cables)) <= 10
    assert {(citation.paragraph, citation.ordinal) for citation in answer.citations} == {(None, 0)}


def test_a_comparison_quotes_a_sentence_of_each_cable_in_the_order_of_their_dates(assistant):
    answer = assistant.ask("how did Chivangue's position on leasing Nacala change between 2006 and 2009?")
    assert [citation.cable for citation in answer.citations] == ["06MAPUTO512", "07MAPUTO1180", "09MAPUTO744"]


# What a refusal tells

NOTHING = "The archive does not say. Searched: 24 cables, 1976 to 2010."


def refused(library, question, where=EVERYWHERE):
    return refuse(library, understand(question), [], where).text


def test_a_refusal_says_where_the_person_speaks(library):
    subject = library.cable("10BAKU79").subject
    reported = refused(library, "what did Huseynli say about penguins?")
    assert reported == f"{NOTHING} Huseynli speaks in 1 of them: {subject} (10BAKU79)."


def test_a_refusal_names_no_cable_beyond_the_filters(library):
    reported = refused(library, "what did Chivangue say about penguins?", Filters(until="2007"))
    assert "Chivangue speaks in 2 of them: " in reported
    assert re.findall(r"\((\w+)\)", reported) == ["06MAPUTO512", "07MAPUTO1180"]


@pytest.mark.parametrize("question", ["what did Iceland say about penguins?", "how do penguins hatch?"])
def test_a_refusal_says_nothing_of_who_does_not_speak(library, question):
    assert refused(library, question) == NOTHING


def test_a_refusal_names_who_is_not_in_the_archive(library):
    reported = refused(library, "what did Yildiz say about penguins?")
    assert reported == f"{NOTHING} The archive does not mention Yildiz."


def test_a_refusal_names_the_nearest_passage(library):
    passage = Passage("10OSLO1", 4, 4, 0.1, "It sank.", None, "C", "THE FERRY", None, None)
    reported = refuse(library, understand("how do penguins hatch?"), [passage], EVERYWHERE).text
    assert reported == f"{NOTHING} Closest match: 10OSLO1 ¶4, THE FERRY."


# Choosing among sentences


def sentence(
    start: int,
    words: int = 10,
    *,
    score: float = 3.0,
    fits: bool = False,
    cable: str = "10OSLO1",
    ordinal: int = 1,
    by: str | None = None,
) -> Candidate:
    """The sentence at a place of a paragraph, by default a likely one; `fits`: it has all words of the question."""
    text = " " * start + " ".join(["word"] * words)
    passage = Passage(cable, ordinal, ordinal, 1.0, text, None, None, None, None, None)
    said = Statement(ordinal, start, len(text), "said" if by else "narration", by)
    signs = tuple(float(fits and name == "words") for name in SIGNS)
    return Candidate(passage, said, signs, score)


def test_as_many_likely_sentences_are_chosen_as_the_usual_words_allow():
    ranked = [sentence(0, USUAL_WORDS - 30), sentence(300, 31), sentence(600, 20), sentence(900, 10)]
    assert choose(ranked) == [ranked[0], ranked[2], ranked[3]]


def test_unlikely_ones_may_be_longer_together():
    long = USUAL_WORDS - 10
    ranked = [sentence(place, long, score=-3.0) for place in (0, 1000, 2000)]
    assert choose(ranked) == ranked[:2]
    assert choose([sentence(0, long), *ranked[1:]]) == [sentence(0, long)]


def test_a_part_of_a_question_has_its_share_of_the_words():
    ranked = [sentence(0, 20), sentence(300, 20)]
    assert choose(ranked, 0.5) == ranked[:1]
    assert choose(ranked, 1.0) == ranked


def test_the_likeliest_is_chosen_however_long_it_is():
    ranked = [sentence(0, MOST_WORDS + 1), sentence(2000, 5)]
    assert choose(ranked) == ranked[:1]


def test_no_more_are_chosen_than_a_reader_takes_in():
    ranked = [sentence(place, 1) for place in range(0, 200, 10)]
    assert choose(ranked) == ranked[:MOST_SENTENCES]


def test_after_the_likeliest_those_with_all_words_of_the_question_come_first():
    first, likelier, fitting = (
        sentence(0, score=3.0),
        sentence(300, score=2.0),
        sentence(600, score=1.5, fits=True),
    )
    assert choose([first, likelier, fitting]) == [first, fitting, likelier]


def test_together_all_stand_in_one_paragraph():
    first, elsewhere, near = sentence(0), sentence(0, ordinal=2), sentence(60)
    assert choose([first, elsewhere, near]) == [first, near]
    assert choose([first, elsewhere, near], together=False) == [first, elsewhere, near]


def test_together_the_same_person_may_go_on_in_another_paragraph_of_the_cable():
    first = sentence(0, by="Brekke")
    goes_on = sentence(0, ordinal=2, by="Brekke")
    another_cable = sentence(0, cable="09OSLO7", by="Brekke")
    storm = sentence(0, ordinal=3, by="Storm")
    unlikely = sentence(0, ordinal=4, by="Brekke", score=-2.0)
    fitting = sentence(0, ordinal=5, by="Brekke", score=-2.0, fits=True)
    assert choose([first, goes_on, another_cable, storm, unlikely, fitting]) == [first, goes_on, fitting]


def test_nothing_is_chosen_of_nothing():
    assert choose([]) == in_order([]) == []


def test_sentences_are_told_as_they_stand_and_once_and_cable_after_cable():
    third, first = sentence(60), sentence(0)
    second = sentence(30)
    other = sentence(0, cable="09BAKU2")
    later = sentence(0, ordinal=2)
    assert in_order([third, other, later, first, second, first]) == [first, second, third, later, other]


def test_a_refusal_names_the_nearest_passage_of_a_cable_without_a_subject(library):
    passage = Passage("10OSLO1", 4, 4, 0.1, "It sank.", None, "C", None, None, None)
    reported = refuse(library, understand("how do penguins hatch?"), [passage], EVERYWHERE).text
    assert reported == f"{NOTHING} Closest match: 10OSLO1 ¶4."


def test_a_cable_without_a_subject_is_listed_as_well(assistant, library):
    assert library.cable("09OSLO702").subject is None
    assert "09OSLO702" in assistant.ask("which cables are about mackerel?").text


@pytest.mark.parametrize("person", ["Huseynli", "Salmanli", "Belozubov", "Muianga"])
def test_what_a_person_does_not_speak_about_is_refused(assistant, person):
    assert not assistant.ask(f"what did {person} say about penguins in Antarctica?").answered


def test_a_table_is_quoted_in_lines_under_its_heads(tmp_path):
    rows = ("             2005    2006", "Grain       1,204     990", "Timber        310     402")
    body = "\n".join(("Harbor figures for two years follow.", "", *rows))
    library = quick.quick_library(tmp_path / "library")
    quick.done(library.ingest([quick.write(tmp_path / "cables", 1, body)]))
    paragraph = library.cable("10OSLO1").paragraphs[0]
    passage = Passage("10OSLO1", 1, 1, 1.0, paragraph.text, *[None] * 5)
    start = paragraph.text.index("2005")
    assert _lines(Candidate(passage, Statement(1, start, len(paragraph.text), "narration"), (), 0.0)) == (
        "\n" + "\n".join(rows)
    )
    assert _lines(Candidate(passage, Statement(1, 0, 36, "narration"), (), 0.0)) == body.splitlines()[0]
    library.close()


# What other paragraphs hold


def of_samples(library, label: str, words: str, speaker: str | None = None) -> Candidate:
    """A sentence of the sample cables as it is found."""
    cable = library.cable(label)
    paragraph = next(each for each in cable.paragraphs if words in each.text)
    passage = Passage(
        cable.id,
        paragraph.number,
        paragraph.ordinal,
        1.0,
        paragraph.text,
        None,
        None,
        None,
        cable.date,
        cable.origin,
    )
    start = paragraph.text.index(words)
    said = Statement(paragraph.ordinal, start, start + len(words), "said" if speaker else "narration", speaker)
    return Candidate(passage, said, (0.0,) * len(SIGNS), 0.0)


def test_each_excerpt_of_another_paragraph_has_its_place_and_its_speaker(library):
    headline = [of_samples(library, "10BAKU79", "Huseynli heard the whole list through")]
    also = [
        [of_samples(library, "10BAKU79", "Azerbaijan could vote", "Elchin Huseynli")],
        [of_samples(library, "10BAKU79", "Ukraine had tabled a draft in general terms")],
        [of_samples(library, "09BAKU941", "The studies were paid for.", "Vugar Salmanli")],
    ]
    text, citations = quoted_text(library, headline, also=also)
    blocks = text.split("\n\n")
    assert blocks[0].startswith("AMEMBASSY BAKU, 4 February 2010. “Huseynli")
    assert re.match(r"Also in that cable, Elchin Huseynli(, [^:]+)?: “Azerbaijan could vote” \[2\]$", blocks[1])
    assert blocks[2] == "Also in that cable: “Ukraine had tabled a draft in general terms” [3]"
    assert re.match(r"Also AMEMBASSY BAKU, 2 December 2009\. Vugar Salmanli(, [^:]+)?: “The studies", blocks[3])
    assert [each.number for each in citations] == [1, 2, 3, 4]


def test_who_is_asked_about_gets_no_claim_where_nothing_is_likely(assistant):
    answer = assistant.ask("how much would the Kura Line cost, by the deputy minister's figure?")
    assert answer.outcome == "excerpts"
    assert answer.text.startswith("The archive may say: these passages come nearest, and none is sure to answer.")
    assert 0 < answer.confidence < 0.6
    assert answer.likeliest in {each.number for each in answer.citations}
