"""True sentences of a model's replies, each broken in one way: what a check of them should catch.

An edit is a place in a sentence and the words to stand there. Nothing is kept: the same seed makes the same edits
of the same replies. Where words are taken from a cable, they are taken from the library at hand.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from assistant.verification.numbers import numbers, stands
from assistant.writing.reply_sentences import LABELS
from ingest.domain.countries import place

KINDS = (
    "speaker", "number", "date", "place", "negation", "party", "paragraph", "detail", "quotation",
)  # fmt: skip
SEED = 1
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b(?=,? \d)")
_DAY = re.compile(rf"\b(?:\d{{1,2}}(?= (?:{'|'.join(_MONTHS)}))|(?<=[a-z] )\d{{1,2}}(?=,? (?:\d{{4}}|\D)))\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?![,.]\d)")
_FIGURE = re.compile(r"(?<![\w.,$¶-])\d[\d,]*(?:\.\d+)?(?![\w-])")
_WORDS = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty".split()
_NUMBER_WORD = re.compile(rf"(?<![-\w])(?:{'|'.join(_WORDS)})(?![-\w])")
_PLACES = (
    """Albania Algeria Angola Austria Belgium Bolivia Botswana Bulgaria Cambodia Cameroon Canada Chad Chile
    Colombia Cuba Cyprus Denmark Ecuador Estonia Fiji Finland Ghana Greece Guatemala Haiti Honduras Iceland
    Ireland Jordan Kenya Laos Latvia Liberia Libya Malta Mexico Mongolia Morocco Nepal Nicaragua Norway Oman
    Panama Paraguay Peru Portugal Qatar Romania Rwanda Senegal Serbia Slovenia Sudan Sweden Thailand Togo
    Uganda Uruguay Vietnam Zambia"""
).split()
_KNOWN_PLACES = (
    """Afghanistan Argentina Azerbaijan Bolivia Brazil China Cuba Egypt France Georgia Germany India Iran Iraq
    Israel Japan Kenya Libya Mexico Nigeria Pakistan Paris Poland Russia Moscow Spain Madrid Syria Tehran
    Turkey Ukraine Venezuela Yemen Baghdad Berlin Brasilia Kabul London Islamabad Kyiv Riyadh Washington
    Europe Africa Lebanon Damascus Beijing Baku Ankara Cairo Tbilisi Catalonia Seville Punjab Colombia Chile
    Ecuador Italy Vienna"""
).split()
_PLACE = re.compile(rf"\b(?:{'|'.join(_KNOWN_PLACES)})\b(?!['’]s (?:cable|own|report))")
_REPORTS = re.compile(
    r"\b(?:said|says|told|argued|noted|added|explained|commented|complained|warned|stressed|claimed|asserted|believed"
    r"|believes|thought|reported|admitted|acknowledged|opined|expressed|emphasized|suggested|replied|maintained"
    r"|contended|reiterated|predicted|described|insisted|observed|stated|agreed|denied|urged|proposed|called"
    r"|wrote|judged|expected|saw|asked|viewed|counseled|considered)\b"
)
_NAME = re.compile(
    r"(?<![\w/.])(?:(?:[A-Z]\.){2,}|(?:[A-Z][\w’'/-]*\.? (?:(?:of|de|al|bin|von|van|del|la) )?)*"
    r"[A-Z][\w’/-]*\w(?:\.[A-Z]\.)*)"
)
_OFFICE = re.compile(
    r"\b(?:the embassy|the Ambassador|[Ee]mbassy [A-Z]\w+|the post|EconOff|[Pp]oloff|the Charge)\b"
)
_OPPOSED = {
    "accepted": "rejected", "increased": "decreased", "rose": "fell", "supported": "opposed", "agreed": "refused",
    "accept": "reject", "support": "oppose", "higher": "lower", "allow": "forbid", "won": "lost",
    "began": "ended", "rejected": "accepted", "opposed": "supported", "fell": "rose", "lower": "higher",
    "denied": "confirmed", "confirmed": "denied", "refused": "agreed", "improve": "worsen", "willing": "unwilling",
    "likely": "unlikely", "unlikely": "likely", "able": "unable", "unable": "able", "possible": "impossible",
    "impossible": "possible", "success": "failure", "failed": "succeeded", "strong": "weak", "weak": "strong",
    "optimistic": "pessimistic", "before": "after", "after": "before", "increase": "decrease",
}  # fmt: skip
_AUXILIARY = re.compile(
    r"\b(?:would|had|was|were|is|are|has|have|could|will|can|should|did|does|must|may|might)\b"
    r"(?! (?:not|be able)\b)"
)
_NO = re.compile(r"\b(?:not|never) |(?<=\bhad )no |(?<=\bwas )no |(?<=\bis )no ")
_DENIED = re.compile(r"\b(?:no|not|none|nobody|nothing|neither|nor|without|never|cannot|hardly)\b", re.IGNORECASE)
_DETAILS = (
    "after a secret vote in the upper house", "at a golf resort outside the capital",
    "in exchange for a cash bonus",
    "as his brother in law had demanded", "despite an injunction by the constitutional court",
    "because the harvest had failed", "over dinner at a private yacht club", "citing a leaked audit",
    "following the arrest of two bodyguards", "with the blessing of the trade unions",
    "until the central bank devalues the currency", "as a favor to a wealthy shipowner",
)  # fmt: skip
_QUOTED = re.compile(r"[“\"](?P<words>[^”\"]+)[”\"]")
_CHANGED = (
    "quickly weak friendly secret dangerous useful partner water school foreign minister river golden silent road"
).split()
_TOLD_THERE = 0.7  # of the words of a sentence that another paragraph may have and not tell the same
_COORDINATED = re.compile(r"^(?:,? and |,? or |, |-|/| & |,? as well as )(?:the |of |in |with |for )?$")


@dataclass(frozen=True, slots=True)
class Edit:
    """A place in a sentence and what is to stand there; for two places that change their words, both of them."""

    kind: str
    changes: tuple[tuple[int, int, str], ...]

    def __call__(self, sentence: str) -> str:
        """Return the sentence broken."""
        for start, end, words in sorted(self.changes, reverse=True):
            sentence = sentence[:start] + words + sentence[end:]
        return sentence

    def __str__(self) -> str:
        return "; ".join(f"{start}:{end} -> {words!r}" for start, end, words in self.changes)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a sentence rests on and what else there is to break it with.

    `text` holds all cited paragraphs with the headers of their cables, `cited` their labels, `passages`
    everything shown by its labels, `people` the full names of everybody who speaks in the cited cables,
    `strangers` names of other cables, `asides` phrases of other cables.
    """

    text: str
    cited: tuple[str, ...]
    passages: Mapping[str, str]
    people: tuple[str, ...]
    strangers: tuple[str, ...]
    asides: tuple[str, ...]


