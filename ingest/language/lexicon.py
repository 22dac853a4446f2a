"""The lists of words in `lexicon.txt`, by section."""

from functools import cache
from importlib.resources import files


def lexicon(section: str) -> frozenset[str]:
    """Return the words of a section of `lexicon.txt`."""
    return _sections()[section]


@cache
def _sections() -> dict[str, frozenset[str]]:
    words: dict[str, list[str]] = {}
    name = ""
    for line in (files(__package__) / "lexicon.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            words[name] = []
        elif not line.startswith("#"):
            words.setdefault(name, []).extend(line.split())
    return {name: frozenset(found) for name, found in words.items()}


# Words that go before a name without being part of it; those found in lower case in the cable are left out too.
OFFICES = lexicon("offices") | lexicon("portfolios") | lexicon("openings") | lexicon("connectives")
