"""A follow-up as a question that stands alone: after a list "summarise the first one" is "summarise 07HARARE638".

What cannot be put so, "why?" or "and his brother?", is left as it is: `completion.py` and the kinds that tell about
an answer see to it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from assistant.answer import ABOUT_ANSWER, MORE_OF_ANSWER, STATEMENT, Turn
from assistant.question.cable_ids import named_cables
from assistant.question.periods import periods
from assistant.question.person_asked import asked as person_asked
from assistant.question.politeness import plainly
from ingest.domain.posts import post
from ingest.language.lexicon import lexicon

Speaks = Callable[[str, Sequence[str]], bool]  # whether somebody of this name speaks in one of these cables

_ORDINALS = {
    name: place
    for place, names in enumerate(
        (
            ("first", "1st"),
            ("second", "2nd"),
            ("third", "3rd"),
            ("fourth", "4th"),
            ("fifth", "5th"),
            ("sixth", "6th"),
            ("seventh", "7th"),
            ("eighth", "8th"),
            ("ninth", "9th"),
            ("tenth", "10th"),
        )
    )
    for name in names
} | {"last": -1}
_NOUN = r"(?:cables?|telegrams?|telexe?s?|messages?|dispatch(?:es)?|documents?)"
_NTH = re.compile(
    rf"\b(?:the|that|their) (?P<nth>{'|'.join(_ORDINALS)}|next|previous)"
    rf"(?: (?:one|{_NOUN}|entry|item|result|of (?:them|these|those))\b| *$)"
    r"|\b(?:number|no\.?|#) ?(?P<number>\d\d?)\b",
    re.IGNORECASE,
)
_BARE_NTH = re.compile(rf"(?P<nth>{'|'.join(_ORDINALS)}|next|previous)(?: (?:one|{_NOUN}))?", re.IGNORECASE)

# "the cable on Gabala" is described; "the cable" alone is that of the last answer.
_THE_CABLE = re.compile(
    rf"\b(?:(?:the|this|that|said|your) {_NOUN}|(?:this|that|the same) one)(?= *(?:$|[?.!,;]|\b(?:sent|signed|written|classified"
    r"|dated|from|say|says|said|come|comes|marked|tagged|addressed|released|declassified)\b))",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(?:it|this|that)\b(?! (?:is|was|were|meeting)\b)", re.IGNORECASE)
_ITS = re.compile(
    r"\bits (?P<what>subject|title|classification|date|tags?|references?|refs?|signature|summary|markings?"
    r"|precedence|number)\b",
    re.IGNORECASE,
)
# What is asked of a cable as such, so that "it" is the cable.
_OF_CABLE = re.compile(
    r"(?:who|which \w+|what \w+)(?: has| have)? (?:signed|classified|sent|wrote|drafted|approved|cleared|issued|released)\b"
    r"|when (?:was|is|were) (?:it|this|that) (?:sent|written|dated|signed|classified|transmitted)"
    r"|(?:where|which \w+) (?:was|is|did|does) (?:it|this|that) (?:sent|come|written)\b"
    r"|how (?:is|was) (?:it|this|that) classified|until when\b|is (?:it|this|that) (?:secret|confidential|unclassified|classified)"
    r"|(?:what|which \w+) (?:does|did) (?:it|this|that) (?:refer to|reference|cite|say|tell|report)"
    r"|(?:who|to whom) (?:is|was) (?:it|this|that) (?:addressed|sent)"
    r"|(?:summar\w+|sum up|summary of|(?:the )?gist of|main points? of|open|show(?: me)?|read)\b",
    re.IGNORECASE,
)
_ONLY_SUMMARISE = re.compile(r"(?:give (?:me|us) )?(?:a |the )?(?:summar(?:y|i[sz]e)|gist|main points?)", re.IGNORECASE)

_ASKS_CABLES = re.compile(
    rf"\b(?:which|what|list|show|find|any|all|every|how many|number of|count)\b[^?]{{0,60}}\b{_NOUN}\b", re.IGNORECASE
)
_COUNTS = re.compile(
    rf"(?:how many|(?:the )?(?:number|count) of|count)(?: of (?:the|these))?(?: (?P<noun>{_NOUN}))?(?: are there| do (?:we|you) have)?",
    re.IGNORECASE,
)
_LISTS = re.compile(
    rf"(?:list|show|find|give|which|what|all)(?: me| us)?(?: all| every)?(?: of)?(?: the)? {_NOUN}(?: are)?", re.IGNORECASE
)
_LIST_THEM = re.compile(
    r"(?:(?:list|show|name|give)(?: me| us)?(?: (?:them|all|those|these|all of them))|which(?: ones?)?(?: are (?:they|those))?"
    r"|what are they)",
    re.IGNORECASE,
)
_COUNT_THEM = re.compile(r"(?:how many(?: (?:are|were) (?:there|they|those))?|count(?: them| those)?)", re.IGNORECASE)
_ELLIPTIC = re.compile(
    rf"(?:(?:what about|how about|only|just|same for|the same for|the same)\s++)?(?:(?:the |all )?(?:those|ones|{_NOUN})\s++)?",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\s+(?:only|alone|too|as well|instead)$", re.IGNORECASE)
_CONJOINED = re.compile(r"\s*+(?:and|but|or|also|ok|now|so|then)\b", re.IGNORECASE)
_LEADING = re.compile(
    r"(?P<how>in|from|of|about|on|by|during|since|before|after|until|with|at|to|that mention|mentioning|that are|which are|tagged"
    r"|signed by|said by|for)\s++",
    re.IGNORECASE,
)
_TIME_BEFORE = re.compile(r"\b(?:in|from|of|during|since|before|after|until|by|between|dated|for)(?: the)?\s+$", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:from|in|by|at|out of|sent by|of)(?: the)?(?: embassy| consulate)?(?: in| at)? (?P<after>[\w.'’-]+(?: [\w.'’-]+){0,2})"
    rf"|(?P<before>[\w.'’-]+(?: [\w.'’-]+){{0,2}}) {_NOUN}\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"(?:the )?(?P<level>top secret|secret|confidential|unclassified|classified)(?: ones?| cables?)?", re.IGNORECASE
)
_MATTER = re.compile(
    r"(?P<how>\b(?:that |which )?(?:mention(?:s|ing)?|about|on|concerning|regarding|tagged|signed by|signed|classified by))"
    r" (?P<what>[^?,;]+)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:did|does|do|was|were|is|are|has|had|have|would|will|could|can|should|who|when|why|where|which|how|say|said|says"
    r"|think|thinks|tell|told)\b|['’](?:s|d) (?!\w+$)",
    re.IGNORECASE,
)
_MOST_WORDS = 8  # of what is put in the place of something else
_TAIL = re.compile(r"\b(?:about|on|of|regarding|concerning)\s++(?P<what>[^?]{1,200})\??$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that stands alone, made of a follow-up."""

    text: str

    @property
    def words(self) -> str:
        """How the reader is told of it."""
        return f"read as “{self.text}”"


