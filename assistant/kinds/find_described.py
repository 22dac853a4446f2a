"""Which cable a description means."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.kinds.description import without_noun
from assistant.kinds.inquiry import Inquiry
from assistant.question.hints import Hint, best_fit, hints
from assistant.question.understand import Question
from assistant.retrieval.key_terms import KeyTerms
from assistant.retrieval.retrieve import DEPTH, read, search
from ingest import Cable
from ingest.domain.filters import Filters
from ingest.domain.keys import HEADER, Key
from ingest.search.entries import header_text

_CANDIDATES = 12
_MOST_COMPARED = 60  # paragraphs
_SUBJECT = 0.2  # what a description's words weigh once more where they stand in the subject of a cable
_HINTED = 0.3  # what it adds that the cable is from when, and from where, the question says
_NEAR, _FITS = 0.6, 1.5  # how near in meaning a cable must come to a description, and how well fit it in all
_ALIKE = 0.08  # a cable that fits so little less fits as well
_FURTHER = 0.25  # what each further entry of a cable that is found weighs beside the best


@dataclass(frozen=True, slots=True)
class Meant:
    """The cable that fits a description best, whether it fits it well, and another that fits it about as well."""

    cable: str
    fits: bool = True
    alike: Cable | None = None

    @property
    def words(self) -> str:
        """How the reader is told, who can take it away."""
        return f"the cable meant is {self.cable}"


@dataclass(frozen=True, slots=True)
class _Found:
    """What a description finds: the score of each cable, best first, and how near it comes in meaning.

    `narrow` are those of the time and the post that it names.
    """

    scores: Mapping[str, float]
    near: Mapping[str, float]
    narrow: Sequence[str] = ()


def find_described(inquiry: Inquiry, description: str) -> Meant | None:
    """Return the cable that fits a description best, None where nothing is found.

    What counts is how much of the description a cable has, in all and in its subject, how near it comes in
    meaning, and its place among what is found. One that the reader took away is passed over.
    """
    library, told = inquiry.library, hints(inquiry.text)
    matter = KeyTerms.of(library, _without(description, told))
    found = _find(inquiry, description, told)
    if not matter.weights:  # only when, or where it is from
        return Meant(found.narrow[0]) if len(found.narrow) == 1 else None
    ids = [id for id in found.scores if Meant(id).words not in inquiry.without][:_CANDIDATES]
    ranked = []
    for cable in library.cables(ids):
        share = matter.share(header_text(cable), *(paragraph.text for paragraph in cable.paragraphs))
        near = found.near.get(cable.id, 0.0) if found.near else share  # while nothing is indexed by meaning
        fit = share + _SUBJECT * matter.share(cable.subject) + near + found.scores[cable.id]
        hinted = _HINTED * best_fit(told, cable.id, cable.date)
        ranked.append((near >= _NEAR and fit >= _FITS, fit + hinted, cable))
    if not ranked:
        return None
    (fits, best, cable), *others = sorted(ranked, key=lambda each: each[:2], reverse=True)
    alike = next((other for fits, fit, other in others[:1] if fits and fit >= best - _ALIKE), None)
    return Meant(cable.id, fits, alike)


def _find(inquiry: Inquiry, description: str, told: Collection[Hint]) -> _Found:
    """Search for a description; among the cables of the time and the post that are named once more."""
    library, question = inquiry.library, Question(description, description, parts=(description,))
    readings = read(library, question)
    entries = search(library, question, readings, inquiry.where)
    scores = _by_cable(entries)
    narrow: list[str] = []
    if where := _narrowed(inquiry.where, told):
        further = search(library, question, readings, where)
        narrow = [*_by_cable(further)] if len(further) < DEPTH else []  # else there may be more of them
        scores |= {cable: max(score, scores.get(cable, 0.0)) for cable, score in _by_cable(further).items()}
        entries = {**further, **entries}
    keys = [key for key in entries if key.ordinal != HEADER][:_MOST_COMPARED]
    near: dict[str, float] = {}
    for key, fits in library.fits(list(readings.values()), keys).items():
        near[key.cable] = max(near.get(key.cable, 0.0), *fits)
    return _Found(dict(sorted(scores.items(), key=lambda item: -item[1])), near, narrow)


def _by_cable(scores: Mapping[Key, float]) -> dict[str, float]:
    """Return each cable's score: that of its best entry, and a little for each further one."""
    cables: dict[str, list[float]] = defaultdict(list)
    for key, score in scores.items():
        cables[key.cable].append(score)
    return {cable: found[0] + _FURTHER * sum(found[1:]) for cable, found in cables.items()}


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


def _without(text: str, told: Collection[Hint]) -> str:
    """Return a description without what it says of when and where."""
    for hint in told:
        text = text.replace(without_noun(hint.text), " ")
    return text
