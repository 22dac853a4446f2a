"""Which cable a question is about: one that it names, describes, or points to in the conversation."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from assistant.answer import STATEMENT
from assistant.kinds.description import description
from assistant.kinds.find_described import find_described
from assistant.kinds.inquiry import Inquiry
from assistant.kinds.request_words import PLAIN, any_of, are_all_in, words
from assistant.question.cable_ids import asked_of, without_ids
from ingest import Cable

T = TypeVar("T")

_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1, "latter": -1, "former": 0}
_ORDINAL = any_of(*_ORDINALS)
_POINTING = frozenset({"it", "this", "that", "same", "cable", "telegram", "one", *_ORDINALS})


@dataclass(frozen=True, slots=True)
class AskedCables:
    """The cables that a question is about, and those that it names and that are not here.

    `told` says which one a description was taken to mean, `alike` is another that it fits about as well. Where no
    cable fits it there are none, and `nearest` is the one that comes nearest. `is_pointed`: only the conversation
    tells which.
    """

    cables: tuple[str, ...]
    absent: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    alike: Cable | None = None
    nearest: str | None = None
    is_pointed: bool = False


def asked_cables(
    inquiry: Inquiry, asks: Callable[[str], T | None], vocabulary: Collection[str]
) -> tuple[T, AskedCables] | None:
    """Return what a question asks and of which cables, None where it is not of this kind or they are not here.

    `asks` makes something of the words that are left when what says which cable is taken out of the question;
    `vocabulary` are all words that it knows.
    """
    if named := asked_of(inquiry.text):
        wanted = asks(without_ids(inquiry.text))
        there = tuple(inquiry.library.present(named, inquiry.where)) if wanted else ()
        absent = tuple(each for each in named if each not in there)
        return (wanted, AskedCables(there, absent)) if wanted and there else None
    if (pointed := _pointed(inquiry, vocabulary)) and (wanted := asks(_ORDINAL.sub("", inquiry.text))):
        return wanted, AskedCables(pointed, is_pointed=True)
    described = description(inquiry.text, vocabulary)
    wanted = asks(described.asks) if described else None
    meant = find_described(inquiry, described.text) if described and wanted else None
    if wanted and meant and meant.fits:
        return wanted, AskedCables((meant.cable,), told=(meant.words,), alike=meant.alike)
    if wanted and meant and described and described.is_of_cable:
        return wanted, AskedCables((), nearest=meant.cable)
    return None


def is_of_one_cable(inquiry: Inquiry) -> bool:
    """Return whether the last answer was about one cable, or about cables as such and not what they say."""
    last = next((turn for turn in reversed(inquiry.turns) if turn.role == "assistant"), None)
    return last is not None and (len(last.cables) == 1 or last.kind not in ("", STATEMENT))


def _pointed(inquiry: Inquiry, vocabulary: Collection[str]) -> tuple[str, ...]:
    """Return the cable of the conversation that a question points to: "it", "the second one", "that cable"."""
    last = next((turn for turn in reversed(inquiry.turns) if turn.cables), None)
    said = words(inquiry.text)
    if (
        last is None
        or _POINTING.isdisjoint(said)
        or not are_all_in(inquiry.text, {*vocabulary, *PLAIN, *_POINTING})
    ):
        return ()
    place = next((_ORDINALS[each] for each in said if each in _ORDINALS), 0)
    return tuple(inquiry.library.present(last.cables[place : place + 1 or None], inquiry.where))
