"""A summary of one cable: "summarise 09MOSCOW532", "the gist of the cable about the ferry", or its bare id."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from assistant.answer import Answer, Citation
from assistant.citations import cite, cite_header, day
from assistant.kinds.asked_cable import asked_cables
from assistant.kinds.inquiry import Inquiry
from assistant.kinds.request_words import PLAIN, are_all_in
from assistant.kinds.words_of_cables import alike, in_brief, not_here
from assistant.question.cable_ids import asked_of
from ingest import Cable, Library, Paragraph
from ingest.domain.keys import Key
from ingest.domain.statements import Statement
from ingest.language.sentences import sentences

_WORDS = 120  # of the quotations
_FEWEST_WORDS = 60  # of each where several cables are asked for
_MOST_CABLES = 5
_SHORTEST = 4  # words of a sentence that is worth quoting
_MOST_ADDRESSEES = 3

_ASKS = re.compile(
    r"\bsumm?[aeiou]r\w*|\bsum(?:s|med|ming)?\b.{0,30}\bup\b|\bgist\b|\btl;? ?dr\b|\bnutshell\b|\boverview\b|\boutline\b"
    r"|\bsynopsis\b|\brecap\b|\babstract\b|\bessence\b|\bbottom line\b|\b(?:take ?aways?|highlights?|digest|rundown)\b"
    r"|\b(?:main|key|central|essential|important) (?:points?|messages?|findings?|ideas?|takeaways?|content)\b"
    r"|\bbrief(?:ing)? (?:me|us|on)\b|\bbrief\b|\bin (?:short|brief)\b|\bshort(?:er)? version\b|\bboil\w*\b.{0,30}\bdown\b"
    r"|\bin (?:a |one |two |three |few |\d )+(?:words?|sentences?|lines?)\b|\bcondense\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\bwhat(?:['’]?s| is| was| does| did)?\b.{0,60}\b(?:about|say|says|said|cover|covers|deal|deals)\b", re.IGNORECASE
)
_VOCABULARY = frozenset(
    """
    summary sum sums summed summing up gist tldr tl dr nutshell overview outline synopsis recap abstract essence bottom line
    takeaway takeaways take away highlights highlight digest rundown main key central essential important points
    point messages findings finding ideas idea takeaways content contents brief briefing briefly short shorter
    version boil boiled down condense condensed words word sentences sentence lines paragraph few two three five
    cover covers covered deal deals dealt contain contains inside there here story whole entire read open display
    pull bring fetch look full info information everything details detail concerning reads see view subject
    """.split()
)
_KNOWN = _VOCABULARY | PLAIN
# "SUMMARY:", "Begin summary.", "Summary and comment --": the label of what follows.
_LABEL = re.compile(
    r"\W*(?:(?:begin|start of) )?(?:executive )?(?:summary|introduction|key points)"
    r"(?: and (?:comment|introduction|action request))?\W+",
    re.IGNORECASE,
)
_END = re.compile(r"\W*end (?:of )?(?:summary|introduction|comment|note)\b", re.IGNORECASE)
_NO_MATTER = re.compile(r"\W*(?:classified by|derived from|minimize|declassify)", re.IGNORECASE)
_TITLED = re.compile(r"summary|introduction|key points", re.IGNORECASE)


def answer(inquiry: Inquiry) -> Answer | None:
    """Return the cable's own summary, else the sentences with which its paragraphs begin."""
    found = asked_cables(inquiry, _asks_named if asked_of(inquiry.text) else _asks, _KNOWN)
    if not found:
        return None
    _, asked = found
    cables = inquiry.library.cables(asked.cables[:_MOST_CABLES])
    citations: list[Citation] = []
    room = max(_FEWEST_WORDS, _WORDS // max(1, len(cables)))
    blocks = [_summed_up(inquiry.library, cable, room, citations) for cable in cables]
    rest = asked.cables[_MOST_CABLES:]
    blocks += [f"Not summed up here: {', '.join(rest)}."] if rest else []
    blocks += filter(None, (not_here(asked.absent), alike(asked)))
    return inquiry.answer("\n\n".join(blocks), citations, understood=asked.told) if citations else None


def _asks(text: str) -> bool:
    """Return whether words ask to sum up what they stand around."""
    return are_all_in(text, _KNOWN) and bool(_ASKS.search(text) or _ABOUT.search(text))


def _asks_named(text: str) -> bool:
    """Return whether the words around an id ask for nothing in particular."""
    return are_all_in(text, _KNOWN)


def _summed_up(library: Library, cable: Cable, room: int, citations: list[Citation]) -> str:
    """Return who sent a cable to whom, when and on what, and its summary in its own words, each part cited."""
    head = cite_header(len(citations) + 1, cable, "subject") or cite_header(len(citations) + 1, cable, "class")
    mark = ""
    if head:
        citations.append(head)
        mark = f" [{head.number}]"
    quoted = []
    for paragraph, statement in _chosen(_leading(library, cable), room):
        citation = cite(
            len(citations) + 1, cable, paragraph, statement.start, statement.end, statement.speaker
        )
        citations.append(citation)
        quoted.append(f"“{paragraph.text[statement.start : statement.end]}” [{citation.number}]")
    return "\n".join((f"{in_brief(cable)}{mark}", *_route(cable), " ".join(quoted)))


def _route(cable: Cable) -> Iterator[str]:
    """Yield from whom to whom a cable went, as far as it says so."""
    if cable.origin:
        to = ", ".join(cable.to[:_MOST_ADDRESSEES])
        more = " and others" if len(cable.to) > _MOST_ADDRESSEES else ""
        yield f"From {cable.origin}{f' to {to}{more}' if to else ''}, {day(cable.date, cable.id)}."


Sentences = Sequence[tuple[Paragraph, Statement]]


def _leading(library: Library, cable: Cable) -> list[Sentences]:
    """Return the sentences of the paragraphs that sum a cable up, else those of all its paragraphs."""
    own = [each for each in cable.paragraphs if each.kind == "summary"]
    own = own or [each for each in cable.paragraphs if each.section and _TITLED.match(each.section)]
    paragraphs = own or cable.paragraphs
    said = library.statements([Key(cable.id, each.ordinal) for each in paragraphs])
    found = [list(_quotable(each, said.get(Key(cable.id, each.ordinal), ()))) for each in paragraphs]
    return [each for each in found if each] or ([] if not own else _leading_of(cable))


def _leading_of(cable: Cable) -> list[Sentences]:
    found = (list(_quotable(each, ())) for each in cable.paragraphs)
    return [each for each in found if each]


def _quotable(paragraph: Paragraph, said: Sequence[Statement]) -> Iterator[tuple[Paragraph, Statement]]:
    """Yield the sentences of a paragraph without the label of a summary, and without its end."""
    if _NO_MATTER.match(paragraph.text):
        return
    whole = said or [Statement(paragraph.ordinal, *each, "narration") for each in sentences(paragraph.text)]
    for each in whole:
        text = paragraph.text[each.start : each.end]
        label = _LABEL.match(text)
        start = each.start + (label.end() if label else 0)
        if _END.match(text) or len(paragraph.text[start : each.end].split()) < _SHORTEST:
            continue
        yield paragraph, Statement(each.ordinal, start, each.end, each.kind, each.speaker)


def _chosen(paragraphs: Sequence[Sentences], room: int) -> list[tuple[Paragraph, Statement]]:
    """Return the first sentences of each paragraph in turn, as many as there is room for, in their order."""
    chosen: list[tuple[Paragraph, Statement]] = []
    for row in zip_longest(*paragraphs):
        for each in filter(None, row):
            paragraph, statement = each
            length = len(paragraph.text[statement.start : statement.end].split())
            if chosen and length > room:
                return sorted(chosen, key=lambda pair: (pair[0].ordinal, pair[1].start))
            chosen.append(each)
            room -= length
    return sorted(chosen, key=lambda pair: (pair[0].ordinal, pair[1].start))
