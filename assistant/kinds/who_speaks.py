"""Who speaks in a cable: "who is quoted in 10BAKU79?", "list everyone quoted in the cable"."""

import re
from collections import Counter
from collections.abc import Mapping

from assistant.answer import Answer, Citation
from assistant.citations import cite
from assistant.kinds.asked_cable import asked_cables
from assistant.kinds.inquiry import Inquiry
from assistant.kinds.naming import alike, none_fits, not_here, titled
from assistant.kinds.request_words import PLAIN, any_of, are_all_in
from ingest import Cable, Library
from ingest.attribution.cast import REDACTED
from ingest.domain.keys import Key
from ingest.language.counts import count

_MOST_CABLES = 3
_MOST_PEOPLE = 20  # of a cable
_SPEAKS = any_of("quoted", "quotes", "speaks?", "speaking", "speakers?", "talks?", "talking", "heard", "voices?")
_PEOPLE = any_of("who", "whos", "whose", "list", "name", "names", "everyone", "everybody", "people", "persons?")
_KNOWN = (
    frozenset(
        """
        quoted quotes quote speak speaks speaking speaker speakers talk talks talking heard voice voices who whos
        whose list name names everyone everybody people person persons anyone anybody all gets get got words said
        """.split()
    )
    | PLAIN
)


def answer(inquiry: Inquiry) -> Answer | None:
    """Return who speaks in the cable that a question means, each with an office and the first words."""
    found = asked_cables(inquiry, _asks, _KNOWN)
    if not found:
        return None
    _, asked = found
    if asked.nearest:
        return inquiry.answer(none_fits(inquiry.library, asked), answered=False)
    citations: list[Citation] = []
    blocks = [
        _told(inquiry.library, each, citations) for each in inquiry.library.cables(asked.cables[:_MOST_CABLES])
    ]
    blocks += filter(None, (not_here(asked.absent), alike(asked)))
    return inquiry.answer("\n\n".join(blocks), citations, cables=asked.cables, understood=asked.told)


def _asks(text: str) -> bool:
    return bool(_SPEAKS.search(text) and _PEOPLE.search(text)) and are_all_in(text, _KNOWN)


def _told(library: Library, cable: Cable, citations: list[Citation]) -> str:
    keys = {Key(cable.id, each.ordinal): each for each in cable.paragraphs}
    said = library.statements(list(keys))
    spoken = [(key, each) for key in sorted(said) for each in said[key] if each.speaker and key in keys]
    often = Counter(each.speaker for _, each in spoken)
    offices = library.offices([cable.id])
    lines: dict[str, str] = {}
    for key, each in spoken:
        speaker = each.speaker or ""
        if speaker in lines or len(lines) == _MOST_PEOPLE or each.end > len(keys[key].text):
            continue
        citation = cite(len(citations) + 1, cable, keys[key], each.start, each.end, speaker)
        citations.append(citation)
        lines[speaker] = (
            f"{_called(cable, speaker, offices)}: {count(often[speaker], 'sentence')} [{citation.number}]"
        )
    if not lines:
        return f"{titled(cable)} Nobody's words are told in it."
    rest = len(often) - len(lines)
    more = f"\n\nand {rest:,} more" if rest > 0 else ""
    return f"{titled(cable)} {count(len(often), 'speaker')}:\n\n" + "\n\n".join(lines.values()) + more


def _called(cable: Cable, speaker: str, offices: Mapping[tuple[str, str], str]) -> str:
    if re.fullmatch(r"[xX]+", speaker) or speaker == REDACTED:
        return "Somebody whose name is blacked out"
    return ", ".join(filter(None, (speaker, offices.get((cable.id, speaker)))))
