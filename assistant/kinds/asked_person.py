"""Whom a question asks about: "who is El Materi", "what is the job of the emir", "gideon gono?"."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from assistant.kinds.inquiry import Inquiry
from assistant.question.courtesy import plain
from assistant.question.hints import Hint, hints
from assistant.question.named_post import Limited, limited
from assistant.question_words import ASKING
from assistant.retrieval.descriptions import HEADS
from ingest.attribution.name_mentions import HOLDERS, office_words
from ingest.domain.countries import place
from ingest.domain.filters import Filters
from ingest.language.lexicon import OFFICES, lexicon

_IS = r"(?: is|['’]s|s| was)"
_JOB = r"(?:job|position|role|office|title|function|post)"
_WAYS = tuple(
    re.compile(rf"\A{pattern}", re.IGNORECASE)
    for pattern in (
        rf"who(?: the hell| on earth)?(?:{_IS}|['’]re)(?: exactly| actually)?(?: (?:this|that)(?= \w+ \w))?"
        r"(?: (?:guy|person|man|woman|minister|official)(?= called| named))?(?: called| named)? (?P<name>\S.*)",
        r"who (?P<name>\S.*) (?:is|was)",
        rf"(?P<name>\S.*) who(?: exactly)?{_IS} (?:he|she|that|this|it)",
        rf"what{_IS} the {_JOB} of (?P<name>\S.*)",
        rf"what {_JOB} (?:does|did|has|had) (?P<name>\S.*) (?:have|hold|held|had)",
        rf"what{_IS} (?P<name>\S.*)['’]s? {_JOB}",
    )
)
_FURTHER = re.compile(r"(?:[,;]| and) (?:and )?(?:what|where|why|when|how|which)\b")
_NAME = re.compile(r"[^\W\d_][\w.'’&-]*+(?: [^\W\d_][\w.'’&-]*+){0,7}")
_ABBREVIATION = re.compile(r"[A-Za-z]{2,5}")
_OFFICE_OF = re.compile(rf"\b(?:{'|'.join(sorted(HOLDERS | HEADS))}) (?:of|for) ", re.IGNORECASE)
_OURS = re.compile(r"\b(the )us (?=\w)", re.IGNORECASE)
_MOST_OF = 3  # words for what somebody is at the head of
_NO_OFFICE = frozenset("next new future possible likely best worst real responsible".split())
_SMALL = frozenset("a an the of for in at and to our".split())


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """Whom a question asks about; `sure` where it asks who that is, and does not just name somebody."""

    name: str
    limited: Limited
    sure: bool
    time: Hint | None = None

    def within(self, where: Filters) -> Filters:
        """Return filters that keep to the post and the time that the question names, too."""
        where = self.limited.within(where)
        if self.time is None or where.since or where.until:
            return where
        return replace(where, since=self.time.since, until=self.time.until)

    @property
    def understood(self) -> tuple[str, ...]:
        """What the reader is told of that."""
        return (*self.limited.understood, *((self.time.words,) if self.time else ()))

    @property
    def is_office(self) -> bool:
        """Whether it is an office, with a country or a city perhaps, and no name."""
        return self.sure and _is_office(self.name)

    @property
    def is_name(self) -> bool:
        """Whether it may be a name: "the director of the works" is none, nor is Ukraine."""
        words = self.name.split()
        known = all(place(word) for word in words) or {word.lower() for word in words} <= OFFICES | _SMALL
        return not known and not _OFFICE_OF.search(self.name)

    @property
    def may_be_short(self) -> bool:
        """Whether it may be the abbreviation of a name: "who is MBN"."""
        return self.sure and bool(_ABBREVIATION.fullmatch(self.name))


def asked_person(inquiry: Inquiry) -> AskedPerson | None:
    """Return whom a question asks about, None where it asks for nobody."""
    text = limited(plain(inquiry.text), inquiry.without)
    whole, time = _without_time(text.text.rstrip(" ?.!"), inquiry.without)
    whole = _OURS.sub(r"\1American ", whole)
    further = _FURTHER.search(whole)
    first = whole[: further.start()] if further else whole
    for way in _WAYS:
        if match := way.fullmatch(first):
            name = re.sub(r"['’]s\Z", "", match["name"].rstrip(" ,;:.–-"))
            return AskedPerson(name, text, sure=True, time=time) if _may_be_name(name) else None
    if _may_be_name(whole) and _is_office(whole) and any(place(word) for word in _words(whole)):
        return AskedPerson(whole, text, sure=True, time=time)  # "the Spanish foreign minister"
    words = whole.lower().split()
    named = _may_be_name(whole) and text.text.endswith("?") and len(words) < 7
    if named and not any(place(word) or word in lexicon("bodies") for word in words):
        return AskedPerson(whole, text, sure=False)
    return None


def _without_time(text: str, without: Collection[str]) -> tuple[str, Hint | None]:
    """Return a question without a time at its end, and that: "who was the defence minister in 2005"."""
    times = [hint for hint in hints(text) if not hint.origin and hint.words not in without]
    if len(times) != 1 or times[0].end != len(text):
        return text, None
    before = text[: times[0].start].rstrip()
    return re.sub(r" (?:in|of|during|back in|as of|around)\Z", "", before), times[0]


def _may_be_name(words: str) -> bool:
    """Whether words have the form of a name or an office; "he" and "behind it" are none."""
    return bool(_NAME.fullmatch(words)) and not {word.lower() for word in words.split()} & (ASKING - _SMALL)


def _is_office(name: str) -> bool:
    """Whether words are an office, with a country or a city perhaps, and no name."""
    words = _words(name)
    known = OFFICES | HEADS | _SMALL
    other = [word for word in words if word.lower() not in known and not place(word)]
    if not office_words(name) & (HOLDERS | HEADS) or _NO_OFFICE & {word.lower() for word in words}:
        return False
    if not office_words(name) & HOLDERS - HEADS and not other:
        return False  # "the boss"
    if _OFFICE_OF.search(name):
        return len(other) <= _MOST_OF
    return not other or (len(other) == 1 and (other[0].isupper() or words[0].lower() == "the"))


def _words(name: str) -> list[str]:
    return re.findall(r"[\w.'’/-]*\w", re.sub(r"['’]s\b", "", name))
