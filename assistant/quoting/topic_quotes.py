"""What the cables have on a topic, by quotes: a sentence of each of several cables, those of a post together."""

from collections.abc import Sequence

from assistant.answer import Passage
from assistant.question.spelling import nearest_name
from assistant.question.understand import Question
from assistant.quoting.choose_sentences import rank
from assistant.quoting.quoted_text import Told, quoted_text
from assistant.quoting.score_sentences import SIGNS, Candidate
from assistant.retrieval.topic_passages import stems_in, stems_of
from ingest import Library
from ingest.domain.filters import Filters
from ingest.domain.posts import parts
from ingest.search.word_index import stems

_CABLES = 5
_FROM_ONE = 4  # sentences where one cable alone has the topic
_MOST_WORDS = 190  # of all sentences
_LONGEST = 60  # words of a sentence, where a shorter one has the topic as well
_ALL = 0.99  # of the topic's words
_WORDS = SIGNS.index("words")
_HAS_ALL = 6.0  # log odds that it adds to a sentence that it has the topic's words


def told_on(library: Library, question: Question, topic: str, passages: Sequence[Passage]) -> Told | None:
    """Return a sentence on the topic from each of the best cables, and a second one from the best of all.

    If no paragraph has all of its words, that is told first.
    """
    best: dict[str, Passage] = {}
    for passage in passages:
        best.setdefault(passage.cable, passage)
    first = list(best.values())[:_CABLES]
    _, ranked = rank(library, question.asked, first)
    chosen: list[Candidate] = []
    room = _MOST_WORDS
    for passage in first:
        own = sorted((each for each in ranked if each.passage is passage), key=_headline, reverse=True)
        more = own[1:_FROM_ONE] if len(first) == 1 else own[1:2] if not chosen else []
        for each in (*own[:1], *(each for each in more if len(first) == 1 or each.signs[_WORDS] >= _ALL)):
            if not chosen or len(each.text.split()) <= room:
                chosen.append(each)
                room -= len(each.text.split())
    told = quoted_text(library, _by_place(chosen)) if chosen else None
    wanted = {*stems_of(topic)}
    if not told or any(wanted <= stems_in(each.text, topic) for each in passages):
        return told
    return f"No paragraph has all of “{topic}”. What comes near:\n\n{told[0]}", told[1]


def _headline(each: Candidate) -> float:
    return each.score + _HAS_ALL * each.signs[_WORDS] - (len(each.text.split()) > _LONGEST)


def _by_place(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return sentences with those of a post together, and as they stand in each cable; the best post first."""
    posts = list(dict.fromkeys(_post(each) for each in chosen))
    cables = list(dict.fromkeys(each.passage.cable for each in chosen))
    return sorted(
        chosen,
        key=lambda each: (
            posts.index(_post(each)),
            cables.index(each.passage.cable),
            each.passage.ordinal,
            each.start,
        ),
    )


def _post(each: Candidate) -> str:
    id = parts(each.passage.cable)
    return id.post if id else each.passage.cable


def nothing_on(library: Library, topic: str, searched: str, where: Filters) -> str:
    """Return that a topic stands nowhere, with the words of it that do not, and the names that resemble these."""
    missing = absent(library, topic)
    if where and not missing:
        told = f"The cables that your filters leave do not say: “{topic}” stands nowhere in them."
        return f"{told} Searched: {searched}."
    named = " and ".join(f"“{word}”" for word in missing) or f"“{topic}”"
    stands = "stand" if len(missing) > 1 else "stands"
    near = dict.fromkeys(name for word in missing if (name := nearest_name(library, word)))
    nearest = f" The nearest name in it is {' or '.join(near)}." if near else ""
    return f"The archive does not say: {named} {stands} nowhere in it.{nearest} Searched: {searched}."


def absent(library: Library, topic: str) -> list[str]:
    """Return the words of a topic that stand in no paragraph."""
    words = {word: stems(word) for word in topic.split()}
    nowhere = library.rarity(["\0"])["\0"]
    rarity = library.rarity({stem for each in words.values() for stem in each})
    return [word for word, each in words.items() if each and all(rarity[stem] >= nowhere for stem in each)]
