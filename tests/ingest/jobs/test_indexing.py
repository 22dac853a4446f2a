"""The derived parts catch up, wherever they were broken off."""

import pytest
from quick import QuickEmbedder, done, write

from ingest.jobs.check import check
from ingest.jobs.read_files import read
from ingest.jobs.update_embeddings import embed
from ingest.jobs.update_indexes import index_meaning, index_words
from ingest.jobs.update_vectors import index_vectors
from ingest.storage.parts import Parts


class Broken(Exception):
    """The process dies here."""


class Breaking:
    """A part that lets a process die at its n-th step: steps are before and after each call that writes."""

    def __init__(self, part: object, step: int) -> None:
        self._part, self._left = part, step

    def __getattr__(self, name: str) -> object:
        def call(*arguments: object) -> None:
            self._tick()
            getattr(self._part, name)(*arguments)
            self._tick()

        return call

    def _tick(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise Broken


@pytest.fixture
def parts(tmp_path):
    (tmp_path / "library").mkdir()
    opened = Parts(tmp_path / "library", None)
    opened.embedder = QuickEmbedder()
    yield opened
    opened.close()


def read_in(parts: Parts, folder, run: int = 1) -> None:
    for _ in read(parts.catalogue, [folder], run):
        pass


def healthy(parts: Parts) -> bool:
    health = done(check(parts))
    return not health.faults and not health.waiting


@pytest.mark.parametrize("step", range(4))
def test_wherever_vectors_are_broken_off_the_next_run_mends_it(parts, tmp_path, step):
    cables = tmp_path / "cables"
    write(cables, 1, "One.", "Two.")
    write(cables, 2)
    read_in(parts, cables)
    list(index_words(parts.catalogue, parts.words))
    list(embed(parts.catalogue, parts.embedder))
    list(index_meaning(parts))
    # One cable loses a paragraph, one is new, one goes.
    write(cables, 1, "One.")
    write(cables, 3)
    with parts.catalogue.edit() as edit:
        edit.documents.forget_cable("10OSLO2")
    (cables / "10OSLO2.txt").unlink()
    read_in(parts, cables, run=2)
    list(index_words(parts.catalogue, parts.words))
    list(embed(parts.catalogue, parts.embedder))
    with pytest.raises(Broken):
        list(index_vectors(parts.catalogue, Breaking(parts.vectors, step), with_texts=False))
    assert (parts.vectors.state is None) == (step > 0)  # what is half written is not searched
    list(index_meaning(parts))
    assert parts.vectors.state is not None
    assert healthy(parts)
    assert sorted(parts.scan.ids()) == sorted(parts.vectors.ids())
    assert sorted(parts.vectors.ids()) == [f"10OSLO{cable}#{entry}.0" for cable in (1, 3) for entry in (0, 1)]


@pytest.mark.parametrize("step", range(2))
def test_wherever_words_are_broken_off_the_next_run_mends_it(parts, tmp_path, step):
    cables = tmp_path / "cables"
    write(cables, 1, "One.", "Two.")
    read_in(parts, cables)
    list(index_words(parts.catalogue, parts.words))
    write(cables, 1, "Three.")
    read_in(parts, cables, run=2)
    with pytest.raises(Broken):
        list(index_words(parts.catalogue, Breaking(parts.words, step)))
    list(index_words(parts.catalogue, parts.words))
    list(embed(parts.catalogue, parts.embedder))
    list(index_meaning(parts))
    assert healthy(parts)
    assert parts.words.count() == 2


def test_of_what_is_forgotten_while_words_are_broken_off_no_word_stays(parts, tmp_path):
    write(tmp_path / "cables", 1)
    read_in(parts, tmp_path / "cables")
    with pytest.raises(Broken):
        list(index_words(parts.catalogue, Breaking(parts.words, 1)))
    assert parts.words.count() == 2
    with parts.catalogue.edit() as edit:
        edit.documents.forget_cable("10OSLO1")
    list(index_words(parts.catalogue, parts.words))
    assert parts.words.count() == 0
