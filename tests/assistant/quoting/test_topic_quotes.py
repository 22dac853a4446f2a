"""What is told on a topic: which cables come first, and how the names in it may be spelt."""

import pytest
import quick

from assistant import Assistant


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """One cable that has ferrets in every paragraph, six that mention them once, and two ways to spell a name."""
    folder = tmp_path_factory.mktemp("topics")
    quick.write(folder / "cables", 1, *(f"The ferrets of district {word} bit the guard." for word in "ABCDEF"))
    for number in range(2, 8):
        said = f"Wordnumber{number} spoke of grain, of the harbor, of the old bridge, and once of ferrets."
        quick.write(folder / "cables", number, said)
    quick.write(folder / "cables", 8, "Hizballah moved its missiles north.")
    quick.write(folder / "cables", 9, "A newspaper wrote about Hizbollah.")
    library = quick.quick_library(folder / "library")
    quick.done(library.ingest([folder / "cables"]))
    yield Assistant(library)
    library.close()


def test_the_cable_that_has_the_topic_most_is_told_of_first(archive):
    answer = archive.ask("ferrets")
    assert answer.kind == "topic"
    assert answer.citations[0].cable == "10OSLO1"


def test_a_name_is_looked_for_in_each_of_its_spellings(archive):
    answer = archive.ask("Hizbollah")
    assert {each.cable for each in answer.citations} == {"10OSLO8", "10OSLO9"}


def test_a_topic_that_is_not_there_is_told_with_the_nearest_name(archive):
    answer = archive.ask("Hizbolgar")
    assert answer.refused
    assert "“Hizbolgar” stands nowhere in it. The nearest name in it is Hizbollah." in answer.text


def test_a_paragraph_with_another_spelling_has_the_topic(archive):
    answer = archive.ask("Hizbollah missiles")
    assert "No paragraph has all" not in answer.text
    assert answer.citations[0].cable == "10OSLO8"
