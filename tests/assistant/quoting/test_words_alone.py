"""While nothing is indexed by meaning yet, a question is answered by its words and by who speaks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from ingest import Library
from ingest.samples import SAMPLES


@pytest.fixture(scope="module")
def unembedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant for sample cables that are read, with their speakers, and embedded not at all."""
    folder: Path = tmp_path_factory.mktemp("unembedded") / "library"
    library = Library.open(folder)
    ingesting = library.ingest([SAMPLES / f"{id}.txt" for id in ("10BAKU79", "09BAKU941", "06MAPUTO512")])
    for _ in ingesting:
        status = library.status()
        if status.paragraphs and status.heard == status.indexed == status.paragraphs:
            break
    ingesting.close()  # as if it were killed there
    assert library.status().embedded == 0
    yield Assistant(library)
    library.close()


@pytest.mark.parametrize(
    ("question", "cable"),
    [
        ("what did Huseynli say about Russia?", "10BAKU79"),
        ("what did Husseinly say about Rusia?", "10BAKU79"),
        ("what did Chivangue say about leasing Nacala?", "06MAPUTO512"),
    ],
)
def test_it_is_answered_by_words_and_speakers_and_says_so(unembedded, question, cable):
    answer = unembedded.ask(question)
    assert not answer.refused
    assert {citation.cable for citation in answer.citations} == {cable}
    assert answer.note.startswith("The search by meaning covers 0% of the paragraphs so far")


@pytest.mark.parametrize("question", ["what did Huseynli say about penguins?", "how many people died in Haiti?"])
def test_what_is_not_there_is_refused_all_the_same(unembedded, question):
    answer = unembedded.ask(question)
    assert not answer.answered
    assert answer.note
