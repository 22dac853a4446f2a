"""Who met whom, as programs are told."""

from dataclasses import replace
from itertools import islice

from assistant import Assistant
from ui.programs.schemas import Encounters, WhoMet


def who_met(assistant: Assistant, given: WhoMet) -> Encounters:
    """Return the encounters of somebody, or all; none where nobody has the name.

    Raises FilterError for an invalid filter.
    """
    where, library = given.where(), assistant.library
    first = library.who_met(where.person) if where.person else [None]
    second = library.who_met(given.with_whom) if given.with_whom else [None]
    where = replace(where, person=None)
    rows = (
        row
        for one in first
        for other in second
        for row in library.encounter_rows(library.encounters(one, other, where=where))
    )
    return Encounters(encounters=list(islice(rows, given.limit)))
