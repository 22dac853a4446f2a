"""Answers without a model: the sentences that answer, verbatim, each with its paragraph; or a refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Answer, Citation, Passage, highest_marking
from assistant.answerable import answers, signs
from assistant.cite import cite, cite_header, day
from assistant.evidence import SIGNS, Candidate, Look, candidates, weights
from assistant.matter import Matter
from assistant.question import Question, understand
from assistant.retrieve import retrieve
from ingest import Library
from ingest.cable import SpanKind, Statement
from ingest.entries import Key, Where
from ingest.sentences import sentences

USUAL_WORDS = 74  # of an answer's quotations
MOST_WORDS = 150
MOST_SENTENCES = 9
_SURE = 0.5  # how likely it must be that one of the sentences answers for the usual words to do
_WORDS, _ALL = SIGNS.index("words"), 0.99
_TOPICS = 3  # cables that a refusal names in which somebody speaks
_LISTED = 10  # cables of a list
_LIKELY = -1.0  # log odds from which on a sentence that the same person says elsewhere likely answers, too
PASSAGES = 8  # whose sentences are considered
_COMPARED = 3  # cables that a comparison quotes
_ELSEWHERE = 1.5  # log odds that a sentence of another cable may fall behind to answer a further part

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


def answer_by_quotes(library: Library, question: Question, passages: Sequence[Passage], where: Where) -> Answer:
    """Return the answer that the best passages give in their own words, or a refusal with what was searched."""
    chosen: list[Candidate] = []
    if question.field and passages:
        text, citations = _header_fact(library, passages[0], question.field)
    elif question.lists and passages:
        text, citations = _listed(library, passages)
    elif chosen := _chosen(library, question, passages, where):
        text, citations = _quoted(library, chosen)
    else:
        return refuse(library, question, passages, where)
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
    """Return the answer that the archive does not say: what was searched, what is known of the person asked
    about, and the nearest passage."""
    searched = account(library, where)
    parts = [f"The archive does not say. Searched: {searched}.", _speaks(library, question, where)]
    if passages:
        parts.append(f"Nearest: {_titled(passages[0].label, passages[0].subject)}.")
    return Answer(
        question=question.asked,
        text=" ".join(part for part in parts if part),
        answered=False,
        passages=tuple(passages),
        searched=searched,
    )


def _speaks(library: Library, question: Question, where: Where) -> str:
    """Return in how many cables somebody speaks whom the question names, and what those are about."""
    heard = library.heard(question.speaker, where) if question.speaker else {}
    if not heard:
        return ""
    cables = list(dict.fromkeys(key.cable for key in heard))
    heads = library.heads(cables[:_TOPICS])
    subjects = ((id, heads[id].subject) for id in cables[:_TOPICS])
    topics = "; ".join(f"{subject} ({id})" if subject else id for id, subject in subjects)
    more = " and others" if len(cables) > _TOPICS else ""
    return f"{question.speaker} speaks in {len(cables):,} of them: {topics}{more}."


def _titled(label: str, subject: str | None) -> str:
    return f"{label}, {subject}" if subject else label


def account(library: Library, where: Where) -> str:
    """Return what was searched: "161 cables, 2004 to 2010"."""
    status = library.status()
    years = f", {status.first[:4]} to {status.last[:4]}" if status.first and status.last else ""
    filtered = ", within the filters that are set" if where else ""
    return f"{status.cables} cable{'' if status.cables == 1 else 's'}{years}{filtered}"


def rank(
    library: Library, text: str, passages: Sequence[Passage], who: str | None = None
) -> tuple[list[Look], list[Candidate]]:
    """Return a close look at the best passages for a question, and their sentences, likeliest first.

    `who` are the words in it for whom it asks about.
    """
    looks = look(library, text, passages)
    return looks, candidates(text, library.reading(text), looks, Matter.of(library, text), who)


def counted(library: Library, question: Question) -> NDArray[np.float32]:
    """Return how much each token of a question counts; none where nothing is indexed by meaning."""
    reading = library.reading(question.asked)
    return weights(question.asked, reading, question.who) if reading else np.zeros(0, dtype=np.float32)


def look(library: Library, text: str, passages: Sequence[Passage]) -> list[Look]:
    """Return a close look at each of the best passages."""
    best = {Key(each.cable, each.ordinal): each for each in passages[:PASSAGES]}
    reading = library.reading(text)
    near = library.affinities(reading, list(best)) if reading else {}
    said, paragraphs = library.statements(list(best)), library.paragraphs(list(best))
    return [
        Look(passage, paragraphs[key], said.get(key) or _unheard(passage), near.get(key))
        for key, passage in best.items()
    ]


def _unheard(passage: Passage) -> list[Statement]:
    """Return the sentences of a passage of which it is not known yet who speaks."""
    return [Statement(passage.ordinal, start, end, "narration") for start, end in sentences(passage.text)]


def _chosen(library: Library, question: Question, passages: Sequence[Passage], where: Where) -> list[Candidate]:
    """Return the sentences that answer, none where the passages do not.

    For each part of a question its best, for a comparison several cables' in the order of their dates.
    """
    if len(question.parts) > 1:
        return in_order(_by_part(library, question, where))
    looks, ranked = rank(library, question.asked, passages, question.who)
    if not looks:
        return []
    rest = [passage.score for passage in passages[PASSAGES:]]
    leads_on = (
        looks[0].passage.cable in question.near
    )  # what goes on in the cable last quoted is not asked in vain
    matter = Matter.of(library, question.text)
    if not leads_on and not answers(signs(question, counted(library, question), looks, rest, ranked, matter)):
        return []
    if question.compares:
        best = {each.passage.cable: each for each in reversed(ranked)}
        found = sorted(best.values(), key=lambda each: -each.score)[:_COMPARED]
        return sorted(found, key=lambda each: each.passage.date or "")
    return in_order(choose(ranked, together=question.words))


def _by_part(library: Library, question: Question, where: Where) -> list[Candidate]:
    """Return for each part of a question its best sentences, from a cable of its own where one comes close."""
    chosen: list[Candidate] = []
    for text in question.parts:
        # "three years later" is understood from the whole question.
        part = replace(understand(text), hints=tuple(hint for hint in question.hints if hint.text in text))
        _, ranked = rank(library, text, retrieve(library, part, where), part.who)
        chosen += choose(_elsewhere(ranked, chosen), 1.2 / len(question.parts))
    return chosen


def _elsewhere(ranked: Sequence[Candidate], chosen: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the candidates from cables not yet quoted if they come close: parts are asked of several cables."""
    quoted = {each.passage.cable for each in chosen}
    others = [each for each in ranked if each.passage.cable not in quoted]
    return others if others and others[0].score >= ranked[0].score - _ELSEWHERE else ranked


