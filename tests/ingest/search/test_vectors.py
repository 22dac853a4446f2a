import multiprocessing
from pathlib import Path

import numpy as np
import pytest

from ingest.domain.filters import Facts
from ingest.search.chroma_store import ChromaStore

AXES = np.eye(384, dtype=np.float32)


@pytest.fixture
def vectors(tmp_path: Path):
    index = ChromaStore(tmp_path)
    index.add(
        {"09OSLO1#1.0": AXES[0], "09OSLO1#1.1": AXES[1], "10BAKU2#3.0": AXES[2]},
        {"09OSLO1": Facts(20090115, "OSLO"), "10BAKU2": Facts(20100204, "BAKU", ("PREL", "IR"), "SECRET")},
    )
    yield index
    index.close()


def test_what_was_added_is_fetched(vectors):
    found = vectors.fetch(["09OSLO1#1.1", "10BAKU2#3.0", "10BAKU2#9.0"])
    assert {id: int(np.argmax(vector)) for id, vector in found.items()} == {"09OSLO1#1.1": 1, "10BAKU2#3.0": 2}
    assert (set(vectors.ids()), vectors.count()) == ({"09OSLO1#1.0", "09OSLO1#1.1", "10BAKU2#3.0"}, 3)


def test_what_is_removed_is_gone(vectors):
    vectors.remove(["10BAKU2#3.0", "10BAKU2#9.0"])
    assert set(vectors.ids()) == {"09OSLO1#1.0", "09OSLO1#1.1"}


def _add_from_elsewhere(folder: Path) -> None:
    index = ChromaStore(folder)
    index.add({"08ROME5#1.0": AXES[5]}, {"08ROME5": Facts(post="ROME")})
    index.close()


def test_another_process_is_seen_after_closing(vectors, tmp_path):
    writer = multiprocessing.get_context("spawn").Process(target=_add_from_elsewhere, args=(tmp_path,))
    writer.start()
    writer.join()
    assert writer.exitcode == 0
    vectors.close()
    assert set(vectors.fetch(["08ROME5#1.0"])) == {"08ROME5#1.0"}
