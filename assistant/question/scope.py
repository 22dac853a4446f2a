"""Which cables a question is about: their posts, dates, tags, levels, signers, subjects, and the words in them.

A question is read by taking away what is understood of it, piece by piece; what is left over tells a kind of
question whether it has understood all.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from assistant.question.cable_ids import named_cables
from assistant.question.hints import Hint, hints
from assistant.question.periods import Period
from assistant.question.posts_in_text import post_called, without_senders
from assistant.question.scope_part import ScopePart
from assistant.question.scope_patterns import (
    ABOUT,
    CLASSIFIED_BY,
    ENDS,
    LEVELS,
    MENTIONS,
    REFERRED_TO,
    REFERS_TO,
    SAME_YEAR,
    SIGNED_BY,
    SUBJECTS,
    TAGS,
    TAKEN,
    THESE,
    TIME_LEADS,
    UNTIMED,
)
from assistant.question.scope_phrases import QuotedPhrases
from ingest.domain.levels import CLASSES
from ingest.domain.posts import post_name
from ingest.domain.selection import Selection
from ingest.language.letters import folded

_ID = "\1"
_MOST_PARTS = 20
_QUESTIONS = 64  # that are remembered: each kind of question asks for the same one
_REACH = 60  # characters
_UNCLASSIFIED = "UNCLASSIFIED"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question says of the cables that it is about, and the words of it that say something else.

    `these`: it speaks of those of the answer before.
    """

    parts: tuple[ScopePart, ...]
    rest: tuple[str, ...]
    these: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """How each part was read."""
        return tuple(dict.fromkeys(part.words for part in self.parts))


@lru_cache(_QUESTIONS)
def read_scope(question: str, without: tuple[str, ...] = ()) -> Scope | None:
    """Return which cables a question is about, less what the reader took away by its words.

    None where it names a cable whose references are not asked for.
    """
    reader = _Reader(question)
    for read in (
        reader.references,
        reader.names,
        reader.tags,
        reader.subjects,
        reader.times,
        reader.posts,
        reader.mentions,
        reader.about,
        reader.levels,
    ):
        read()
    if _ID in reader.text:
        return None
    these = bool(THESE.search(reader.text))
    rest = THESE.sub(" ", reader.text).casefold()
    parts = tuple(sorted((part for part in reader.parts if part.words not in without), key=_order))
    return Scope(parts, tuple(re.findall(r"[^\W_]+(?:['.-][^\W_]+)*", rest)), these)


def _order(part: ScopePart) -> int:
    """Return where a part stands among the others as they are told: from where, of when, then the rest."""
    return 0 if part.selection.posts else 1 if part.selection.periods else 2 if part.selection.levels else 3


