"""Sentences that cite a paragraph which bears them out, and the same sentences made false in one respect."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from assistant.answer import label
from assistant.verification.cited_source import CitedSource
from ingest import Cable, parse_cable
from ingest.attribution.attribute import attribute
from ingest.domain.statements import Attributed
from ingest.language.lexicon import lexicon
from ingest.samples import SAMPLES
from ingest.sources.encodings import decode

SHARED = Path(__file__).parents[3] / "shared"
PARAPHRASES = Path(__file__).with_name("paraphrases.jsonl")
_SHORTEST = 6  # words of a statement that says something by itself
_MOST = 40


@dataclass(frozen=True)
class Pair:
    """A sentence and the paragraph that it cites; `speaker` and `words` where it tells whose words they are."""

    form: str
    sentence: str
    source: CitedSource
    speaker: str | None = None
    words: str = ""


class Archive:
    """The cables of a folder, parsed, with their statements."""

    def __init__(self, folder: Path, only: frozenset[str] | None = None) -> None:
        self.cables: dict[str, tuple[Cable, Attributed]] = {}
        for path in sorted(folder.glob("*.txt")):
            if only is None or path.stem in only:
                cable = parse_cable(decode(path.read_bytes()), name=path.stem)
                self.cables[cable.id] = (cable, attribute(cable))

    def source(self, id: str, ordinal: int) -> CitedSource:
        cable, attributed = self.cables[id]
        paragraph = cable.paragraphs[ordinal - 1]
        said = tuple(each for each in attributed.statements if each.ordinal == ordinal)
        name = label(id, paragraph.number, ordinal)
        return CitedSource(name, paragraph.text, cable.date, cable.origin, cable.subject, said, attributed.people)

    def sources(self) -> Iterator[tuple[str, CitedSource]]:
        for id, (cable, _) in self.cables.items():
            for paragraph in cable.paragraphs:
                yield id, self.source(id, paragraph.ordinal)


@cache
def samples() -> Archive:
    return Archive(SAMPLES)


@cache
def published() -> Archive:
    ids = frozenset(row["cable"] for row in _labelled())
    return Archive(SHARED / "cables", ids)


def _labelled() -> list[dict]:
    return [json.loads(line) for line in (SHARED / "statements.jsonl").read_text(encoding="utf-8").splitlines()]


def sample_pairs() -> list[Pair]:
    """Sentences made of the sample library's statements, in every form."""
    pairs = []
    for _, source in samples().sources():
        for said in source.statements:
            pairs.extend(_forms(_trimmed(source.words(said)), said.kind, said.speaker, source))
    return pairs


def published_pairs() -> list[Pair]:
    """Sentences made of what people labelled in published cables, whatever the reading of speakers makes of them."""
    pairs = []
    archive = published()
    for row in _labelled():
        cable, _ = archive.cables[row["cable"]]
        for paragraph in cable.paragraphs:
            if paragraph.number == row["paragraph"] and row["sentences"][0]["text"][:40] in paragraph.text:
                source = archive.source(cable.id, paragraph.ordinal)
                for sentence in row["sentences"]:
                    pairs.extend(_forms(_trimmed(sentence["text"]), sentence["kind"], sentence["speaker"], source))
    return pairs


def paraphrases() -> list[Pair]:
    """Honest paraphrases of the sample library, written by hand."""
    rows = map(json.loads, PARAPHRASES.read_text(encoding="utf-8").splitlines())
    return [Pair("paraphrase", row["text"], samples().source(row["cable"], row["ordinal"])) for row in rows]


def _trimmed(sentence: str) -> str:
    return re.sub(
        r"^(?:\W*(?:summary|comment|note)[.:]\s*)|\W*end (?:summary|comment|note)\W*$", "", sentence, flags=re.I
    ).strip()


def _forms(words: str, kind: str, speaker: str | None, source: CitedSource) -> Iterator[Pair]:
    if not _SHORTEST <= len(words.split()) <= _MOST:
        return
    yield Pair("itself", f"{words} [1]", source)
    if kind == "said" and speaker and speaker[0].isupper() and not speaker.isupper():
        yield Pair("quotation", f"{speaker} said: “{words}” [1]", source, speaker, words)
        reported = f"According to {speaker}, {_joined(words)} [1]"
        yield Pair("according to", reported, source, speaker, words)