@dataclass(frozen=True, slots=True)
class _Before:
    """What a conversation came to: the last question, standing alone, the answer to it, and the last list."""

    question: str = ""
    answer: Turn | None = None
    listed: tuple[str, ...] = ()

    def then(self, question: str, answer: Turn) -> Self:
        several = answer.kind not in (STATEMENT, ABOUT_ANSWER, MORE_OF_ANSWER) and len(answer.cables) > 1
        if not answer.cables:
            return replace(self, question=question or self.question)
        return replace(self, question=question, answer=answer, listed=answer.cables if several else self.listed)

    @property
    def cables(self) -> tuple[str, ...]:
        return self.answer.cables if self.answer else ()

    @property
    def is_list(self) -> bool:
        """Whether the last question asked for cables, or for how many there are."""
        return bool(_ASKS_CABLES.search(self.question) or _COUNTS.match(self.question)) and not named_cables(self.question)


def conversation(turns: Sequence[Turn], speaks: Speaks) -> tuple[Turn, ...]:
    """Return a conversation with each question standing alone; one about an answer is the question to that again."""
    before, question = _Before(), ""
    told: list[Turn] = []
    for turn in turns:
        if turn.role == "user":
            question = (_rewritten(turn.text, before, speaks) if before.question else None) or turn.text
            told.append(replace(turn, text=question))
        else:
            if turn.kind in (ABOUT_ANSWER, MORE_OF_ANSWER) and told and before.question:
                question = before.question
                told[-1] = replace(told[-1], text=question)
            before = before.then(question, turn)
            told.append(turn)
    return tuple(told)