class _Reader:
    """A question of which piece after piece is understood and taken away."""

    def __init__(self, question: str) -> None:
        plain = question.translate(str.maketrans("“”„«»’‘\0\1", '"""""\'\'  '))
        self._quotes = QuotedPhrases()
        plain = SAME_YEAR.sub(r"\1 \2", self._quotes.kept(plain))
        self.text = " ".join(plain.split())
        self.parts: list[ScopePart] = []

    def references(self) -> None:
        """Read "what refers to 10BAKU79", and "what does 10BAKU79 refer to"."""
        named = named_cables(self.text)
        if len(named) != 1:
            self.text = f"{self.text}{_ID}" if named else self.text
            return
        (cable,) = named
        self.text = f"{self.text[: cable.start]}{_ID}{self.text[cable.end :]}"
        if REFERRED_TO.search(self.text):
            self._take(REFERRED_TO, lambda _: ScopePart(f"the references of {cable.id}", references_of=cable.id))
        else:
            told = f"referring to {cable.id}"
            self._take(REFERS_TO, lambda _: ScopePart(told, Selection(refers_to=(cable.id,))))

    def names(self) -> None:
        """Read who classified or signed them."""
        self._take(CLASSIFIED_BY, lambda m: self._named("classified by", m, "classified_by"))
        self._take(SIGNED_BY, lambda m: self._named("signed by", m, "signed"))

    def tags(self) -> None:
        """Read which tags they have."""
        self._take(TAGS, self._tagged)

    def subjects(self) -> None:
        """Read what words their subjects have."""
        self._take(SUBJECTS, lambda m: self._phrased(m, "with {} in the subject", "subject"))

    def times(self) -> None:
        """Read when they were written; of several times each is meant."""
        found = [hint for hint in hints(self.text) if hint.origin is None and not self._is_in_name(hint)]
        if not found:
            return
        read = [_exactly(hint) for hint in found]
        for hint in reversed(found):
            near = max(0, hint.start - _REACH)
            lead = TIME_LEADS.search(self.text[near : hint.start])
            start = near + lead.start() if lead else hint.start
            self.text = f"{self.text[:start]} {TAKEN} {self.text[hint.end :]}"
        told = " or ".join(dict.fromkeys(words for words, _ in read))
        self.parts.append(ScopePart(f"dated {told}", Selection(periods=tuple(period for _, period in read))))

    def _is_in_name(self, hint: Hint) -> bool:
        """Whether a time is part of what something is called: "the 2008 war"."""
        before, after = (
            self.text[max(0, hint.start - _REACH) : hint.start],
            self.text[hint.end : hint.end + _REACH],
        )
        return bool(UNTIMED.search(f"{before}{TAKEN}{after}"))

    def posts(self) -> None:
        """Read which posts sent them."""
        found, self.text = without_senders(self.text)
        bare = self.text.replace(TAKEN, " ").strip(" ?.!,")
        if not found and self.parts and (alone := post_called(bare)):  # "Baku 2009", and nothing else
            found = [alone]
            self.text = f"{TAKEN} cables"
        if found:
            told = " or ".join(map(post_name, found))
            self.parts.append(ScopePart(f"cables from {told}", Selection(posts=tuple(found))))

    def mentions(self) -> None:
        """Read which words stand in them."""
        self._take_values(MENTIONS, "mentioning {}", "mentions")

    def about(self) -> None:
        """Read what they are about."""
        self._take_values(ABOUT, "about {}", "about")

    def levels(self) -> None:
        """Read how they are classified, and with what caption."""
        levels: dict[str, None] = {}
        captions: dict[str, None] = {}

        def level(match: re.Match[str]) -> str:
            said = match["level"].casefold()
            if said == "classified":
                levels.update(dict.fromkeys(each for each in CLASSES.values() if each != _UNCLASSIFIED))
            elif said in ("noforn", "nofor"):
                captions["NOFORN"] = None
            elif said in ("not classified", "non-classified"):
                levels[_UNCLASSIFIED] = None
            elif said.startswith(("sensitive", "sbu")):
                captions["SENSITIVE"] = None
                levels[_UNCLASSIFIED] = None
            else:
                levels[CLASSES.get(said.upper(), said.upper())] = None
            return f" {TAKEN} "

        self.text = LEVELS.sub(level, self.text)
        above = len(levels) > 2 and _UNCLASSIFIED not in levels
        told = " or ".join(levels) if not above else "above UNCLASSIFIED"
        if levels:
            self.parts.append(ScopePart(f"classified {told}", Selection(levels=tuple(levels))))
        for caption in captions:
            self.parts.append(ScopePart(f"with the caption {caption}", Selection(captions=(caption,))))

    def _take(
        self, patterns: re.Pattern[str] | tuple[re.Pattern[str], ...], make: Callable[..., ScopePart | None]
    ) -> None:
        """Take away what patterns find and a part can be made of."""

        def taken(match: re.Match[str]) -> str:
            part = make(match)
            if part is None:
                return match[0]
            self.parts.append(part)
            return f" {TAKEN} "

        for pattern in patterns if isinstance(patterns, tuple) else (patterns,):
            self.text = pattern.sub(taken, self.text)

    def _take_values(self, patterns: tuple[re.Pattern[str], ...], told: str, kind: str) -> None:
        """Take away words that open a value, and the value behind them, up to what ends it."""
        for pattern in patterns:
            start = 0
            for _ in range(_MOST_PARTS):
                match = pattern.search(self.text, start)
                if match is None:
                    break
                if "value" in pattern.groupindex:
                    value, end = match["value"], match.end()
                else:
                    ends = ENDS.search(self.text, match.end())
                    end = ends.start() if ends else len(self.text)
                    value = self.text[match.end() : end]
                parts = list(self._values(value, told, kind))
                start = match.end()
                if parts:
                    self.parts += parts
                    self.text = f"{self.text[: match.start()]} {TAKEN} {self.text[end:]}"
                    start = match.start() + 1

    def _values(self, value: str, told: str, kind: str) -> Iterator[ScopePart]:
        """Yield a part for each of the phrases that all have to be there; "a or b" is one of them."""
        for phrases in self._quotes.phrases(value):
            shown = " or ".join(f"“{phrase}”" for phrase in phrases)
            with_words: dict[str, Any] = {kind: phrases}
            yield ScopePart(told.format(shown), **with_words)

    def _phrased(self, match: re.Match[str], told: str, kind: str) -> ScopePart | None:
        return next(self._values(match["value"], told, kind), None)

    def _named(self, told: str, match: re.Match[str], fact: str) -> ScopePart | None:
        name = re.sub(r"'s?$", "", match["name"].strip(" .,"))
        words = tuple(re.findall(r"\w+", folded(name)))
        words = tuple(word for word in words if len(word) > 1) or words
        named: dict[str, Any] = {fact: words}
        return ScopePart(f"{told} {name}", Selection(**named)) if words else None

    def _tagged(self, match: re.Match[str]) -> ScopePart:
        tags = tuple(
            dict.fromkeys(
                each.upper() for each in re.findall(r"\w+", re.sub(r"\b(?:and|or|tags?)\b", " ", match["tags"]))
            )
        )
        return ScopePart(f"tagged {' and '.join(tags)}", Selection(tags=tags))


def _exactly(hint: Hint) -> tuple[str, tuple[str | None, str | None]]:
    """Return a time in words and as its ends: what is before 2006 is not of 2006, and what is after it neither."""
    told = hint.words.removeprefix("dated ")
    lead = hint.text.split(maxsplit=1)[0].casefold()
    if hint.until and not hint.since and lead in ("before", "prior"):
        last = Period.of(hint.until).first - timedelta(days=1)
        return told.replace("until", "before", 1), (None, last.isoformat())
    if hint.since and not hint.until and lead == "after":
        first = Period.of(hint.since).last + timedelta(days=1)
        size = 4 if (first.month, first.day) == (1, 1) else 7 if first.day == 1 else 10
        return told.replace("since", "after", 1), (first.isoformat()[:size], None)
    return told, (hint.since, hint.until)
