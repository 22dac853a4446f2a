"""Which words of a cable are those of a question, in any of their forms. A pure function."""

import re

from assistant.question_words import ASKING, WORD
from ingest.domain.cable import Cable
from ingest.search.word_index import word_stems

_LONGEST = 400  # characters of a question
_MOST = 60  # forms
_FORM = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def forms_in(cable: Cable, question: str) -> tuple[str, ...]:
    """Return the words of a cable's paragraphs, in small letters, that are a form of a word of the question.

    What only asks, "what did ... say about", is no such word.
    """
    asked = {word.casefold() for word in WORD.findall(question[:_LONGEST])}
    asked = {re.sub(r"['’]s$", "", word) for word in asked} - ASKING
    if not asked:
        return ()
    wanted = set(word_stems(sorted(asked)))
    words = sorted({word.lower() for each in cable.paragraphs for word in _FORM.findall(each.text)})
    stems = word_stems(words)
    return tuple(word for word, stem in zip(words, stems, strict=True) if stem in wanted)[:_MOST]
