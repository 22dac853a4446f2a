"""What a question asks: for a cable's header facts or for what its paragraphs say, and in which words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Turn
from ingest.cable import SpanKind

# Which words ask for which field of the header; the first that fits counts.
_FIELDS: tuple[tuple[SpanKind, str], ...] = (
    ("eo", r"\bdeclassif\w*|\b(?:stay|remain|kept|keep)\w* (?:classified|secret)|\bclassified (?:until|till)"),
    ("classified_by", r"\b(?:who|whose|which officer)\b.*\bclassif\w*|\bclassif\w* by\b|\breasons? .*classif\w*"),
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

# Words that ask or carry a sentence and say nothing of its matter.
ASKING = frozenset(
    """
    a about according account after again all also an and any anybody anyone anything are as ask asked at be
    been before being but by can could describe did do does during else ever explain find for from gave get
    give given had has have he her him his how i if in into is it its just kind list make made many me mention
    mentioned more most much my of off on one opinion or other our out over own per position put reported said
    say saying says see she should show so some something such take tell than that the their them then there
    these they thing things think thought this those to told too under up us view views want wanted was way we
    were what when where which while who whom whose why will with would you your
    """.split()
)
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_ASKS = r"(?:what|how|where|who|whom|which|why|when)"
_COMMON = re.compile(r"[^:?]{3,80}(?::|\s[-–—])\s+")
_JOINT = re.compile(
    rf"[,;]\s*(?:and|but)?\s*(?={_ASKS}\b)|\s+and\s+(?={_ASKS}\b)"
    r"|[,;]\s*and\s+(?=(?:was|were|did|is)\b)",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"(?:{_ASKS}|is|are|was|were|do|does|did|has|had|in (?:what|which))\b", re.IGNORECASE)
_SHORTEST = 4  # words of a part that can be searched for on its own
_COMPARES = re.compile(
    r"\b(?:chang\w*|shift\w*|evol\w*|differ\w*|compar\w*|contrast\w*|various|both|over the (?:years|course|months)"
    r"|before and after|the same (?:thing|story)|which [\w ]{0,20}(?:officials|members|diplomats))\b",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"^(?:and|but|so|what about|how about|or)\b|\b(?:he|she|him|her|his|hers|they|them|their|it|its|there|then"
    r"|that time|the (?:first|second|other|same) one|this|that)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `text` is what is searched for; `field` the header field that it asks for, None when it asks what
    paragraphs say; `names` its proper names; `parts` the questions that it joins, itself where it is one;
    `compares` whether it asks how several cables differ, agree or follow on one another.
    """

    asked: str
    text: str
    field: SpanKind | None = None
    names: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    compares: bool = False


def understand(asked: str, turns: Sequence[Turn] = ()) -> Question:
    """Return what a question asks, completed from the conversation before it where it leans on that."""
    text = _completed(asked, turns)
    field = header_field(text)
    if field:
        return Question(asked, _topic(text), field, names(text), (text,))
    return Question(asked, text, None, names(text), parts(text), bool(_COMPARES.search(text)))


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
    if not all(_OPENS.match(part) and len(_WORD.findall(part)) >= _SHORTEST for part in found):
        return (text,)
    return (f"{lead}{found[0]}", *(_completed_by(f"{lead}{part}", found[0]) for part in found[1:]))


def names(text: str) -> tuple[str, ...]:
    """Return the words that are written like names: a capital or digits inside, not just at the beginning."""
    found = []
    for match in _WORD.finditer(text):
        word = re.sub(r"['’]s$", "", match.group())
        opens = match.start() == 0 or text[: match.start()].rstrip().endswith((".", "?", "!", ":"))
        if (
            word[0].isupper()
            and word.casefold() not in ASKING
            and not (opens and word[1:].islower() and _common(word))
        ):
            found.append(word)
    return tuple(dict.fromkeys(found))


def _common(word: str) -> bool:
    return word.casefold() in ASKING


def _completed(asked: str, turns: Sequence[Turn]) -> str:
    """Return the question with the names of the last one added, where it leans on the conversation."""
    earlier = [turn.text for turn in turns if turn.role == "user"]
    return _completed_by(asked, earlier[-1]) if earlier else asked


def _completed_by(asked: str, before: str) -> str:
    """Return the question with the names added of what was asked before it, where it leans on that."""
    if not _LEANING.search(asked):
        return asked
    missing = [name for name in names(before) if name.casefold() not in asked.casefold()]
    return f"{asked} ({', '.join(missing)})" if missing else asked
