"""What the page of a person shows above their statements: when they speak, where, of what, and whom they met."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.suggestions.typical_words import TypicalWord, typical_words
from ingest import Library
from ingest.attribution.people import HeldOffice, Individual
from ingest.domain.keys import Key
from ingest.domain.posts import post_name
from ui.rendering.addresses import cables_page, encounters_page, person_page
from ui.rendering.charts import Bar, bars
from ui.rendering.ego_network import Acquaintance, EgoNetwork, ego_network
from ui.rendering.statement_bars import TimeBars, statement_bars

_MOST_BARS = 8
_MOST_MET = 12
OFFICERS = "US officers, {}"  # of a post


@dataclass(frozen=True, slots=True)
class WordLink:
    """A typical word with a link to what they say about it."""

    found: TypicalWord
    href: str


@dataclass(frozen=True, slots=True)
class Profile:
    """When somebody speaks, which posts report it, under which tags, in which words, and whom they met.

    `met` are those of most sentences, `met_in_all` how many there are.
    """

    when: TimeBars | None
    offices: tuple[HeldOffice, ...]
    posts: tuple[Bar, ...]
    tags: tuple[Bar, ...]
    words: tuple[WordLink, ...]
    network: EgoNetwork | None
    met: tuple[Acquaintance, ...]
    met_in_all: int


def profile(library: Library, person: Individual, cable: str | None, keys: Sequence[Key]) -> Profile:
    """Return what is shown of a person; `keys` are the paragraphs in which they speak, `cable` tells who it is."""
    cables = library.tagged(person.cables)
    sentences, said = library.said_in(person), Counter[str]()
    for each in cables:
        said[each.date[:10]] += sentences.get(each.id, 0)
    named = person.known_as
    posts = Counter(each.post for each in cables)
    tags = Counter(tag for each in cables for tag in each.tags)
    met = acquaintances(library, person, cable)
    return Profile(
        when=statement_bars(said, lambda when: person_page(person.name, cable, since=when, until=when)),
        offices=person.offices,
        posts=tuple(_printed(each) for each in _bars(posts, "origin", named)),
        tags=_bars(tags, "tag", named),
        words=tuple(
            WordLink(each, person_page(person.name, cable, topic=each.word))
            for each in typical_words(library, person, keys)
        ),
        network=ego_network(person.name, met),
        met=tuple(met[:_MOST_MET]),
        met_in_all=len(met),
    )


def acquaintances(library: Library, person: Individual, cable: str | None = None) -> list[Acquaintance]:
    """Return whom somebody met, those of most sentences first, each with a link to the sentences."""
    found = library.met_by(person)
    return [
        Acquaintance(
            OFFICERS.format(post_name(each.other)) if each.is_post else each.other,
            each.sentences,
            encounters_page(person=person.name, cable=cable, post=each.other)
            if each.is_post
            else encounters_page(person=person.name, cable=cable, other=each.other),
        )
        for each in found
    ]


def _bars(counts: Counter[str], filter: str, person: str) -> tuple[Bar, ...]:
    return bars(counts.most_common(_MOST_BARS), lambda value: cables_page(**{filter: value, "person": person}))


def _printed(bar: Bar) -> Bar:
    return Bar(post_name(bar.name), bar.number, bar.share, bar.href)
