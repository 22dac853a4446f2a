"""Terms of the trade: "what does NOFORN mean", "what is a demarche"."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from assistant.answer import Answer
from assistant.kinds.inquiry import Inquiry

_ASKS = re.compile(
    r"\s*(?:(?:so|and|ok|please|can you tell me|tell me|explain),? )?"
    r"(?:what(?:['’]?s| is| are| does| do)?|whats|define|explain|meaning of|definition of)\b"
    r"(?: the (?:meaning|definition) of)?(?: (?:a|an|the|term|abbreviation|acronym|caption|word))*"
    r"\s+[\"“'‘]?(?P<term>[\w/&.’' -]{1,60}?)[\"”'’]?"
    r"(?: (?:mean|means|meant|stand for|stands for))?"
    r"(?: in (?:a |the |these |those )?(?:cables?|telegrams?))?\s*[?.!]*\s*",
    re.IGNORECASE,
)


def answer(inquiry: Inquiry) -> Answer | None:
    """Return what a term means, where the glossary has it."""
    asked = _ASKS.fullmatch(inquiry.text)
    entry = _terms().get(_key(asked["term"])) if asked else None
    return inquiry.answer(f"{entry}\n\nThis is from reftel's glossary, not from the archive.") if entry else None


@cache
def _terms() -> Mapping[str, str]:
    """Return the entries of `glossary.txt` by each of their names."""
    found: dict[str, str] = {}
    for line in (files(__package__) / "glossary.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            names, _, meaning = line.partition(": ")
            first, *_ = names.split(", ")
            found |= {_key(name): f"{first}: {meaning}" for name in names.split(", ")}
    return found


def _key(term: str) -> str:
    return re.sub(r"[^a-zé0-9]", "", term.casefold().replace("é", "e"))
