"""Whom an office means: by the title before a name, and by what is set behind it."""

import pytest
import quick

from assistant import Assistant
from assistant.question.person_asked import asked
from assistant.retrieval.office_holders import country, holders, only_holder
from ingest.domain.filters import EVERYWHERE


@pytest.fixture(scope="module")
def offices(tmp_path_factory):
    folder = tmp_path_factory.mktemp("offices")
    quick.write(
        folder / "cables",
        1,
        "On April 16 Candela Prieto Luna, Spain's Attorney General, said that she would not support the complaint.",
        "We look forward to the visit of Attorney General Morton.",
        "Attorney General Morton and his delegation will stay for a week.",
        "Norwegian Prime Minister Hanne Solberg told the Ambassador that the herring would be back.",
        "NOR Vice President Tore Dahl of the fishing federation of Norway did not agree.",
    )
    library = quick.quick_library(folder / "library")
    quick.done(library.ingest([folder / "cables"]))
    yield library
    library.close()


def test_an_office_set_behind_a_name_is_its_bearers(offices):
    assert [name for name, _ in holders(offices, "Spain's attorney general", EVERYWHERE)] == [
        "Candela Prieto Luna"
    ]


def test_an_office_of_a_body_is_not_that_of_the_country(offices):
    assert holders(offices, "the Norwegian vice president", EVERYWHERE) == []


def test_only_a_country_s_office_means_somebody(offices):
    assert [country(each) for each in ("the Norwegian prime minister", "the emir")] == ["norway", ""]
    assert only_holder(offices, "the Norwegian prime minister", EVERYWHERE) == "Hanne Solberg"
    assert only_holder(offices, "the prime minister", EVERYWHERE) is None


def test_an_office_alone_asks_who_holds_it(offices):
    answer = Assistant(offices).ask("attorney general of Spain")
    assert answer.kind == "person"
    assert answer.text.startswith("Candela Prieto Luna: Spain's Attorney General [1].")


def test_the_words_of_an_office_are_its_holder_s(offices):
    answer = Assistant(offices).ask("what did the Norwegian prime minister say about the herring?")
    assert "said by Hanne Solberg" in answer.understood


def test_an_office_ends_before_the_matter():
    assert asked("Pakistan's president on AQ Khan") == "Pakistan's president"
