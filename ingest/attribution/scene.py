"""Who may be speaking in each sentence of a cable: the people near it, and in what role each stands there."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ingest.attribution.cast import REDACTED, Cast
from ingest.attribution.speaker_tracking import TrackedSentence
from ingest.attribution.written_words import turns
from ingest.domain.cable import Paragraph

MOST_CANDIDATES = 10  # of a unit; the likeliest roles come first
MASKED = re.compile(r"\b[xX]{4,}\b")
PRONOUN = re.compile(r"\b(?:he|his|him|she|her)\b", re.IGNORECASE)
# What tells whether somebody is a man or a woman, of the words of an office.
WOMAN = frozenset("mrs ms miss madam madame queen princess lady congresswoman chairwoman spokeswoman".split())
MAN = frozenset("mr king prince sheikh shaykh imam sir congressman chairman spokesman lord father".split())


@dataclass(frozen=True, slots=True)
class Unit:
    """What only one can say: a sentence, or all the sentences that one quotation runs through.

    `index` is the place of its first sentence in the paragraph, `main` the one that names the speaker, or else the
    first.
    """

    paragraph: Paragraph
    readings: tuple[TrackedSentence, ...]
    index: int
    main: TrackedSentence


def units(paragraph: Paragraph, readings: Sequence[TrackedSentence]) -> Iterator[Unit]:
    """Yield the units of a paragraph, in order."""
    start = 0
    for i in range(1, len(readings) + 1):
        if i == len(readings) or not readings[i].quoting:
            own = tuple(readings[start:i])
            yield Unit(paragraph, own, start, next((each for each in own if each.explicit), own[0]))
            start = i


@dataclass(frozen=True, slots=True)
class PossibleSpeaker:
    """Somebody who may speak in a unit, why they may, and since when they did not.

    `named` and `spoke` count the units since somebody was last named or spoke, the latter within the paragraph.
    """

    name: str
    roles: tuple[str, ...]
    named: int | None
    spoke: int | None


class Scene:
    """A cable's units, and what one of them alone does not show: who speaks most, who is he and who is she."""

    def __init__(self, people: Cast, found: Sequence[Unit]) -> None:
        self.people = people
        self.units = found
        self._places = [place for place, _ in people.named_at]
        speaking = Counter(unit.main.speaker for unit in found if unit.main.explicit and unit.main.speaker)
        count = max(1, speaking.total())
        self.share = {name: times / count for name, times in speaking.items()}  # of what is said by name
        self._most = [name for name, _ in speaking.most_common(2)]
        self._named = [self._named_in(unit.readings) for unit in found]
        self.pronouns = self._pronouns()
        self._turns = turns(people, [reading for unit in found for reading in unit.readings])

    def candidates(self) -> Iterator[list[PossibleSpeaker]]:
        """Yield for each unit who may speak there."""
        recent: dict[str, None] = {}  # who spoke by rule, the last one last
        spoke: dict[str, int] = {}  # in which unit of the paragraph
        named: dict[str, int] = {}  # in which unit
        for i, (unit, ahead) in enumerate(zip(self.units, self._ahead(), strict=True)):
            spoke = spoke if unit.index else {}
            roles: dict[str, dict[str, None]] = {}
            for name, role in self._roles(i, recent, ahead):
                if name in roles or len(roles) < MOST_CANDIDATES:
                    roles.setdefault(name, {})[role] = None
            yield [
                PossibleSpeaker(
                    name,
                    tuple(of),
                    i - named[name] if name in named else None,
                    i - spoke[name] if name in spoke else None,
                )
                for name, of in roles.items()
            ]
            speaker = unit.main.speaker
            if unit.main.explicit and speaker:
                recent.pop(speaker, None)
                recent[speaker] = None
                spoke[speaker] = named[speaker] = i
            named.update(dict.fromkeys(self._named[i], i))

    def _roles(
        self, i: int, recent: dict[str, None], ahead: tuple[str | None, str | None]
    ) -> Iterator[tuple[str, str]]:
        """Yield who may speak in a unit and why, the likeliest first; somebody may come several times."""
        unit, main = self.units[i], self.units[i].main
        if turn := self._turns.get(main.place):
            yield turn.name, turn.role
        if main.own:
            yield main.own, "own"
        if main.speaker:
            carried = "carried" if main.carried else "ahead" if main.ahead else "speaking"
            yield main.speaker, "explicit" if main.explicit else carried
        for each in unit.readings:
            yield from ((other, "other") for other in each.others)
            if each is not main and each.own:
                yield each.own, "own elsewhere"
        yield from ((name, f"recent{n}") for n, name in enumerate(islice(reversed(recent), 3), 1))
        yield from ((name, "named" if n else "named first") for n, name in enumerate(self._named[i][:4]))
        if main.who and main.who.pronoun:
            # "He urged Baro to leave": whoever is named after the pronoun in its sentence is not who it means.
            after = self._between(main.place + main.who.start, main.place + len(main.text))
            yield from ((name, "named after the pronoun") for name in after[:4])
        if ahead[0]:
            yield ahead[0], "next"
        if unit.index:
            yield from ((name, "named before") for name in self._named[i - 1][-3:])
        yield from ((name, f"most{n}") for n, name in enumerate(self._most, 1))
        if ahead[1]:
            yield ahead[1], "next paragraph"

    def _named_in(self, readings: Sequence[TrackedSentence]) -> list[str]:
        """Who is named in some sentences, each once, in order: no places, and no words that open a sentence."""
        last = readings[-1]
        names = self._between(readings[0].place, last.place + len(last.text))
        return [*names, REDACTED] if any(MASKED.search(each.text) for each in readings) else names

    def _between(self, start: int, stop: int) -> list[str]:
        """Who is named between two places of the joined paragraphs."""
        named_at = self.people.named_at[bisect_left(self._places, start) : bisect_left(self._places, stop)]
        names = dict.fromkeys(name for _, name in named_at)
        return [name for name in names if name in self.share or self.people.is_person(name)]

    def _ahead(self) -> list[tuple[str | None, str | None]]:
        """For each unit who speaks next by rule in its paragraph, and who first in the next paragraph."""
        found: list[tuple[str | None, str | None]] = []
        following: str | None = None
        beyond: str | None = None
        last: Paragraph | None = None
        for unit in reversed(self.units):
            if unit.paragraph is not last:
                beyond, following, last = following, None, unit.paragraph
            found.append((following, beyond))
            if unit.main.explicit:
                following = unit.main.speaker
        return found[::-1]

    def _pronouns(self) -> dict[str, str]:
        """Whether the cable says he or she of somebody: by title, or in sentences that name nobody else."""
        balance: Counter[str] = Counter()
        for unit in self.units:
            for reading in unit.readings:
                found = PRONOUN.findall(reading.text)
                names = [name for name in self._named_in([reading]) if name != REDACTED] if found else []
                if len(names) == 1:
                    balance[names[0]] += sum(1 if word.lower() in {"she", "her"} else -1 for word in found)
        for name, person in self.people.people.items():
            words = {word.lower().strip(".") for title in person.titles for word in title.split()}
            balance[name] += 99 * bool(words & WOMAN) - 99 * bool(words & MAN)
        return {name: "she" if more > 0 else "he" for name, more in balance.items() if more}