def standing_alone(asked: str, turns: Sequence[Turn], speaks: Speaks) -> FollowUp | None:
    """Return a follow-up as a question that stands alone; None where it does already, or cannot.

    `turns` are those of `conversation`.
    """
    before, question = _Before(), ""
    for turn in turns:
        if turn.role == "user":
            question = turn.text
        else:
            before = before.then(question, turn)
    text = _rewritten(asked, before, speaks) if before.question else None
    return FollowUp(text) if text else None


def _rewritten(asked: str, before: _Before, speaks: Speaks) -> str | None:
    text = plainly(asked)
    if not text or named_cables(text):
        return None
    if of_cable := _of_cable(text, before):
        return of_cable
    return _other_list(text, asked, before.question) if before.is_list else _of_another(text, asked, before, speaks)


# A cable that the conversation was about


def _of_cable(text: str, before: _Before) -> str | None:
    """Return a question about "the second one", "the cable" or "it" with the id in its place."""
    if before.listed and (nth := _BARE_NTH.fullmatch(text.removeprefix("the ")) or _NTH.search(text)):
        if id := _nth(nth, before):
            bare = nth.re is _BARE_NTH or nth[0].casefold() == text.casefold()
            return id if bare else f"{text[: nth.start()]}{id}{text[nth.end() :]}"
        return None
    if not before.cables or (len(before.cables) > 1 and before.answer and before.answer.kind != STATEMENT):
        return None
    id = before.cables[0]
    if _ONLY_SUMMARISE.fullmatch(text):
        return f"summarise {id}"
    if the := _THE_CABLE.search(text):
        return f"{text[: the.start()]}{id}{text[the.end() :]}"
    if its := _ITS.search(text):
        return f"{text[: its.start()]}the {its['what']} of {id}{text[its.end() :]}"
    about = _OF_CABLE.match(text)
    it = _IT.search(text) if about else None
    return f"{text[: it.start()]}{id}{text[it.end() :]}" if it else None


def _nth(match: re.Match[str], before: _Before) -> str | None:
    """Return the id of "the second one" of the last list; "the next one" is that after the cable spoken of last."""
    named = match.groupdict()
    if named.get("number"):
        place = int(named["number"]) - 1
    elif (word := named["nth"].casefold()) in _ORDINALS:
        place = _ORDINALS[word]
    else:
        now = before.listed.index(before.cables[0]) if before.cables[0] in before.listed else -1
        last = len(before.cables) > 1 and before.cables == before.listed
        place = 0 if last else now + (1 if word == "next" else -1)
    return before.listed[place] if -1 <= place < len(before.listed) else None


# The same list with another filter


def _other_list(text: str, asked: str, before: str) -> str | None:
    """Return the question for a list with what a follow-up changes: "and in 2009?", "only Moscow", "list them"."""
    if _LIST_THEM.fullmatch(text):
        return _LISTS.sub("list the cables", before, count=1) if _LISTS.search(before) else _as_list(before)
    if _COUNT_THEM.fullmatch(text):
        return _LISTS.sub("how many cables", before, count=1) if _LISTS.search(before) else None
    rest, elided = _elided(text, asked)
    leading = _LEADING.match(rest)
    if not elided and not leading:
        return None
    what = rest[leading.end() :] if leading else rest
    if not what or len(what.split()) > _MOST_WORDS or _VERB.search(what):
        return None
    if periods(rest):
        return _with_time(before, rest if leading else f"in {rest}")
    if name := _post_in(what):
        return _with_place(before, name)
    if level := _LEVEL.fullmatch(what):
        return f"{_open(before)} that are {level['level']}"
    return _with_matter(before, what, leading["how"] if leading else "")


