"""Who says what, as programs are told: also where it is not sure who speaks, and marked so."""

from dataclasses import replace
from itertools import islice

from assistant import Assistant
from ui.programs.schemas import Statements, WhoSays


def who_says(assistant: Assistant, given: WhoSays) -> Statements:
    """Return the sentences that somebody says, or possibly says; none where nobody has the name.

    Raises FilterError for an invalid filter.
    """
    where = given.where()
    people = assistant.library.people(where.person) if where.person else None
    rows = assistant.statements_of(people, replace(where, person=None), about=given.about, unsure=True)
    return Statements(statements=list(islice(rows, given.limit)))
