"""Countries by any of their words: land, people, capital. Cables say Ankara where others say Turkey."""

from functools import cache
from importlib.resources import files


def place(word: str) -> str | None:
    """Return the country that a word stands for, by the first word of its line, or None."""
    return _places().get(word.lower().replace(".", "").removesuffix("'s").removesuffix("’s"))


@cache
def _places() -> dict[str, str]:
    lines = (files(__package__) / "countries.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {word.replace(".", ""): row[0] for row in rows for word in row}


def forms(word: str) -> frozenset[str]:
    """Return the other forms of a country's name: Yemeni of Yemen, British of Britain; none of another word."""
    named = place(word)
    alike = (other for other, country in _places().items() if country == named and other[:2] == word.lower()[:2])
    return frozenset(alike) if named else frozenset()