def _elided(text: str, asked: str) -> tuple[str, bool]:
    """Return what a follow-up is about, "Iran" of "what about Iran?", and whether it leaves a question unsaid."""
    opening, only = _ELLIPTIC.match(text), _ONLY.search(text)
    rest = text[opening.end() if opening else 0 : only.start() if only else None]
    return rest, rest != text or bool(_CONJOINED.match(asked))


def _as_list(before: str) -> str | None:
    counts = _COUNTS.search(before)
    return f"list the cables{before[counts.end() :]}" if counts else None


def _open(question: str) -> str:
    return question.rstrip(" ?.!")


def _with_time(before: str, when: str) -> str:
    spans = [(named.start, named.end) for named in periods(before)]
    if not spans:
        return f"{_open(before)} {when}"
    first, last = spans[0][0], spans[-1][1]
    if lead := _TIME_BEFORE.search(before, max(0, first - 20), first):
        first = lead.start()
    return _open(f"{before[:first]}{when}{before[last:]}")


def _with_place(before: str, name: str) -> str:
    for match in _PLACE.finditer(before):
        group = "after" if match["after"] else "before"
        words = re.finditer(r"[\w.'’-]+", match[group])
        spans = [(match.start(group) + word.start(), match.start(group) + word.end()) for word in words]
        runs = [(spans[a][0], spans[b][1]) for a in range(len(spans)) for b in range(len(spans) - 1, a - 1, -1)]
        for start, end in runs:
            if post(before[start:end]):
                return f"{before[:start]}{name}{before[end:]}"
    return f"{_open(before)} from {name}"


def _post_in(what: str) -> str | None:
    name = re.sub(r"^the (?:embassy|consulate) (?:in|at) ", "", what, flags=re.IGNORECASE)
    name = re.sub(r"(?:['’]s)?(?: ones?| cables?)?$", "", name, flags=re.IGNORECASE)
    return name if post(name) else None


def _with_matter(before: str, what: str, how: str) -> str:
    if matter := _MATTER.search(before):
        keep = how if how and how not in ("of", "for", "with", "in", "from") else matter["how"]
        tail = before[matter.end() :]
        kept = _kept(matter["what"])
        return _open(f"{before[: matter.start()]}{keep} {what}{kept}{tail}")
    return f"{_open(before)} {how if how in ('about', 'on', 'tagged', 'signed by', 'that mention') else 'that mention'} {what}"


def _kept(what: str) -> str:
    """Return what of a matter tells a time or a post, which another matter leaves as it is: " from Baku in 2009"."""
    place = re.search(r" (?:from|in|since|before|after|during|between) ", what)
    return what[place.start() :] if place else ""


# The same question about something or somebody else


def _of_another(text: str, asked: str, before: _Before, speaks: Speaks) -> str | None:
    """Return the question before with somebody else in it, or another matter: "what about Briens?", "and on Iran?"."""
    question = before.question
    rest, elided = _elided(text, asked)
    leading = _LEADING.match(rest)
    if not elided:
        return None
    what = rest[leading.end() :] if leading else rest
    if not what or len(what.split()) > _MOST_WORDS or _VERB.search(what) or _PRONOUN.search(what):
        return None
    if (ids := named_cables(question)) and not question[ids[0].end :].strip(" ?.!,:"):
        return f"what does {ids[0].id} say about {what}"
    who = person_asked(question)
    if who and not leading and speaks(what, before.cables):
        return question.replace(who, what, 1)
    if _PEOPLE & {word.casefold() for word in what.split()}:  # "and the guy from the ministry?" asks for his words
        return None
    tail = _TAIL.search(question, question.find(who) + len(who) if who else 0)
    if tail and (ids or who):
        return f"{question[: tail.start('what')]}{what}?"
    return None


_PEOPLE = lexicon("offices") | frozenset("guy guys man men woman lady person people others other one ones".split())
_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|hers|they|them|their|it|its|that|this|there|then)\b", re.IGNORECASE)
