"""What is quoted: a headline of one paragraph, and short excerpts of others."""

from assistant.answer import Passage
from assistant.quoting.extract import EMPTY, EXCERPTS, HEADLINE_SENTENCES, MOST_WORDS, extract
from assistant.quoting.score_sentences import SIGNS, Candidate
from ingest.domain.statements import Statement
from ingest.language.sentences import sentences


def paragraph(
    ordinal: int, text: str, *scores: float, cable: str = "10OSLO1", speaker: str | None = None
) -> list[Candidate]:
    """The sentences of a paragraph with their log odds."""
    passage = Passage(cable, ordinal, ordinal, 1.0, text, None, None, None, None, None)
    spans = sentences(text)
    assert len(spans) == len(scores)
    return [
        Candidate(passage, Statement(ordinal, start, end, "narration", speaker), (0.0,) * len(SIGNS), score)
        for (start, end), score in zip(spans, scores, strict=True)
    ]


def anything(first: Candidate, each: Candidate) -> bool:
    return True


def quoted(*paragraphs: list[Candidate], beside=anything, **how) -> tuple[list[str], list[list[str]]]:
    ranked = sorted((each for one in paragraphs for each in one), key=lambda each: -each.score)
    found = extract(ranked, beside, **how)
    return [each.text for each in found.headline], [[each.text for each in one] for one in found.also]


FERRY = paragraph(1, "The ferry sank in May. Nobody paid for it.", 2.0, 1.0)
HARBOR = paragraph(2, "The harbor had warned of that.", 0.0)


def test_of_nothing_nothing_is_quoted():
    assert extract([], anything) == EMPTY
    assert not EMPTY


def test_the_likeliest_paragraph_makes_the_headline_and_others_the_excerpts():
    assert quoted(FERRY, HARBOR) == (
        ["The ferry sank in May.", "Nobody paid for it."],
        [["The harbor had warned of that."]],
    )


def test_another_paragraph_that_is_far_behind_is_left_out():
    assert quoted(FERRY, HARBOR, behind=1.0)[1] == []


def test_what_may_not_stand_beside_it_is_left_out():
    assert quoted(FERRY, HARBOR, beside=lambda first, each: each.passage == first.passage)[1] == []


def test_a_sentence_that_leans_on_the_one_before_it_comes_with_it():
    told = paragraph(1, "Storm sold the old ferry. This was a mistake.", -9.0, 2.0)
    assert quoted(told)[0] == ["Storm sold the old ferry.", "This was a mistake."]


def test_a_heading_is_never_the_answer():
    headed = paragraph(1, "FERRIES AND HARBORS\n\nThe ferry sank in May.", 5.0, 1.0)
    assert quoted(headed)[0] == ["The ferry sank in May."]


def test_a_summary_that_says_the_same_is_not_quoted_twice():
    same = paragraph(3, "Summary: The ferry sank in May.", 1.5)
    assert quoted(FERRY, same)[1] == []


def test_it_is_short_however_much_there_is():
    long = "word " * 60
    many = [paragraph(number, f"The ferry number {number} had {long}.", 2.0) for number in range(1, 9)]
    headline, also = quoted(*many)
    assert len(headline) <= HEADLINE_SENTENCES
    assert len(also) <= EXCERPTS
    words = [*headline, *(each for one in also for each in one)]
    assert sum(len(each.split()) for each in words) <= MOST_WORDS


def test_what_settles_a_question_comes_first_with_what_follows_it():
    told = paragraph(1, "Storm had a plan. The ferry was sold in May. It sank.", 1.9, 2.0, -9.0)
    assert quoted(told, settles=True)[0] == ["The ferry was sold in May.", "It sank.", "Storm had a plan."]
