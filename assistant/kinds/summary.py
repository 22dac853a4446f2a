"""A summary of one cable: "summarise 09MOSCOW532", "the gist of the cable about the ferry", or its bare id."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from assistant.answer import Answer, Citation
from assistant.citations import cite_header
from assistant.kinds.asked_cable import asked_cables
from assistant.kinds.cable_sentences import CableSentence, cable_sentences
from assistant.kinds.header_words import ANY_REPORT
from assistant.kinds.inquiry import Inquiry
from assistant.kinds.naming import alike, in_brief, none_fits, not_here
from assistant.kinds.request_words import PLAIN, any_of, are_all_in
from assistant.question.cable_ids import asked_of
from ingest import Cable, Library

_WORDS = 120  # of the quotations
_FEWEST_WORDS = 60  # of each where several cables are asked for
_MOST_CABLES = 5
_SHORTEST = 4  # words of a sentence that is worth quoting
_MOST_ADDRESSEES = 3

_ASKS = any_of(
    r"summ?[aeiou]r\w*",
    "sum(?:s|med|ming)?.{0,30} up",
    "gist",
    "tl;? ?dr",
    "nutshell",
    "overview",
    "outline",
    "synopsis",
    "recap",
    "essence",
    "bottom line",
    "take ?aways?",
    "highlights?",
    "digest",
    "rundown",
    "(?:main|key|central|essential|important) (?:points?|messages?|findings?|ideas?|content)",
    "brief",
    "briefing",
    "in short",
    "short(?:er)? version",
    r"boil\w*.{0,30} down",
    r"in (?:a |one |two |three |few |\d )+(?:words?|sentences?|lines?)",
    "condense",
)
_ABOUT = re.compile(
    r"\bwhat(?:['’]?s| is| was| does| did)?\b.{0,60}\b(?:about|say|says|said|covers?|deals?)\b", re.IGNORECASE
)
KNOWN = (
    frozenset(
        """
        summary sum sums summed summing up gist tldr tl dr nutshell overview outline synopsis recap essence bottom
        line takeaway takeaways take away highlights highlight digest rundown main key central essential important
        points point messages findings finding ideas idea content contents brief briefing briefly short shorter
        version boil boiled down condense condensed words word sentences sentence lines paragraph few two three
        five cover covers covered deal deals dealt contain contains inside story whole entire read open display
        pull bring fetch look full info information everything detail details concerning reads view subject
        """.split()
    )
    | PLAIN
)
_SUMMARISING = r"(?:executive )?(?:summary|introduction|key points)"
_TITLE = re.compile(_SUMMARISING, re.IGNORECASE)
# "SUMMARY:", "Begin summary.", "Summary and comment --": the label of what follows.
_LABEL = re.compile(
    rf"\W*(?:(?:begin|start of) )?{_SUMMARISING}(?: and (?:comment|introduction|action request))?\W+",
    re.IGNORECASE,
)
_END = re.compile(r"\W*end (?:of )?(?:summary|introduction|comment|note)\b", re.IGNORECASE)
_NO_MATTER = re.compile(
    r"\W*(?:classified by|derived from|minimize|declassify|\w+ (?:- )?entire text)", re.IGNORECASE
)


def answer(inquiry: Inquiry) -> Answer | None:
    """Return the cable's own summary, else the sentences with which its paragraphs begin."""
    asks = _asks_nothing_else if asked_of(inquiry.text) else _asks
    found = None if inquiry.where.person else asked_cables(inquiry, asks, KNOWN)
    if not found:
        return None
    _, asked = found
    if asked.nearest:
        return inquiry.answer(none_fits(inquiry.library, asked), answered=False)
    cables = inquiry.library.cables(asked.cables[:_MOST_CABLES])
    citations: list[Citation] = []
    room = max(_FEWEST_WORDS, _WORDS // max(1, len(cables)))
    blocks = [_summed_up(inquiry.library, cable, room, citations) for cable in cables]
    if rest := asked.cables[_MOST_CABLES:]:
        blocks.append(f"Not summed up here: {', '.join(rest)}.")
    blocks += filter(None, (not_here(asked.absent), alike(asked)))
    return inquiry.answer("\n\n".join(blocks), citations, understood=asked.told) if citations else None


def _asks(text: str) -> bool:
    """Return whether words ask to sum up what they stand around."""
    about = _ABOUT.search(text) and not ANY_REPORT.search(text)
    return are_all_in(text, KNOWN) and bool(_ASKS.search(text) or about)


def _asks_nothing_else(text: str) -> bool:
    """Return whether the words around an id ask for nothing in particular."""
    return are_all_in(text, KNOWN)


def _summed_up(library: Library, cable: Cable, room: int, citations: list[Citation]) -> str:
    """Return who sent a cable to whom, when and on what, and its summary in its own words, all cited."""
    head = cite_header(len(citations) + 1, cable, "subject") or cite_header(len(citations) + 1, cable, "class")
    citations += [head] if head else []
    mark = f" [{head.number}]" if head else ""
    quoted = [each.quoted(cable, citations) for each in _chosen(_summing(library, cable), room)]
    return "\n".join((f"{in_brief(cable)}{mark}", *_route(cable), " ".join(quoted)))


def _route(cable: Cable) -> Iterator[str]:
    """Yield from whom to whom a cable went, as far as it says so."""
    if cable.origin:
        to = ", ".join(cable.to[:_MOST_ADDRESSEES])
        more = " and others" if len(cable.to) > _MOST_ADDRESSEES else ""
        yield f"From {cable.origin}{f' to {to}{more}' if to else ''}."


def _summing(library: Library, cable: Cable) -> list[list[CableSentence]]:
    """Return the sentences of the paragraphs that sum a cable up, else those of all its paragraphs."""
    found = [[*_quotable(each)] for each in cable_sentences(library, cable)]
    texts = [each for each in found if each]
    own = [each for each in texts if each[0].paragraph.kind == "summary"]
    titled = [each for each in texts if _TITLE.match(each[0].paragraph.section or "")]
    return own or titled or texts


def _quotable(whole: Sequence[CableSentence]) -> Iterator[CableSentence]:
    """Yield the sentences of a paragraph, without the label of a summary and without its end."""
    for each in whole:
        label = _LABEL.match(each.text)
        sentence = replace(each, start=each.start + label.end()) if label else each
        if _NO_MATTER.match(each.text) or _END.match(each.text) or sentence.length < _SHORTEST:
            continue
        yield sentence


def _chosen(paragraphs: Sequence[Sequence[CableSentence]], room: int) -> list[CableSentence]:
    """Return the first sentences of each paragraph in turn, as many as there is room for, in their order."""
    chosen: list[CableSentence] = []
    for each in (each for row in zip_longest(*paragraphs) for each in row if each):
        if chosen and each.length > room:
            break
        chosen.append(each)
        room -= each.length
    return sorted(chosen, key=lambda each: each.place)
