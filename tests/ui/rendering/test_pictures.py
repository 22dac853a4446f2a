"""Bars of time, a person's acquaintances and a map of posts, as the values that templates draw."""

from ui.rendering.ego_network import MOST, Acquaintance, ego_network
from ui.rendering.post_map import post_map
from ui.rendering.statement_bars import statement_bars


def test_a_few_years_are_shown_by_month_and_many_by_year():
    few = statement_bars({"2009-03-14": 2, "2009-03-02": 1, "2010": 4, "": 5}, "?since={0}".format)
    assert (few.by, len(few.bars), few.untold) == ("month", 24, 9)
    (march,) = [bar for bar in few.bars if bar.number]
    assert (march.name, march.number, march.href) == ("March 2009", 3, "?since=2009-03")
    many = statement_bars({"1975-01-01": 1, "2009-03-14": 2}, str)
    assert (many.by, len(many.bars), many.bars[0].height * 2) == ("year", 35, many.bars[-1].height)
    assert statement_bars({"": 3}, str) is None


def test_a_network_has_few_names_each_with_a_line_as_thick_as_it_is_frequent():
    met = [Acquaintance(f"Person {number}" * 5, 40 - number, f"/{number}") for number in range(20)]
    drawn = ego_network("Ada Yildiz", met)
    assert len(drawn.edges) == MOST
    assert drawn.edges[0].thickness > drawn.edges[-1].thickness
    assert all(len(edge.label) <= 27 for edge in drawn.edges)
    assert len({edge.y for edge in drawn.edges}) == MOST
    assert ego_network("Ada Yildiz", []) is None


def test_a_map_places_posts_and_tells_which_have_no_place():
    drawn = post_map([("BAKU", 90), ("LIMA", 10), ("SECTO", 3)], "/cables?origin={0}".format)
    baku, lima = drawn.dots
    assert baku.x > 50 > lima.x
    assert baku.y < lima.y
    assert baku.radius > lima.radius
    assert (baku.href, baku.named) == ("/cables?origin=BAKU", "everywhere")
    assert drawn.elsewhere == (("SECTO", 3, "/cables?origin=SECTO"),)


def test_names_on_a_map_do_not_lie_on_each_other():
    drawn = post_map([("BRUSSELS", 9), ("USNATO", 8), ("USEUBRUSSELS", 7), ("ANTWERP", 6)], str)
    assert len([dot for dot in drawn.dots if dot.named]) < 4
