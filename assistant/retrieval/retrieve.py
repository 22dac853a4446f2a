"""From a question to the paragraphs that may answer it, best first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from assistant.answer import Passage
from assistant.question.hints import best_fit
from assistant.question.spellings import other_names
from assistant.question.understand import Question
from assistant.retrieval.why_found import Reasons, Signs
from ingest import Library, Paragraph
from ingest.domain.filters import Filters
from ingest.domain.keys import HEADER, Key
from ingest.embedding.embedder import Embedding

LIMIT = 20  # passages that an answer is made from
DEPTH = 60  # entries taken from each ranking
_MOST_OF_NAMED = 600  # paragraphs of the cables that a question names; those with its words come first
_MOST_SPOKEN = 60  # further paragraphs in which the person asked about speaks
_OWN = 0.6  # the weight of the question as it was asked beside what the conversation completed
_K = 10  # of the fusion; small, so that the first places count most


def fuse(*rankings: Sequence[Key], k: int = _K) -> dict[Key, float]:
    """Merge rankings by reciprocal rank (Cormack et al., SIGIR 2009); return the scores, best first."""
    scores: dict[Key, float] = defaultdict(float)
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] += 1 / (k + rank)
    return dict(sorted(scores.items(), key=lambda item: -item[1]))


def retrieve(
    library: Library, question: Question, where: Filters, limit: int = LIMIT, depth: int = DEPTH
) -> list[Passage]:
    """Return the paragraphs that fit a question, best first; of the cables alone that it names by their ids.

    `depth` entries are taken from each ranking, and as many of them compared with the question.
    """
    readings = read(library, question)
    scores = search(library, question, readings, where, depth)
    signs = compare(library, question, readings, scores, where, depth)
    return as_passages(library, rerank(signs), limit, Reasons.of(question, where, signs))


def read(library: Library, question: Question) -> dict[str, Embedding]:
    """Return what the embedding model makes of a question, of its parts, and of how it was asked."""
    texts = dict.fromkeys((question.text, *question.parts, question.asked))
    return {text: found for text in texts if (found := library.reading(text))}


def search(
    library: Library, question: Question, readings: Mapping[str, Embedding], where: Filters, depth: int = DEPTH
) -> dict[Key, float]:
    """Return the scores of the entries that are found by words and by meaning, best first.

    In cables that are named only words are looked for: all of their paragraphs are compared anyway.
    """
    texts = dict.fromkeys((question.text, *question.parts))
    if question.cables:
        found = (library.by_words(also_spelt(text), depth, where, question.cables) for text in texts)
        return fuse(*([key for key, _ in ranking] for ranking in found))
    rankings = [_by_words(library, question, text, where, depth) for text in texts]
    known = ((text, readings[text]) for text in texts if text in readings)
    rankings += [_by_meaning(library, question, text, reading, where, depth) for text, reading in known]
    return fuse(*rankings)


def _by_words(library: Library, question: Question, text: str, where: Filters, depth: int) -> Sequence[Key]:
    sought = ("words", text, where, depth)
    if sought not in question.searched:
        question.searched[sought] = [key for key, _ in library.by_words(also_spelt(text), depth, where)]
    return question.searched[sought]


def also_spelt(text: str) -> str:
    """Return a text with the other spellings of its names behind it, to look for all of them by words."""
    return " ".join((text, *other_names(text)))


def _by_meaning(
    library: Library, question: Question, text: str, reading: Embedding, where: Filters, depth: int
) -> Sequence[Key]:
    sought = ("meaning", text, where, depth)
    if sought not in question.searched:
        question.searched[sought] = [key for key, _ in library.by_meaning(reading, depth, where)]
    return question.searched[sought]


def rerank(signs: Mapping[Key, Signs]) -> dict[Key, float]:
    """Return the scores of paragraphs, best first."""
    return dict(sorted(((key, each.score) for key, each in signs.items()), key=lambda item: -item[1]))


def compare(
    library: Library,
    question: Question,
    readings: Mapping[str, Embedding],
    fused: Mapping[Key, float],
    where: Filters,
    depth: int = DEPTH,
) -> dict[Key, Signs]:
    """Return what speaks for the best paragraphs, after comparing each one with the question token by token.

    Paragraphs in which the person asked about speaks are added, and those of the cables that the conversation was
    about. Where the question names cables there are theirs and no others.
    """
    speaker = where.person or question.speaker
    spoken = library.spoken_by(speaker, where) if speaker else {}
    fused = {key: score for key, score in fused.items() if key.ordinal != HEADER}
    if question.cables:
        own = library.keys(library.present(question.cables, where))
        named = [key for key in fused if key.cable in question.cables]
        keys = list(dict.fromkeys([*named, *own]))[:_MOST_OF_NAMED]
    else:
        near = library.keys(question.near) if question.near and not where else []
        keys = list(dict.fromkeys([*list(fused)[:depth], *near, *list(spoken)[:_MOST_SPOKEN]]))
        if question.stays:
            keys = [key for key in keys if key.cable in question.near]
    if where.person:
        keys = [key for key in keys if key in spoken]
    known = library.fits(list(readings.values()), keys)
    found = {
        text: _all_fits(keys, {key: each[place] for key, each in known.items()})
        for place, text in enumerate(readings)
    }
    heads = library.heads({key.cable for key in keys}) if question.hints else {}
    parts = question.parts if len(question.parts) > 1 else ()
    signs = {}
    for key in keys:
        fits = {text: near[key] for text, near in found.items()}
        # Of a question that was completed from the conversation, its own words count more.
        whole = _OWN * fits.get(question.asked, 0.0) + (1 - _OWN) * fits.get(question.text, 0.0)
        signs[key] = Signs(
            fit=max((whole, *(fits.get(part, 0.0) for part in parts))),
            fused=fused.get(key, 0.0),
            speaks=float(key in spoken),
            near=float(key.cable in question.near),
            hinted=best_fit(question.hints, key.cable, heads[key.cable].date) if key.cable in heads else 0.0,
        )
    return signs


def _all_fits(keys: Sequence[Key], known: Mapping[Key, float]) -> dict[Key, float]:
    """Return how well each of these paragraphs, best first, fits.

    One that is not indexed by meaning yet counts by its rank: the best of them fits as well as the best known one.
    """
    falling = sorted(known.values(), reverse=True)
    return {
        key: known.get(key, falling[place * len(falling) // len(keys)] if falling else 0.0)
        for place, key in enumerate(keys)
    }


def as_passages(
    library: Library, scores: Mapping[Key, float], limit: int = LIMIT, reasons: Reasons | None = None
) -> list[Passage]:
    """Return the first of these paragraphs, best first, as passages with their scores and why they were found."""
    found = _still_there(library, list(scores), limit)
    heads = library.heads({key.cable for key in found})
    return [
        Passage(
            cable=key.cable,
            paragraph=paragraph.number,
            ordinal=key.ordinal,
            score=round(scores[key], 5),
            text=paragraph.text,
            section=paragraph.section,
            marking="/".join(filter(None, (paragraph.level, *paragraph.caveats))) or None,
            subject=head.subject,
            date=head.date,
            origin=head.origin,
            why=reasons.why(key, f"{head.subject or ''} {paragraph.text}", head.date) if reasons else (),
        )
        for key, paragraph in found.items()
        if (head := heads.get(key.cable))
    ]


def _still_there(library: Library, keys: Sequence[Key], limit: int) -> dict[Key, Paragraph]:
    """Return the first of these paragraphs that exist: an index may still name some that were just removed."""
    found: dict[Key, Paragraph] = {}
    while keys and len(found) < limit:
        wanted = limit - len(found)
        there = library.paragraphs(keys[:wanted])
        found |= {key: there[key] for key in keys[:wanted] if key in there}
        keys = keys[wanted:]
    return found
