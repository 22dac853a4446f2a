"""What a question asks of the paragraphs of cables, and in which words."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Turn
from assistant.question.cable_ids import asked_of, without_ids
from assistant.question.comparison import Comparison, comparison
from assistant.question.completion import completed, completed_by
from assistant.question.hints import Hint, hints
from assistant.question.person_asked import asked as person_asked
from assistant.question.person_asked import asks_for_words, own_name
from assistant.question.topic import topic
from assistant.question_words import WORD, names
from ingest.domain.countries import place
from ingest.domain.keys import Key
from ingest.domain.posts import post

_ASKS = r"(?:what|how|where|who|whom|which|why|when)"
_COMMON = re.compile(r"[^:?]{3,80}(?::|\s[-–—])\s+")
_JOINT = re.compile(
    rf"[,;]\s*+(?:(?:and|but)\s*+)?(?={_ASKS}\b)|(?<!\s)\s++and\s++(?={_ASKS}\b)"
    r"|[,;]\s*+and\s++(?=(?:was|were|did|is)\b)",
    re.IGNORECASE,
)
_MOST_PARTS = 6  # each is searched for by itself; what joins more is no question that somebody asks
_OPENS = re.compile(rf"(?:{_ASKS}|is|are|was|were|do|does|did|has|had|in (?:what|which))\b", re.IGNORECASE)
_SHORTEST = 3  # words of a part that can be searched for on its own
_LISTS = re.compile(
    r"\b(?:which|what|list|show|find|any|all)\b[^?]{0,40}\b(?:cables|telegrams|messages|reports)\b", re.IGNORECASE
)
_COMPARES = re.compile(
    r"\b(?:chang\w*|shift\w*|evol\w*|differ\w*|compar\w*|contrast\w*|various|both|over the (?:years|course|months)"
    r"|before and after|the same (?:thing|story)|which [\w ]{0,20}(?:officials|members|diplomats))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `asked` is the question in its own words, `text` with what the conversation completed, which is searched for;
    `cables` are the ids of those that alone may answer it, for which both say "it"; `names` its proper names;
    `parts` the questions that it joins, itself where it is one;
    `compares` whether it asks how several cables differ, agree or follow on one another, `lists` whether for the
    cables themselves; `who` the words for whom it asks about, `speaker` the name in them, `words` whether it asks
    for what that person says; `near` the cables of the conversation, `leans` whether it makes sense only there,
    `stays` whether it is answered from these alone; `hints` what it says of when and where they were written;
    `comparison` what it sets side by side; `topic` what it only names; `searched` keeps what was found for its
    words, which its parts ask for again.
    """

    asked: str
    text: str
    cables: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    compares: bool = False
    lists: bool = False
    who: str | None = None
    speaker: str = ""
    words: bool = False
    near: tuple[str, ...] = ()
    leans: bool = False
    stays: bool = False
    hints: tuple[Hint, ...] = ()
    comparison: Comparison | None = None
    topic: str | None = None
    searched: dict[object, Sequence[Key]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def in_full(self) -> str:
        """The question with the cables that alone may answer it."""
        return f"In {' and '.join(self.cables)}: {self.text}" if self.cables else self.text

    @property
    def stands_alone(self) -> bool:
        """Whether it names what it is about, and nothing had to be added from the conversation."""
        return self.text == self.asked and bool(self.names)

    @property
    def understood(self) -> tuple[str, ...]:
        """How the cables, the person, the time and the post that it names were read, a few words each."""
        only = tuple(f"only {cable}" for cable in self.cables)
        said = (f"said by {self.speaker}",) if self.speaker and self.words else ()
        sides = (self.comparison.words,) if self.comparison else ()
        topic = (f"the topic “{self.topic}”",) if self.topic else ()
        return tuple(dict.fromkeys((*sides, *topic, *only, *said, *(hint.words for hint in self.hints))))

    def without(self, misread: Collection[str]) -> "Question":
        """Return the question less those things that were `understood`, named by the same words.

        Answers that 0.1.0 gave say "words of Huseynli" and "cables of since 2009": that is left out too.
        """
        if self.comparison and self.comparison.words in misread:
            return replace(self, comparison=None).without(misread)
        if self.topic and f"the topic “{self.topic}”" in misread:
            return replace(self, topic=None).without(misread)
        hints = tuple(hint for hint in self.hints if not {hint.words, hint.former_words} & set(misread))
        if {f"said by {self.speaker}", f"words of {self.speaker}"} & set(misread):
            return replace(self, hints=hints, who=None, speaker="", words=False)
        return replace(self, hints=hints)


def understand(
    asked: str, turns: Sequence[Turn] = (), *, literal: bool = False, without: Collection[str] = ()
) -> Question:
    """Return what a question asks, completed from the conversation before it where it leans on that.

    `literal`: the cables, the person, the time and the post that it names are not read into filters; `without`:
    none of these things that were `understood`.
    """
    whole = completed(asked, turns)
    text = whole.text
    alone = None if literal or whole.leans else topic(asked, led=bool(whole.cables))
    if alone:
        found = Question(asked, alone, names=names(alone), parts=(alone,), near=whole.cables, topic=alone)
        return found.without(without)
    named = () if literal else asked_of(text)
    if cables := tuple(each for each in named if f"only {each}" not in without):
        asked, text = without_ids(asked), without_ids(text)
    beside = None if literal or cables else comparison(asked)
    who = None if literal or beside else person_asked(asked) or whole.who
    name = own_name(who) if who else ""
    if place(name) or post(name):  # a country has no words of its own, and what a post says is its cables
        name = ""
    return Question(
        asked,
        text,
        cables=cables,
        names=names(text),
        parts=parts(text) if text == asked else (text,),
        compares=bool(_COMPARES.search(text)),
        lists=bool(_LISTS.search(text)) and not cables,
        who=who,
        speaker=name,
        words=bool(who and (whole.who or asks_for_words(asked, who))),
        near=whole.cables,
        leans=whole.leans,
        hints=() if literal or cables else hints(asked),
        comparison=beside,
    ).without(without)


def by_names(named: Sequence[str]) -> Question:
    """Return the question for whatever has these names, of which no more could be read.

    Where cables are among them, these alone may answer it.
    """
    text = " ".join(named)
    if cables := asked_of(text):
        text = without_ids(text)
    return Question(
        text, text, cables=cables, names=names(text), parts=(text,), hints=() if cables else hints(text)
    )


def parts(text: str) -> tuple[str, ...]:
    """Return the questions that a question joins, each with what they have in common put in front.

    "The dam: who built it, and what did it cost?" asks "The dam: who built it" and "The dam: what did it cost?"
    """
    common = _COMMON.match(text)
    lead, rest = (common.group(), text[common.end() :]) if common else ("", text)
    found = [part.strip(" ,;-–—") for part in _JOINT.split(rest)]
    if len(found) > _MOST_PARTS or not all(
        _OPENS.match(part) and len(WORD.findall(part)) >= _SHORTEST for part in found
    ):
        return (text,)
    if lead:  # it tells what "it" is
        return tuple(f"{lead}{part}" for part in found)
    return (found[0], *(completed_by(part, found[0]) for part in found[1:]))
