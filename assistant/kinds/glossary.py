"""Terms of the trade, and abbreviations that the archive opens: "what does NOFORN mean", "SAG?"."""

import re
from collections import Counter
from collections.abc import Sequence

from assistant.answer import Answer, Citation
from assistant.citations import cite, day
from assistant.kinds.inquiry import Inquiry
from assistant.question.courtesy import plain
from assistant.question.named_post import Limited, limited
from assistant.retrieval.abbreviations import OpenedAbbreviation, opened
from assistant.terms_of_trade import meaning
from ingest.domain.countries import country_of
from ingest.domain.filters import Filters
from ingest.domain.posts import parts
from ingest.language.counts import count

_TERM = r"(?P<term>[\w/&.’'()#“”\"-][^?!:;]{0,59})"
_WAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"w(?:h?at|ut)(?:['’]?s| is| are| does| do| was)?(?: meant by| the meaning of)? {_TERM}",
        rf"(?:define|explain|expand|spell out|meaning|definition|abbreviation|acronym|full form|long form)"
        rf"(?: of| for)?:? {_TERM}",
        rf"{_TERM} (?:meaning|definition|abbreviation|acronym|full form|(?:means?|stands? for|is short for) what)",
    )
)
_AROUND = re.compile(
    r"(?:a|an|the|term|word|abbreviation|acronym|caption|marking|code|tags?|letters|expression|phrase) "
    r"|[\"“”'‘’(]+",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r" (?:means?|meant|stands? for|refers? to|signify|short for|an abbreviation for|supposed to mean|here|actually"
    r"|in english|in (?:a |an |the |these |those |this )?(?:cables?|telegrams?|archive|headers?|jargon))\Z"
    r"|(?<![\"“”'‘’(])[\"“”'‘’]++\Z",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?P<term>[\w/&.-]{2,12})\s*(?P<asks>\?*)\s*")
_SHORT = re.compile(r"(?=[\w&/-]*[A-Za-z])[A-Za-z][\w&/-]{1,9}")
_GOVERNMENT = re.compile(r"GO([A-Z]{1,2})\Z")

_MOST = 4  # meanings that are told
_OWN = "This is from reftel's glossary, not from the archive."


def answer(inquiry: Inquiry) -> Answer | None:
    """Return what a term means: as the archive opens it, and as the glossary has it."""
    asked = limited(plain(inquiry.text), inquiry.without)
    for term in _asked(asked.text):
        entry = meaning(term)
        found = _opened(inquiry, term, asked.within(inquiry.where)) if _SHORT.fullmatch(term) else []
        if not found and asked.origin and not entry:
            found, asked = _opened(inquiry, term, inquiry.where), Limited(asked.text)
        if found or entry:
            return _told(inquiry, term, found, entry, asked)
        if told := _government(inquiry, term.upper(), asked):
            return told
    return None


def _asked(text: str) -> list[str]:
    """Return the terms that a question may ask for, the likeliest first."""
    if bare := _BARE.fullmatch(text):
        known = sum(letter.isupper() for letter in bare["term"]) > 1 or (
            bare["asks"] and meaning(bare["term"]) is not None
        )
        return [bare["term"]] if known else []
    whole = text.rstrip(" ?.!")
    last = plain(re.split(r"[.;:!?]\s", whole)[-1])
    found = [
        _trimmed(match["term"])
        for each in dict.fromkeys((whole, last))
        for way in _WAYS
        if (match := way.fullmatch(each))
    ]
    return [term for term in dict.fromkeys(found) if term]


def _trimmed(term: str) -> str:
    """Return a term without what is said of it around: "the abbreviation GOB stand for" is GOB."""
    while match := _AROUND.match(term):
        term = term[match.end() :]
    while match := _BEHIND.search(term):
        term = term[: match.start()]
    return term


def _opened(inquiry: Inquiry, term: str, where: Filters) -> list[OpenedAbbreviation]:
    """Return the first place of each meaning of an abbreviation in the archive, the commonest meaning first."""
    if term.islower() and len(term) > 5:  # a word
        return []
    found = opened(inquiry.library, term, where)
    found = [each for each in found if each.spelt] or found
    counts = Counter(_plain(each.words) for each in found)
    first: dict[str, OpenedAbbreviation] = {}
    for each in found:
        first.setdefault(_plain(each.words), each)
    return [first[words] for words, _ in counts.most_common(_MOST)]


def _plain(words: str) -> str:
    return re.sub(r"\W+", "", words.casefold().removeprefix("the ")).rstrip("s")


def _told(
    inquiry: Inquiry, term: str, found: Sequence[OpenedAbbreviation], entry: str | None, asked: Limited
) -> Answer | None:
    cables = {each.id: each for each in inquiry.library.cables([each.key.cable for each in found])}
    citations: list[Citation] = []
    lines: list[str] = []
    for each in found:
        cable = cables.get(each.key.cable)
        if cable is None or each.paragraph not in cable.paragraphs:
            continue
        number = len(citations) + 1
        citations.append(cite(number, cable, each.paragraph, each.start, each.end))
        source = ", ".join(filter(None, (cable.origin, day(cable.date, cable.id))))
        quote = each.paragraph.text[each.start : each.end]
        lines.append(f"{each.words}: “{quote}” in {cable.id} ({source}) [{number}]")
    if not lines and not entry:
        return None
    shown = term if not term.islower() else term.upper()
    head = [f"{shown} stands for:"] if len(lines) > 1 else []
    lines = [f"{shown}: {line}" for line in lines] if len(lines) == 1 else lines
    known = f"{entry}\n\n{_OWN}" if entry else ""
    return inquiry.answer(
        "\n\n".join(filter(None, (*head, *lines, known))), citations, understood=asked.understood if lines else ()
    )


def _government(inquiry: Inquiry, term: str, asked: Limited) -> Answer | None:
    """Return which governments an abbreviation such as GOI stands for, by the posts whose cables have it."""
    letters = _GOVERNMENT.match(term)
    if not letters:
        return None
    keys = [key for key, _ in inquiry.library.by_words(term, 200, asked.within(inquiry.where))]
    lands: Counter[str] = Counter()
    for cable in dict.fromkeys(key.cable for key in keys):
        known = parts(cable)
        land = country_of(known.post) if known else None
        if known and land and land != known.post and land.upper().startswith(letters[1][0]):
            lands[land.title()] += 1
    if not lands:
        return None
    told = "; ".join(f"{land} ({count(number, 'cable')} from there)" for land, number in lands.most_common(_MOST))
    text = f"{term}: Government of {told}. GO and a letter is the government of the country that a cable is from."
    return inquiry.answer(f"{text}\n\n{_OWN}", understood=asked.understood)