def broken(id: str, number: int, sentence: str, evidence: Evidence) -> Iterator[Edit]:
    """Yield the edits that make a sentence of a reply false, two of each kind at most."""
    for kind in KINDS:
        seen = set()
        for turn in (0, 1):
            chance = Random(hashlib.sha256(f"{SEED} {id} {number} {kind} {turn}".encode()).digest())
            edit = _EDITS[kind](sentence, evidence, chance)
            if edit and edit.changes not in seen:
                seen.add(edit.changes)
                yield edit


def _bare(sentence: str) -> str:
    """Return the sentence with blanks in the place of its labels."""
    return LABELS.sub(lambda found: " " * len(found[0]), sentence)


def _one(kind: str, spot: re.Match[str], words: str) -> Edit:
    return Edit(kind, ((spot.start(), spot.end(), words),))


def _speaker(sentence: str, evidence: Evidence, chance: Random) -> Edit | None:
    """Give the words to somebody else: another of the same cable, or a stranger."""
    reports = _REPORTS.search(_bare(sentence))
    if not reports:
        return None
    before = [
        found
        for pattern in (_NAME, _OFFICE)
        for found in pattern.finditer(_bare(sentence), 0, reports.start())
        if _OFFICE.fullmatch(found[0]) or any(found[0].split()[-1] in each.split() for each in evidence.people)
    ]
    near = [found for found in before if reports.start() - found.end() < 40 and "“" not in found[0]]
    if not near:
        return None
    spot = max(near, key=lambda found: (found.end(), len(found[0])))
    words = set(re.findall(r"\w+", sentence.lower()))
    others = [each for each in evidence.people if not words & set(re.findall(r"\w+", each.lower()))]
    strangers = [each for each in evidence.strangers if not words & set(re.findall(r"\w+", each.lower()))]
    chosen = others if others and chance.random() < 0.7 else strangers
    return _one("speaker", spot, chance.choice(chosen)) if chosen else None


