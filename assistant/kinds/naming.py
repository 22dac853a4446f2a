"""How answers about cables name them."""

from collections.abc import Sequence

from assistant.citations import day
from assistant.kinds.asked_cable import AskedCables
from ingest import Cable, Library
from ingest.catalogue.catalogue import CableSummary


def titled(cable: Cable) -> str:
    """Return how an answer about one cable begins: “10BAKU79, “BAKU HEARS US OUT ON IRAN”.”."""
    return f"{cable.id}, “{cable.subject}”." if cable.subject else f"{cable.id}, no subject."


def in_brief(cable: Cable | CableSummary) -> str:
    """Return a cable as one of several: "10BAKU79, 4 February 2010: BAKU HEARS US OUT ON IRAN"."""
    return f"{cable.id}, {day(cable.date, cable.id)}: {cable.subject or 'no subject'}"


def not_here(ids: Sequence[str]) -> str:
    """Return which of the cables that were named are not here, "" where all are."""
    return f"{' and '.join(ids)} {'is' if len(ids) == 1 else 'are'} not in this library." if ids else ""


def alike(asked: AskedCables) -> str:
    """Return which other cable may be meant, "" where none fits about as well."""
    return f"Another cable fits the description about as well: {in_brief(asked.alike)}." if asked.alike else ""


def none_fits(library: Library, asked: AskedCables) -> str:
    """Return that no cable fits a description, and which one comes nearest."""
    nearest = library.heads([asked.nearest]) if asked.nearest else {}
    near = "; ".join(in_brief(each) for each in nearest.values())
    return f"No cable here fits that description.{f' The nearest is {near}.' if near else ''}"
