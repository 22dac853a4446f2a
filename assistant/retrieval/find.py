"""The passages for a question, whatever it is: for one matter, for the sides of a comparison, for a topic."""

from assistant.answer import Passage
from assistant.question.understand import Question
from assistant.retrieval.retrieve import DEPTH, LIMIT, retrieve
from assistant.retrieval.sides import in_turn, retrieve_sides
from assistant.retrieval.topic_passages import on_topic
from ingest import Library
from ingest.domain.filters import Filters


def find(
    library: Library, question: Question, where: Filters, limit: int = LIMIT, depth: int = DEPTH
) -> list[Passage]:
    """Return the passages for a question, best first; for one that compares those of each side in turn.

    `depth` entries are taken from each ranking.
    """
    if question.topic:
        return on_topic(library, question, question.topic, where, limit)
    if question.comparison and (found := in_turn(retrieve_sides(library, question, question.comparison, where))):
        return found[:limit]
    return retrieve(library, question, where, limit, depth)
