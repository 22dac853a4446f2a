"""Verdicts on sentences of an answer, with the reasons that a reader sees."""

import pytest

from assistant.verification.cited_source import CitedSource
from assistant.verification.verify import Judgement, verify
from ingest.domain.statements import Person, Statement

TEXT = (
    "Deputy Minister Anar Baro told Econoff February 2 that the mill at Vik would close in spring. "
    'It had lost USD 1.2 million, twelve percent of its worth, and was "a pipe with a flag on it." '
    "He did not accept the loan."
)
CITED = CitedSource(
    "10OSLO7 ¶1",
    TEXT,
    "2010-02-04T13:05Z",
    "AMEMBASSY OSLO",
    "THE MILL AT VIK",
    (
        Statement(1, 0, 93, "said", "Anar Baro"),
        Statement(1, 94, 188, "said", "Anar Baro"),
        Statement(1, 189, len(TEXT), "said", "Anar Baro"),
    ),
)
OTHER = CitedSource("10OSLO8 ¶2", "Herring spawned early, and the fleet sailed for the banks before Easter.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Baro said on 2 February 2010 that the mill at Vik would close in spring [1].",
        "The mill lost $1,200,000, or 12% of its worth. [1]",
        "Baro called the mill “a pipe with a flag on it.” [1]",
        "Baro rejected the loan [10OSLO7 ¶1].",
        "Norway's mill at Vik had lost 1.2 million dollars.",
    ],
)
def test_what_the_paragraph_says_is_supported(sentence):
    assert verify(sentence, [CITED]).verdict == "supported"


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        (
            "Econoff said the mill would close in spring.",
            "in 10OSLO7 ¶1 this is said by Anar Baro, not by Econoff",
        ),
        ("Baro accepted the loan.", "“Baro accepted the loan” is at odds with “He did not accept the loan”"),
        ("Embassy Riga reported that Baro did not accept the loan.", "10OSLO7 was not sent from Riga"),
    ],
)
def test_what_says_something_else_is_contradicted_and_how(sentence, reason):
    judgement = verify(sentence, [CITED])
    assert judgement.verdict == "contradicted"
    assert reason in judgement.reasons


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Baro called the mill “a hole with a flag.”", "“a hole with a flag.” is not in 10OSLO7 ¶1"),
        ("The mill lost 13 percent of its worth.", "“13 percent” is not in 10OSLO7 ¶1"),
        ("Baro told Econoff on March 2 about the mill.", "the date “March 2” is not in 10OSLO7 ¶1"),
        ("Baro said that the mill at Narvik would close.", "“Narvik” is not named in 10OSLO7 ¶1"),
        ("All is well at Vik.", "nothing in it can be checked"),
        ("CLOSED.", "nothing in it can be checked"),
        ("Yes, Baro said so.", "nothing in it can be checked"),
        ("Bakers bought flour abroad since barley was scarce.", "10OSLO7 ¶1 is about something else"),
    ],
)
def test_what_it_does_not_say_is_unsupported_and_why(sentence, reason):
    judgement = verify(sentence, [CITED])
    assert judgement.verdict == "unsupported"
    assert reason in judgement.reasons


def test_what_only_tells_of_the_cable_need_not_be_in_the_paragraph():
    for sentence in (
        "In its cable of 4 February 2010, Embassy Oslo reported that Baro did not accept the loan.",
        "Yes: Baro, in a conversation reported on 4 February 2010, told Econoff that the mill at Vik would close.",
        "The mill at Vik would close in spring, according to the Oslo embassy's cable of 4 February 2010.",
    ):
        assert verify(sentence, [CITED]) == Judgement("supported")


def test_the_names_that_a_cable_gives_somebody_elsewhere_are_theirs():
    cast = (Person("Anar Baro", ("Deputy Minister",), ("Baro",)),)
    source = CitedSource("10OSLO7 ¶4", "Baro wanted no loan from the bank in Bergen.", people=cast)
    assert verify("Anar Baro wanted no loan from the bank in Bergen.", [source]).verdict == "supported"
    assert verify("Anar Riis wanted no loan from the bank in Bergen.", [source]).verdict == "unsupported"


def test_who_met_whom_is_told_where_a_cable_begins():
    later = CitedSource("10OSLO7 ¶5", "Baro wanted no loan.", opening="Baro met Senator Lind on May 4 in Vik.")
    assert verify("Meeting Senator Lind on May 4, Baro wanted no loan.", [later]).verdict == "supported"
    assert verify("Meeting Senator Lind on May 9, Baro wanted no loan.", [later]).verdict == "unsupported"


