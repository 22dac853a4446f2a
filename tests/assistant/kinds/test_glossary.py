"""Terms of the trade are explained from the glossary, abbreviations as the archive opens them; nothing else is."""

import pytest
from quick import done, quick_library, write

from assistant import Assistant
from assistant.answer import STATEMENT, TOPIC
from assistant.terms_of_trade import terms


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("what does NOFORN mean?", "not releasable to foreign nationals"),
        ("whats a demarche", "formal diplomatic representation"),
        ("What does “SBU” stand for in the cables?", "sensitive but unclassified"),
        ("hi, can you tell me what septel means please", "separate telegram"),
        ("er sorry.. i mean what is exdis", "exclusive distribution"),
        ("PGOV?", "internal governmental affairs"),
        ("reftel meaning", "that this telegram refers to"),
        ("meaning of the caption NODIS", "no distribution"),
        ("define non-paper", "informal paper"),
        ("what is E.O. 12958", "executive order of 1995"),
        ("what does (S//NF) mean", "secret, and not releasable"),
        ("what is an agrément", "consent of the receiving state"),
    ],
)
def test_a_term_is_explained(assistant, asked, says):
    answer = assistant.ask(asked)
    assert says in answer.text
    assert (answer.kind, answer.answered, answer.citations) == ("glossary", True, ())


def test_the_reader_can_have_the_archive_asked_instead(assistant):
    (understood,) = assistant.ask("what is a demarche").understood
    assert assistant.ask("what is a demarche", without=[understood]).kind == STATEMENT
    assert assistant.ask("what is a demarche", literal=True).kind == STATEMENT


@pytest.mark.parametrize(
    "asked",
    [
        "what did the demarche to Norway on the ferry say",
        "what is the situation in Nacala",
        "what are ports",
        "NACALA",
        "what does Huseynli mean by patience",
    ],
)
def test_a_question_that_only_has_a_term_in_it_is_no_such_question(assistant, asked):
    assert assistant.ask(asked).kind in (STATEMENT, TOPIC)


def test_each_entry_has_its_meaning_and_who_says_so():
    entries = terms()
    assert len(entries) > 150
    assert all(": " in entry and entry.endswith(").") for entry in entries.values())


@pytest.fixture(scope="module")
def shortened(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shortened")
    write(
        folder / "cables", 1, "He spoke for the Pakistan People's Party (PPP) and the Drug Service of Rus (FSKN)."
    )
    write(folder / "cables", 2, "The Norwegian Fisheries Agency (NFA) met us.", "The NFA did not want a row.")
    write(
        folder / "cables", 3, "The National Ferry Association (NFA) did. GON officials laughed; the GON is slow."
    )
    write(folder / "cables", 4, "The Sensible Boat Union (SBU) was not asked.")
    library = quick_library(folder / "library")
    done(library.ingest([folder / "cables"]))
    yield Assistant(library)
    library.close()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("what does PPP stand for", ["Pakistan People's Party (PPP)"]),
        ("what does ppp stand for in the Oslo cables", ["Pakistan People's Party (PPP)"]),
        ("FSKN?", ["Drug Service of Rus (FSKN)"]),  # the letters are of another language
        ("what is the NFA", ["Norwegian Fisheries Agency (NFA)", "National Ferry Association (NFA)"]),
    ],
)
def test_an_abbreviation_is_told_as_the_archive_opens_it(shortened, asked, words):
    answer = shortened.ask(asked)
    assert answer.kind == "glossary"
    assert {each.quote for each in answer.citations} == set(words)


def test_what_the_archive_means_stands_before_what_the_trade_means(shortened):
    text = shortened.ask("what does SBU mean").text
    assert text.index("Sensible Boat Union") < text.index("sensitive but unclassified")


def test_a_government_is_that_of_a_country_whose_posts_write_of_it(shortened):
    assert "Government of Norway" in shortened.ask("what does GON mean").text
