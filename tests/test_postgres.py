"""A library whose catalogue lies in PostgreSQL is the library that a SQLite file would be."""

from collections.abc import Iterator

import pytest
from quick import done
from servers import Postgres

from assistant import Assistant
from ingest import Library
from ingest.samples import SAMPLES

QUESTIONS = [
    "what did Huseynli say about Russia",
    "who classified the cable on the ferry",
    "what do cables from Baku say about energy?",
    "cables since 2009 about elections",
    "what is the capital of the moon",
]


@pytest.fixture(scope="module")
def shared(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample library, its catalogue in PostgreSQL."""
    opened = Library.open(tmp_path_factory.mktemp("folder"), database=postgres.database())
    done(opened.ingest([SAMPLES]))
    yield opened
    opened.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_is_the_same(shared, assistant, question):
    ours, theirs = Assistant(shared).ask(question), assistant.ask(question)
    assert (ours.text, ours.citations, ours.passages) == (theirs.text, theirs.citations, theirs.passages)
