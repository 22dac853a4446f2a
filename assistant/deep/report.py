"""A report: planned as sections, each written from its own passages and checked sentence by sentence."""

import dataclasses
import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answer import DEEP, Answer, Passage
from assistant.deep.rounds import Research
from assistant.question.foreign_language import Language
from assistant.question.understand import Question
from assistant.verification import names, numbers
from assistant.writing import second_opinion as opinion
from assistant.writing.examine import Examiner, Heading, Sentence
from assistant.writing.exhibits import LONGEST_FENCE, ShownPassage, as_shown, exhibits
from assistant.writing.fitting_passages import fitting
from assistant.writing.injected_orders import orders
from assistant.writing.listening import CANNOT_ANSWER, Listening, hold
from assistant.writing.reply_sentences import LABELS, labels
from assistant.writing.write import in_language, refusal
from ingest import Library
from ingest.domain.filters import Filters
from ingest.errors import ModelError
from ingest.search.word_index import stems

if TYPE_CHECKING:
    from assistant.writing.chat_model import ModelCall

_MOST_SECTIONS = 6
_LONGEST_PLAN = 4_000  # characters
_MOST_WORDS = 10  # of a heading
_BULLETS = " \t#-•.)0123456789"  # what a line may open with before its heading


@dataclass(frozen=True, slots=True)
class PlannedSection:
    """A section that is planned: its heading, and the labels of what it is to rest on."""

    heading: str
    labels: tuple[str, ...]


