import multiprocessing
from pathlib import Path

import numpy as np
import pytest

from ingest.entries import EVERYWHERE, Facts, Key, Where
from ingest.vectors import Vectors

AXES = np.eye(384, dtype=np.float32)


@pytest.fixture
def vectors(tmp_path: Path):
    index = Vectors(tmp_path)
    index.add(
        {"09OSLO1#1.0": AXES[0], "09OSLO1#1.1": AXES[1], "10BAKU2#3.0": AXES[2]},
        {"09OSLO1": Facts(20090115, "OSLO"), "10BAKU2": Facts(20100204, "BAKU", ("PREL", "IR"), "SECRET")},
    )
    yield index
    index.close()


def test_the_nearest_comes_first_with_its_cosine(vectors):
    query = (0.8 * AXES[2] + 0.6 * AXES[0]).astype(np.float32)
    (first, first_cosine), (second, second_cosine) = vectors.search(query, 2, EVERYWHERE)
    assert (first, second) == (Key("10BAKU2", 3), Key("09OSLO1", 1))
    assert (first_cosine, second_cosine) == pytest.approx((0.8, 0.6), abs=1e-3)


def test_windows_of_one_paragraph_are_one_result(vectors):
    keys = [key for key, _ in vectors.search(AXES[1], 10, EVERYWHERE)]
    assert keys.count(Key("09OSLO1", 1)) == 1


@pytest.mark.parametrize(
    ("where", "cables"),
    [
        (Where(origin="BAKU"), {"10BAKU2"}),
        (Where(tag="IR"), {"10BAKU2"}),
        (Where(since="2009", until="2009"), {"09OSLO1"}),
        (Where(classification="SECRET", since="2010-02-05"), set()),
    ],
)
def test_filters_narrow_the_search(vectors, where, cables):
    assert {key.cable for key, _ in vectors.search(AXES[0], 10, where)} == cables


def test_what_is_removed_is_not_found(vectors):
    vectors.remove(["10BAKU2#3.0", "10BAKU2#9.0"])
    assert [key for key, _ in vectors.search(AXES[2], 10, EVERYWHERE)] == [Key("09OSLO1", 1)]


def test_what_chroma_keeps_and_a_search_cannot_find_is_not_fetched(vectors):
    vectors._scan.remove(["10BAKU2#3.0"])
    assert vectors.fetch(["10BAKU2#3.0", "09OSLO1#1.0"]).keys() == {"09OSLO1#1.0"}
    assert set(vectors.ids()) == {"09OSLO1#1.0", "09OSLO1#1.1", "10BAKU2#3.0"}


def test_who_only_asks_does_not_open_chroma(vectors, tmp_path):
    asking = Vectors(tmp_path)
    assert asking.search(AXES[2], 1, EVERYWHERE)[0][0] == Key("10BAKU2", 3)
    assert asking._client is None


def _add_from_elsewhere(folder: Path) -> None:
    index = Vectors(folder)
    index.add({"08ROME5#1.0": AXES[5]}, {"08ROME5": Facts(post="ROME")})
    index.close()


def test_another_process_is_seen_after_refresh(vectors, tmp_path):
    writer = multiprocessing.get_context("spawn").Process(target=_add_from_elsewhere, args=(tmp_path,))
    writer.start()
    writer.join()
    assert writer.exitcode == 0
    vectors.refresh()
    assert vectors.search(AXES[5], 1, EVERYWHERE)[0][0] == Key("08ROME5", 1)
