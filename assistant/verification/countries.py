"""Countries by any of their words: land, people, capital. Cables say Ankara where others say Turkey."""

from functools import cache
from importlib.resources import files

from ingest.domain.posts import post_name


def place(word: str) -> str | None:
    """Return the country that a word stands for, by the first word of its line, or None."""
    return _places().get(word.lower().replace(".", "").removesuffix("'s").removesuffix("’s"))


def place_of_post(canonical: str) -> str | None:
    """Return the country that a post is in, or None: `place_of_post("NEWDELHI")` is that of Delhi."""
    return place(canonical) or next(filter(None, map(place, post_name(canonical).split())), None)


@cache
def _places() -> dict[str, str]:
    lines = (files(__package__) / "countries.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {word.replace(".", ""): row[0] for row in rows for word in row}
