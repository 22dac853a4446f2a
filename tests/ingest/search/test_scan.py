from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.domain.filters import EVERYWHERE, Facts, Filters
from ingest.domain.keys import vector_key
from ingest.embedding.embedder import unit
from ingest.errors import LibraryDamaged
from ingest.search import vector_columns
from ingest.search.vector_scan import VectorScan

POSTS, CLASSES, TAGS = ("OSLO", "BAKU", "ROME"), ("SECRET", "CONFIDENTIAL", None), ("PREL", "IR", "KDEM")
DAYS = (20090115, 20100204, None)
FILTERS = [
    EVERYWHERE,
    Filters(origin="BAKU"),
    Filters(tag="KDEM", classification="SECRET"),
    Filters(since="2010"),
    Filters(until="2009"),
    Filters(until="2010", tag="PREL", origin="OSLO"),
    Filters(origin="QUITO"),
]


def some(count: int, first: int = 1) -> tuple[dict[str, np.ndarray], dict[str, Facts]]:
    """Vectors that differ in few directions, as those of texts do, each of a cable of its own, with all facts."""
    random = np.random.default_rng(first)
    directions = np.random.default_rng(0).normal(size=(40, 384))
    scattered = random.normal(size=(count, 40)) @ directions + 2 * random.normal(size=(count, 384))
    vectors = unit(scattered.astype(np.float32))
    ids = [f"10OSLO{number}#1.0" for number in range(first, first + count)]
    facts = {
        f"10OSLO{number}": Facts(
            DAYS[number % 3], POSTS[number // 3 % 3], TAGS[: number % 4], CLASSES[number // 9 % 3]
        )
        for number in range(first, first + count)
    }
    return dict(zip(ids, vectors, strict=True)), facts


def passes(facts: Facts, where: Filters) -> bool:
    year = str(facts.day)[:4] if facts.day else None
    return (
        where.origin in (None, facts.post)
        and where.classification in (None, facts.classification)
        and (where.tag is None or where.tag in facts.tags)
        and (where.since is None or (year is not None and year >= where.since))
        and (where.until is None or (year is not None and year <= where.until))
    )


def held(vectors: dict[str, np.ndarray]):
    """Stands for the catalogue, which has the vectors themselves."""
    return lambda ids: {id: vectors[id] for id in ids if id in vectors}


def exact(vectors, facts, query, limit, where) -> list[str]:
    allowed = [id for id in vectors if passes(facts[vector_key(id).cable], where)]
    return sorted(allowed, key=lambda id: -float(vectors[id] @ query))[:limit]


@pytest.mark.parametrize("where", FILTERS)
def test_the_nearest_of_those_that_pass_are_found(tmp_path, where):
    vectors, facts = some(400)
    scan = VectorScan(tmp_path)
    scan.replace(facts, vectors, facts)
    query = unit(sum(list(vectors.values())[:2]))
    found = scan.search(query, 10, where, held(vectors))
    wanted = [float(vectors[id] @ query) for id in exact(vectors, facts, query, 10, where)]
    assert [cosine for _, cosine in found] == pytest.approx(wanted, abs=1e-3)
    assert all(passes(facts[key.cable], where) for key, _ in found)


@pytest.mark.parametrize("where", FILTERS[:4])
def test_of_many_vectors_hardly_one_is_missed(tmp_path, where):
    vectors, facts = some(20_000)
    scan = VectorScan(tmp_path)
    scan.replace(facts, vectors, facts)
    stored = list(vectors.values())
    hits = 0
    for number in range(20):
        query = unit(stored[number] + stored[number + 50])
        wanted = {id.removesuffix(".0") for id in exact(vectors, facts, query, 10, where)}
        hits += len(wanted & {str(key) for key, _ in scan.search(query, 10, where, held(vectors))})
    assert hits >= 0.99 * 200


def test_what_is_removed_is_not_found_and_may_come_again(tmp_path):
    vectors, facts = some(30)
    scan = VectorScan(tmp_path)
    scan.replace(facts, vectors, facts)
    id, vector = next(iter(vectors.items()))
    scan.replace(["10OSLO1", "09ROME1"], {}, {})
    assert id not in scan.ids()
    assert str(scan.search(vector, 1, EVERYWHERE, held(vectors))[0][0]) != "10OSLO1#1"
    for _ in "twice":
        scan.replace(["10OSLO1"], {id: vector}, facts)
    assert str(scan.search(vector, 1, EVERYWHERE, held(vectors))[0][0]) == "10OSLO1#1"
    assert scan.count() == 30


def test_another_opening_sees_it_and_so_does_one_that_looks_again(tmp_path):
    before = VectorScan(tmp_path)
    vectors, facts = some(30)
    VectorScan(tmp_path).replace(facts, vectors, facts)
    assert (before.count(), VectorScan(tmp_path).count()) == (0, 30)
    before.refresh()
    assert before.count() == 30


def test_a_cable_that_comes_again_is_there_once_in_another_opening_too(tmp_path):
    axes = np.eye(64, dtype=np.float32)
    facts = {"10OSLO1": Facts()}
    VectorScan(tmp_path).replace(facts, {"10OSLO1#1.0": axes[0], "10OSLO1#2.0": axes[1]}, facts)
    VectorScan(tmp_path).replace(facts, {"10OSLO1#1.0": axes[2]}, facts)
    scan = VectorScan(tmp_path)
    assert (set(scan.ids()), scan.count()) == ({"10OSLO1#1.0"}, 1)
    assert scan.finds("10OSLO1#1.0", axes[2], held({"10OSLO1#1.0": axes[2]}))


def test_what_a_killed_process_left_behind_the_last_state_does_not_count(tmp_path):
    vectors, facts = some(30)
    scan = VectorScan(tmp_path)
    scan.replace(facts, vectors, facts)
    for name in ("signs", "ids", "facts", "tags"):
        with (tmp_path / name).open("ab") as column:
            column.write(b"half a row")
    again = VectorScan(tmp_path)
    more, of_more = some(5, first=100)
    again.replace(of_more, more, of_more)
    assert set(VectorScan(tmp_path).ids()) == {*vectors, *more}
    for id, vector in more.items():
        assert VectorScan(tmp_path).search(vector, 1, EVERYWHERE, held(more))[0][0] == vector_key(id)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 12)), max_size=12))
