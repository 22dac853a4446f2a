"""Answers without a model: the sentences that answer, verbatim, each with its paragraph; or a refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Passage, highest_marking
from assistant.cite import cite, cite_header, day
from assistant.matter import Matter
from assistant.question import Question, understand
from ingest import Cable, Library
from ingest.cable import SpanKind, Statement
from ingest.entries import Key, Where
from ingest.sentences import sentences

MOST_WORDS = 100  # of an answer's quotations
MOST_SENTENCES = 4
_PASSAGES = 6  # whose sentences are considered
_COMPARED = 3  # cables that a comparison quotes
_ELSEWHERE = 0.7  # of the best sentence's score that one of another cable must have to answer a further part
_SAID = 0.3  # what it adds to a sentence that the person asked about says it
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
    statement: Statement | None = None

    @property
    def text(self) -> str:
        """The sentence."""
        return self.passage.text[self.start : self.end]

    @property
    def speaker(self) -> str | None:
        """Who says it, where the cable reports somebody's words."""
        return self.statement.speaker if self.statement else None

    @property
    def voice(self) -> str | None:
        """Whose voice it is, as the answer announces it; None for what the cable tells."""
        if self.statement and self.statement.kind == "comment":
            return "Comment by the post"
        return self.speaker


def answer_by_quotes(library: Library, question: Question, passages: Sequence[Passage], where: Where) -> Answer:
    """Return the answer that the best passages give in their own words, or a refusal with what was searched."""
    best = passages[: _PASSAGES * len(question.parts)]
    if not best or not fits(library, question, best):
        return refuse(library, question, passages, where)
    if question.field:
        text, citations = _header_fact(library, passages[0], question.field)
    else:
        cables = {cable.id: cable for cable in library.cables(list({each.cable for each in best}))}
        text, citations = _quoted(cables, _chosen(library, question, best))
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
    if len(question.parts) > 1:
        return any(fits(library, understand(part), passages) for part in question.parts)
    matter = Matter.of(library, question.text)
    return any(matter.share(passage.subject, passage.section, passage.text) >= _COVERED for passage in passages)


def rank(library: Library, question: Question, passages: Sequence[Passage]) -> list[Candidate]:
    """Return the sentences of the best passages, best first.

    Best is what is near in meaning, shares rare words, stands in a passage placed high and, where the question
    names somebody, is said by that person; a speaker's name counts among the words of what he says.
    """
    keys = {Key(passage.cable, passage.ordinal): passage for passage in passages}
    reading = library.reading(question.text)
    near = library.affinities(reading, list(keys)) if reading else {}
    said = library.statements(list(keys))
    matter = Matter.of(library, question.text)
    ranked = []
    for place, (key, passage) in enumerate(keys.items()):
        for each in said.get(key) or _unheard(passage):
            text = passage.text[each.start : each.end]
            score = (
                matter.share(text, each.speaker) + 0.5 / (2 + place) + _SAID * _asked_about(question, each.speaker)
            )
            if key in near:
                score += near[key].part(each.start, each.end)
            ranked.append(Candidate(passage, each.start, each.end, score, each))
    return sorted(ranked, key=lambda each: -each.score)


def _unheard(passage: Passage) -> list[Statement]:
    """Return the sentences of a passage of which it is not known yet who speaks."""
    return [Statement(passage.ordinal, start, end, "narration") for start, end in sentences(passage.text)]


def _asked_about(question: Question, speaker: str | None) -> bool:
    """Say whether a speaker is somebody whom the question names."""
    names = {name.casefold() for name in question.names}
    return bool(speaker) and not names.isdisjoint(word.casefold() for word in str(speaker).split())


def _chosen(library: Library, question: Question, passages: Sequence[Passage]) -> list[Candidate]:
    """Return the sentences that answer: for each part of a question its best, for a comparison several cables'."""
    if len(question.parts) > 1:
        chosen: list[Candidate] = []
        for part in question.parts:
            ranked = _elsewhere(rank(library, understand(part), passages), chosen)
            chosen += choose(ranked, most_words=MOST_WORDS // len(question.parts))
        return in_order(chosen)
    ranking = rank(library, question, passages)
    if question.compares:
        best = {each.passage.cable: each for each in reversed(ranking)}
        return in_order(sorted(best.values(), key=lambda each: -each.score)[:_COMPARED])
    return in_order(choose(ranking))


def _elsewhere(ranked: Sequence[Candidate], chosen: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the candidates from cables not yet quoted, if they come close: parts are asked of several cables."""
    quoted = {each.passage.cable for each in chosen}
    others = [each for each in ranked if each.passage.cable not in quoted]
    return others if others and others[0].score >= _ELSEWHERE * ranked[0].score else ranked


def choose(ranked: Sequence[Candidate], most_words: int = MOST_WORDS) -> list[Candidate]:
    """Return the best sentences and those that come close to it, as many as the words allow."""
    chosen: list[Candidate] = []
    words = 0
    for each in ranked:
        length = len(each.text.split())
        if chosen and (each.score < _CLOSE * chosen[0].score or words + length > most_words):
            continue
        chosen.append(each)
        words += length
        if len(chosen) == MOST_SENTENCES:
            break
    return chosen


def in_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return sentences without doubles, grouped by cable in the order given, as they stand in each."""
    order = list(dict.fromkeys(each.passage.cable for each in chosen))
    unique = {(each.passage.cable, each.passage.ordinal, each.start): each for each in chosen}
    return [unique[place] for place in sorted(unique, key=lambda place: (order.index(place[0]), *place[1:]))]


def _quoted(cables: Mapping[str, Cable], chosen: Sequence[Candidate]) -> tuple[str, list[Citation]]:
    """Return the sentences as told: a block a cable, with whoever speaks named before what is said."""
    citations: list[Citation] = []
    blocks: list[str] = []
    told: tuple[str, str | None] | None = None
    for number, each in enumerate(chosen, start=1):
        cable = cables[each.passage.cable]
        paragraph = cable.paragraphs[each.passage.ordinal - 1]
        citations.append(cite(number, cable, paragraph, each.start, each.end, each.speaker))
        opens = told is None or told[0] != cable.id
        if opens:
            blocks.append(f"{cable.origin or cable.id}, {day(cable.date)}.")
        if told != (cable.id, each.voice) and (each.voice or not opens):
            blocks[-1] += f" {each.voice or 'The cable'}:"
        blocks[-1] += f" “{each.text}” [{number}]"
        told = (cable.id, each.voice)
    return "\n\n".join(blocks), citations


def _header_fact(library: Library, passage: Passage, field: SpanKind) -> tuple[str, list[Citation]]:
    (cable,) = library.cables([passage.cable])
    citation = cite_header(1, cable, field)
    if citation is None:
        return f"{cable.id} does not say {_ASKED[field]}.", []
    sent = f" ({day(cable.date)})" if field == "dtg" else ""
    return f"{cable.id}, “{cable.subject}”: “{citation.quote}”{sent} [1]", [citation]
