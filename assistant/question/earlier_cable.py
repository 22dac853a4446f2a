"""A follow-up about a cable of the conversation: "summarise the second one", "who signed it?", "its subject?"."""

import re
from collections.abc import Sequence

from assistant.question.ellipsis import CABLE

_ORDINALS = dict(
    zip("first second third fourth fifth sixth seventh eighth ninth tenth".split(), range(10), strict=True)
)
_ORDINALS |= dict(zip("1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th".split(), range(10), strict=True)) | {"last": -1}
_NTH = re.compile(
    rf"\b(?:the|that|their) (?P<nth>{'|'.join(_ORDINALS)}|next|previous)"
    rf"(?: (?:one|{CABLE}|entry|item|result|of (?:them|these|those))\b| *$)"
    r"|\b(?:number|no\.?|#) ?(?P<number>\d\d?)\b",
    re.IGNORECASE,
)
_BARE_NTH = re.compile(rf"(?P<nth>{'|'.join(_ORDINALS)}|next|previous)(?: (?:one|{CABLE}))?", re.IGNORECASE)
_THE_CABLE = re.compile(
    rf"\b(?:(?:the|this|that|said|your) {CABLE}|(?:this|that|the same) one)(?= *(?:$|[?.!,;]|\b(?:sent|signed"
    rf"|written|classified"
    r"|dated|from|say|says|said|come|comes|marked|tagged|addressed|released|declassified)\b))",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(?:it|this|that)\b(?! (?:is|was|were|meeting)\b)", re.IGNORECASE)
_ITS = re.compile(
    r"\bits (?P<what>subject|title|classification|date|tags?|references?|refs?|signature|summary|markings?"
    r"|precedence|number)\b",
    re.IGNORECASE,
)
_OF_CABLE = re.compile(
    r"(?:who|which \w+|what \w+)(?: has| have)? (?:signed|classified|sent|wrote|drafted|approved|cleared"
    r"|issued|released)\b"
    r"|when (?:was|is|were) (?:it|this|that) (?:sent|written|dated|signed|classified|transmitted)"
    r"|(?:where|which \w+) (?:was|is|did|does) (?:it|this|that) (?:sent|come|written)\b"
    r"|how (?:is|was) (?:it|this|that) classified|until when\b|is (?:it|this|that) (?:secret|confidential"
    r"|unclassified|classified)"
    r"|(?:what|which \w+) (?:does|did) (?:it|this|that) (?:refer to|reference|cite|say|tell|report)"
    r"|(?:who|to whom) (?:is|was) (?:it|this|that) (?:addressed|sent)"
    r"|(?:summar\w+|sum up|summary of|(?:the )?gist of|main points? of|open|show(?: me)?|read)\b",
    re.IGNORECASE,
)
_ONLY_SUMMARISE = re.compile(
    r"(?:give (?:me|us) )?(?:a |the )?(?:summar(?:y|i[sz]e)|gist|main points?)", re.IGNORECASE
)


def of_listed(text: str, listed: Sequence[str], now: Sequence[str]) -> str | None:
    """Return a question about "the second one" of a list with its id in its place; alone, that is its id.

    `now` are the cables that were spoken of last, after which "the next one" comes.
    """
    nth = _BARE_NTH.fullmatch(text.removeprefix("the ")) or _NTH.search(text)
    id = _nth(nth, listed, now) if nth else None
    if not nth or not id:
        return None
    bare = nth.re is _BARE_NTH or nth[0].casefold() == text.casefold()
    return id if bare else f"{text[: nth.start()]}{id}{text[nth.end() :]}"


def _nth(match: re.Match[str], listed: Sequence[str], now: Sequence[str]) -> str | None:
    named = match.groupdict()
    if named.get("number"):
        place = int(named["number"]) - 1
    elif (word := named["nth"].casefold()) in _ORDINALS:
        place = _ORDINALS[word]
    elif tuple(now) == tuple(listed) or now[0] not in listed:
        place = 0
    else:
        place = max(0, listed.index(now[0]) + (1 if word == "next" else -1))
    return listed[place] if -1 <= place < len(listed) else None


def of_cable(text: str, id: str) -> str | None:
    """Return a question about "the cable" or "it" with the id in its place, None where it means no cable."""
    if _ONLY_SUMMARISE.fullmatch(text):
        return f"summarise {id}"
    if the := _THE_CABLE.search(text):
        return f"{text[: the.start()]}{id}{text[the.end() :]}"
    if its := _ITS.search(text):
        return f"{text[: its.start()]}the {its['what']} of {id}{text[its.end() :]}"
    it = _IT.search(text) if _OF_CABLE.match(text) else None
    return f"{text[: it.start()]}{id}{text[it.end() :]}" if it else None
