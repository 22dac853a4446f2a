"""Where the posts are: every one that does not travel has a place, and it is the right one."""

import pytest

from ingest.domain.post_places import coordinates
from ingest.domain.posts import posts


def test_every_post_but_those_that_travel_has_a_place_on_earth():
    assert {post for post in posts() if coordinates(post) is None} == {"SECTO", "TOSEC"}
    found = [at for post in posts() if (at := coordinates(post))]
    assert all(-56 < north < 72 and -180 <= east <= 180 for north, east in found)


@pytest.mark.parametrize(
    ("post", "north", "east"),
    [("BAKU", 40.4, 49.9), ("WELLINGTON", -41.3, 174.8), ("APIA", -13.8, -171.8), ("LAPAZ", -16.5, -68.1)],
)
def test_each_hemisphere(post, north, east):
    assert coordinates(post) == (north, east)
