"""What a question leaves to the conversation before it: whom "he" means, and what "and about Iran?" asks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Turn
from assistant.question.person_asked import asked as person_asked
from assistant.question.person_asked import own_name
from assistant.question_words import ASKING, WORD, names
from ingest.domain.countries import place
from ingest.language.lexicon import lexicon

_LEANING = re.compile(
    r"^(?:and|but|so|what about|how about|or)\b|\b(?:he|she|him|her|his|hers|they|them|their|it|its|there|then"
    r"|that time|the (?:first|second|other|same) one|this|that)\b",
    re.IGNORECASE,
)
_ELLIPTIC = re.compile(
    r"^\W*(?:and|but|or|so|what|how)\b(?: about\b| with\b| on\b| of\b| for\b| to\b)?", re.IGNORECASE
)
_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
_SUBJECT = re.compile(r"\b(?:did|does|do|has|had|would|will|was|is|could|can) (?:he|she)\b", re.IGNORECASE)
_PRONOUN = re.compile(rf"{_PERSON.pattern}|\b(?:they|them|their|it|its)\b", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:about|on|regarding)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:the|an?)\b", re.IGNORECASE)
_PEOPLE = lexicon("offices") | frozenset("guy guys man men woman lady person people others other one ones".split())
_FULL_NAME = re.compile(
    r"(?<![\w’'-])[A-Z][\w’'-]{1,30}(?: (?:(?:al|bin|de|la|van|von) ){0,2}[A-Z][\w’'-]{1,30}){0,3}(?=,)"
)
_FEW = 2  # words that are about something: "who came along?" is asked of what was named before
_ONE = re.compile(r"\bones?\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:did|does|do|was|were|is|are|has|had|would|will|could|can|who|when|why|where|which)\b|'s\b|'d\b"
)


@dataclass(frozen=True, slots=True)
class Completed:
    """A question with what it left unsaid: its `text` completed in brackets, `who` it asks about where it says
    "did he", the `cables` that the conversation was about last, and whether it `leans` on that at all.
    """

    text: str
    who: str | None = None
    cables: tuple[str, ...] = ()
    leans: bool = False


def completed(asked: str, turns: Sequence[Turn]) -> Completed:
    """Return a question with what the conversation before it adds."""
    questions = [turn.text for turn in turns if turn.role == "user"]
    if not questions:
        return Completed(asked)
    answers = [turn for turn in turns if turn.role == "assistant" and turn.cables]
    cables = answers[-1].cables if answers else ()
    he = _PERSON.search(asked)
    who = (_named_before(asked, he) or _meant(questions[-1], answers[-1] if answers else None)) if he else None
    subject = who if _SUBJECT.search(asked) else None
    leans = bool(_LEANING.search(asked)) or (not names(asked) and len(_content(asked)) < _FEW)
    return Completed(_added(asked, _unsaid(asked, questions[-1], who)), subject, cables, leans)


def completed_by(asked: str, before: str) -> str:
    """Return a further part of a question with the names of the first, where it says "he" or "it" for them.

    "Which one" takes over all that the first is about, and so does one behind a question without capitals.
    """
    if _ONE.search(asked):
        return _added(asked, _content(before))
    named = names(before)
    if _PRONOUN.search(asked):
        return _added(asked, named or _content(_ABOUT.split(before, maxsplit=1)[0]))
    own = names(asked) or _ARTICLE.search(asked) or len(_content(asked)) > _FEW
    return asked if own else _added(asked, named)


def points_back(asked: str) -> bool:
    """Return whether a question says "he", "they" or "it" of what was named before."""
    return bool(_PRONOUN.search(asked))


def is_somebody(words: str) -> bool:
    """Return whether some words mean a person by what they are: "the guy from the ministry", "his brother"."""
    return not _PEOPLE.isdisjoint(word.casefold() for word in WORD.findall(words))


def is_completed(part: str, question: str) -> bool:
    """Return whether a part of a question is asked of what an earlier part names."""
    return part.endswith(")") and part not in question


def _unsaid(asked: str, before: str, who: str | None) -> Sequence[str]:
    """Return the words that a question takes over from the one before."""
    known = (who,) if who else ()
    if _ELLIPTIC.search(asked) and not _VERB.search(asked):
        # "and about Iran?", "and the guy from the ministry?": the same is asked of something or somebody else.
        return (*known, *_content(before))
    return (*known, *names(before)) if _LEANING.search(asked) else ()


def _content(question: str) -> list[str]:
    """Return the words of a question that do not only ask."""
    return [word for word in re.findall(r"[\w'’-]+", question) if word.casefold() not in ASKING]


def _meant(before: str, answer: Turn | None) -> str | None:
    """Return whom "he" means: who was asked about by name, else who spoke first in the answer."""
    if (who := person_asked(before)) and (name := own_name(who)):
        return name
    return next(iter(answer.speakers), None) if answer else None


def _named_before(asked: str, he: re.Match[str]) -> str | None:
    """Return whom "he" means in "and Fernandez, who does he see as the next president?"."""
    named = [match[0] for match in _FULL_NAME.finditer(asked[: he.start()])]
    named = [
        name for name in named if not {word.casefold() for word in name.split()} <= ASKING and not place(name)
    ]
    return named[-1] if named else None


def _added(asked: str, words: Sequence[str]) -> str:
    there = asked.casefold()
    missing = [word for word in dict.fromkeys(words) if word.casefold() not in there]
    return f"{asked} ({', '.join(missing)})" if missing else asked
