"""Which paragraphs are about a topic, of all that a search finds for it."""

from assistant.question.understand import understand
from assistant.retrieval.retrieve import retrieve
from ingest import Library
from ingest.domain.filters import Filters
from ingest.domain.keys import Key

MOST_FITTING = 60  # paragraphs looked at for a topic
_FITTING = 0.8  # of the best one's score that a paragraph needs to be about the topic
_LEAST = 0.6  # and the score that it needs at all, once there is meaning to go by


def on_topic(library: Library, topic: str, where: Filters, most: int = MOST_FITTING) -> list[Key]:
    """Return the paragraphs that are about a topic, of the `most` that fit it best, the best first."""
    question = understand(topic, literal=True)
    fits = {Key(each.cable, each.ordinal): each.score for each in retrieve(library, question, where, most)}
    least = max(_FITTING * max(fits.values(), default=0), _LEAST if library.reading(question.text) else 0)
    return [key for key, score in fits.items() if score >= least]
