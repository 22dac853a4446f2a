"""Facts of one cable's header: "who signed 09MOSCOW532", "when was the cable about the ferry sent?"."""

from assistant.answer import Answer, Citation, Passage
from assistant.kinds.asked_cable import AskedCables, asked_cables, is_of_one_cable
from assistant.kinds.header_facts import told
from assistant.kinds.header_words import VOCABULARY, HeaderFact, facts_asked
from assistant.kinds.inquiry import Inquiry
from assistant.kinds.naming import alike, none_fits, not_here, titled
from ingest import Cable
from ingest.domain.keys import HEADER
from ingest.search.entries import header_text

_MOST_CABLES = 10
_VERBS: frozenset[HeaderFact] = frozenset({"signature", "from", "to"})  # one signs and sends other things, too


def answer(inquiry: Inquiry) -> Answer | None:
    """Return what the header of a cable says, as printed; None where no such fact of one cable is asked for."""
    found = _asked(inquiry)
    if not found:
        return None
    facts, asked = found
    if asked.nearest:
        return inquiry.answer(none_fits(inquiry.library, asked), answered=False)
    cables = inquiry.library.cables(asked.cables[:_MOST_CABLES])
    citations: list[Citation] = []
    blocks = [_block(cable, facts, citations) for cable in cables]
    blocks += filter(None, (not_here(asked.absent), alike(asked)))
    return inquiry.answer("\n\n".join(blocks), citations, passages=[*map(_passage, cables)], understood=asked.told)


def headers(inquiry: Inquiry) -> list[Passage]:
    """Return the headers of the cables of which a fact is asked for, none for any other question."""
    found = _asked(inquiry)
    return [_passage(cable) for cable in inquiry.library.cables(found[1].cables)] if found else []


def _asked(inquiry: Inquiry) -> tuple[tuple[HeaderFact, ...], AskedCables] | None:
    found = asked_cables(inquiry, facts_asked, VOCABULARY)
    # "Who signed it?" may ask for the treaty that the conversation was about.
    if found and found[1].is_pointed and not is_of_one_cable(inquiry) and not _VERBS.isdisjoint(found[0]):
        return None
    return found


def _block(cable: Cable, facts: tuple[HeaderFact, ...], citations: list[Citation]) -> str:
    """Return what one cable says, a line for each fact where there are several; adds the citations."""
    lines = []
    for fact in facts:
        sentence, cited = told(cable, fact, len(citations) + 1)
        citations += cited
        lines.append(sentence)
    return (" " if len(lines) == 1 else "\n").join((titled(cable), *lines))


def _passage(cable: Cable) -> Passage:
    return Passage(
        cable=cable.id,
        paragraph=None,
        ordinal=HEADER,
        score=1.0,
        text=header_text(cable),
        section=None,
        marking=None,
        subject=cable.subject,
        date=cable.date,
        origin=cable.origin,
    )