class Reporting:
    """Writes a report on a question: first the rounds of searching, then section by section."""

    def __init__(
        self,
        call: "ModelCall",
        library: Library,
        waiting: Answer,
        question: Question,
        *,
        strict: bool = False,
        second_opinion: bool = False,
        language: Language | None = None,
    ) -> None:
        """`waiting` is the answer as far as it goes; `language` that of the report, None for English."""
        self._call, self._library, self._question = call, library, question
        self._waiting = dataclasses.replace(waiting, kind=DEEP)
        self._strict, self._second_opinion = strict, second_opinion
        self._asked_in, self._language = language, language.name if language else None
        self._read: dict[tuple[str, int], Passage] = {}  # what was shown for the sections
        self._put = in_language(question.in_full, language)

    def answers(self, where: Filters, found: Sequence[Passage]) -> Iterator[Answer]:
        """Yield the report as it grows; raises ModelError where not one section can be written."""
        research = Research(self._call, self._library, self._question, where, found)
        yield self._with_steps(research)
        for _ in research.rounds():
            yield self._with_steps(research)
        self._waiting = self._with_steps(research)
        left = exhibits(self._library, research.passages)
        if not left:
            raise ModelError("Nothing was found that a report could be written from.")
        sections = self._plan(left)
        if sections is None:
            yield refusal(self._waiting, self._question, self._asked_in)
            return
        yield from self._sections(left, sections)

    def _with_steps(self, research: Research) -> Answer:
        return dataclasses.replace(
            self._waiting,
            steps=tuple(research.steps),
            passages=tuple(research.passages),
            note=self._note(research.note),
        )

    def _note(self, *more: str | None) -> str | None:
        return " ".join(dict.fromkeys(filter(None, (self._waiting.note, *more)))) or None

    def _plan(self, left: Sequence[ShownPassage]) -> list[PlannedSection] | None:
        """Return the sections that the model plans, one for all if it plans none; None where nothing answers."""
        fence = secrets.token_hex(8)
        template = self._call.prompts.outline
        room = self._call.limits.room(template.substitute(fence=LONGEST_FENCE, passages="", question=self._put))
        shown = fitting(self._library, left, self._question.in_full, room)
        prompt = template.substitute(fence=fence, passages=as_shown(shown, fence), question=self._put)
        said = ""
        for part in self._call.say(prompt, fence=fence, run="outline"):
            said += part
            if len(said) > _LONGEST_PLAN:
                break
        else:
            self._call.keep()
        if CANNOT_ANSWER in said:
            return None
        known = {each.passage.label for each in shown}
        sections = [section for line in said.splitlines() if (section := _section(line, known))]
        return sections[:_MOST_SECTIONS] or [PlannedSection("", tuple(each.passage.label for each in shown))]

    def _sections(self, left: Sequence[ShownPassage], sections: Sequence[PlannedSection]) -> Iterator[Answer]:
        """Yield the report section by section; one that fails, or does not hold, is left out and told of."""
        whole = Examiner(self._library, left, self._language)
        written: list[Sentence | Heading] = []
        notes: list[str] = []
        failed: ModelError | None = None
        for section in sections:
            sentences: list[Sentence] = []
            try:
                shown, heard = self._heard(section, sections, left)
                heading = [Heading(each) for each in (self._heading(section, shown),) if each]
                for sentence in heard:
                    sentences.append(sentence)
                    if hold(sentences) and not self._second_opinion:
                        so_far = [*written, *heading, *sentences]
                        yield whole.answer(self._reported(notes), so_far, strict=self._strict)
                _require_hold(sentences)
                self._call.keep()
                if self._second_opinion and sentences:
                    sentences = opinion.second_opinion(self._call, sentences)
                    _require_hold(sentences)
                written += [*heading, *sentences] if sentences else []
            except ModelError as error:
                failed = error
                notes.append(f"A section could not be written: {error}")
            if self._call.spent > self._call.limits.deep_tokens:
                notes.append("The report ends early: deep_tokens was used up.")
                break
        if not written:
            raise failed or ModelError("The model wrote nothing.")
        answer = whole.answer(self._reported(notes), written, strict=self._strict)
        yield dataclasses.replace(answer, finished=True)

    def _heard(
        self, section: PlannedSection, sections: Sequence[PlannedSection], left: Sequence[ShownPassage]
    ) -> tuple[list[ShownPassage], Listening]:
        """Return what the model is shown for a section, and what it writes from that."""
        fence = secrets.token_hex(8)
        others = "; ".join(each.heading for each in sections if each is not section and each.heading)
        filled = {
            "fence": fence,
            "heading": section.heading or self._question.in_full,
            "others": others or "there are none",
            "question": self._put,
        }
        template = self._call.prompts.section
        room = self._call.limits.room(template.substitute(filled | {"fence": LONGEST_FENCE}, passages=""))
        own = [each for each in left if each.passage.label in section.labels]
        rest = [each for each in left if each.passage.label not in section.labels]
        asked = f"{section.heading} {self._question.in_full}"
        shown = fitting(self._library, [*own, *rest], asked, room)
        self._read |= {(each.passage.cable, each.passage.ordinal): each.passage for each in shown}
        prompt = template.substitute(filled, passages=as_shown(shown, fence))
        return shown, Listening(
            self._call, prompt, fence, Examiner(self._library, shown, self._language), "section"
        )

    def _heading(self, section: PlannedSection, shown: Sequence[ShownPassage]) -> str:
        """Return the heading of a section: that of the model, or what its first cable is about.

        A heading is not cited: so it must name nobody and nothing that the passages of its section do not.
        """
        own = [each for each in shown if each.passage.label in section.labels]
        if not section.heading or not own:
            return section.heading and "Further"
        sources = [each.source() for each in own]
        written = section.heading.title() if section.heading.isupper() else section.heading
        texts = [
            text for each in sources for text in (each.text, each.subject or "", each.origin or "", *each.speakers)
        ]
        named = [each for each in names.names(written) if not (each.opens and self._language)]  # "Les doutes"
        unnamed = [name.text for name, stands in names.stand(named, texts).items() if not stands]
        uncounted = [
            each for each in numbers.numbers(written) if not any(numbers.stands(each, text) for text in texts)
        ]
        if uncounted or orders(written) or any(not self._is_plain(word) for word in unnamed):
            return own[0].passage.subject or own[0].passage.cable
        return section.heading

    def _is_plain(self, word: str) -> bool:
        """Whether a word is no name: the archive also writes it, or another form of it, small."""
        return any(printed.islower() for stem in stems(word) for printed in self._library.printed(stem))

    def _reported(self, notes: Sequence[str]) -> Answer:
        return dataclasses.replace(self._waiting, passages=tuple(self._read.values()), note=self._note(*notes))


def _require_hold(sentences: Sequence[Sentence]) -> None:
    if sentences and not (hold(sentences) and any(each.places for each in sentences)):
        raise ModelError("Most of it is not supported by what it cites.")


def _section(line: str, known: Collection[str]) -> PlannedSection | None:
    """Return the section that a line plans; None where it names no passage that was shown, or has no heading."""
    given = tuple(dict.fromkeys(label for found in LABELS.finditer(line) for label in labels(found[1])))
    words = LABELS.sub("", line).replace("*", "").lstrip(_BULLETS).split()
    heading = " ".join(words[:_MOST_WORDS]).rstrip(" ,;:-")
    stands = tuple(label for label in given if label in known)
    return PlannedSection(heading, stands) if heading and stands else None
