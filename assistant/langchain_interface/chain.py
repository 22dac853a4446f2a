"""The way from a question to an answer as a LangChain runnable.

`stream` and `astream` yield whole `Answer` snapshots: first the passages, then the text as it grows, at last
the finished answer; `invoke` and `ainvoke` return the last. Callbacks see the retriever and the model.
"""

from collections.abc import AsyncIterator, Iterator
from functools import reduce
from operator import add
from typing import Any

from langchain_core.runnables import RunnableConfig, RunnableGenerator, run_in_executor

from assistant.answer import Answer, Passage
from assistant.answering import Answering, Asked, Reach
from assistant.langchain_interface.retriever import CableRetriever, passage
from assistant.question.understand import Question
from assistant.writing.chat_model import Model
from ingest.domain.filters import Filters


class AnswerChain(RunnableGenerator[Any, Answer]):
    """Question in (a text, a mapping or `Asked`), answer out; with a chat model it writes, else it quotes."""

    def __init__(self, answering: Answering, model: Model | None = None) -> None:
        super().__init__(self._each, self._aeach, name="reftel")  # type: ignore[arg-type]  # it passes config too
        self.answering = answering
        self.retriever = CableRetriever(library=answering.library)
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
        def find(question: Question, where: Filters, reach: Reach) -> list[Passage]:
            asked = {"question": question, "where": where, "reach": reach}
            documents = self.retriever.invoke(question.text, config, **asked)
            return [passage(document) for document in documents]

        yield from self.answering.answers(asked, self.model.call(config) if self.model else None, find)
