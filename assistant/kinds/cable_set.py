"""The cables that a question is about, all of them: what a list shows and a count counts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.answer import SETS, Turn
from assistant.citations import day
from assistant.kinds.inquiry import Inquiry
from assistant.question.scope import Scope, read_scope
from assistant.question.scope_part import ScopePart
from assistant.question.spellings import spellings
from assistant.question.typing_errors import mended
from ingest import Library
from ingest.domain.countries import forms
from ingest.domain.posts import post_name
from ingest.domain.selection import SelectedCable, Selection
from ingest.language.counts import count
from ingest.search.word_index import stems

MOST_REMEMBERED = 50  # cables of a list that the next question knows of
_MANY = 3  # paragraphs that make a cable be about what stands in them

# Words that ask for cables and say nothing of which.
FILLER = frozenset(
    """
    a actually all also am an and any anything archive are as at available be been by cable cables can
    collection complete contain contains corpus could database dataset did dispatch dispatches display do
    docs document documents does each entire ever every everything exactly exist existing find for found
    from full get give go got had has have having hello hey hi here i i'd i'm in includes including
    interested is it just kind kindly know let library like list listed listing look looking me message
    messages more my need of ok okay one ones only or our out please pls plz print pull records report
    reports retrieve return search see send sent set show so some somehow telegram telegrams telex telexes
    thank thanks that that's the their them there there's these they this those to up us want was we were
    what what's whatever where which whole wish with would written you your dated date
    """.split()
)
_SEVERAL = frozenset(
    """
    cables telegrams telexes messages reports dispatches documents docs ones everything anything
    """.split()
)
SINGLE = frozenset("cable telegram telex message report dispatch document".split())
CABLE_WORDS = _SEVERAL | SINGLE


@dataclass(frozen=True, slots=True)
class CableSet:
    """All cables that are meant, the earliest first, what they have in common in words, and how that was read.

    `alone` tells of each thing that was asked how many cables have it.
    """

    cables: tuple[SelectedCable, ...]
    told: str
    understood: tuple[str, ...]
    alone: tuple[tuple[str, int], ...]
    how: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the cables."""
        return tuple(each.id for each in self.cables)


def cable_set(inquiry: Inquiry, scope: Scope) -> CableSet | None:
    """Return all cables that a scope is of; None while not all of their words are indexed."""
    parts, selection = list(scope.parts), Selection(where=inquiry.where)
    these = "of those listed before"
    if scope.these and these not in inquiry.without and (before := _before(inquiry)):
        if isinstance(before, Scope):
            parts = [*before.parts, *parts]
        else:
            parts = [ScopePart(these, Selection(among=before)), *parts]
    library = inquiry.library
    if any(part.mentions or part.subject or part.about for part in parts) and not _all_indexed(library):
        return None
    for part in parts:
        selection = selection.narrowed(part.selection)
    among = selection.among
    with_words = [
        (part, _with_words(library, part)) for part in parts if part.mentions or part.subject or part.about
    ]
    if with_words:
        ids = frozenset.intersection(*(ids for _, ids in with_words))
        selection = selection.narrowed(Selection(among=tuple(ids if among is None else ids & set(among))))
    cables = library.select(selection)
    if not cables and any(part.about and not ids and _is_told(library, part) for part, ids in with_words):
        return None  # passages may still tell of it
    alone = []
    if not cables:
        where = Selection(where=inquiry.where)
        known = {part.words: len(ids) for part, ids in with_words}
        for part in parts:
            own = known.get(part.words)
            alone.append((part.words, len(library.select(where.narrowed(part.selection))) if own is None else own))
    told = " ".join(part.told for part in parts)
    understood = tuple(dict.fromkeys(part.words for part in parts))
    spelt = _spelt(library, parts, {each.id for each in cables}) if cables else ()
    return CableSet(tuple(cables), told, understood, tuple(alone), " ".join((*_how(parts), *spelt)))


def scope_of(inquiry: Inquiry, *known: Collection[str]) -> Scope | None:
    """Return the scope that a question names, without what the reader took away.

    `known` are words that the kind of question understands: of the others those are put right that are mistyped.
    """
    scope = read_scope(inquiry.text, inquiry.without)
    if scope is None:
        return None
    unknown = [word for word in scope.rest if not is_only([word], FILLER, *known)]
    if not unknown:
        return scope
    posts = {post_name(name).casefold() for name, _ in inquiry.library.counts("origin")}
    text = mended(inquiry.library, inquiry.text, unknown, posts)
    return read_scope(text, inquiry.without) if text != inquiry.text else scope


