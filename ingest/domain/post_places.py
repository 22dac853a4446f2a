"""Where on earth the posts are, by the cities that they are in."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def coordinates(post: str) -> tuple[float, float] | None:
    """Return degrees north and east of a post, given by its canonical name; None where that is not known."""
    return _coordinates().get(post)


@cache
def _coordinates() -> Mapping[str, tuple[float, float]]:
    lines = (files(__package__) / "post_places.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {post: (float(north), float(east)) for post, north, east in rows}