def choose(ranked: Sequence[Candidate], share: float = 1.0, *, together: bool = True) -> list[Candidate]:
    """Return the likeliest sentences, as many as the usual words allow, and more while none of them is likely.

    `share` is how much of those words there is for them. `together`: those of the likeliest one's story. Who asks
    for somebody's words is served by one paragraph: others hold the answer a little more often, but quote
    somebody else in every fourth answer.
    """
    chosen: list[Candidate] = []
    words, missed = 0, 1.0
    # After the likeliest one, those with all words of the question go before others that are about as likely.
    others = sorted(ranked[1:], key=lambda each: -(each.score + (each.signs[_WORDS] >= _ALL)))
    for each in (*ranked[:1], *others):
        length = len(each.text.split())
        room = share * (USUAL_WORDS if missed <= 1 - _SURE else MOST_WORDS) - words
        if chosen and (length > room or (together and not _one_story(chosen[0], each))):
            continue
        chosen.append(each)
        words += length
        missed *= 1 - each.likelihood
        if len(chosen) == MOST_SENTENCES:
            break
    return chosen


def _one_story(first: Candidate, other: Candidate) -> bool:
    """Say whether a sentence stands in the first one's paragraph, or the same person says it in the same cable and
    it is likely, or has all that the question is about."""
    if other.passage.cable != first.passage.cable:
        return False
    his = first.speaker is not None and first.speaker == other.speaker
    fits = other.score >= _LIKELY or other.signs[_WORDS] >= _ALL
    return other.passage.ordinal == first.passage.ordinal or (his and fits)


def in_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return sentences without doubles, grouped by cable in the order given, as they stand in each."""
    order = list(dict.fromkeys(each.passage.cable for each in chosen))
    unique = {(each.passage.cable, each.passage.ordinal, each.start): each for each in chosen}
    return [unique[place] for place in sorted(unique, key=lambda place: (order.index(place[0]), *place[1:]))]


def _quoted(library: Library, chosen: Sequence[Candidate]) -> tuple[str, list[Citation]]:
    """Return the sentences as told: a block a cable, with whoever speaks named before what is said."""
    cables = {cable.id: cable for cable in library.cables(list({each.passage.cable for each in chosen}))}
    offices = library.offices(cables)
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
        voice = _voice(each, offices)
        if told != (cable.id, voice) and (voice or not opens):
            blocks[-1] += f" {voice or 'The cable'}:"
        blocks[-1] += f" “{each.text}” [{number}]"
        told = (cable.id, voice)
    return "\n\n".join(blocks), citations


def _voice(each: Candidate, offices: Mapping[tuple[str, str], str]) -> str | None:
    """Return whose voice a sentence is, with the office that the cable gives; None for what the cable tells."""
    if each.statement.kind == "comment":
        return "Comment by the post"
    if each.speaker is None:
        return None
    return ", ".join(filter(None, (each.speaker, offices.get((each.passage.cable, each.speaker)))))


def _listed(library: Library, passages: Sequence[Passage]) -> tuple[str, list[Citation]]:
    """Return the cables of the passages, the best first, each with its date and its subject cited."""
    ids = list(dict.fromkeys(passage.cable for passage in passages))[:_LISTED]
    lines: list[str] = []
    citations: list[Citation] = []
    for cable in library.cables(ids):
        number = len(citations) + 1
        citation = cite_header(number, cable, "subject") or cite_header(number, cable, "header")
        if citation:
            citations.append(citation)
            lines.append(f"{cable.id}, {day(cable.date)}: {cable.subject or 'no subject'} [{number}]")
    return "\n\n".join(lines), citations


def _header_fact(library: Library, passage: Passage, field: SpanKind) -> tuple[str, list[Citation]]:
    (cable,) = library.cables([passage.cable])
    citation = cite_header(1, cable, field)
    if citation is None:
        return f"{cable.id} does not say {_ASKED[field]}.", []
    sent = f" ({day(cable.date)})" if field == "dtg" else ""
    return f"{cable.id}, “{cable.subject}”: “{citation.quote}”{sent} [1]", [citation]
