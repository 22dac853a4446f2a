"""A walk along references: nearest first, never in circles, and bounded whatever refers to what."""

from ingest.catalogue.named_cables import LinkedCables
from ui.rendering.reference_walk import MOST, MOST_OF_ONE, WalkedCable, walk, walked


def over(links: dict[str, str]):
    """Return what is asked a step at a time, of links written as {"A": "B C"}."""

    def linked(ids):
        found = {id: links[id].split() for id in ids if links.get(id)}
        return {id: LinkedCables(tuple(others[:MOST_OF_ONE]), len(others)) for id, others in found.items()}

    return linked


def drawn(each: WalkedCable) -> str:
    """Return a walk in one line: A(B(C) D), with a star at what was met before and +n for n more."""
    behind = " ".join([*map(drawn, each.behind), *([f"+{each.more}"] if each.more else [])])
    return f"{each.id}{'*' if each.is_known else ''}{f'({behind})' if behind else ''}"


def test_three_steps_and_no_further():
    assert drawn(walk("A", over({"A": "B", "B": "C", "C": "D", "D": "E"}))) == "A(B(C(D)))"


def test_two_cables_that_refer_to_each_other_do_not_go_in_circles():
    assert drawn(walk("A", over({"A": "B", "B": "A C", "C": "B"}))) == "A(B(A* C(B*)))"


def test_what_can_be_reached_twice_stands_where_it_is_nearest():
    assert drawn(walk("A", over({"A": "B C", "B": "C", "C": "D"}))) == "A(B(C*) C(D))"


def test_of_a_cable_that_everybody_refers_to_the_first_are_shown_and_the_others_counted():
    many = " ".join(f"C{n}" for n in range(5_000))
    assert drawn(walk("A", over({"A": many}))) == f"A({' '.join(f'C{n}' for n in range(8))} +4992)"


def test_there_is_an_end_to_it_where_each_leads_to_many():
    def everywhere(ids):
        return {id: LinkedCables(tuple(f"{id}.{n}" for n in range(MOST_OF_ONE)), 700) for id in ids}

    found = list(walked(walk("A", everywhere)))
    assert len(found) == MOST + 1
    assert found[1].id == "A.0"
    assert all(each.more == 700 - len(each.behind) for each in found if each.behind)
