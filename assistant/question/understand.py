"""What a question asks: for a cable's header facts or for what its paragraphs say, and in which words."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Turn
from assistant.question.comparison import Comparison, comparison
from assistant.question.completion import completed, completed_by
from assistant.question.hints import Hint, hints
from assistant.question.person_asked import asked as person_asked
from assistant.question.person_asked import asks_for_words, own_name
from assistant.question.topic import topic
from assistant.question_words import WORD, names
from ingest.domain.cable import SpanKind

# Which words ask for which field of the header; the first that fits counts.
_FIELDS: tuple[tuple[SpanKind, str], ...] = (
    ("eo", r"\bdeclassif\w*|\b(?:stay|remain|kept|keep)\w* (?:classified|secret)|\bclassified (?:until|till)"),
    (
        "classified_by",
        r"\b(?:who|whose|which officer)\b.{0,300}\bclassif\w*|\bclassif\w* by\b"
        r"|\breasons? .{0,300}classif\w*",
    ),
    ("class", r"\bclassification\b|\bhow (?:highly )?(?:classified|secret)\b|\bclassified\b"),
    ("tags", r"\btags?\b"),
    ("subject", r"\bsubject(?: line)?\b|\btitle\b|\bheadline\b|\bentitled\b"),
    ("references", r"\breferences?\b|\brefers? to\b|\breftels?\b|\brefs?\b"),
    ("signature", r"\bwho signed\b|\bsign(?:ed|ature|er)\b"),
    ("from", r"\b(?:which|what) (?:embassy|post|consulate|mission)\b|\bwho (?:sent|wrote)\b|\bsent from where\b"),
    ("dtg", r"\b(?:when|what (?:date|day))\b|\bdate\b|\bdated\b"),
)
_FIELD_WORDS = tuple((field, re.compile(words, re.IGNORECASE)) for field, words in _FIELDS)
_CABLE = re.compile(
    r"\b(?:cables?|telegrams?|telexe?s?|messages?|reports?|dispatch(?:es)?|memos?)\b", re.IGNORECASE
)
_ABOUT = re.compile(r"\b(?:on|about|of|regarding|concerning|reporting|describing|with)\b", re.IGNORECASE)

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
_WHEN_THAT = re.compile(
    r"(?:and )?when (?:was|did|is) (?:this|that|it)(?: happen| said| sent| written)?\s*\??", re.I
)
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

    `text` is what is searched for; `field` the header field that it asks for, None when it asks what
    paragraphs say; `names` its proper names; `parts` the questions that it joins, itself where it is one;
    `compares` whether it asks how several cables differ, agree or follow on one another, `lists` whether for the
    cables themselves; `who` the words for whom it asks about, `speaker` the name in them, `words` whether it asks
    for what that person says; `near` the cables of the conversation, `leans` whether it makes sense only there,
    `stays` whether it is answered from these alone; `hints` what it says of when and where they were written;
    `comparison` what it sets side by side; `topic` what it only names.
    """

    asked: str
    text: str
    field: SpanKind | None = None
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

    @property
    def stands_alone(self) -> bool:
        """Whether it names what it is about, and nothing had to be added from the conversation."""
        return self.text == self.asked and bool(self.names)

    @property
    def understood(self) -> tuple[str, ...]:
        """How the person, the time and the post that it names were read, a few words each."""
        said = (f"said by {self.speaker}",) if self.speaker and self.words else ()
        sides = (self.comparison.words,) if self.comparison else ()
        topic = (f"the topic “{self.topic}”",) if self.topic else ()
        return tuple(dict.fromkeys((*sides, *topic, *said, *(hint.words for hint in self.hints))))

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

    `literal`: the person, the time and the post that it names are not read into filters; `without`: none of
    these things that were `understood`.
    """
    whole = completed(asked, turns)
    text = whole.text
    field = header_field(text)
    if whole.cables and _WHEN_THAT.fullmatch(asked.strip()):
        return Question(asked, "", "dtg", near=whole.cables[:1])
    lists = bool(_LISTS.search(text))
    if field and not lists:
        return Question(asked, _topic(text), field, names(text), (text,), near=whole.cables)
    named = None if literal or whole.leans else topic(asked, led=bool(whole.cables))
    beside = None if literal or named else comparison(asked)
    if named:
        return Question(asked, named, names=names(named), parts=(named,), near=whole.cables, topic=named).without(
            without
        )
    who = None if literal or beside else person_asked(asked) or whole.who
    return Question(
        asked,
        text,
        names=names(text),
        parts=parts(text) if text == asked else (text,),
        compares=bool(_COMPARES.search(text)),
        lists=lists,
        who=who,
        speaker=own_name(who) if who else "",
        words=bool(who and (whole.who or asks_for_words(asked, who))),
        near=whole.cables,
        leans=whole.leans,
        hints=() if literal else hints(asked),
        comparison=beside,
    ).without(without)


def header_field(text: str) -> SpanKind | None:
    """Return the field of a cable's header that a question asks for, if it speaks of a cable at all."""
    if not (cable := _CABLE.search(text)):
        return None
    # "who classified the cable on X": what is asked stands around the word, what it is about comes after.
    about = _ABOUT.search(text, cable.end())
    head = text[: about.start()] if about else text
    tail = text[cable.end() :]
    for field, words in _FIELD_WORDS:
        if words.search(head) or (field in ("eo", "dtg") and words.search(f"{head} {tail}") and _sent(tail)):
            return field
    return None


def _sent(tail: str) -> bool:
    return bool(
        re.search(r"\b(?:sent|written|dated|classified|transmitted|addressed|received)\b", tail, re.IGNORECASE)
    )


def _topic(text: str) -> str:
    """Return a header question without the words for header fields, which every cable's header has."""
    for _, words in _FIELD_WORDS:
        text = words.sub(" ", text)
    return _CABLE.sub(" ", text)


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
