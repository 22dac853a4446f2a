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
from assistant.verification.cited_source import CitedSource
from assistant.verification.verify import Judgement, verify
from assistant.writing.exhibits import ShownPassage
from assistant.writing.injected_orders import orders, without_orders
from assistant.writing.reply_sentences import LABELS, NUMBERS, claim, labels
from ingest import Library
from ingest.search.word_index import stems

_OPENING = 2  # paragraphs with which a cable tells who met whom
_TRIED = 3  # paragraphs in which a sentence is looked for that is not where it says
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

    def examine_all(self, written: Sequence[str], before: Sequence[Sentence] = ()) -> list[Sentence]:
        """Return sentences that follow one another, and those `before` them, each with the judgement on it.

        One without a label between two that cite the same rests on the same.
        """
        found: list[Sentence] = []
        for number, each in enumerate(written):
            meant: Sequence[ShownPassage] = ()
            last = found[-1] if found else before[-1] if before else None
            if last and not LABELS.search(each):
                later = next((other for other in written[number + 1 :] if LABELS.search(other)), "")
                meant = _both_cite(last, [part for part in self._parts(later) if isinstance(part, CitedPlace)])
            found.append(self.examine(each, meant))
        return found

    def examine(self, written: str, meant: Sequence[ShownPassage] = ()) -> Sentence:
        """Return a sentence as it was written, its labels and all, with the judgement on it.

        `meant` is what it rests on if it has no label of its own.
        """
        said = claim(written)
        parts = _few(list(self._parts(written)))
        if meant:
            parts = _cited_at_the_end(parts, [place for each in meant if (place := _closest([each], said))])
        if orders(said):
            return Sentence(parts, Judgement("unsupported", ("it is an instruction from a cable, not an answer",)))
        judgement = self._judge(said, parts)
        if not judgement.stands and (better := self._better(said, parts)):
            cited = ", ".join(
                dict.fromkeys(part.exhibit.passage.label for part in parts if isinstance(part, CitedPlace))
            )
            reason = f"it is in {better.exhibit.passage.label}, and not in {cited} as it was written"
            return Sentence(_instead(parts, better), Judgement("elsewhere", (reason,)))
        return Sentence(parts, judgement)

    def _judge(self, said: str, parts: Sequence[str | CitedPlace]) -> Judgement:
        cited = {part.paragraph: self._source(part.exhibit) for part in parts if isinstance(part, CitedPlace)}
        # A model may answer in English all the same: then everything is checked.
        language = self._language if self._language and recognised(said) else None
        return verify(said, list(cited.values()), self._rarity, language)

    def _source(self, exhibit: ShownPassage) -> CitedSource:
        cable = self._cables[exhibit.passage.cable]
        opening = without_orders("\n".join(each.text for each in cable.paragraphs[:_OPENING]))
        return dataclasses.replace(exhibit.source(), opening=opening)

    def _better(self, said: str, parts: Sequence[str | CitedPlace]) -> CitedPlace | None:
        """Return the place, in another passage of a cable that is cited, which bears a sentence out, or None.

        What contradicts it stays a contradiction, unless the other passage comes as close to the sentence.
        """
        places = [part for part in parts if isinstance(part, CitedPlace)]
        cited = {place.paragraph for place in places}
        cables = {cable for cable, _ in cited}
        others = [
            place
            for exhibits in self._shown.values()
            for each in exhibits
            if each.passage.cable in cables and (each.passage.cable, each.passage.ordinal) not in cited
            if (place := _closest([each], said))
        ]
        likeliest = nlargest(_TRIED, others, key=lambda place: place.near)
        return next(
            (
                each
                for each in likeliest
                if self._judge(said, [each]).verdict == "supported"
                and self._judge(said, [*places, each]).verdict != "contradicted"
            ),
            None,
        )

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
        return _closest(self._shown.get(label, ()), words)


def _closest(exhibits: Sequence[ShownPassage], words: str) -> CitedPlace | None:
    """Return that sentence of some passages which shares most with some words, None if there is no passage."""
    wanted = set(stems(words))
    places = []
    for exhibit in exhibits:
        for each in exhibit.statements:
            shared = wanted.intersection(stems(exhibit.passage.text[each.start : each.end]))
            places.append(CitedPlace(exhibit, each.start, each.end, each.speaker, len(shared)))
    return max(places, key=lambda place: place.near, default=None)


def _both_cite(sentence: Sentence, places: Sequence[CitedPlace]) -> list[ShownPassage]:
    """Return the passages of a sentence that other places are in, too."""
    paragraphs = {place.paragraph for place in places}
    return [place.exhibit for place in sentence.places if place.paragraph in paragraphs]


def _cited_at_the_end(
    parts: Sequence[str | CitedPlace], places: Sequence[CitedPlace]
) -> tuple[str | CitedPlace, ...]:
    """Return the parts with these places before the white space at the end."""
    text = "".join(part for part in parts if isinstance(part, str))
    behind = text[len(text.rstrip()) :]
    return (text.rstrip(), *dict.fromkeys(places), behind)


def _instead(parts: Sequence[str | CitedPlace], place: CitedPlace) -> tuple[str | CitedPlace, ...]:
    """Return the parts with one place instead of all those cited: where the first of them stood."""
    first = next(n for n, part in enumerate(parts) if isinstance(part, CitedPlace))
    return tuple(
        place if n == first else part for n, part in enumerate(parts) if isinstance(part, str) or n == first
    )


def _few(parts: Sequence[str | CitedPlace]) -> tuple[str | CitedPlace, ...]:
    """Return the parts with the nearest places alone, where there are more than one sentence can rest on."""
    places = dict.fromkeys(part for part in parts if isinstance(part, CitedPlace))
    kept = nlargest(_MOST_CITED, places, key=lambda place: place.near)
    return tuple(part for part in parts if isinstance(part, str) or part in kept)
