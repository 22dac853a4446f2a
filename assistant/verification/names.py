"""Proper names: who and what a sentence names, and whether a source names it too, however it is spelt."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.question_words import ASKING
from ingest.domain.countries import place
from ingest.language.letters import folded
from ingest.language.lexicon import lexicon
from ingest.language.name_spelling import sounds

_WORD = re.compile(r"(?<!\w)(?:(?:[^\W\d_]\.){2,}|[^\W\d_][\w&]*(?:['’.-](?=\w)[\w&]+)*)")
_OPENING = re.compile(r"[.!?:]\s|[“\"«(]")  # after which a sentence, or something within it, begins
_LETTER = re.compile(r"\w")
_POSSESSIVE = re.compile(r"['’]s?$")
# Offices and bodies are told apart by who holds them; months by `dates`.
_COMMON = frozenset(
    ASKING.union(
        *(
            lexicon(section)
            for section in "offices portfolios openings holders lesser bodies speakers dates connectives "
            "determiners pronouns prepositions auxiliaries".split()
        ),
        lexicon("clause openers"),
    )
)
_NAMELESS = frozenset(
    """asked both cable chamber comment council each embassy emboff english every everyone few further mr mrs
    nobody none neither note only once post section several so some summary there three two under while ministry
    cabinet state department director general mission usd dollars""".split()
)
_ALIKE = 0.6
_HOME = "us"  # every cable is sent by an American post to Washington


@dataclass(frozen=True, slots=True)
class Name:
    """A word written as a name; `opens` where it opens the sentence and may be any word."""

    text: str
    opens: bool = False


def names(text: str) -> tuple[Name, ...]:
    """Return the words of a text that are written as names, each once; a text all in capitals has none."""
    if text == text.upper():
        return ()
    found: dict[str, Name] = {}
    openings = [0, *(match.end() for match in _OPENING.finditer(text)), len(text) + 1]
    opening, first = -1, -1
    for match in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", match[0])
        while openings[opening + 1] <= match.start():
            opening, first = opening + 1, -1
        if first < 0 and (letter := _LETTER.search(text, openings[opening])):
            first = letter.start()
        opens = first >= match.start()
        if _is_name(word, opens=opens):
            known = found.get(word)
            found[word] = Name(word, opens and (known is None or known.opens))
    return tuple(found.values())


def _is_name(word: str, *, opens: bool) -> bool:
    low = word.lower()
    capital = word[0].isupper() or low.startswith(("al-", "el-"))
    if not capital or len(word.strip(".")) < 2 or low in _COMMON or low in _NAMELESS:
        return False
    return not (opens and low.endswith(("ing", "ly")))


def stand(claimed: Iterable[Name], texts: Sequence[str]) -> dict[Name, bool]:
    """Return of each name whether one of the texts has it: in any case, spelling or abbreviation."""
    words = {_plain(match[0]) for text in texts for match in _WORD.finditer(text)}
    words |= {part for word in words for part in word.split("-")}
    return {name: _stands(name, words, texts) for name in claimed}


def _stands(name: Name, words: set[str], texts: Sequence[str]) -> bool:
    plain = _plain(name.text)
    if plain in words or place(name.text) == _HOME:
        return True
    if (land := place(name.text)) and any(place(word) == land for word in words):
        return True
    if any(plain.rstrip("s") == word.rstrip("s") for word in words if len(word) > 3):
        return True
    if plain.removesuffix("ern") in words:
        return True  # "Western" of the West
    if name.text.isupper() and any(_abbreviates(name.text, text) for text in texts):
        return True
    parts = [part for part in plain.split("-") if len(part) > 2]
    if len(parts) > 1 and all(part in words for part in parts):
        return True
    return any(_alike(plain, word) for word in words)


def _alike(one: str, other: str) -> bool:
    """Whether two words may be spellings of one name."""
    if one[:1] != other[:1] and not {one[:1], other[:1]} <= set("hgkjyeiuvwaocqxz"):
        return False
    alike = sounds(one.title()) & sounds(other.title())
    return bool(alike) and SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _abbreviates(short: str, text: str) -> bool:
    """Whether the letters of an abbreviation begin words that follow one another: UN, United Nations."""
    letters = re.sub(r"\W", "", short).lower()
    initials = "".join(
        word[0] for word in re.findall(r"\w+", text.lower()) if word not in {"of", "the", "and", "for"}
    )
    return len(letters) > 1 and letters in initials


def _plain(word: str) -> str:
    return folded(_POSSESSIVE.sub("", word)).replace("’", "'").replace(".", "")
