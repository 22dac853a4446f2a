"""The way from a question to an answer: understood, looked for, written or quoted.

Without a model nothing of LangChain is needed for it, and so nothing of it is loaded: a third of what a question
from the command line costs. `chain.py` makes a runnable of it.
"""

import dataclasses
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.answer import COMPARISON, Answer, Passage, Turn
from assistant.kinds import registry
from assistant.kinds.inquiry import Inquiry
from assistant.question import question_limits
from assistant.question.follow_up import FollowUp, conversation, standing_alone
from assistant.question.understand import Question, understand
from assistant.quoting.quote import account, answer_by_quotes
from assistant.retrieval.conversation_scope import scoped
from assistant.retrieval.find import find as find_passages
from assistant.writing.write import standalone, write
from ingest import Library
from ingest.domain.filters import EVERYWHERE, Filters
from ingest.errors import ModelError
from ingest.language.name_spelling import sounds

if TYPE_CHECKING:
    from assistant.writing.chat_model import ModelCall

Find = Callable[[Question, Filters], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the conversation before it and the filters that it is asked under.

    `literal`: nothing is made of the person, the time and the post that it names; `without`: nothing of what an
    earlier answer told as `understood` in these words. Raises QuestionError where it is too long.
    """

    question: str
    turns: tuple[Turn, ...] = ()
    where: Filters = EVERYWHERE
    literal: bool = False
    without: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        question_limits.check(self.question, self.turns)

    @classmethod
    def of(cls, given: "str | Mapping[str, Any] | Asked") -> "Asked":
        """Read a question from a text, or from a mapping with `question` and perhaps `turns` and filters."""
        if isinstance(given, Asked):
            return given
        if isinstance(given, str):
            return cls(given)
        filters = dict(given)
        question, turns = filters.pop("question"), tuple(filters.pop("turns", ()))
        literal = bool(filters.pop("literal", False))
        without = tuple(filters.pop("without", ()))
        return cls(question, turns, Filters(**filters), literal, without)


class Answering:
    """Answers questions about a library, as whole snapshots: first the passages, at last the finished answer."""

    def __init__(self, library: Library, *, strict: bool = False, second_opinion: bool = False) -> None:
        """`strict` leaves out what a model writes and what its citations do not bear out; for a `second_opinion`
        it is asked whether they do.
        """
        self.library = library
        self.strict = strict
        self.second_opinion = second_opinion

    def answers(self, asked: Asked, call: "ModelCall | None" = None, find: Find | None = None) -> Iterator[Answer]:
        """Yield the answer as it comes: written by a model, or else made of quotes.

        `find` is what looks for passages, by default the retrieval itself.
        """
        began = time.perf_counter()
        for answer in self._snapshots(asked, call, find or self._find):
            seconds = round(time.perf_counter() - began, 3)
            yield dataclasses.replace(answer, seconds=seconds, usage=call.usage if call else None)

    def _find(self, question: Question, where: Filters) -> Sequence[Passage]:
        return find_passages(self.library, question, where)

    def _snapshots(self, asked: Asked, call: "ModelCall | None", find: Find) -> Iterator[Answer]:
        turns = conversation(asked.turns, self._speaks)
        follow_up = self._standing_alone(asked, turns)
        text = follow_up.text if follow_up else _writable(asked.question)
        told = (follow_up.words,) if follow_up else ()
        if exact := self._exact(asked, text, turns):
            yield dataclasses.replace(exact, understood=(*told, *exact.understood))
            return
        note = None
        question = understand(text, turns, literal=asked.literal, without=asked.without)
        question = scoped(self.library, question)
        if call and asked.turns and not follow_up:
            try:
                if whole := standalone(call, question.asked, asked.turns):
                    # What the conversation was about still counts a little more, though the question names it now.
                    rewritten = understand(_writable(whole), literal=asked.literal, without=asked.without)
                    question = dataclasses.replace(rewritten, near=question.near)
            except ModelError as error:
                call, note = None, _instead(error)
        # By quotes, each side of a comparison is looked for by itself.
        passages = () if question.comparison and not call else tuple(find(question, asked.where))
        waiting = Answer(
            question=asked.question,
            text="",
            answered=True,
            passages=passages,
            searched=account(self.library, asked.where),
            model=call.name if call else None,
            understood=(*told, *question.understood),
            note=note or self._by_words_alone(passages),
            finished=False,
        )
        yield waiting
        # A fact of the header is read off the cable; there is nothing for a model to write.
        if call and waiting.passages and not question.field:
            try:
                yield from write(
                    call,
                    self.library,
                    waiting,
                    question,
                    strict=self.strict,
                    second_opinion=self.second_opinion,
                )
                return
            except ModelError as error:
                waiting = dataclasses.replace(waiting, note=_instead(error))
        answer = answer_by_quotes(self.library, question, waiting.passages, asked.where)
        understood = waiting.understood
        if question.comparison and answer.kind != COMPARISON:  # it only looked like one
            understood = tuple(each for each in understood if each != question.comparison.words)
        yield dataclasses.replace(answer, question=asked.question, note=waiting.note, understood=understood)

    def _standing_alone(self, asked: Asked, turns: Sequence[Turn]) -> FollowUp | None:
        """Return a follow-up as a question that stands alone, unless the reader took that reading away."""
        if asked.literal:
            return None
        found = standing_alone(_writable(asked.question), turns, self._speaks)
        return found if found and found.words not in asked.without else None

    def _speaks(self, name: str, cables: Sequence[str]) -> bool:
        """Return whether somebody of this name speaks in one of these cables."""
        wanted = sounds(name)
        people = (person for cast in self.library.cast(cables).values() for person in cast)
        return bool(wanted) and any(wanted <= sounds(" ".join((each.name, *each.spellings))) for each in people)

    def _exact(self, asked: Asked, text: str, turns: tuple[Turn, ...]) -> Answer | None:
        """Return the answer of a kind of question that the library answers by itself, unless taken literally."""
        inquiry = Inquiry(self.library, text, turns, asked.where, asked.without)
        found = None if asked.literal else registry.answer(inquiry)
        return dataclasses.replace(found, question=asked.question) if found else None

    def _by_words_alone(self, passages: Sequence[Passage]) -> str | None:
        """Return what to say while not everything is indexed by meaning; what was found is to be so next."""
        status = self.library.status()
        if status.embedded >= status.paragraphs:
            return None
        self.library.want({each.cable for each in passages})
        done = 100 * status.embedded // status.paragraphs
        return f"The search by meaning covers {done}% of the paragraphs so far; the rest are found only by words."


def _writable(text: str) -> str:
    """Return a text without halves of characters, which JSON may hold and no index or model takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _instead(error: ModelError) -> str:
    return f"{error} This answer consists of quotations instead."
