"""Offices as they are compared across cables: what is said of the person themselves, and of which country."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.attribution.name_mentions import HOLDERS, office_words
from ingest.domain.countries import place
from ingest.language.lexicon import OFFICES, lexicon

# Of which a country has one at a time, and which another word makes another office: a bank has a president too.
_SOVEREIGN = frozenset("president king queen amir sultan premier pope chancellor monarch prime crown".split())
# Who is called by a first name that tells them from others: there are many princes.
ROYAL = frozenset("king queen amir sultan crown pope".split())
# Who is named with a head of state: "President Uribe's lawyer".
_IN_SERVICE = frozenset(
    "lawyer attorney director adviser advisor spokesman secretary deputy counselor official officer envoy".split()
)
_OF_MANY = HOLDERS | lexicon("lesser") | frozenset("special general state senior".split())
_FORMS_OF_ADDRESS = frozenset(
    "shaykh sheikh prince princess dr mr mrs ms his her royal highness excellency professor hrh senior former ex "
    "current then new outgoing incoming dfm's".split()
)
_OF_PLACES = frozenset(
    "abu arabia kingdom united south north republic sri new".split()
)  # words of places of several
_ALIASES = {
    "moi": "interior",
    "mfa": "foreign",
    "mod": "defense",
    "defence": "defense",
    "coas": "chief army staff",
    "affairs": "",
    "vm": "vice minister",
    "secstate": "secretary state",
}
_POSSESSIVE = re.compile(r"['’]s?\s+")
_UNDER_SOMEBODY = re.compile(
    r"\b(?:advis[eo]r|aide|assistant|close|envoy|representative|counselor|counsel|secretary) to\b"
)
_IN_FRONT = (
    lexicon("openings")
    | lexicon("connectives")
    | lexicon("dates")
    | frozenset(
        "during under given following meeting visiting when with by since for on through among while".split()
    )
)
_SENTENCE_END = re.compile(r"(?<!\w)(\w+)\. ")
_OF_RANK = re.compile(
    r"(?:under|first|second|third) ?(?:secretary|vice|deputy|lady|counsel|minister|assistant)", re.IGNORECASE
)
_NO_OFFICE = re.compile(
    r"\b(?:he|she|they|who|which|became|was|is|were|together|particularly|as many|in decades)\b"
    r"|^(?:or|a number) |^(?:fourth|third|fifth|sixth) "
    r"|^(?:first|second) (?!secretary|vice|deputy|lady|counsel|minister|assistant)"
    r"|\bon (?:january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ComparedOffice:
    """An office by its words, and the country that it names."""

    words: frozenset[str]
    country: str | None = None

    @property
    def is_sovereign(self) -> bool:
        """Whether it is at the head of a state, of which a country has one at a time."""
        return bool(self.words & _SOVEREIGN)

    @property
    def is_ministers(self) -> bool:
        """Whether it is a minister's, or that of somebody above one."""
        return self.is_sovereign or "minister" in self.words

    @property
    def is_distinctive(self) -> bool:
        """Whether hardly two people of one name hold it: Foreign Minister, but not General or Ambassador."""
        return self.is_sovereign or bool(self.words & HOLDERS and self.words - _OF_MANY)

    def is_same(self, other: "ComparedOffice") -> bool:
        """Whether both are one office under two names: MFA Political Director, Political Director."""
        if self.country and other.country and self.country != other.country:
            return False
        if not (self.is_distinctive and other.is_distinctive):
            return False
        if self.is_sovereign or other.is_sovereign:
            return self.words == other.words
        lesser = lexicon("lesser")
        return self.words & lesser == other.words & lesser and (
            self.words <= other.words or other.words <= self.words
        )


@lru_cache(maxsize=1 << 16)
def plain_title(title: str) -> str | None:
    """Return an office as a list shows it, without the words that a sentence put before it; None if it is none."""
    ends = (end.end() for end in _SENTENCE_END.finditer(title) if len(end[1]) > 4 or end[1].lower() not in OFFICES)
    words = title[max(ends, default=0) :].split()
    own = (
        at
        for at, word in enumerate(words)
        if word.lower().strip(".,") not in _IN_FRONT or _OF_RANK.match(" ".join(words[at : at + 2]))
    )
    title = " ".join(words[next(own, len(words)) :]).strip(" ,;")
    return title if title and not _NO_OFFICE.search(title) and office_words(title) & HOLDERS else None


@lru_cache(maxsize=1 << 16)
def compared_offices(title: str) -> tuple[ComparedOffice, ...]:
    """Return the offices that a title names as its bearer's own: "Sarkozy's advisor" is an advisor alone."""
    plain = plain_title(title)
    if plain is None:
        return ()
    found = []
    for part in re.split(r",| and ", plain):
        own = next((each for each in reversed(_POSSESSIVE.split(part)) if office_words(each) & HOLDERS), "")
        if under := _UNDER_SOMEBODY.search(own.lower()):
            own = own[: under.end()]
        words = [word for word in own.split() if word]
        country = next((found for found in map(place, part.split()) if found), None)
        kept = (word for word in office_words(" ".join(word for word in words if not place(word.strip(".,")))))
        spelt = {each for word in kept for each in _ALIASES.get(word, word).split()}
        office = frozenset(spelt - _FORMS_OF_ADDRESS - _OF_PLACES) or frozenset(spelt)
        if office & HOLDERS or office & OFFICES:
            found.append(ComparedOffice(office, country))
    return tuple(found)


def telling(offices: frozenset[ComparedOffice]) -> frozenset[ComparedOffice]:
    """Return the offices of a person in one cable less those that are surely not all theirs.

    Who is a lawyer is not the President whose lawyer they are, and nobody is minister of two things: the cable
    names two people, and it is not sure which office is whose.
    """
    if any(office.words & _IN_SERVICE and not office.is_ministers for office in offices):
        offices = frozenset(office for office in offices if not office.is_sovereign or office.words & ROYAL)
    ministers = [office for office in offices if "minister" in office.words and office.is_distinctive]
    if any(not one.is_same(other) and one.words != other.words for one in ministers for other in ministers):
        offices -= frozenset(ministers)
    return offices


def heads(offices: frozenset[ComparedOffice] | set[ComparedOffice]) -> frozenset[str]:
    """Return the words for who holds offices: "minister", "general"."""
    return frozenset(word for each in offices for word in each.words & HOLDERS)
