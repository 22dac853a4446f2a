"""The passages on a topic: those that have its words, the best of each cable first."""

import math
from collections import Counter
from collections.abc import Collection

from assistant.answer import Passage
from assistant.question.spellings import stems_of_others
from assistant.question.understand import Question
from assistant.question_words import ASKING
from assistant.retrieval.retrieve import LIMIT, also_spelt, as_passages, compare, read, rerank, search
from assistant.retrieval.why_found import Reasons
from ingest import Library
from ingest.domain.filters import Filters
from ingest.domain.keys import HEADER, Key
from ingest.search.word_index import stems

_SUBJECT = 0.2  # what it adds to the score of a cable that the topic stands in its subject
_AGAIN = 0.05  # and by the logarithm of how many of its paragraphs have it
_DEPTH = 200  # paragraphs with some of the words that are looked through for those with all


def stems_of(topic: str) -> list[str]:
    """Return the stems of the words of a topic that are about something."""
    return list(dict.fromkeys(stems(" ".join(word for word in topic.split() if word.casefold() not in ASKING))))


def stems_in(text: str, topic: str) -> set[str]:
    """Return the stems of a text, and for names of a topic that it spells otherwise those that the topic has."""
    there, spelt = set(stems(text)), stems_of_others(topic)
    return there | {spelt[stem] for stem in spelt.keys() & there}


def on_topic(
    library: Library, question: Question, topic: str, where: Filters, limit: int = LIMIT
) -> list[Passage]:
    """Return the paragraphs with all words of a topic, or else with the rarest of them, best of each cable first.

    Nothing where its rarest word stands nowhere.
    """
    wanted = stems_of(topic)
    rarity = library.rarity(wanted)
    if not wanted:
        return []
    readings = read(library, question)
    scores = search(library, question, readings, where)
    more = {key: 0.0 for key, _ in library.by_words(also_spelt(topic), _DEPTH, where) if key not in scores}
    found = library.paragraphs([key for key in (*scores, *more) if key.ordinal != HEADER])
    there = {key: stems_in(paragraph.text, topic) for key, paragraph in found.items()}
    rarest = max(wanted, key=lambda stem: rarity[stem])
    keys = [key for key, own in there.items() if own >= {*wanted}] or [
        key for key, own in there.items() if rarest in own
    ]
    if not keys:
        return []
    fused = {key: scores.get(key, 0.0) for key in keys}
    signs = compare(library, question, readings, fused, where)
    ranked = rerank(signs)
    best = {key: score for key, score in ranked.items() if key in fused}
    first = {*{key.cable: key for key in reversed(best)}.values()}
    worth = _worth(library, list(best), topic)
    ordered = sorted(best, key=lambda key: (key not in first, -best[key] - worth[key.cable]))
    scores = {key: best[key] for key in ordered}
    return as_passages(library, scores, limit, Reasons.of(question, where, signs))


def _worth(library: Library, keys: Collection[Key], topic: str) -> dict[str, float]:
    """Return what it adds to the score of a cable that it is about the topic: by its subject, and by how often."""
    wanted = {*stems_of(topic)}
    times = Counter(key.cable for key in keys)
    heads = library.heads(times)
    return {
        cable: _SUBJECT * len(wanted & stems_in(heads[cable].subject or "", topic)) / len(wanted)
        + _AGAIN * math.log(often)
        if cable in heads
        else 0.0
        for cable, often in times.items()
    }
