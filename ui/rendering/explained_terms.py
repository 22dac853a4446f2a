"""Which words of a cable are explained beside it: abbreviations, marks, words of the trade. Pure functions."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from assistant.retrieval.abbreviations import openings
from assistant.terms_of_trade import meaning, written
from ingest.domain.cable import Cable
from ingest.parsing.inline_references import Link
from ui.rendering.marking_words import spelt_out

# Names in small letters that are no English words besides; how they are capitalised makes no difference.
_JARGON = frozenset(
    """
    agrément airgram amconsul amembassy codel congenoff conoff consoff demarche démarche dipnote econcouns econoff
    emboff emboffs exequatur gitmo memcon non-paper nonpaper pol-mil pol/econ polad polcouns poleconoff polmil
    poloff refair reftel reftels septel septels sitrep staffdel tearline telcon
    """.split()
)
_CAPITALS = re.compile(r"(?<![\w’'])[A-Z][a-z]*[A-Z0-9/+][\w/+]*")  # PRC, EmbOff, P5+1, A/S
_SMALL = re.compile(r"[^\W\d_]+(?:[/-][^\W\d_]+)?")
_BRACKETED = re.compile(r"\([\"“”']?([A-Z][\w&/-]{1,9})")
_HOUR = re.compile(r"\d ?\Z")  # in front of AM and PM


@dataclass(frozen=True, slots=True)
class ExplainedTerm:
    """A term that a cable has, and what it means; `number` is its place among those that are explained."""

    number: int
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class TermPlace:
    """Where a term stands in a text; the first place in the paragraphs is one that the keyboard reaches."""

    start: int
    end: int
    term: ExplainedTerm
    is_first: bool


@dataclass(slots=True)
class Explained:
    """What is explained of one cable, gathered while its parts are gone through in order.

    What the cable itself opens, "Sensible Boat Union (SBU)", means that all through it, whatever it is elsewhere.
    """

    own: Mapping[str, str]
    terms: dict[str, ExplainedTerm] = field(default_factory=dict)
    met: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, cable: Cable) -> "Explained":
        """Return what a cable opens by itself, with nothing gathered yet."""
        own: dict[str, str] = {}
        for paragraph in cable.paragraphs:
            if " (" in paragraph.text:
                for short, words, spelt in openings(paragraph.text):
                    own.setdefault(short, f"{short}: {words}, as this cable says." if spelt else "")
        return cls(own)

    def places(self, text: str, links: Sequence[Link] = ()) -> list[TermPlace]:
        """Return the terms of a paragraph where they first stand in it, but for words that are links.

        A text all in capitals has none: there, names cannot be distinguished from other words.
        """
        if text.isupper():
            return []
        found: dict[str, TermPlace] = {}
        linked = {each.start for each in links}
        told = {name for name in _BRACKETED.findall(text) if name in self.own}  # by the paragraph itself
        for start, end in _candidates(text):
            name = text[start:end]
            if name in found or start in linked or _is_hour(text, start, name):
                continue
            if name not in told and (said := self._meaning(name)):
                found[name] = self._place(start, end, name, said)
        return list(found.values())

    def tags(self, text: str) -> list[TermPlace]:
        """Return the terms in a line of codes: tags, captions, a precedence."""
        found = ((match, meaning(match[0])) for match in re.finditer(r"[A-Z]{2,}", text))
        return [TermPlace(*match.span(), self._term(match[0], said), True) for match, said in found if said]

    def marking(self, portion: str) -> TermPlace | None:
        """Return what the mark in front of a paragraph means; None for one that is unknown."""
        bare = portion.strip("()").replace("//", "/")
        spelt = spelt_out(bare).words if bare else ""
        said = meaning(bare) or (f"{bare}: {spelt}, as the mark of a paragraph." if spelt != bare else None)
        return self._place(0, len(portion), portion, said) if said else None

    def _meaning(self, name: str) -> str | None:
        if name in self.own:
            return self.own[name]
        return _known().get(name) or _known().get(name.casefold())

    def _place(self, start: int, end: int, name: str, said: str) -> TermPlace:
        term = self._term(name, said)
        is_first = term.number not in self.met
        self.met.add(term.number)
        return TermPlace(start, end, term, is_first)

    def _term(self, name: str, said: str) -> ExplainedTerm:
        new = ExplainedTerm(len(self.terms) + 1, name, _without_name(said))
        return self.terms.setdefault(said, new)


def _is_hour(text: str, start: int, name: str) -> bool:
    return name == "PM" and _HOUR.search(text, max(0, start - 2), start) is not None


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand that may be terms, in order; of those in small letters the first of each."""
    found = [match.span() for match in _CAPITALS.finditer(text)]
    small = text.lower()
    there = _JARGON.intersection(_SMALL.findall(small)) if len(small) == len(text) else ()
    starts = ((name, _first_whole(small, name)) for name in there)
    found += [(start, start + len(name)) for name, start in starts if start is not None]
    yield from sorted(set(found))


def _first_whole(text: str, name: str) -> int | None:
    """Return where a name first stands as a word by itself."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
            return start
        start = text.find(name, end)
    return None


@cache
def _known() -> Mapping[str, str]:
    return dict(_unmistakable())


def _unmistakable() -> Iterator[tuple[str, str]]:
    for name, said in written().items():
        if name.casefold() in _JARGON:
            yield name.casefold(), said
        elif _CAPITALS.fullmatch(name) and not name.startswith("XX"):
            yield name, said


def _without_name(said: str) -> str:
    words = said.partition(": ")[2]
    return words[:1].upper() + words[1:]
