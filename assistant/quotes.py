"""Answers without a model: the sentences that answer, verbatim, each with its paragraph; or a refusal."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.answer import Answer, Citation, Passage, highest_marking
from assistant.cite import cite, cite_header, day
from assistant.matter import Matter
from assistant.question import Question
from ingest import Library
from ingest.cable import SpanKind
from ingest.entries import Where
from ingest.sentences import sentences

MOST_WORDS = 100  # of an answer's quotations
MOST_SENTENCES = 4
_PASSAGES = 6  # whose sentences are considered
_CLOSE = 0.75  # a further sentence must score this share of the best one's
_COVERED = 0.45  # of the question's words, weighed by rarity, that the best passage must have

_ASKED: dict[SpanKind, str] = {
    "classified_by": "who classified it",
    "eo": "until when it was to stay classified",
    "class": "its classification",
    "tags": "its tags",
    "subject": "its subject",
    "references": "what it refers to",
    "signature": "who signed it",
    "from": "who sent it",
    "dtg": "when it was sent",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might answer: where it stands in which passage, and how well it fits."""

    passage: Passage
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        """The sentence."""
        return self.passage.text[self.start : self.end]


def answer_by_quotes(library: Library, question: Question, passages: Sequence[Passage], where: Where) -> Answer:
    """Return the answer that the best passages give in their own words, or a refusal with what was searched."""
    if not passages or not fits(library, question, passages):
        return refuse(library, question, passages, where)
    if question.field:
        text, citations = _header_fact(library, passages[0], question.field)
    else:
        text, citations = _quoted(library, choose(rank(library, question, passages)))
    return Answer(
        question=question.asked,
        text=text,
        answered=True,
        citations=tuple(citations),
        passages=tuple(passages),
        searched=account(library, where),
        marking=highest_marking(each.marking for each in citations),
    )


def refuse(library: Library, question: Question, passages: Sequence[Passage], where: Where) -> Answer:
    """Return the answer that the archive does not say, with what was searched and the nearest passage."""
    searched = account(library, where)
    nearest = f" Nearest: {passages[0].label}, {passages[0].subject}." if passages else ""
    return Answer(
        question=question.asked,
        text=f"The archive does not say. Searched: {searched}.{nearest}",
        answered=False,
        passages=tuple(passages),
        searched=searched,
    )


def account(library: Library, where: Where) -> str:
    """Return what was searched: "161 cables, 2004 to 2010"."""
    status = library.status()
    years = f", {status.first[:4]} to {status.last[:4]}" if status.first and status.last else ""
    filtered = ", within the filters that are set" if where else ""
    return f"{status.cables} cable{'' if status.cables == 1 else 's'}{years}{filtered}"


def fits(library: Library, question: Question, passages: Sequence[Passage]) -> bool:
    """Say whether one of the best passages has enough of the question's words, the rare ones above all."""
    if question.field:
        return bool(passages)  # retrieval has ranked the cables by just that
    matter = Matter.of(library, question.text)
    return any(
        matter.share(passage.subject, passage.section, passage.text) >= _COVERED
        for passage in passages[:_PASSAGES]
    )


def rank(library: Library, question: Question, passages: Sequence[Passage]) -> list[Candidate]:
    """Return the sentences of the best passages, best first: near in meaning, sharing rare words, placed high."""
    places = [
        (passage, start, end, place)
        for place, passage in enumerate(passages[:_PASSAGES])
        for start, end in sentences(passage.text)
    ]
    texts = [passage.text[start:end] for passage, start, end, _ in places]
    vectors = library.encode([question.text, *texts])
    near = vectors[1:] @ vectors[0] if vectors is not None else [0.0] * len(texts)
    matter = Matter.of(library, question.text)
    shared = [matter.share(text) for text in texts]
    ranked = [
        Candidate(passage, start, end, float(cosine + share + 0.5 / (2 + place)))
        for (passage, start, end, place), cosine, share in zip(places, near, shared, strict=True)
    ]
    return sorted(ranked, key=lambda each: -each.score)


def choose(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentences to quote, grouped by cable in the order of their best, as they stand in it."""
    chosen: list[Candidate] = []
    words = 0
    for each in ranked:
        length = len(each.text.split())
        if chosen and (each.score < _CLOSE * chosen[0].score or words + length > MOST_WORDS):
            continue
        chosen.append(each)
        words += length
        if len(chosen) == MOST_SENTENCES:
            break
    order = list(dict.fromkeys(each.passage.cable for each in chosen))
    return sorted(chosen, key=lambda each: (order.index(each.passage.cable), each.passage.ordinal, each.start))


def _quoted(library: Library, chosen: Sequence[Candidate]) -> tuple[str, list[Citation]]:
    cables = {cable.id: cable for cable in library.cables(list({each.passage.cable for each in chosen}))}
    citations = []
    for number, each in enumerate(chosen, start=1):
        cable = cables[each.passage.cable]
        paragraph = cable.paragraphs[each.passage.ordinal - 1]
        citations.append(cite(number, cable, paragraph, each.start, each.end))
    quoted = zip(chosen, citations, strict=True)
    blocks = []
    for _, group in groupby(quoted, key=lambda pair: pair[1].cable):
        pairs = list(group)
        lead = pairs[0][1]
        said = " ".join(f"“{each.text}” [{citation.number}]" for each, citation in pairs)
        blocks.append(f"{lead.origin or lead.cable}, {day(lead.date)}: {said}")
    return "\n\n".join(blocks), citations


def _header_fact(library: Library, passage: Passage, field: SpanKind) -> tuple[str, list[Citation]]:
    (cable,) = library.cables([passage.cable])
    citation = cite_header(1, cable, field)
    if citation is None:
        return f"{cable.id} does not say {_ASKED[field]}.", []
    sent = f" ({day(cable.date)})" if field == "dtg" else ""
    return f"{cable.id}, “{cable.subject}”: “{citation.quote}”{sent} [1]", [citation]
