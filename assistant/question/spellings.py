"""How else what is looked for may be written: Gaddafi for Qadhafi, A.Q. Khan for AQ Khan."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from ingest.search.word_index import stems

_INITIALS = re.compile(r"\b[A-Z]{2,3}\b(?= [A-Z])")
_DOTTED = re.compile(r"\b(?:[A-Za-z]\. ?){2,4}")
# British and American; each is tried both ways in words that are long enough for it to be an ending.
_ENDINGS = (
    *(
        ("isation", "ization"),
        ("ise", "ize"),
        ("ising", "izing"),
        ("ised", "ized"),
        ("our", "or"),
        ("ours", "ors"),
    ),
    *(("tre", "ter"), ("tres", "ters"), ("ence", "ense"), ("ogue", "og"), ("yse", "yze"), ("amme", "am")),
)
_LONG_ENOUGH = 6


def spellings(phrase: str) -> tuple[str, ...]:
    """Return a phrase as it is given, then as else it may be written."""
    return tuple(dict.fromkeys((phrase, *_others(phrase))))


def other_names(text: str) -> tuple[str, ...]:
    """Return how else the names that stand in a text are spelt: Hizballah and Hezbollah for Hizbollah."""
    return tuple(dict.fromkeys(other for _, other in _names(text.casefold())))


def stems_of_others(text: str) -> dict[str, str]:
    """Return the stems of other spellings of the names in a text, each with that of the name as it is there."""
    pairs = ((stems(name), stems(other)) for name, other in _names(text.casefold()))
    return {
        theirs: own
        for names, others in pairs
        if len(names) == len(others)
        for own, theirs in zip(names, others, strict=True)
    }


def _others(phrase: str) -> Iterator[str]:
    for name, other in _names(phrase.casefold()):
        yield re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", other, phrase, flags=re.IGNORECASE)
    yield _INITIALS.sub(lambda found: ".".join(found[0]), phrase)
    yield _DOTTED.sub(lambda found: found[0].replace(".", "").replace(" ", "") + " ", phrase).strip()
    for pair in _ENDINGS:
        for ending, other in (pair, pair[::-1]):
            if len(phrase) >= _LONG_ENOUGH and phrase.casefold().endswith(ending):
                yield phrase[: -len(ending)] + other


def _names(phrase: str) -> Iterator[tuple[str, str]]:
    """Yield each name that stands in a phrase, with each of its other spellings."""
    words = re.findall(r"[\w'-]+", phrase)
    runs = {" ".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1)}
    for run in runs & _spelt().keys():
        yield from ((run, other) for other in _spelt()[run] if other.casefold() != run)


@cache
def _spelt() -> Mapping[str, tuple[str, ...]]:
    lines = (files(__package__) / "spellings.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split(", ") for line in lines if line and not line.startswith("#")]
    return {name.casefold(): tuple(row) for row in rows for name in row}