def _joined(sentence: str) -> str:
    """The sentence as it goes on inside another: its first word small if that is no name."""
    first = sentence.split(maxsplit=1)[0]
    return (
        sentence[0].lower() + sentence[1:]
        if first in {"The", "He", "She", "It", "They", "A", "In", "His"}
        else sentence
    )


Mutant = tuple[str, CitedSource]
_NUMBER_WORDS = (
    "three four five six seven eight nine ten eleven twelve fifteen sixteen twenty thirty forty fifty".split()
)
_PERSON = re.compile(r"[A-Z][a-z]{3,} [A-Z][a-z]{3,}")
_NO_PERSON = lexicon("offices") | lexicon("portfolios") | lexicon("bodies") | lexicon("speakers")
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b(?= \d{{1,2}}\b(?!,\d))")
_NUMBER_WORD = re.compile(rf"(?<![-\w])(?:{'|'.join(_NUMBER_WORDS)})(?![-\w])")
_FIGURE = re.compile(r"(?<![\w.,$-])\d[\d,]*(?:\.\d+)?(?![\w-])")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?![,.]\d)")
_AUXILIARY = re.compile(
    r"\b(?:would|had|was|were|is|are|has|have|could|will|can|should|did|does|must)\b(?! not\b)"
)
_OPPOSED = {
    "accepted": "rejected", "increased": "decreased", "rose": "fell", "supported": "opposed", "agreed": "refused",
    "accept": "reject", "support": "oppose", "more": "less", "higher": "lower", "allow": "forbid", "won": "lost",
    "began": "ended", "rejected": "accepted", "opposed": "supported", "fell": "rose", "lower": "higher",
    "less": "more", "denied": "confirmed", "confirmed": "denied", "refused": "agreed", "improve": "worsen",
}  # fmt: skip


def mutants(kind: str, pairs: Sequence[Pair], archive: Archive, *, seed: int = 0) -> list[Mutant]:
    """Return the pairs that can be made false in one respect, made so; the others are left out."""
    chance = Random(seed)
    everywhere = list(archive.sources())
    found = (_MUTATIONS[kind](pair, everywhere, chance) for pair in pairs)
    return [mutant for mutant in found if mutant is not None]


def _paragraph(pair: Pair, everywhere: Sequence[tuple[str, CitedSource]], chance: Random) -> Mutant | None:
    """Cite another paragraph that is no shorter than the sentence: of the same cable, or else of any."""
    own = pair.source.label.split()[0]
    here = chance.random() < 0.5
    others = [
        source
        for id, source in everywhere
        if (id == own) == here and source.text != pair.source.text and len(source.text) > 200
    ]
    return (pair.sentence, chance.choice(others)) if others else None


def _number(pair: Pair, everywhere: Sequence[tuple[str, CitedSource]], chance: Random) -> Mutant | None:
    dated = {match.end() + 1 for match in _MONTH.finditer(pair.sentence)}
    figures = [
        match
        for match in _FIGURE.finditer(pair.sentence)
        if match.start() not in dated and not _YEAR.fullmatch(match[0]) and pair.sentence[match.start() - 1] != "["
    ]
    places = [*figures, *_NUMBER_WORD.finditer(pair.sentence)]
    if not places:
        return None
    place = chance.choice(places)
    if place[0][0].isdigit():
        digits = [i for i, letter in enumerate(place[0]) if letter.isdigit()]
        at = chance.choice(digits)
        new = (
            place[0][:at]
            + chance.choice([each for each in "123456789" if each != place[0][at]])
            + place[0][at + 1 :]
        )
    else:
        new = chance.choice([word for word in _NUMBER_WORDS if word != place[0]])
    return _replaced(pair, place, new)


def _date(pair: Pair, everywhere: Sequence[tuple[str, CitedSource]], chance: Random) -> Mutant | None:
    if place := _MONTH.search(pair.sentence):
        if chance.random() < 0.5:
            return _replaced(pair, place, chance.choice([month for month in _MONTHS if month != place[0]]))
        day = re.compile(r"\d+").search(pair.sentence, place.end())
        return (
            _replaced(pair, day, str(chance.choice([n for n in range(1, 29) if str(n) != day[0]])))
            if day
            else None
        )
    if place := _YEAR.search(pair.sentence):
        return _replaced(pair, place, str(int(place[0]) + chance.choice([-7, -3, -2, 2, 3, 7])))
    return None


