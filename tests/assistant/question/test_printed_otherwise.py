"""A name that the archive prints with other letters is read as it is printed."""

import pytest
from quick import done, quick_library, write

from assistant.question.spelling import read


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    folder = tmp_path_factory.mktemp("few")
    write(folder / "cables", 1, "Foreign Minister Petar Đorđević told the Ambassador that fish are few.")
    write(folder / "cables", 2, "Mayor Åse Mueller told the Ambassador that nets are torn.")
    library = quick_library(folder / "library")
    done(library.ingest([folder / "cables"]))
    yield library
    library.close()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what did Djordjevic say", "what did Đorđević say"),
        ("what did Djordjević say", "what did Đorđević say"),
        ("what did Đorđević say", "what did Đorđević say"),
        ("what did Mueller say", "what did Mueller say"),
        ("the oeuvre of Aaland", "the oeuvre of Aaland"),
    ],
)
def test_a_name_is_read_with_the_letters_that_the_archive_prints(few, typed, meant):
    assert read(few, typed).text == meant
