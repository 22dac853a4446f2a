"""What somebody speaks about: the proper names in their sentences."""

import calendar
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from ingest import Library
from ingest.language.lexicon import lexicon

_MOST = 200  # paragraphs of somebody that are looked at
# A name that is talked about: behind a preposition, and not the adjective of what follows ("with Turkish banks").
_TOPIC = re.compile(
    r"\b(?:about|against|for|from|in|into|of|on|over|through|to|towards?|with) "
    r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
    r"(?=[.,;:)\"”]|$| (?:and|as|at|but|by|for|from|had|has|in|is|on|or|that|to|was|were|with|would)\b)"
)
_OFFICES = lexicon("offices") | lexicon("portfolios")
_CALENDAR = frozenset(name for name in (*calendar.month_name, *calendar.day_name) if name)


def words_of(library: Library, name: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences of somebody, however they are spelt, each with the id of its cable."""
    spoken = dict(list(library.spoken_by(name).items())[:_MOST])
    paragraphs = library.paragraphs(spoken)
    for key, said in library.statements(spoken).items():
        for each in said:
            if each.speaker in spoken[key] and key in paragraphs:
                yield key.cable, paragraphs[key].text[each.start : each.end]


def is_name(speaker: str) -> bool:
    """Return whether a speaker is called by a name to ask for: not "COS", "Ambassador" or "January Venezuela"."""
    words = speaker.split()
    return bool(words) and not any(
        word.isupper() or word in _CALENDAR or word.casefold() in _OFFICES or word.casefold().startswith("xxx")
        for word in words
    )


def topics(sentences: Iterable[str], without: Collection[str] = ()) -> list[str]:
    """Return the places, parties and people that some sentences are about, the most frequent first.

    What shares a word with one of `without` is left out.
    """
    known = {word.casefold() for text in without for word in re.findall(r"[\w’'-]+", text)}
    counts = Counter(
        found["name"]
        for sentence in sentences
        if not sentence.isupper()  # there every word is written like a name
        for found in _TOPIC.finditer(sentence)
    )
    return [name for name, _ in counts.most_common() if not _set_aside(name, known)]


def _set_aside(name: str, known: Collection[str]) -> bool:
    words = name.split()
    return any(
        word.casefold() in known or word.casefold() in _OFFICES or word in _CALENDAR or len(word) < 3
        for word in words
    )
