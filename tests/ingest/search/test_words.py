from pathlib import Path

import pytest

from ingest.domain.filters import EVERYWHERE, Facts, Filters
from ingest.domain.keys import Key
from ingest.search.entries import Entry, Listing
from ingest.search.word_index import WordIndex


def cable(id: str, *texts: str, subject: str = "", **facts: object) -> Listing:
    entries = tuple(Entry(Key(id, n), subject, text) for n, text in enumerate(texts, start=1))
    return Listing(id, Facts(**facts), entries)


@pytest.fixture
def words(tmp_path: Path) -> WordIndex:
    index = WordIndex(tmp_path)
    index.replace(
        [
            cable("09OSLO1", "The Minister sanctioned the sale.", "Fish was served.", post="OSLO", day=20090115),
            cable("10BAKU2", "José doubts it.", subject="Sanctions on fish", post="BAKU", tags=("PREL", "EFIS")),
        ]
    )
    return index


def found(words: WordIndex, query: str, where: Filters = EVERYWHERE) -> list[Key]:
    return [key for key, _ in words.search(query, limit=10, where=where)]


def test_words_are_found_by_their_stem(words):
    assert Key("09OSLO1", 1) in found(words, "which sanctions?")


def test_a_search_of_some_cables_finds_no_others(words):
    query = "sanctions and fish"
    assert {key.cable for key, _ in words.search(query, 10, EVERYWHERE)} == {"09OSLO1", "10BAKU2"}
    assert {key.cable for key, _ in words.search(query, 10, EVERYWHERE, ["10BAKU2", "10BAKU3"])} == {"10BAKU2"}
    assert words.search(query, 10, Filters(origin="OSLO"), ["10BAKU2"]) == []


def test_accents_are_no_hindrance(words):
    assert found(words, "jose") == [Key("10BAKU2", 1)]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Đurić", "Djuric duric Đurić DJURIC"),
        ("Djuric", "Đurić djuric"),
        ("Sørlie", "Sorlie soerlie Sørlie"),
        ("Straße", "Strasse straße"),
        ("Þorlákur", "thorlakur"),
        ("Łąka", "laka"),
        ("oﬃce", "office oﬃce"),
        ("ﬂag", "flag"),
        ("nego\u00adtiator", "negotiator negotiators"),
    ],
)
def test_a_word_is_found_however_its_letters_are_written(tmp_path: Path, written: str, asked: str):
    index = WordIndex(tmp_path)
    index.replace([cable("09OSLO1", f"There was {written}, he said.", subject=f"On {written}")])
    for query in asked.split():
        assert found(index, query) == [Key("09OSLO1", 1)], query
    assert index.finds(Entry(Key("09OSLO1", 1), "", f"There was {written}, he said."))


def test_the_subject_counts(words):
    assert found(words, "sanctions fish")[0] == Key("10BAKU2", 1)


def test_stop_words_alone_find_nothing(words):
    assert found(words, "what was it") == []


@pytest.mark.parametrize("query", ['"', "AND OR (", "text:*", "a" * 100_000, "\x00", "💥"])
def test_a_query_is_words_and_never_syntax(words, query):
    assert found(words, query) == []


@pytest.mark.parametrize(
    ("where", "cables"),
    [
        (Filters(origin="OSLO"), {"09OSLO1"}),
        (Filters(origin="Embassy Oslo"), {"09OSLO1"}),
        (Filters(tag="efis"), {"10BAKU2"}),
        (Filters(tag="EFIS"), {"10BAKU2"}),
        (Filters(since="2009-01-15", until="2009-01-15"), {"09OSLO1"}),
        (Filters(since="2009-02"), set()),
        (Filters(until="2009"), {"09OSLO1"}),
        (Filters(origin="OSLO", tag="EFIS"), set()),
    ],
)
def test_filters_narrow_the_search(words, where, cables):
    assert {key.cable for key in found(words, "fish", where)} == cables


def test_replacing_a_cable_leaves_nothing_of_the_old(words):
    words.replace([cable("09OSLO1", "Nothing but oil.")])
    assert found(words, "fish") == [Key("10BAKU2", 1)]
    assert found(words, "oil") == [Key("09OSLO1", 1)]
    assert words.count() == 2


def test_replacing_twice_is_replacing_once(words):
    for _ in range(2):
        words.replace([cable("09OSLO1", "Nothing but oil.")])
    assert words.count() == 2


def test_a_commit_that_was_killed_before_its_end_is_no_hindrance(words, tmp_path):
    committed = (tmp_path / "meta.json").read_bytes()
    words.replace([cable("09OSLO1", "Nothing but oil.")])
    (tmp_path / "meta.json").write_bytes(committed)  # written last: all else of the commit is there
    again = WordIndex(tmp_path)
    assert found(again, "oil") == []
    again.replace([cable("09OSLO1", "Nothing but oil.")])
    assert found(again, "oil") == [Key("09OSLO1", 1)]
    assert again.count() == 2


def test_a_listing_without_entries_removes_the_cable(words):
    words.replace([Listing("10BAKU2")])
    assert found(words, "jose") == []


def test_the_index_is_there_after_reopening(words, tmp_path):
    assert found(WordIndex(tmp_path), "jose") == [Key("10BAKU2", 1)]


def test_rare_words_weigh_more(words):
    weights = words.rarity(["fish", "jose", "zanzibar"])
    assert weights["fish"] <= weights["jose"] < weights["zanzibar"]
