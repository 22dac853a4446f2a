"""Who met, where and when, as one cable tells it: "who was in the room in 09MOSCOW532"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from re import Pattern
from typing import Literal

from assistant.answer import Answer, Citation
from assistant.kinds.asked_cable import asked_cables
from assistant.kinds.cable_sentences import CableSentence, cable_sentences
from assistant.kinds.inquiry import Inquiry
from assistant.kinds.naming import alike, not_here, titled
from assistant.kinds.request_words import PLAIN, any_of, words
from assistant.question.cable_ids import asked_of
from ingest import Cable, Library
from ingest.search.word_index import stems

Matter = Literal["who", "where", "when"]

_MEETING = "(?:meetings?|talks?|lunch(?:eon)?|dinner|breakfast|conversations?|discussions?|encounter|call|visit)"
_MET = f"(?:{_MEETING}|met|meet|held|(?:take|took) place|happen(?:ed)?)"
_ASKS: Mapping[Matter, Pattern[str]] = {
    "who": any_of(
        r"whom?.{0,60} (?:present|there|room|attend\w*|participa\w+|(?:took|take|taking) part|accompan\w+|joined"
        rf"|along|met|meet|{_MEETING})",
        "participants?",
        "attendees?",
        "attendance",
    ),
    "where": any_of(
        f"where.{{0,60}} {_MET}", "venue", "location", "(?:what|which) (?:place|city|building|room|town)"
    ),
    "when": any_of(f"(?:when|(?:what|which) (?:day|date|time)).{{0,60}} {_MET}"),
}
KNOWN = (
    frozenset(
        """
        present there here room attend attended attending attends attendee attendees attendance participant
        participants participate participated participating took take taking part accompany accompanied
        accompanying joined join along met meet meeting meetings talk talks lunch luncheon dinner breakfast
        conversation conversations discussion discussions encounter call visit held hold place happen happened
        venue location located city building town day date time table side sides delegation delegations people
        names name sat sit
        """.split()
    )
    | PLAIN
)

_GATHERED = any_of(
    "met",
    "meets?",
    "meetings?",
    "received",
    "host(?:ed)?",
    "lunch(?:eon)?",
    "dinner",
    "breakfast",
    "call(?:ed)? on",
    "attended",
    "talks",
    "conversation",
    "convoked",
    "summoned",
    "sat down",
    "welcomed",
    "convened",
    "visit(?:ed)?",
    "briefed",
    r"told (?:us|the ambassador|\w+off)",
    "discuss(?:ed|ions?)",
    "spoke",
    "(?:came|went|drove) to",
    "(?:sat|saw|invited|joined)",
)
_PRESENT = any_of(
    "participants?",
    "attend(?:ed|ees?|ing)",
    "accompanied",
    "joined by",
    "present",
    "consist(?:ing|ed) of",
    "included",
    "comprised",
    "met by",
    "note ?taker",
    "brought (?:along|with|his|her|their)",
    "flanked by",
)
_LIST = re.compile(r"\W*(?:list of )?(?:participants|attendees|attending|present)\b[^.]{0,30}[:\-]", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][\w'’.-]+(?: (?:al|bin|de|von|van|da|el) | )[A-Z][\w'’-]+")
_AT = re.compile(
    r"\b(?:at|in|inside|aboard|to) (?:the |his |her |their |a |our )?(?:[\w'’.-]+ ){0,5}?"
    r"(?:offices?|residence|palace|ministry|headquarters|hotel|embassy|consulate|villa|homes?|house|airport|mission"
    r"|restaurant|club|base|parliament|building|compound|ranch|farm|room|chancery)\b",
    re.IGNORECASE,
)
_IN_TOWN = re.compile(r"\b(?:in|at) [A-Z]\w+|\bheld (?:at|in)\b")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DATE = re.compile(rf"\b{_MONTH}\.? \d{{1,2}}\b|\b\d{{1,2}} {_MONTH}\b")
# "July 14; 2:45 p.m.; Washington, DC."
_DATELINE = re.compile(rf"[^.;]{{0,40}}{_MONTH} \d{{1,2}}[^;]{{0,20}};[^;]{{3,30}};[^;]{{3,60}}$")
_MOST_WORDS = 120
_MOST_SENTENCES = 3
_BEHIND: Mapping[Matter, float] = {"who": 2.5, "where": 1.0, "when": 1.0}  # how much less a further one may tell
_LATER = 0.15  # what each paragraph costs that comes before: a cable opens with who met
_TOLD = 1.0  # what each word adds that tells which meeting is meant
_MOST_OTHERS = 4  # of such words
_MOST_NAMES = 8
_LONGEST_LIST = 300  # words


def answer(inquiry: Inquiry) -> Answer | None:
    """Return the sentences that tell who met, where or when; None where that is not asked, or not told."""
    asks = partial(_asked, is_named=bool(asked_of(inquiry.text)))
    found = None if inquiry.where.person else asked_cables(inquiry, asks, KNOWN)
    if not found:
        return None
    wanted, asked = found
    citations: list[Citation] = []
    blocks = []
    for cable in inquiry.library.cables(asked.cables):
        quoted = [each.quoted(cable, citations) for each in _telling(inquiry.library, cable, wanted)]
        blocks += [" ".join((titled(cable), *quoted))] if quoted else []
    blocks += filter(None, (not_here(asked.absent), alike(asked)))
    return inquiry.answer("\n\n".join(blocks), citations, understood=asked.told) if citations else None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked of a meeting, and the stems of other words, which tell which meeting."""

    matters: tuple[Matter, ...]
    about: frozenset[str] = frozenset()