def _name(pair: Pair, everywhere: Sequence[tuple[str, CitedSource]], chance: Random) -> Mutant | None:
    """Put somebody else's name, from any cable, where the sentence has a person's."""
    own = [person for person in pair.source.people if " " in person.name]
    surnames = {person.name.split()[-1] for person in own}
    places = [match for match in re.finditer(r"\b[^\W\d_a-z][\w’'-]+", pair.sentence) if match[0] in surnames]
    if not places:
        return None
    # Not every speaker that is read is a person's name: the new name must be one for certain.
    attributed = f"{pair.source.text} {' '.join(each.name for each in pair.source.people)}"
    others = sorted(
        {
            surname
            for _, source in everywhere
            for person in source.people
            if person.titles
            and _PERSON.fullmatch(person.name)
            and (surname := person.name.split()[-1]) not in attributed
            and not {word.lower() for word in person.name.split()} & _NO_PERSON
        }
    )
    return _replaced(pair, chance.choice(places), chance.choice(others))


def _speaker(pair: Pair, everywhere: Sequence[tuple[str, CitedSource]], chance: Random) -> Mutant | None:
    """Give the words to another who speaks: in the same cable if anybody else does, else in any."""
    if pair.speaker is None:
        return None
    words = {word for word in re.findall(r"\w+", pair.speaker) if word[0].isupper()}
    own = pair.source.label.split()[0]
    others = {
        here: sorted(
            {
                name
                for id, source in everywhere
                if (id == own) == here
                for name in source.speakers
                if " " in name and name[0].isupper() and name.split()[-1][0].isupper()
                and not words & set(re.findall(r"\w+", name))
            }
        )
        for here in (True, False)
    }  # fmt: skip
    return pair.sentence.replace(pair.speaker, chance.choice(others[True] or others[False]), 1), pair.source


def _comment(pair: Pair, everywhere: Sequence[tuple[str, CitedSource]], chance: Random) -> Mutant | None:
    """Tell the post's own comment as the words of somebody who speaks in the cable."""
    own = pair.source.label.split()[0]
    said = [each for each in pair.source.statements if each.kind == "comment"]
    if pair.form != "itself" or not any(pair.source.words(each).strip()[:60] in pair.sentence for each in said):
        return None
    speakers = sorted(
        {name for id, s in everywhere if id == own for name in s.speakers if " " in name and name[0].isupper()}
    )
    if not speakers:
        return None
    return f"{chance.choice(speakers)} said that {pair.sentence[0].lower()}{pair.sentence[1:]}", pair.source


def _negation(pair: Pair, everywhere: Sequence[tuple[str, CitedSource]], chance: Random) -> Mutant | None:
    """Negate the main verb, or take its negation away, or say the opposite."""
    if pair.form == "quotation":
        return None
    if (place := re.search(r"\b(?:not|never) ", pair.sentence)) and not pair.sentence[place.end() :].startswith(
        "only"
    ):
        return _replaced(pair, place, "")
    if place := re.search(rf"\b(?:{'|'.join(_OPPOSED)})\b", pair.sentence):
        return _replaced(pair, place, _OPPOSED[place[0]])
    place = _AUXILIARY.search(pair.sentence)
    denied = place and re.search(r"\b(?:no|none|nobody|nothing|neither|without)\b", pair.sentence, re.IGNORECASE)
    return _replaced(pair, place, f"{place[0]} not") if place and not denied else None


def _quotation(pair: Pair, everywhere: Sequence[tuple[str, CitedSource]], chance: Random) -> Mutant | None:
    """Change, drop or add a word inside the quotation."""
    if pair.form != "quotation":
        return None
    words = pair.words.split()
    at = chance.randrange(1, len(words) - 1)
    other = chance.choice([word for _, source in everywhere[:9] for word in source.text.split() if word.isalpha()])
    if re.sub(r"\W", "", words[at]).lower() == other.lower():
        return None
    changed = chance.choice(
        [[*words[:at], other, *words[at + 1 :]], words[:at] + words[at + 1 :], [*words[:at], other, *words[at:]]]
    )
    return pair.sentence.replace(pair.words, " ".join(changed)), pair.source


def _replaced(pair: Pair, place: re.Match[str], new: str) -> Mutant:
    return pair.sentence[: place.start()] + new + pair.sentence[place.end() :], pair.source


_MUTATIONS = {
    "quotation": _quotation,
    "number": _number,
    "date": _date,
    "name": _name,
    "paragraph": _paragraph,
    "speaker": lambda *given: _comment(*given) or _speaker(*given),
    "negation": _negation,
}
KINDS = tuple(_MUTATIONS)
