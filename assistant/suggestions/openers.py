"""Questions to begin with, drawn from what a library holds; each is one that it answers."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from weakref import WeakKeyDictionary, ref

from assistant.question.understand import understand
from assistant.quoting.quote import answer_by_quotes
from assistant.retrieval.retrieve import retrieve
from assistant.suggestions.topics import topics, words_of
from ingest import Library
from ingest.cached_per_revision import Latest
from ingest.domain.filters import EVERYWHERE
from ingest.domain.posts import post_name

LIMIT = 4
_TRIED = 8  # at most, for each takes as long as an answer
_PEOPLE = 6  # who say most
# What the commonest tags of the State Department stand for, where that makes a matter to ask about.
_TAGS = {
    "PHUM": "human rights",
    "PTER": "terrorism",
    "ENRG": "energy",
    "EPET": "oil",
    "ETRD": "trade",
    "EINV": "foreign investment",
    "EFIN": "the budget",
    "EAGR": "the harvest",
    "MARR": "military cooperation",
    "MNUC": "nuclear weapons",
    "PARM": "arms control",
    "KCOR": "corruption",
    "SNAR": "drug trafficking",
    "SMIG": "migration",
    "PREF": "refugees",
    "SENV": "the environment",
}

_WORKED_OUT: WeakKeyDictionary[Library, Latest[tuple[str, ...]]] = WeakKeyDictionary()


def openers(library: Library, limit: int = LIMIT) -> tuple[str, ...]:
    """Return at most LIMIT questions that show what the library is about: its people, its posts and its tags.

    They are worked out once for each state of a library, which takes as long as a few answers.
    """
    status = library.status()
    known = _WORKED_OUT.setdefault(library, Latest(partial(_worked_out, ref(library))))
    return known.of((library.revision, status.embedded >= status.paragraphs))[:limit]


def _worked_out(held: "ref[Library]") -> tuple[str, ...]:
    library = held()
    if library is None:  # nobody can ask then
        return ()
    tried = islice(dict.fromkeys(_candidates(library)), _TRIED)
    return tuple(islice((question for question in tried if _is_not_refused(library, question)), LIMIT))


def _is_not_refused(library: Library, text: str) -> bool:
    question = understand(text)
    return not answer_by_quotes(library, question, retrieve(library, question, EVERYWHERE), EVERYWHERE).refused


def _candidates(library: Library) -> Iterator[str]:
    """Yield questions of several kinds in turn."""
    kinds = [_of_people(library), _of_posts(library), _of_changes(library), _of_tags(library)]
    while kinds:
        for kind in tuple(kinds):
            try:
                yield next(kind)
            except StopIteration:
                kinds.remove(kind)


def _of_people(library: Library) -> Iterator[str]:
    for person in library.people()[:_PEOPLE]:
        said = (words for _, words in words_of(library, person.known_as))
        for topic in topics(said, without=person.spellings)[:1]:
            yield f"what did {person.known_as} say about {topic}"


def _of_changes(library: Library) -> Iterator[str]:
    for person in library.people()[1:_PEOPLE]:  # of the first `_of_people` asks
        said = list(words_of(library, person.known_as))
        for topic in topics((words for _, words in said), without=person.spellings):
            if len({cable for cable, words in said if topic in words}) > 1:
                yield f"how did {person.known_as}'s position on {topic} change"
                break


def _of_posts(library: Library) -> Iterator[str]:
    for post, _ in library.counts("origin"):
        if post != "STATE":
            yield f"what does the embassy in {post_name(post).title()} think of the government"


def _of_tags(library: Library) -> Iterator[str]:
    for tag, _ in library.counts("tag"):
        if tag in _TAGS:
            yield f"who spoke about {_TAGS[tag]}"
