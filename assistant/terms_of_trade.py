"""The terms of the trade, `terms_of_trade.txt`: what they mean, and that they are no misspelt words."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def meaning(term: str) -> str | None:
    """Return what a term means, behind the name that it is best known by; None where the list does not have it."""
    return terms().get(_key(term))


@cache
def terms() -> Mapping[str, str]:
    """Return the entries by each of their names, in small letters and digits alone."""
    return {_key(name): said for name, said in written().items()}


@cache
def written() -> Mapping[str, str]:
    """Return the entries by each of their names, as the list writes them."""
    found: dict[str, str] = {}
    for line in (files(__package__) / "terms_of_trade.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            names, _, said = line.partition(": ")
            first, *_ = names.split(", ")
            found |= dict.fromkeys(names.split(", "), f"{first}: {said}")
    return found


def _key(term: str) -> str:
    return re.sub(r"[^a-z0-9]", "", term.casefold().replace("é", "e"))
