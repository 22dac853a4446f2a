"""Which cable a question is about: one that it names, describes, or points to in the conversation."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from assistant.answer import STATEMENT, Turn
from assistant.kinds.inquiry import Inquiry
from assistant.kinds.request_words import PLAIN, are_all_in, words
from assistant.question.cable_ids import asked_of, without_ids
from assistant.question.hints import Hint, best_fit, hints
from assistant.question.understand import Question
from assistant.retrieval.key_terms import KeyTerms
from assistant.retrieval.retrieve import read, search
from ingest import Cable
from ingest.domain.filters import Filters
from ingest.domain.keys import HEADER, Key
from ingest.search.entries import header_text

T = TypeVar("T")

_NOUN = re.compile(
    r"\b(?:cable|telegram|telex|message|report|dispatch|memo(?:randum)?|airgram|wire"
    r"|one(?= (?:on|about|of|from|where|with|by|called|titled|entitled|dated|regarding|concerning|in which)\b))"
    r"(?!['’\w-])",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\b(?:which|what|every|each|any|no|all|many|another|other) $", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\s*(?:,|;|\band\b)\s*(?:and\s+)?(?=(?:who|whom|what|when|which|how|until|why|where|by|to|its?|is|was|for)\b)",
    re.IGNORECASE,
)
_MOST_CLAUSES = 6
# What asks, and stands behind the description: "the cable on the ferry was sent", "supposed to stay classified".
_ENDING = re.compile(
    r"[\s,]+(?:(?:was |is |were |has been |had been |been |supposed |meant |due )*(?:to )?(?:be |stay |remain |kept )?"
    r"(?:sent(?: out| off| from| to| by)?|written|drafted|dated|transmitted|addressed(?: to)?|received|signed|"
    r"(?:de)?classified|(?:refer(?:s|ring)?|reply|replies)(?: to)?|cites?|carry|carries|bears?|about|say|says|"
    r"cover|covers|deals? with)|please|pls|plz|thanks|thank you|(?:for|to) (?:me|us)|briefly|quickly|again|"
    r"in (?:short|brief|a nutshell)|in (?:a |one |two |three |few |\d )+(?:words?|sentences?|lines?))[\s?!.]*$",
    re.IGNORECASE,
)
_MOST_ENDINGS = 4
_REACH = 80  # characters in which one stands
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1, "latter": -1, "former": 0}
_POINTING = frozenset("it this that same".split())
_POINTED = PLAIN | _POINTING | frozenset(_ORDINALS)

_CANDIDATES = 20
_MOST_COMPARED = 120  # paragraphs
_SUBJECT = 0.2  # what a description's words weigh once more where they stand in the subject of a cable
_HINTED = 0.3  # what it adds that the cable is from when, and from where, the description says
_NEAR, _FITS = 0.6, 1.5  # how near in meaning a cable must come to a description, and how well fit it in all
_ALIKE = 0.08  # a cable that fits so little less fits as well
_MEANT = "the cable meant is "


@dataclass(frozen=True, slots=True)
class AskedCables:
    """The cables that a question is about, and those that it names and that are not here.

    `told` says which one a description was taken to mean, `alike` is another that it fits about as well.
    `is_pointed`: only the conversation tells which.
    """

    cables: tuple[str, ...]
    absent: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    alike: Cable | None = None
    is_pointed: bool = False


@dataclass(frozen=True, slots=True)
class Description:
    """What a question says of the cable that it means, and the words with which it asks."""

    text: str
    asks: str


def asked_cables(
    inquiry: Inquiry, asks: Callable[[str], T | None], vocabulary: Collection[str]
) -> tuple[T, AskedCables] | None:
    """Return what a question asks of which cables, None where it asks that of none.

    `asks` makes something of the words that are left when the cable is taken out of the question; `vocabulary` are
    all words that it knows.
    """
    if named := asked_of(inquiry.text):
        wanted = asks(without_ids(inquiry.text))
        there = tuple(inquiry.library.present(named, inquiry.where)) if wanted else ()
        absent = tuple(each for each in named if each not in there)
        return (wanted, AskedCables(there, absent)) if wanted and there else None
    if (pointed := _pointed(inquiry, vocabulary)) and (wanted := asks(inquiry.text)):
        return wanted, AskedCables(pointed, is_pointed=True)
    description = _description(inquiry.text, vocabulary)
    if description and (wanted := asks(description.asks)) and (found := _described(inquiry, description.text)):
        return wanted, found
    return None


def _pointed(inquiry: Inquiry, vocabulary: Collection[str]) -> tuple[str, ...]:
    """Return the cable of the conversation that a question points to: "it", "the second one", "that cable"."""
    if not inquiry.turns or not are_all_in(inquiry.text, {*vocabulary, *_POINTED}):
        return ()
    last = next((turn for turn in reversed(inquiry.turns) if turn.cables), None)
    said = words(inquiry.text)
    if last is None or not {*said} & {*_POINTING, *_ORDINALS, "cable", "one", "telegram"}:
        return ()
    place = next((_ORDINALS[each] for each in said if each in _ORDINALS), 0)
    there = last.cables[place : place + 1 or None]
    return tuple(inquiry.library.present(there, inquiry.where))


def of_one_cable(turns: Collection[Turn]) -> bool:
    """Return whether the conversation was last about one cable as such, and not about what somebody says."""
    last = next((turn for turn in reversed([*turns]) if turn.role == "assistant"), None)
    return last is not None and (len(last.cables) == 1 or last.kind not in ("", STATEMENT))


def _description(text: str, vocabulary: Collection[str]) -> Description | None:
    """Take apart "who classified the cable on the dam, and when?" and "the gist of the December cable on gas"."""
    noun = next((each for each in _NOUN.finditer(text) if not _SEVERAL.search(text, 0, each.start())), None)
    if not noun:
        return None
    known = {*vocabulary, *PLAIN}
    lead, before = _split_lead(text[: noun.start()], known)
    clauses: list[str] = []
    rest = text[noun.end() :]
    for _ in range(_MOST_CLAUSES):
        last = None
        for last in _CLAUSE.finditer(rest):
            pass
        if not last or not are_all_in(rest[last.end() :], known):
            break
        clauses.append(rest[last.end() :])
        rest = rest[: last.start()]
    rest, ending = _split_ending(rest)
    about = f"{before} {rest}".strip(" ?!.,;:")
    return Description(about, " ".join((lead, ending, *clauses))) if words(about) else None


def _split_lead(text: str, known: Collection[str]) -> tuple[str, str]:
    """Return what comes before the first word that is not known, and the rest."""
    for match in re.finditer(r"[^\W_]+(?:['’.\-][^\W_]+)*", text):
        if not are_all_in(match[0], known):
            return text[: match.start()], text[match.start() :]
    return text, ""


def _split_ending(text: str) -> tuple[str, str]:
    """Return a text without what asks at its end, and that."""
    asks: list[str] = []
    for _ in range(_MOST_ENDINGS):
        ending = _ENDING.search(text, max(0, len(text) - _REACH))
        if not ending:
            break
        asks.append(ending[0])
        text = text[: ending.start()]
    return text, " ".join(reversed(asks))


def _described(inquiry: Inquiry, description: str) -> AskedCables | None:
    """Return the cable that fits a description best, None where none fits it well.

    What counts is how much of the description a cable has, in all and in its subject, how near it comes in
    meaning, and its place among what is found.
    """
    library, told = inquiry.library, hints(inquiry.text)
    matter = KeyTerms.of(library, _without(description, told))
    if not matter.weights:
        return None
    found, near = _candidates(inquiry, description, told)
    taken_away = {each.removeprefix(_MEANT) for each in inquiry.without}
    ids = [id for id in found if id not in taken_away][:_CANDIDATES]
    fitting = []
    for cable in library.cables(ids, whole=False):
        share = matter.share(header_text(cable), *(paragraph.text for paragraph in cable.paragraphs))
        meaning = near.get(cable.id, share)  # one that is not indexed by meaning yet is judged by its words
        fit = share + _SUBJECT * matter.share(cable.subject) + meaning + found[cable.id]
        if meaning >= _NEAR and fit >= _FITS:
            fitting.append((fit + _HINTED * best_fit(told, cable.id, cable.date), cable))
    if not fitting:
        return None
    (best, cable), *others = sorted(fitting, key=lambda pair: -pair[0])
    alike = next((each for fit, each in others[:1] if fit >= best - _ALIKE), None)
    return AskedCables((cable.id,), told=(f"{_MEANT}{cable.id}",), alike=alike)


def _candidates(
    inquiry: Inquiry, description: str, told: Collection[Hint]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return the cables that are found by a description, best first, with their scores; and how near each comes.

    Those of the time and the post that it names are looked for by themselves, too.
    """
    library, question = inquiry.library, Question(description, description, parts=(description,))
    readings = read(library, question)
    entries = search(library, question, readings, inquiry.where)
    found = _by_cable(entries)
    if narrow := _narrowed(inquiry.where, told):
        further = search(library, question, readings, narrow)
        found |= {cable: max(score, found.get(cable, 0.0)) for cable, score in _by_cable(further).items()}
        entries = {**further, **entries}
    keys = [key for key in entries if key.ordinal != HEADER][:_MOST_COMPARED]
    near: dict[str, float] = defaultdict(float)
    for key, fits in library.fits(list(readings.values()), keys).items():
        near[key.cable] = max(near[key.cable], *fits)
    return dict(sorted(found.items(), key=lambda item: -item[1])), near


def _narrowed(where: Filters, told: Collection[Hint]) -> Filters | None:
    """Return filters for the first time and the first post that a question names, None where it names none."""
    time = next((hint for hint in told if not hint.origin), None)
    place = next((hint for hint in told if hint.origin), None)
    if not (time or place):
        return None
    return replace(
        where,
        since=where.since or (time.since if time else None),
        until=where.until or (time.until if time else None),
        origin=where.origin or (place.origin if place else None),
    )


def _by_cable(scores: Mapping[Key, float]) -> dict[str, float]:
    """Return each cable's score: that of its best entry, and a little for each further one; best first."""
    cables: dict[str, list[float]] = defaultdict(list)
    for key, score in scores.items():
        cables[key.cable].append(score)
    totals = {cable: found[0] + 0.25 * sum(found[1:]) for cable, found in cables.items()}
    return dict(sorted(totals.items(), key=lambda item: -item[1]))


def _without(text: str, told: Collection[Hint]) -> str:
    """Return a description without what it says of when and where."""
    for hint in told:
        text = text.replace(hint.text, " ")
    return text
