"""Countries by any of their words: land, people, capital. Cables say Ankara where others say Turkey."""

from functools import cache
from importlib.resources import files

from ingest.domain.posts import posts


def place(word: str) -> str | None:
    """Return the country that a word stands for, by the first word of its line, or None."""
    return _places().get(word.lower().replace(".", "").removesuffix("'s").removesuffix("’s"))


def country_of(post: str) -> str:
    """Return the country of a post, given by its canonical name; the post itself where that is all one knows."""
    return _of_posts().get(post) or place(posts().get(post, post)) or post


def _lines(name: str) -> list[str]:
    lines = (files(__package__) / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def _places() -> dict[str, str]:
    rows = (line.split() for line in _lines("countries.txt"))
    return {word.replace(".", ""): row[0] for row in rows for word in row}


@cache
def _of_posts() -> dict[str, str]:
    rows = (line.split(":") for line in _lines("post_countries.txt"))
    return {post: country for country, names in rows for post in names.split()}


def forms(word: str) -> frozenset[str]:
    """Return the other forms of a country's name: Yemeni of Yemen, British of Britain; none of another word."""
    named = place(word)
    alike = (other for other, country in _places().items() if country == named and other[:2] == word.lower()[:2])
    return frozenset(alike) if named else frozenset()
