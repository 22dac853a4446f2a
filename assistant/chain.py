"""The way from a question to an answer as a LangChain runnable.

`stream` and `astream` yield whole `Answer` snapshots: first the passages, then the text as it grows, at last
the finished answer; `invoke` and `ainvoke` return the last. Callbacks see the retriever and the model.
"""

import dataclasses
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from langchain_core.runnables import RunnableConfig, RunnableGenerator, run_in_executor

from assistant.answer import Answer, Turn
from assistant.model import Model, Talk
from assistant.question import understand
from assistant.quotes import account, answer_by_quotes
from assistant.retrieve import CableRetriever, passage
from assistant.write import standalone, write
from ingest import Library
from ingest.entries import EVERYWHERE, Where
from ingest.errors import ModelError


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the conversation before it and the filters that it is asked under.

    `literal`: nothing is made of the person, the time and the post that it names; `without`: nothing of what an
    earlier answer told as `understood` in these words.
    """

    question: str
    turns: tuple[Turn, ...] = ()
    where: Where = EVERYWHERE
    literal: bool = False
    without: tuple[str, ...] = ()

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
        return cls(question, turns, Where(**filters), literal, without)


class AnswerChain(RunnableGenerator[Any, Answer]):
    """Question in (a text, a mapping or `Asked`), answer out; with a chat model it writes, else it quotes."""

    def __init__(
        self,
        library: Library,
        model: Model | None = None,
        *,
        strict: bool = False,
        second_opinion: bool = False,
    ) -> None:
        """`strict` leaves out what the model writes and what its citations do not bear out; for a `second_opinion`
        it is asked whether they do.
        """
        super().__init__(self._each, self._aeach, name="reftel")  # type: ignore[arg-type]  # it passes config too
        self.library = library
        self.retriever = CableRetriever(library=library)
        self.strict = strict
        self.second_opinion = second_opinion
        self.model = model

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """Return the finished answer."""
        *_, answer = self.stream(input, config, **kwargs)
        return answer

    async def ainvoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """Return the finished answer."""
        answers = [answer async for answer in self.astream(input, config, **kwargs)]
        return answers[-1]

    # What stands before it in a chain may hand the question over in parts, as a model writes it.

    def _each(self, inputs: Iterator[Any], config: RunnableConfig) -> Iterator[Answer]:
        yield from self._answers(Asked.of(reduce(add, inputs)), config)

    async def _aeach(self, inputs: AsyncIterator[Any], config: RunnableConfig) -> AsyncIterator[Answer]:
        answers = self._answers(Asked.of(reduce(add, [given async for given in inputs])), config)
        while (answer := await run_in_executor(config, next, answers, None)) is not None:
            yield answer

    def _answers(self, asked: Asked, config: RunnableConfig) -> Iterator[Answer]:
        began = time.perf_counter()
        talk = self.model.talk(config) if self.model else None
        for answer in self._snapshots(asked, talk, config):
            seconds = round(time.perf_counter() - began, 3)
            yield dataclasses.replace(answer, seconds=seconds, usage=talk.usage if talk else None)

    def _snapshots(self, asked: Asked, talk: Talk | None, config: RunnableConfig) -> Iterator[Answer]:
        note = None
        question = understand(_writable(asked.question), asked.turns, literal=asked.literal, without=asked.without)
        if talk and asked.turns:
            try:
                if whole := standalone(talk, question.asked, asked.turns):
                    # What the conversation was about still counts a little more, though the question names it now.
                    rewritten = understand(_writable(whole), literal=asked.literal, without=asked.without)
                    question = dataclasses.replace(rewritten, near=question.near)
            except ModelError as error:
                talk, note = None, _instead(error)
        documents = self.retriever.invoke(question.text, config, question=question, where=asked.where)
        waiting = Answer(
            question=asked.question,
            text="",
            answered=True,
            passages=tuple(passage(document) for document in documents),
            searched=account(self.library, asked.where),
            model=self.model.name if self.model and talk else None,
            understood=question.understood,
            note=note or self._by_words_alone(),
            finished=False,
        )
        yield waiting
        # A fact of the header is read off the cable; there is nothing for a model to write.
        if talk and waiting.passages and not question.field:
            try:
                yield from write(
                    talk,
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
        yield dataclasses.replace(
            answer, question=asked.question, note=waiting.note, understood=waiting.understood
        )

    def _by_words_alone(self) -> str | None:
        """Return what to say while not everything is indexed by meaning."""
        status = self.library.status()
        if status.embedded >= status.paragraphs:
            return None
        done = 100 * status.embedded // status.paragraphs
        return f"Meaning is still being indexed ({done} %); what is not yet is found by its words alone."


def _writable(text: str) -> str:
    """Return a text without halves of characters, which JSON may hold and no index or model takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _instead(error: ModelError) -> str:
    return f"{error} These are quotes instead."
