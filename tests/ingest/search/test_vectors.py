"""The collection of Chroma: what is written to it, found in it, and told from damage."""

import multiprocessing
import threading
from pathlib import Path

import numpy as np
import pytest

from ingest.domain.filters import Filters
from ingest.domain.keys import Key
from ingest.embedding.embedder import unit
from ingest.errors import LibraryDamaged
from ingest.search.chroma_store import ChromaStore, search_ef

AXES = np.eye(384, dtype=np.float32)
OSLO = {"cable": "09OSLO1", "ordinal": 1, "post": "OSLO", "day": 20090115}
BAKU = {"cable": "10BAKU2", "post": "BAKU", "day": 20100204, "tags": ["PREL", "IR"], "classification": "SECRET"}


@pytest.fixture
def vectors(tmp_path: Path):
    index = ChromaStore(tmp_path)
    index.add(
        {"09OSLO1#1.0": AXES[0], "09OSLO1#1.1": AXES[1], "10BAKU2#3.0": AXES[2]},
        {Key("09OSLO1", 1): OSLO, Key("10BAKU2", 3): BAKU},
    )
    yield index
    index.close()


def keys(found) -> list[str]:
    return [str(key) for key, _ in found]


def test_what_was_added_is_fetched(vectors):
    found = vectors.fetch(["09OSLO1#1.1", "10BAKU2#3.0", "10BAKU2#9.0"])
    assert {id: int(np.argmax(vector)) for id, vector in found.items()} == {"09OSLO1#1.1": 1, "10BAKU2#3.0": 2}
    assert (set(vectors.ids()), vectors.count()) == ({"09OSLO1#1.0", "09OSLO1#1.1", "10BAKU2#3.0"}, 3)


def test_what_is_removed_is_gone(vectors):
    vectors.remove(["10BAKU2#3.0", "10BAKU2#9.0"])
    assert set(vectors.ids()) == {"09OSLO1#1.0", "09OSLO1#1.1"}
    assert keys(vectors.search(AXES[2], 5)) == ["09OSLO1#1"]


def test_the_nearest_entries_are_found_each_by_its_best_window(vectors):
    found = vectors.search(unit(AXES[1] + 0.5 * AXES[2]), 5)
    assert keys(found) == ["09OSLO1#1", "10BAKU2#3"]
    assert [cosine for _, cosine in found] == pytest.approx([0.894, 0.447], abs=1e-3)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(origin="Baku"), ["10BAKU2#3"]),
        (Filters(tag="ir", classification="secret"), ["10BAKU2#3"]),
        (Filters(tag="KDEM"), []),
        (Filters(since="2010"), ["10BAKU2#3"]),
        (Filters(until="2009-01-15"), ["09OSLO1#1"]),
        (Filters(since="2009", until="2009-01"), ["09OSLO1#1"]),
        (Filters(person="Huseynli"), ["10BAKU2#3", "09OSLO1#1"]),
    ],
)
def test_filters_are_those_of_reftel(vectors, filters, found):
    assert keys(vectors.search(AXES[2], 5, filters)) == found


def _add_from_elsewhere(folder: Path) -> None:
    index = ChromaStore(folder)
    index.add({"08ROME5#1.0": AXES[5]}, {Key("08ROME5", 1): {"post": "ROME"}})
    index.close()


def test_another_process_is_seen_after_closing(vectors, tmp_path):
    writer = multiprocessing.get_context("spawn").Process(target=_add_from_elsewhere, args=(tmp_path,))
    writer.start()
    writer.join()
    assert writer.exitcode == 0
    vectors.close()
    assert keys(vectors.search(AXES[5], 1)) == ["08ROME5#1"]


def test_it_has_a_state_only_once_all_is_written_and_another_one_each_time(vectors):
    assert vectors.state is None
    vectors.finish()
    first = vectors.state
    vectors.remove(["10BAKU2#3.0"])
    assert (first is not None, vectors.state) == (True, None)
    vectors.finish()
    assert vectors.state not in (None, first)


def test_a_search_looks_at_more_of_a_larger_collection(vectors, tmp_path):
    assert [search_ef(count) for count in (0, 13_000, 100_000, 500_000, 10**7)] == [600, 600, 800, 4_000, 5_000]
    vectors.finish()
    assert vectors._entries.configuration["hnsw"]["ef_search"] == 600


def test_a_byte_that_has_changed_in_the_index_is_no_answer(tmp_path):
    index = ChromaStore(tmp_path)
    many = unit(np.random.default_rng(1).normal(size=(1_200, 384)).astype(np.float32))
    index.add(
        {f"10OSLO{n}#1.0": each for n, each in enumerate(many)}, {Key(f"10OSLO{n}", 1): OSLO for n in range(1_200)}
    )
    index.finish()
    assert keys(index.search(many[7], 1)) == ["10OSLO7#1"]
    index.close()
    again = ChromaStore(tmp_path)
    assert keys(again.search(many[7], 1)) == ["10OSLO7#1"]
    again.close()
    (file,) = tmp_path.glob("*/data_level0.bin")
    content = bytearray(file.read_bytes())
    content[5_000] ^= 1
    file.write_bytes(content)
    with pytest.raises(LibraryDamaged, match="data_level0"):
        ChromaStore(tmp_path).search(many[7], 1)


def test_who_closes_it_waits_for_searches_under_way(vectors):
    trouble = []

    def search() -> None:
        try:
            for _ in range(200):
                vectors.search(AXES[0], 1)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test must hear of it
            trouble.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        vectors.close()
    for thread in threads:
        thread.join()
    assert trouble == []
