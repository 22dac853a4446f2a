"""Capitals and small letters for a text that has only capitals, as the telegrams of the 1970s do.

Everything that finds names goes by their capitals. Here a word is written small if cables with both cases write it
small (`letter_case.txt`, made by `benchmarks/learn_letter_case.py`), and a word that they never write small is a
name. Offices get their capital back before a name.
"""

import re
from functools import cache
from importlib.resources import files

from ingest.language.lexicon import lexicon
from ingest.language.reporting_verbs import SAYING

MOST_SMALL = 0.05  # the share of small letters up to which a text has only capitals
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
OPENS = re.compile(r"(?:^|[.?!][\"'”’)\]]*+\s++|(?<!\s)[^\S\n]*+\n\s*+)[\"'“‘(\[*•-]*+\s?+(?=[^\W\d_])")
CROSSES = re.compile(r"X{4,}")
ENDINGS = ("ing", "ed", "ly", "tion", "tions", "ment", "ments", "ness", "ity", "able", "ible", "ously", "ized")
OFFICES = lexicon("offices") | lexicon("portfolios")
VOWELS = frozenset("aeiouy")


def has_case(text: str) -> bool:
    """Whether a text tells names by their capitals."""
    small, large = sum(map(str.islower, text)), sum(map(str.isupper, text))
    return small > MOST_SMALL * (small + large)


def is_name(word: str) -> bool:
    """Whether a word that opens a sentence is likely a name: cables never write it small."""
    return _case(word) in {"name", "acronym"}


def is_common(word: str) -> bool:
    """Whether a word is none of a name: cables write it small, wherever no sentence begins."""
    return _case(word) == "small"


def recased(text: str) -> str:
    """Return a text in capitals with small letters where they are likely; no character changes its place."""
    found = list(WORD.finditer(text))
    cases = [_case(match[0]) for match in found]
    for i in reversed(range(len(found))):
        low, after = found[i][0].lower(), cases[i + 1] if i + 1 < len(found) else "small"
        touches = i + 1 < len(found) and text[found[i].end() : found[i + 1].start()].strip(" .") == ""
        if cases[i] == "either":
            # "MINISTER BROWN SAID", "GORDON BROWN, WHO ...": a name, and not the colour.
            named = i > 0 and (found[i - 1][0].lower() in OFFICES or cases[i - 1] == "name")
            ends = found[i + 1][0].lower() in SAYING if touches else True
            cases[i] = "name" if named and ends else "small"
        if low == "may" and re.match(r"\s\d", text[found[i].end() : found[i].end() + 2]):
            cases[i] = "name"
        if cases[i] == "small" and low in OFFICES and touches and after in {"name", "office"}:
            cases[i] = "office"
    opening = {match.end() for match in OPENS.finditer(text)}
    pieces, end = [], 0
    for match, case in zip(found, cases, strict=True):
        pieces.append(text[end : match.start()])
        pieces.append(_written(match[0], "name" if case == "small" and match.start() in opening else case))
        end = match.end()
    return "".join([*pieces, text[end:]])


def _case(word: str) -> str:
    """How a word of a text in capitals is likely written: small, as a name, as an acronym, or either way."""
    low = re.sub(r"['’]s$", "", word.lower())
    known = _known()
    if CROSSES.match(word) or (len(low) == 1 and low != "a") or low in known["acronyms"]:
        return "acronym"
    if low in lexicon("dates"):
        return "name" if low != "may" else "small"
    if low in known["either"]:
        return "either"
    if low in known["small"] or low in lexicon("offices"):
        return "small"
    if len(low) <= 5 and not VOWELS & set(low):
        return "acronym"
    return "small" if low.endswith(ENDINGS) and len(low) > 6 else "name"


def _written(word: str, case: str) -> str:
    if len(word) != len(word.lower()) or case == "acronym":
        return word
    return word.lower() if case == "small" else word[0] + word[1:].lower()


@cache
def _known() -> dict[str, frozenset[str]]:
    """The words by how cables write them."""
    lines = (files(__package__) / "letter_case.txt").read_text(encoding="utf-8").splitlines()
    return {name: frozenset(words.split()) for name, words in (line.split(": ") for line in lines)}