def _number(sentence: str, evidence: Evidence, chance: Random) -> Edit | None:
    bare = _bare(sentence)
    dated = {found.start() for pattern in (_DAY, _YEAR) for found in pattern.finditer(bare)}
    places = [found for found in _FIGURE.finditer(bare) if found.start() not in dated]
    places += list(_NUMBER_WORD.finditer(bare))
    if not places:
        return None
    spot = chance.choice(places)
    if spot[0][0].isdigit():
        at = chance.choice([i for i, letter in enumerate(spot[0]) if letter.isdigit()])
        new = spot[0][:at] + chance.choice([n for n in "123456789" if n != spot[0][at]]) + spot[0][at + 1 :]
    else:
        new = chance.choice([each for each in _WORDS if each != spot[0]])
    known = any(stands(number, evidence.text) for number in numbers(new))
    return None if known else _one("number", spot, new)


def _date(sentence: str, evidence: Evidence, chance: Random) -> Edit | None:
    bare = _bare(sentence)
    months, years = list(_MONTH.finditer(bare)), list(_YEAR.finditer(bare))
    months += list(re.finditer(rf"(?<=\d )(?:{'|'.join(_MONTHS)})\b", bare))
    if not months + years:
        return None
    spot = chance.choice(months + years)
    if spot[0].isdigit():
        return _one("date", spot, str(int(spot[0]) + chance.choice([-7, -3, -2, 2, 3, 7])))
    return _one("date", spot, chance.choice([each for each in _MONTHS if each != spot[0]]))


def _another_place(sentence: str, evidence: Evidence, chance: Random) -> Edit | None:
    places = list(_PLACE.finditer(_bare(sentence)))
    if not places:
        return None
    text = evidence.text.lower()
    return _one("place", chance.choice(places), chance.choice([p for p in _PLACES if p.lower()[:5] not in text]))


def _negation(sentence: str, evidence: Evidence, chance: Random) -> Edit | None:
    bare = _QUOTED.sub(lambda found: " " * len(found[0]), _bare(sentence))
    ways = [found for found in _NO.finditer(bare) if not bare[found.end() :].startswith(("only", "just", "least"))]
    if ways and chance.random() < 0.7:
        return _one("negation", chance.choice(ways), "")
    words = list(re.finditer(rf"\b(?:{'|'.join(_OPPOSED)})\b", bare))
    if words and chance.random() < 0.6:
        spot = chance.choice(words)
        return _one("negation", spot, _OPPOSED[spot[0]])
    places = [f for f in _AUXILIARY.finditer(bare) if not _DENIED.search(bare[f.start() : f.end() + 40])]
    if not places:
        return None
    spot = chance.choice(places)
    return _one("negation", spot, f"{spot[0]} not")


