"""Who met, where and when, as one cable tells it: "who was in the room in 09MOSCOW532"."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from assistant.answer import Answer, Citation
from assistant.citations import cite
from assistant.kinds.asked_cable import asked_cables
from assistant.kinds.inquiry import Inquiry
from assistant.kinds.request_words import PLAIN, are_all_in
from assistant.kinds.words_of_cables import alike, not_here, titled
from ingest import Cable, Library, Paragraph
from ingest.domain.keys import Key
from ingest.domain.statements import Statement
from ingest.language.sentences import sentences

Matter = Literal["who", "where", "when"]

_MEETING = r"(?:meetings?|talks?|lunch(?:eon)?|dinner|breakfast|conversations?|discussions?|encounter|call|visit)"
_ASKS: Mapping[Matter, re.Pattern[str]] = {
    "who": re.compile(
        r"\bwho(?:m)?\b.{0,60}\b(?:present|there|room|attend\w*|participa\w+|(?:took|take|taking) part|accompan\w+|joined"
        rf"|along|met|meet|{_MEETING})\b|\bparticipants?\b|\battendees?\b|\battendance\b",
        re.IGNORECASE,
    ),
    "where": re.compile(
        rf"\bwhere\b.{{0,60}}\b(?:{_MEETING}|met|meet|held|place|happen\w*)\b|\bvenue\b|\blocation\b"
        r"|\b(?:what|which) (?:place|city|building|room|town)\b",
        re.IGNORECASE,
    ),
    "when": re.compile(
        rf"\b(?:when|(?:what|which) (?:day|date|time))\b.{{0,60}}\b(?:{_MEETING}|met|meet|held|(?:take|took) place)\b",
        re.IGNORECASE,
    ),
}
_VOCABULARY = frozenset(
    """
    present there here room attend attended attending attends attendee attendees attendance participant participants
    participate participated participating took take taking part accompany accompanied accompanying joined join along
    met meet meeting meetings talk talks lunch luncheon dinner breakfast conversation conversations discussion
    discussions encounter call visit held hold place happen happened venue location located city building town day
    date time table side sides delegation delegations people list names name sat sit
    """.split()
) | PLAIN

_GATHERED = re.compile(
    r"\b(?:met|meets?|meetings?|received|hosted|host|lunch(?:eon)?|dinner|breakfast|call(?:ed)? on|attended|talks|"
    r"conversation|convoked|summoned|sat down|welcomed|convened|visit(?:ed)?|briefed|told (?:us|the ambassador|\w+off)|"
    r"discuss(?:ed|ions?)|spoke)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:participants?|attend(?:ed|ees?|ing)|accompanied|joined by|present|consist(?:ing|ed) of|included|comprised"
    r"|met by|note ?taker)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\W*(?:list of )?(?:participants|attendees|attending|present)\b[^.]{0,30}[:\-]", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][\w'’.-]+(?: (?:al|bin|de|von|van|da|el) | )[A-Z][\w'’-]+")
_AT = re.compile(
    r"\b(?:at|in|inside|aboard|to) (?:the |his |her |their |a |our )?(?:[\w'’.-]+ ){0,5}?(?:offices?|residence|palace"
    r"|ministry|headquarters|hotel|embassy|consulate|villa|homes?|house|airport|mission|restaurant|club|base|parliament"
    r"|building|compound|ranch|farm|room|chancery)\b"
)
_IN_TOWN = re.compile(r"\b(?:in|at|to) [A-Z]\w+|\bheld (?:at|in)\b")
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
_DATE = re.compile(rf"\b{_MONTH}\.? \d{{1,2}}\b|\b\d{{1,2}} {_MONTH}\b")
_DATELINE = re.compile(rf"[^.;]{{0,40}}{_MONTH} \d{{1,2}}[^;]{{0,20}};[^;]{{3,30}};[^;]{{3,60}}$")  # July 14; 2:45 p.m.; Washington
_MOST_WORDS = 120
_MOST_SENTENCES = 3
_BEHIND = 2.5  # how much less a further sentence may tell
_LATER = 0.15  # what each paragraph costs that comes before: a cable opens with who met
_MOST_NAMES = 8
_LONGEST_LIST = 300  # words


def answer(inquiry: Inquiry) -> Answer | None:
    """Return the sentences of a cable that tell who met, where or when; None where that is not asked, or not told."""
    found = asked_cables(inquiry, _asked, _VOCABULARY)
    if not found:
        return None
    matters, asked = found
    citations: list[Citation] = []
    blocks = []
    for cable in inquiry.library.cables(asked.cables):
        quoted = []
        for paragraph, start, end, speaker in _telling(inquiry.library, cable, matters):
            citations.append(cite(len(citations) + 1, cable, paragraph, start, end, speaker))
            quoted.append(f"“{paragraph.text[start:end]}” [{len(citations)}]")
        blocks += [" ".join((titled(cable), *quoted))] if quoted else []
    blocks += filter(None, (not_here(asked.absent), alike(asked)))
    return inquiry.answer("\n\n".join(blocks), citations, understood=asked.told) if citations else None


def _asked(text: str) -> tuple[Matter, ...] | None:
    if not are_all_in(text, _VOCABULARY):
        return None
    return tuple(matter for matter, words in _ASKS.items() if words.search(text)) or None


Stretch = tuple[Paragraph, int, int, str | None]


def _telling(library: Library, cable: Cable, matters: tuple[Matter, ...]) -> list[Stretch]:
    """Return the sentences that tell most of what is asked, as they stand in the cable."""
    said = library.statements([Key(cable.id, each.ordinal) for each in cable.paragraphs])
    chosen: dict[tuple[int, int], Stretch] = {}
    for matter in matters:
        ranked = sorted(_scored(cable, said, matter), key=lambda pair: -pair[0])
        room = _MOST_WORDS
        for score, (paragraph, start, end, speaker) in ranked[:_MOST_SENTENCES]:
            length = len(paragraph.text[start:end].split())
            if score < ranked[0][0] - _BEHIND or (length > room and room < _MOST_WORDS):
                break
            chosen[paragraph.ordinal, start] = (paragraph, start, end, speaker)
            room -= length
    return [chosen[place] for place in sorted(chosen)]


def _scored(
    cable: Cable, said: Mapping[Key, list[Statement]], matter: Matter
) -> Iterator[tuple[float, Stretch]]:
    """Yield the sentences that tell something of a matter, each with how much."""
    for place, paragraph in enumerate(cable.paragraphs):
        if matter == "who" and _LISTED.match(paragraph.text) and len(paragraph.text.split()) <= _LONGEST_LIST:
            yield 10.0, (paragraph, 0, len(paragraph.text), None)
            continue
        whole = said.get(Key(cable.id, paragraph.ordinal)) or [
            Statement(paragraph.ordinal, *each, "narration") for each in sentences(paragraph.text)
        ]
        for each in whole:
            text = paragraph.text[each.start : each.end]
            if score := _score(text, matter):
                yield score - _LATER * place, (paragraph, each.start, each.end, each.speaker)


def _score(text: str, matter: Matter) -> float:
    """Return how much a sentence tells of who met, where, or when; 0 for nothing."""
    if matter == "who":
        present, names = bool(_PRESENT.search(text)), len(_NAME.findall(text))
        if not names or not (present or _GATHERED.search(text)):
            return 0.0
        return 1.0 + 1.5 * present + 0.5 * min(names, _MOST_NAMES)
    if _DATELINE.match(text):
        return 8.0
    if not _GATHERED.search(text):
        return 0.0
    if matter == "where":
        return 3.0 * bool(_AT.search(text)) + 1.0 * bool(_IN_TOWN.search(text))
    return 3.0 * bool(_DATE.search(text))
