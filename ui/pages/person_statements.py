"""What one person says in a library, cable by cable, with a link to every sentence."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import label
from assistant.citations import cite
from assistant.retrieval.on_topic import on_topic
from ingest import Cable, Library
from ingest.attribution.people import Individual
from ingest.domain.filters import EVERYWHERE, Filters
from ingest.domain.keys import Key
from ingest.domain.statements import Statement
from ui.rendering.addresses import Place


@dataclass(frozen=True, slots=True)
class SpokenSentence:
    """A sentence of theirs, the place of its words in the window, and whether it is sure that they say it."""

    text: str
    href: str
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class PersonStatements:
    """What they say in one paragraph."""

    label: str
    ordinal: int
    sentences: tuple[SpokenSentence, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """What they say in one cable, the office that it gives them, and the name if it is not the usual one."""

    cable: Cable
    office: str | None
    name: str | None
    said: tuple[PersonStatements, ...]


def everything(library: Library, person: Individual, where: Filters = EVERYWHERE) -> list[Key]:
    """Return the paragraphs in which somebody speaks, the earliest first, of the cables that filters leave."""
    keys = library.spoken_by_person(person, where)
    heads = library.heads({key.cable for key in keys})
    dated = {key: heads[key.cable].date or "" for key in keys if key.cable in heads}  # what is forgotten meanwhile
    return sorted(dated, key=lambda key: (dated[key], key))


def about(library: Library, person: Individual, topic: str) -> list[Key]:
    """Return those of somebody's paragraphs that are about a topic, the best first."""
    where = Filters(person=" ".join(person.spellings))
    own = set(everything(library, person))
    return [key for key in on_topic(library, topic, where) if key in own]


def chapters(library: Library, person: Individual, keys: Sequence[Key], *, whole: bool) -> list[Chapter]:
    """Return what they say in these paragraphs: the cables in the order in which they first occur there.

    `whole` cables add the paragraphs in which they only possibly speak.
    """
    ids = list(dict.fromkeys(key.cable for key in keys))
    offices, said_in = library.offices(ids), library.attributed_paragraphs(library.keys(ids) if whole else keys)
    named = set(person.named)
    found = []
    for cable in library.cables(ids):
        mine = {
            paragraph.ordinal: said_in[key][1]
            for paragraph in cable.paragraphs
            if (key := Key(cable.id, paragraph.ordinal)) in said_in and said_in[key][0] == paragraph
        }
        speaking = (each.speaker for said in mine.values() for each in said)
        name = next((each for each in speaking if each and (cable.id, each) in named), None)
        office = offices.get((cable.id, name)) if name else None
        found.append(Chapter(cable, office, name if name != person.name else None, _said(cable, named, mine)))
    return found


def _said(
    cable: Cable, named: Collection[tuple[str, str]], statements: dict[int, list[Statement]]
) -> tuple[PersonStatements, ...]:
    return tuple(
        PersonStatements(
            label("", paragraph.number, paragraph.ordinal).strip(), paragraph.ordinal, tuple(sentences)
        )
        for paragraph in cable.paragraphs
        if paragraph.ordinal in statements
        and (sentences := list(_sentences(cable, paragraph.ordinal, named, statements[paragraph.ordinal])))
    )


def _sentences(
    cable: Cable, ordinal: int, named: Collection[tuple[str, str]], statements: Sequence[Statement]
) -> Iterable[SpokenSentence]:
    paragraph = cable.paragraphs[ordinal - 1]
    for each in statements:
        if (cable.id, each.speaker or each.possibly) in named:
            place = cite(0, cable, paragraph, each.start, each.end)
            href = Place(cable.id, ordinal, place.start, place.end).href
            text = " ".join(paragraph.text[each.start : each.end].split())
            yield SpokenSentence(text, f"/{href}", is_sure=each.speaker is not None)
