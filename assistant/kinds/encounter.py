"""Whom somebody met, or whether two met: "who met Karzai?", "did Aliyev meet Sargsyan?"."""

import re

from assistant.answer import Answer, Citation
from assistant.citations import cite, day
from assistant.kinds.inquiry import Inquiry
from ingest.attribution.acquaintances import EncounterRow
from ingest.attribution.people import Individual
from ingest.language.counts import count

_MOST_TOLD = 12  # encounters that an answer lists
_MOST_NAMES = 3  # people whom one name may mean
_NAME = r"[^\W\d_][\w.’'-]*(?: [\w.’'-]+){0,4}?"
_END = r" *[?.!]*"
_WHOM = re.compile(
    rf"(?:who(?:m|ever)? (?:has |had )?met (?:with )?(?P<met>{_NAME})"
    rf"|(?:who|whom) (?:did|has|had) (?P<who>{_NAME}) (?:meet|met)(?: with)?"
    rf"|(?:with )?whom did (?P<with>{_NAME}) meet){_END}",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    rf"(?:(?:did|has|have|had) (?P<one>{_NAME}) (?:ever )?(?:meet|met)(?: with)? (?P<other>{_NAME})"
    rf"|when did (?P<first>{_NAME}) (?:meet|met)(?: with)? (?P<second>{_NAME})){_END}",
    re.IGNORECASE,
)
_NOBODY = frozenset("he she they it who anyone anybody somebody someone us we you them him her".split())


def answer(inquiry: Inquiry) -> Answer | None:
    """Return whom somebody met, each with the sentence that says so; None where that is not asked, or not told."""
    text = " ".join(inquiry.text.split())
    found = _WHETHER.fullmatch(text) or _WHOM.fullmatch(text)
    names = [name for name in found.groups() if name] if found else []
    if not names or inquiry.where.person or any(name.casefold() in _NOBODY for name in names):
        return None
    people = [_called(inquiry, name) for name in names]
    if not all(people):
        return None
    rows = [
        row
        for one in people[0]
        for other in (people[1] if len(people) > 1 else [None])
        for row in inquiry.library.encounter_rows(
            inquiry.library.encounters(one, other, where=inquiry.where)[:_MOST_TOLD]
        )
    ]
    return _told(inquiry, people, rows) if rows else None


def _called(inquiry: Inquiry, name: str) -> list[Individual]:
    found = inquiry.library.who_met(name)
    return found if len(found) <= _MOST_NAMES else []


def _told(inquiry: Inquiry, people: list[list[Individual]], rows: list[EncounterRow]) -> Answer | None:
    citations: list[Citation] = []
    lines: list[str] = []
    cables = {each.id: each for each in inquiry.library.cables(list(dict.fromkeys(row.cable for row in rows)))}
    for row in rows[:_MOST_TOLD]:
        cable = cables.get(row.cable)
        if cable is None or row.ordinal > len(cable.paragraphs):
            continue
        citation = cite(len(citations) + 1, cable, cable.paragraphs[row.ordinal - 1], row.start, row.end)
        citations.append(citation)
        how = "met" if row.kind == "met" else "spoke with"
        lines.append(
            f"{row.one} {how} {row.other} ({cable.origin or cable.post}, {day(row.date, row.cable)}): "
            f"“{row.text}” [{citation.number}]"
        )
    if not lines:
        return None
    who = " and ".join(dict.fromkeys(each[0].name for each in people))
    head = f"{count(len(lines), 'sentence')} of the cables {'says' if len(lines) == 1 else 'say'} so of {who}:"
    return inquiry.answer("\n\n".join((head, *lines)), citations, cables=[row.cable for row in rows])