def test_whatever_comes_and_goes_it_holds_what_a_dictionary_would(tmp_path_factory, steps):
    scan, kept = VectorScan(tmp_path_factory.mktemp("scan")), {}
    vectors, facts = some(12)
    for add, number in steps:
        cable, id = f"10OSLO{number}", f"10OSLO{number}#1.0"
        if add:
            kept[id] = vectors[id]
            scan.replace([cable], {id: vectors[id]}, facts)
        else:
            kept.pop(id, None)
            scan.replace([cable], {}, facts)
    assert set(scan.ids()) == set(kept)
    found = scan.search(vectors["10OSLO1#1.0"], 20, EVERYWHERE, held(vectors))
    assert {str(key) + ".0" for key, _ in found} == set(kept)


def test_a_model_of_any_width_will_do(tmp_path):
    scan = VectorScan(tmp_path)
    axes = np.eye(100, dtype=np.float32)
    facts = {"10OSLO1": Facts(), "10OSLO2": Facts()}
    vectors = {"10OSLO1#1.0": axes[0], "10OSLO2#1.0": axes[99]}
    scan.replace(facts, vectors, facts)
    assert scan.search(axes[99], 1, EVERYWHERE, held(vectors))[0][0].cable == "10OSLO2"


def test_windows_of_one_entry_are_one_result(tmp_path):
    scan = VectorScan(tmp_path)
    axes = np.eye(64, dtype=np.float32)
    vectors = {"10OSLO1#1.0": axes[0], "10OSLO1#1.1": axes[1]}
    scan.replace(["10OSLO1"], vectors, {"10OSLO1": Facts()})
    assert [str(key) for key, _ in scan.search(axes[1], 5, EVERYWHERE, held(vectors))] == ["10OSLO1#1"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "state.json").write_text("{"),
        lambda folder: (folder / "state.json").write_text('{"surprise": 1}'),
        lambda folder: (folder / "signs").unlink(),
        lambda folder: (folder / "signs").write_bytes(b""),
        lambda folder: (folder / "ids").write_bytes(b"10OSLO1#1.0"),
    ],
)
def test_broken_files_are_named_with_their_cure(tmp_path: Path, monkeypatch, damage):
    monkeypatch.setattr(vector_columns, "_COMPARED", 10)  # so that the signs are needed too
    vectors, facts = some(30)
    VectorScan(tmp_path).replace(facts, vectors, facts)
    damage(tmp_path)
    with pytest.raises(LibraryDamaged, match="`reftel check --repair` repairs it"):
        VectorScan(tmp_path).search(vectors["10OSLO1#1.0"], 5, EVERYWHERE, held(vectors))


def test_a_vector_that_is_not_as_it_was_is_no_answer(tmp_path):
    vectors, facts = some(30)
    scan = VectorScan(tmp_path)
    scan.replace(facts, vectors, facts)
    longer = {id: 2 * vector for id, vector in vectors.items()}
    with pytest.raises(LibraryDamaged):
        scan.search(vectors["10OSLO1#1.0"], 5, EVERYWHERE, held(longer))
