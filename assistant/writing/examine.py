"""Sentence by sentence, whether what a chat model wrote is borne out by the passages that it cites.

A label counts only if the model was shown that passage; of its sentences, the one is quoted that comes closest to
what the model wrote.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import nlargest

from assistant.answer import WORST_FIRST, Answer, Checked, Citation, highest_marking
from assistant.citations import as_found, cite
from assistant.question.foreign_language import recognised
from assistant.verification.verify import Judgement, verify
from assistant.writing.exhibits import ShownPassage
from assistant.writing.injected_orders import orders
from assistant.writing.reply_sentences import LABELS, NUMBERS, claim, labels
from ingest import Library
from ingest.search.word_index import stems

_MOST_CITED = 3  # paragraphs for one sentence: who cites everything for everything cites nothing


@dataclasses.dataclass(frozen=True, slots=True)
class CitedPlace:
    """A sentence of a passage that a label stands for; `near`: how many words it shares with what cites it."""

    exhibit: ShownPassage
    start: int
    end: int
    speaker: str | None
    near: int

    @property
    def paragraph(self) -> tuple[str, int]:
        """The paragraph that it is in."""
        return self.exhibit.passage.cable, self.exhibit.passage.ordinal


@dataclasses.dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that a model wrote: its text, places in it for its labels, and what became of it."""

    parts: tuple[str | CitedPlace, ...]
    judgement: Judgement

    @property
    def places(self) -> tuple[CitedPlace, ...]:
        """What it cites, of what the model was shown."""
        return tuple(part for part in self.parts if isinstance(part, CitedPlace))


@dataclasses.dataclass(frozen=True, slots=True)
class Heading:
    """The heading of what follows it; it is no sentence and cites nothing."""

    text: str


class Examiner:
    """Examines what a model wrote from the exhibits that it was shown."""

    def __init__(self, library: Library, shown: Sequence[ShownPassage], language: str | None = None) -> None:
        """`language` is that of the answer, by its English name; None is English."""
        self._rarity = library.rarity
        self._language = language
        self._cables = {each.id: each for each in library.cables(list({each.passage.cable for each in shown}))}
        self._shown: dict[str, list[ShownPassage]] = defaultdict(
            list
        )  # cables repeat numbers, so labels repeat too
        for each in shown:
            if as_found(self._cables.get(each.passage.cable), each.passage):
                self._shown[each.passage.label].append(each)

    def examine(self, written: str) -> Sentence:
        """Return a sentence as it was written, its labels and all, with the judgement on it."""
        parts = _few(list(self._parts(written)))
        said = claim(written)
        if orders(said):
            return Sentence(parts, Judgement("unsupported", ("it is an instruction from a cable, not an answer",)))
        cited = {part.paragraph: part.exhibit.source() for part in parts if isinstance(part, CitedPlace)}
        # A model may answer in English all the same: then everything is checked.
        language = self._language if self._language and recognised(said) else None
        return Sentence(parts, verify(said, list(cited.values()), self._rarity, language))

    def answer(self, waiting: Answer, sentences: Sequence[Sentence | Heading], *, strict: bool) -> Answer:
        """Return the answer that these sentences make, its labels replaced by the numbers of their citations.

        `strict` leaves out those that do not stand.
        """
        numbers: dict[tuple[str, int, int, int], Citation] = {}
        checked: list[Checked] = []
        text = ""
        for sentence in sentences:
            if isinstance(sentence, Heading):
                text = f"{text.rstrip()}\n\n## {sentence.text}\n\n".lstrip()
                continue
            if strict and not sentence.judgement.stands:
                continue
            begin = len(text)
            for part in sentence.parts:
                if isinstance(part, CitedPlace):
                    citation = self._cited(numbers, part, sentence.judgement)
                    text += f" [{citation.number}]"
                else:
                    text += part
            begin += len(text[begin:]) - len(text[begin:].lstrip())
            judged = sentence.judgement
            checked.append(Checked(begin, len(text.rstrip()), judged.verdict, judged.reasons, judged.opinion))
        citations = tuple(numbers.values())
        return dataclasses.replace(
            waiting,
            text=text,
            citations=citations,
            sentences=tuple(checked),
            marking=highest_marking(each.marking for each in citations),
        )

    def _cited(
        self, numbers: dict[tuple[str, int, int, int], Citation], place: CitedPlace, judgement: Judgement
    ) -> Citation:
        """Return the citation of a place, with the worst verdict of the sentences that cite it."""
        key = (*place.paragraph, place.start, place.end)
        citation = numbers.get(key)
        if citation is None:
            cable = self._cables[key[0]]
            paragraph = cable.paragraphs[key[1] - 1]
            citation = cite(len(numbers) + 1, cable, paragraph, place.start, place.end, place.speaker)
        verdicts = (judgement.verdict, citation.verdict or judgement.verdict)
        numbers[key] = dataclasses.replace(citation, verdict=min(verdicts, key=WORST_FIRST.index))
        return numbers[key]

    def _parts(self, written: str) -> Iterator[str | CitedPlace]:
        """Yield the text of a sentence and the places that its labels stand for, in order."""
        end = 0
        for found in LABELS.finditer(written):
            words = written[end : found.start()]
            yield NUMBERS.sub("", words)
            end = found.end()
            for label in labels(found[1]):
                if place := self._closest(label, claim(words) or claim(written)):
                    yield place
        yield NUMBERS.sub("", written[end:])

    def _closest(self, label: str, words: str) -> CitedPlace | None:
        """Return that sentence of the labelled passage which shares most with what was written.

        None where the model was not shown such a passage: then the label vouches for nothing.
        """
        wanted = set(stems(words))
        places = []
        for exhibit in self._shown.get(label, ()):
            for each in exhibit.statements:
                shared = wanted.intersection(stems(exhibit.passage.text[each.start : each.end]))
                places.append(CitedPlace(exhibit, each.start, each.end, each.speaker, len(shared)))
        return max(places, key=lambda place: place.near, default=None)


def _few(parts: Sequence[str | CitedPlace]) -> tuple[str | CitedPlace, ...]:
    """Return the parts with the nearest places alone, where there are more than one sentence can rest on."""
    places = dict.fromkeys(part for part in parts if isinstance(part, CitedPlace))
    kept = nlargest(_MOST_CITED, places, key=lambda place: place.near)
    return tuple(part for part in parts if isinstance(part, str) or part in kept)
