"""The country of a post."""

import pytest

from ingest.domain.countries import country_of, place
from ingest.domain.posts import posts


@pytest.mark.parametrize(
    ("posts", "country"),
    [(("RIYADH", "JEDDAH", "DHAHRAN"), "saudi"), (("OSLO",), "norway"), (("SAOPAULO", "BRASILIA"), "brazil")],
)
def test_posts_of_one_country(posts, country):
    assert {country_of(post) for post in posts} == {country}


def test_a_post_of_no_known_country_stands_for_itself():
    assert country_of("USNATO") == "USNATO"
    assert country_of("NOWHERE") == "NOWHERE"


def test_every_post_of_the_list_is_a_post():
    from ingest.domain.countries import _of_posts

    assert set(_of_posts()) <= set(posts())


def test_a_country_is_called_the_same_by_its_people_and_its_posts():
    assert place("Saudi") == place("Riyadh") == country_of("JEDDAH")
    assert place("Syrian") == country_of("DAMASCUS")