def test_a_sentence_on_the_passages_claims_nothing():
    judgement = verify("The passages do not say where the mill stands.", [])
    assert judgement.verdict == "supported"
    assert judgement.reasons == (
        "“The passages do not say where the mill stands” claims nothing of what the cables say",
    )
    assert verify("The passages do not say so, but the mill is in Riga.", []).verdict == "uncited"


def test_words_that_nothing_has_are_told():
    judgement = verify("Baro did not accept the loan, citing a leaked audit.", [CITED])
    assert judgement == Judgement("partly", ("nothing like “citing a leaked audit” is in 10OSLO7 ¶1",))


def test_a_sentence_without_a_citation_is_uncited():
    assert verify("The mill will close.", []).verdict == "uncited"


def test_several_paragraphs_bear_a_sentence_out_together():
    sentence = "The mill at Vik would close in spring, and herring spawned early [1] [2]."
    assert verify(sentence, [CITED, OTHER]).verdict == "supported"


def test_a_paragraph_that_is_cited_for_nothing_is_told():
    judgement = verify("The mill at Vik would close in spring.", [CITED, OTHER])
    assert judgement.verdict == "partly"
    assert judgement.reasons == ("none of it is in 10OSLO8 ¶2",)


def test_rare_words_weigh_more_where_the_library_knows_them(library):
    sentence = "The Kura Line would run from Sangachal, carry gas, and please people in many countries for years."
    (source,) = [CitedSource("09BAKU941 ¶2", library.cable("09BAKU941").paragraphs[1].text, "2009-12-02")]
    assert verify(sentence, [source], library.rarity).verdict in {"supported", "partly"}


def test_each_clause_may_have_a_speaker_of_its_own():
    text = "Lind urged that the mill at Vik be sold. Baro warned that nobody would buy the mill, and left."
    said = (Statement(1, 0, 40, "said", "Erik Lind"), Statement(1, 41, len(text), "said", "Anar Baro"))
    source = CitedSource("10OSLO7 ¶1", text, statements=said, people=(Person("Erik Lind"), Person("Anar Baro")))
    sentence = "{} urged that the mill be sold, but {} warned that nobody would buy the mill, and left."
    assert verify(sentence.format("Lind", "Baro"), [source]).verdict == "supported"
    assert verify(sentence.format("Baro", "Lind"), [source]).verdict == "contradicted"


def test_who_listens_and_the_day_may_be_told_where_a_cable_begins():
    later = CitedSource(
        "10OSLO7 ¶5",
        "Baro wanted no loan from the bank in Bergen for the mill.",
        opening="Baro met Senator Lind on May 4 in Vik.",
    )
    assert (
        verify(
            "On May 4 Baro told Senator Lind that he wanted no loan from the bank in Bergen for the mill.", [later]
        ).verdict
        == "supported"
    )
    assert (
        verify(
            "To Senator Lind, Baro said that he wanted no loan from the bank in Bergen for the mill.", [later]
        ).verdict
        == "supported"
    )
    assert (
        verify(
            "On May 5 Baro told Senator Lind that he wanted no loan from the bank in Bergen for the mill.", [later]
        ).verdict
        == "unsupported"
    )
    assert (
        verify(
            "On May 4 Baro told Senator Riis that he wanted no loan from the bank in Bergen for the mill.", [later]
        ).verdict
        == "unsupported"
    )


def test_a_member_of_a_party_speaks_and_not_the_party():
    text = "Baro, like others of the Cod League, criticized the duty on herring."
    source = CitedSource("10OSLO7 ¶1", text, statements=(Statement(1, 0, len(text), "said", "Anar Baro"),))
    assert verify("Anar Baro of the Cod League criticized the duty on herring.", [source]).verdict == "supported"


def test_an_abbreviation_is_explained_where_a_cable_begins():
    source = CitedSource(
        "10OSLO7 ¶5",
        "Baro offered the CLN a truce of ten months.",
        opening="Baro spoke of the Cod League of Norway (CLN).",
    )
    assert verify("Baro offered the Cod League a truce of ten months.", [source]).verdict == "supported"
    assert verify("Baro offered the Tar League a truce of ten months.", [source]).verdict == "unsupported"


def test_what_a_post_tells_that_somebody_thinks_is_its_comment():
    text = "In other words, he sees war coming, and this explains his zeal."
    source = CitedSource(
        "10OSLO7 ¶1", text, None, "AMEMBASSY OSLO", "ANAR BARO", (Statement(1, 0, len(text), "comment"),)
    )
    assert verify("The embassy in Oslo commented that Anar Baro sees war coming.", [source]).verdict == "supported"
