"""What a chat model does: rewrite a question that leans on the conversation, and write the answer.

A citation counts only if the model was shown that passage; of the passage, the sentence that comes closest to
what the model wrote is quoted.
"""

import dataclasses
import re
from collections.abc import Iterator, Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.runnables import RunnableConfig

import prompts
from assistant.answer import Answer, Citation, Passage, Turn, highest_marking
from assistant.cite import cite, day
from assistant.question import Question
from ingest import Library
from ingest.errors import ModelError
from ingest.sentences import sentences

CANNOT_ANSWER = "NOT IN THE ARCHIVE"  # what prompts/answer.md has the model say
_SHOWN = 10  # passages that the model is given
_TURNS = 6  # of the conversation that it is told
_LABEL = re.compile(r"\s*\[(?P<label>[0-9A-Z]+ (?:¶ ?\d+|\[\d+\]))\]")


def chat_model(name: str) -> BaseChatModel:
    """Return the chat model `provider:name`; raises ModelError when its package or its key is missing."""
    # Imported here: it takes a second, which answers by quotes need not pay.
    from langchain.chat_models import init_chat_model

    try:
        return init_chat_model(name)
    except ImportError as error:
        raise ModelError(f"The model {name!r} needs a package: {_line(error)}") from error
    except Exception as error:  # each provider raises its own errors for a missing key or a bad name
        raise ModelError(f"The model {name!r} cannot be used: {_line(error)}") from error


def standalone(model: BaseChatModel, question: str, turns: Sequence[Turn], config: RunnableConfig) -> str:
    """Return the question rewritten so that it needs no conversation; as it is when the model fails."""
    conversation = "\n".join(f"{turn.role}: {turn.text}" for turn in turns[-_TURNS:])
    prompt = prompts.load("standalone").substitute(conversation=conversation, question=question)
    try:
        rewritten = (model | StrOutputParser()).invoke([HumanMessage(prompt)], config)
    except Exception:  # whatever the provider raises: the question as asked is still worth answering
        return question
    return rewritten.strip() or question


def write(
    model: BaseChatModel, library: Library, waiting: Answer, question: Question, config: RunnableConfig
) -> Iterator[Answer]:
    """Yield the answer as the model writes it, from the passages of `waiting`; raises ModelError."""
    shown = waiting.passages[:_SHOWN]
    prompt = prompts.load("answer").substitute(
        passages="\n\n".join(_shown(passage) for passage in shown), question=question.text
    )
    text = ""
    answer = waiting
    try:
        for part in (model | StrOutputParser()).stream([HumanMessage(prompt)], config):
            text += part
            answer = _cited(library, waiting, shown, text)
            yield answer
    except Exception as error:  # each provider raises its own errors; none may leave the user without an answer
        raise ModelError(f"The model failed: {_line(error)}") from error
    if not text.strip():
        raise ModelError("The model said nothing.")
    answered = CANNOT_ANSWER not in text and bool(answer.citations)
    if CANNOT_ANSWER in text:
        answer = dataclasses.replace(
            answer, text=f"The archive does not say. Searched: {answer.searched}.", citations=()
        )
    yield dataclasses.replace(answer, answered=answered, finished=True)


def _shown(passage: Passage) -> str:
    facts = ", ".join(filter(None, (passage.origin, day(passage.date), passage.subject, passage.section)))
    return f"[{passage.label}] {facts}\n{passage.text}"


def _cited(library: Library, waiting: Answer, shown: Sequence[Passage], text: str) -> Answer:
    """Return the answer so far, its labels replaced by the numbers of their citations."""
    by_label = {passage.label: passage for passage in shown}
    citations: dict[tuple[str, int, int, int], Citation] = {}
    written = ""
    end = 0
    for found in _LABEL.finditer(text):
        sentence = text[end : found.start()].strip() or written
        written += text[end : found.start()]
        end = found.end()
        if (passage := by_label.get(found["label"])) is None:
            continue  # a label that the model was not shown vouches for nothing
        start, end_ = _closest(library, passage, sentence)
        place = (passage.cable, passage.ordinal, start, end_)
        if place not in citations:
            citations[place] = _quote(library, passage, (start, end_), len(citations) + 1)
        written += f" [{citations[place].number}]"
    return dataclasses.replace(
        waiting,
        text=written + text[end:],
        citations=tuple(citations.values()),
        marking=highest_marking(each.marking for each in citations.values()),
    )


def _closest(library: Library, passage: Passage, sentence: str) -> tuple[int, int]:
    """Return where the sentence of a passage stands that shares most with what was written of it."""
    wanted = set(library.words.terms(sentence))
    return max(
        sentences(passage.text),
        key=lambda place: len(wanted & set(library.words.terms(passage.text[place[0] : place[1]]))),
    )


def _quote(library: Library, passage: Passage, place: tuple[int, int], number: int) -> Citation:
    (cable,) = library.cables([passage.cable])
    return cite(number, cable, cable.paragraphs[passage.ordinal - 1], *place)


def _line(error: Exception) -> str:
    """Return the first line of an error, which is as much as a user can act on."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
