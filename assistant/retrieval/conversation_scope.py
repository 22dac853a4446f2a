"""Whether a question stays with the cables that the conversation was about."""

from dataclasses import replace

from assistant.question.completion import is_somebody, points_back
from assistant.question.understand import Question
from assistant.question_words import WORD, names
from assistant.retrieval.key_terms import KeyTerms
from ingest import Library
from ingest.language.name_spelling import sounds
from ingest.search.word_index import stems

_MOST = 8  # cables: of a longer list a question is about no particular one
_ALL = 0.9  # of a question's words, by rarity


def scoped(library: Library, question: Question) -> Question:
    """Return the question, with `stays` set if those cables have all that it names.

    "Did the ambassador believe him?" stays. "And what did Obama say?" does not where they do not mention him, nor
    does what names its matter without leaning on the conversation: that may be a new question.
    """
    if not question.near or len(question.near) > _MOST:
        return question
    text = _text(library, question.near)
    there = set(stems(text))
    heard = {sound for name in names(text) for sound in sounds(name)}
    first = WORD.search(question.asked)
    named = [
        name
        for name in names(question.asked)
        if not first or name != first[0] or name == question.asked.strip("?. ")
    ]
    if any(not set(stems(name)) <= there and not sounds(name) <= heard for name in named):
        return question
    own = KeyTerms.of(library, question.asked)
    told = sum(weight for stem, weight in own.weights.items() if stem in there)
    if question.leans and (told or points_back(question.asked) or is_somebody(question.asked)):
        return replace(question, stays=True)
    return replace(question, stays=not named and told >= _ALL * own.total)


def _text(library: Library, ids: tuple[str, ...]) -> str:
    """Return all that these cables say."""
    texts = [paragraph.text for paragraph in library.paragraphs(library.keys(ids)).values()]
    return " ".join((*texts, *(head.subject or "" for head in library.heads(ids).values())))