def is_only(words: Collection[str], *allowed: Collection[str]) -> bool:
    """Whether some words are all among those allowed."""
    return all(any(word in each for each in allowed) for word in words)


def several(scope: Scope) -> bool:
    """Whether a question asks for cables, not for one that is known: "any cable", but not "the cable"."""
    rest = set(scope.rest)
    return bool(_SEVERAL & rest or (SINGLE & rest and {"any", "every", "each", "all"} & rest))


def counted(found: CableSet) -> str:
    """Return how many cables a set has and what they have in common: "6 cables from BAKU"."""
    return " ".join(filter(None, (count(len(found.cables), "cable"), found.told)))


def none_found(inquiry: Inquiry, found: CableSet) -> tuple[str, bool]:
    """Return that nothing fits, in words, and whether each thing that was asked for is there by itself."""
    everywhere = "under these filters" if inquiry.where else "in this archive"
    lead = f"There is no cable {found.told} {everywhere}."
    missing = [words for words, own in found.alone if not own]
    if len(found.alone) < 2:
        return lead, not missing
    each = "; ".join(f"{words.removeprefix('cables ')}: {own:,}" for words, own in found.alone)
    return f"{lead} By themselves there are: {each}.", not missing


def dated(cable: SelectedCable) -> str:
    """Return the date of a cable as it is read; a year alone where no more is known."""
    return day(cable.date if cable.date and len(cable.date) >= 10 else None, cable.id)


def sent_from(cable: SelectedCable) -> str:
    """Return the post of a cable as it is printed."""
    return post_name(cable.post)


def _before(inquiry: Inquiry) -> tuple[str, ...] | Scope | None:
    """Return the cables of the list before a question; where it was longer than is remembered, what it was of."""
    turns: Sequence[Turn] = inquiry.turns
    for place in range(len(turns) - 1, -1, -1):
        turn = turns[place]
        if turn.role == "assistant":
            if turn.kind not in SETS or not turn.cables:
                return None
            if len(turn.cables) < MOST_REMEMBERED:
                return turn.cables
            asked = turns[place - 1].text if place else ""
            return read_scope(asked)
    return None


def _all_indexed(library: Library) -> bool:
    status = library.status()
    return status.indexed >= status.paragraphs


def _with_words(library: Library, part: ScopePart) -> frozenset[str]:
    """Return the cables in which the words of a part stand, as it asks for them."""
    if part.mentions:
        return library.mentioning(_all_spellings(part.mentions))
    if part.subject:
        return library.titled(_all_spellings(part.subject))
    phrases = _all_spellings(part.about)
    words = ([word for word in phrase.split() if stems(word)] for phrase in phrases)
    forms_of = ([(*spellings(word), *forms(word)) for word in each] for each in words)
    return frozenset().union(*(library.about(each, _MANY) for each in forms_of))


def _is_told(library: Library, part: ScopePart) -> bool:
    """Whether all words of what cables are to be about stand somewhere in the archive."""
    counts = [library.frequency(stems(phrase)) for phrase in _all_spellings(part.about)]
    return any(each and all(each.values()) for each in counts)


def _all_spellings(phrases: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(each for phrase in phrases for each in spellings(phrase)))


def _how(parts: Sequence[ScopePart]) -> list[str]:
    """Return how it was decided which cables fit, where words do not say that by themselves."""
    said = []
    if any(part.mentions for part in parts):
        said.append("A cable mentions what stands in its text or its subject, in any form of the words.")
    if any(part.about for part in parts):
        said.append(f"A cable is about what stands in its subject, or in at least {_MANY} of its paragraphs.")
    return said


def _spelt(library: Library, parts: Sequence[ScopePart], ids: set[str]) -> list[str]:
    """Return in how many of some cables each spelling stands of what they mention, where there are several."""
    said = []
    for phrase in (phrase for part in parts for phrase in part.mentions):
        each = [(spelling, len(library.mentioning([spelling]) & ids)) for spelling in spellings(phrase)]
        known = [(spelling, number) for spelling, number in each if number]
        if len(known) > 1:
            told = ", ".join(f"“{spelling}” in {number:,}" for spelling, number in known)
            said.append(f"By spelling: {told}.")
    return said