def _party(sentence: str, evidence: Evidence, chance: Random) -> Edit | None:
    """Let two who are named change their places, unless they are only listed beside each other."""
    bare = _bare(sentence)
    names = [found for found in _NAME.finditer(bare) if found.start() > 0 and len(found[0]) > 2]
    names = [each for each in names if each[0] not in _MONTHS and each[0].split()[0] not in _MONTHS]
    pairs = [
        (one, other)
        for n, one in enumerate(names)
        for other in names[n + 1 :]
        if not set(one[0].split()) & set(other[0].split())
        and not _lands(one[0]) & _lands(other[0])
        and not _COORDINATED.match(bare[one.end() : other.start()])
        and not re.search(rf"{re.escape(other[0])}\b.*\b{re.escape(other[0])}", bare)
        and not re.search(r"\bbetween\b|\bboth\b", bare[max(0, one.start() - 30) : one.start()])
        and one.end() < other.start()
        and "," not in bare[one.end() : other.start()][:1]
        and other.start() - one.end() > 3
    ]
    if not pairs:
        return None
    one, other = chance.choice(pairs)
    return Edit("party", ((one.start(), one.end(), other[0]), (other.start(), other.end(), one[0])))


def _lands(name: str) -> set[str | None]:
    """Return the countries that a name stands for: to put Moscow for Russia is not false."""
    return {country for word in re.findall(r"[\w.]+", name) if (country := place(word))}


def _paragraph(sentence: str, evidence: Evidence, chance: Random) -> Edit | None:
    """Cite another passage that the model was shown: of the same cable, if there is one."""
    labels = list(LABELS.finditer(sentence))
    own = {each.split()[0] for each in evidence.cited}
    words = set(re.findall(r"[a-z]{4,}", _bare(sentence).lower()))
    others = [
        each
        for each, text in evidence.passages.items()
        if each not in evidence.cited and sum(word in text.lower() for word in words) < _TOLD_THERE * len(words)
    ]
    here = [each for each in others if each.split()[0] in own]
    if not labels or not others:
        return None
    chosen = chance.choice(here if here and chance.random() < 0.5 else others)
    first, last = labels[0].start(), labels[-1].end()
    if sentence[first:last] != "".join(each[0] for each in labels):
        return None
    return Edit("paragraph", ((first, last, f" [{chosen}]"),))


def _detail(sentence: str, evidence: Evidence, chance: Random) -> Edit | None:
    """Add what the cable does not say, made up or from another cable, at the end or before a comma."""
    bare = _QUOTED.sub(lambda found: "x" * len(found[0]), _bare(sentence))
    end = len(bare.rstrip().rstrip("."))
    if sentence[:end].endswith(("”", '"')):
        return None
    commas = [found.start() for found in re.finditer(r"(?<=[a-z]{3}),(?= [a-z])", bare)]
    at = chance.choice([end, end, *commas])
    detail = chance.choice(_DETAILS if chance.random() < 0.5 or not evidence.asides else evidence.asides)
    return Edit("detail", ((at, at, f", {detail}"),))


def _quotation(sentence: str, evidence: Evidence, chance: Random) -> Edit | None:
    places = [
        (quoted.start("words") + word.start(), quoted.start("words") + word.end(), word[0])
        for quoted in _QUOTED.finditer(_bare(sentence))
        for word in re.finditer(r"[^\W\d_]{4,}", quoted["words"])
    ]
    if not places:
        return None
    start, end, word = chance.choice(places)
    other = chance.choice([each for each in _CHANGED if each != word.lower()])
    return Edit("quotation", ((start, end, other),))


_EDITS: dict[str, Callable[[str, Evidence, Random], Edit | None]] = {
    "speaker": _speaker,
    "number": _number,
    "date": _date,
    "place": _another_place,
    "negation": _negation,
    "party": _party,
    "paragraph": _paragraph,
    "detail": _detail,
    "quotation": _quotation,
}


def asides(texts: Sequence[str], chance: Random) -> tuple[str, ...]:
    """Return phrases of some texts that may stand in another sentence: "in the wake of the flood"."""
    found = [
        each[0]
        for text in texts
        for each in re.finditer(
            r"\b(?:because of|in order to|with the|by the|due to|despite|through|without|after) [a-z]{4,}"
            r"(?: [a-z]+){2,5}(?=[,.;])", text
        )
    ]  # fmt: skip
    return tuple(chance.sample(found, min(12, len(found))))