def _asked(text: str, *, is_named: bool) -> _Wanted | None:
    """Return what is asked; "when were the talks with Richier" only of a cable that is named."""
    matters = tuple(matter for matter, pattern in _ASKS.items() if pattern.search(text))
    others = [each for each in words(text) if each not in KNOWN]
    if not matters or (others and (not is_named or "who" in matters or len(others) > _MOST_OTHERS)):
        return None
    return _Wanted(matters, frozenset(stems(" ".join(others))))


def _telling(library: Library, cable: Cable, wanted: _Wanted) -> list[CableSentence]:
    """Return the sentences that tell most of what is asked, as they stand in the cable."""
    paragraphs = cable_sentences(library, cable)
    chosen: dict[tuple[int, int], CableSentence] = {}
    for matter in wanted.matters:
        ranked = sorted(_scored(paragraphs, matter, wanted.about), key=lambda pair: -pair[0])
        room = _MOST_WORDS
        for score, each in ranked[:_MOST_SENTENCES]:
            if score < ranked[0][0] - _BEHIND[matter] or (each.length > room and room < _MOST_WORDS):
                break
            chosen[each.place] = each
            room -= each.length
    return [chosen[place] for place in sorted(chosen)]


def _scored(
    paragraphs: list[list[CableSentence]], matter: Matter, about: frozenset[str]
) -> Iterator[tuple[float, CableSentence]]:
    """Yield the sentences that tell something of a matter, each with how much; a list of participants whole."""
    for place, sentences in enumerate(each for each in paragraphs if each):
        text = sentences[0].paragraph.text
        if matter == "who" and _LIST.match(text) and len(text.split()) <= _LONGEST_LIST:
            yield 10.0, CableSentence(sentences[0].paragraph, 0, len(text))
            continue
        for each in sentences:
            if score := _score(each.text, matter):
                told = _TOLD * len(about.intersection(stems(each.text))) if about else 0.0
                yield score + told - _LATER * place, each


def _score(text: str, matter: Matter) -> float:
    """Return how much a sentence tells of who met, where, or when; 0 for nothing."""
    gathered = bool(_GATHERED.search(text))
    if matter == "who":
        present, names = bool(_PRESENT.search(text)), len(_NAME.findall(text))
        return 1.0 + 1.5 * present + 0.5 * min(names, _MOST_NAMES) if names and (present or gathered) else 0.0
    if _DATELINE.match(text):
        return 8.0
    if matter == "where":
        return gathered * (3.0 * bool(_AT.search(text)) + 1.0 * bool(_IN_TOWN.search(text)))
    return gathered * 3.0 * bool(_DATE.search(text))
