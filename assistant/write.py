"""What a chat model does: rewrite a question that leans on the conversation, and write the answer.

A citation counts only if the model was shown that passage; of the passage, the sentence that comes closest to
what the model wrote is quoted.
"""

import dataclasses
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.runnables import RunnableConfig

import prompts
from assistant.answer import Answer, Citation, Passage, Turn, highest_marking
from assistant.cite import cite, day
from assistant.patience import patiently
from assistant.question import Question
from ingest import Library
from ingest.errors import ModelError
from ingest.sentences import sentences

CANNOT_ANSWER = "NOT IN THE ARCHIVE"  # what prompts/answer.md has the model say
PATIENCE = 60.0  # seconds that a model may be silent before it counts as failed
_SHOWN = 10  # passages that the model is given
_TURNS = 6  # of the conversation that it is told
_PLACE = r"(?:¶ ?\d+|\[\d+\])"
_MORE = rf"(?:[,;]? (?:and )?(?:[0-9A-Z]+ )?{_PLACE})"
# Told to give each label its own brackets, many models give several the same.
_LABELS = re.compile(rf"\s*\[([0-9A-Z]+ {_PLACE}{_MORE}*)\]")
_LABEL = re.compile(rf"(?:(?P<cable>[0-9A-Z]+) )?(?P<place>{_PLACE})")


def chat_model(name: str) -> BaseChatModel:
    """Return the chat model `provider:name`; raises ModelError when its package or its key is missing."""
    # Imported here: it takes a second, which answers by quotes need not pay.
    from langchain.chat_models import init_chat_model

    provider, _, model = name.partition(":")
    if not (provider and model):
        raise ModelError(f"{name!r} is no model: write provider:name, such as ollama:llama3.2.")
    try:
        return init_chat_model(model, model_provider=provider)
    except ImportError as error:
        raise ModelError(f"The model {name!r} needs a package: {_line(error)}") from error
    except Exception as error:  # each provider raises its own errors for a missing key or a bad name
        raise ModelError(f"The model {name!r} cannot be used: {_line(error)}") from error


def standalone(model: BaseChatModel, question: str, turns: Sequence[Turn], config: RunnableConfig) -> str:
    """Return the question rewritten so that it needs no conversation; raises ModelError."""
    conversation = "\n".join(f"{turn.role}: {turn.text}" for turn in turns[-_TURNS:])
    prompt = prompts.load("standalone").substitute(conversation=conversation, question=question)
    return "".join(_said(model, prompt, config)).strip() or question


def write(
    model: BaseChatModel, library: Library, waiting: Answer, question: Question, config: RunnableConfig
) -> Iterator[Answer]:
    """Yield the answer as the model writes it, from the passages of `waiting`.

    Raises ModelError when the model fails, says nothing, or cites nothing that it was shown.
    """
    shown = waiting.passages[:_SHOWN]
    prompt = prompts.load("answer").substitute(
        passages="\n\n".join(_shown(passage) for passage in shown), question=question.text
    )
    draft = _Draft(library, shown)
    text = ""
    answer = waiting
    for part in _said(model, prompt, config):
        text += part
        if CANNOT_ANSWER in text:
            yield _refusal(waiting)
            return
        if not CANNOT_ANSWER.startswith(text.strip()):  # what may become a refusal is not shown as an answer
            answer = draft.cited(waiting, text)
            yield answer
    if not text.strip():
        raise ModelError("The model said nothing.")
    if not answer.citations:
        raise ModelError("The model cited no passage that it was shown.")
    yield dataclasses.replace(answer, finished=True)


def _said(model: BaseChatModel, prompt: str, config: RunnableConfig) -> Iterator[str]:
    """Yield what the model says, part by part; raises ModelError."""
    try:
        yield from patiently((model | StrOutputParser()).stream([HumanMessage(prompt)], config), PATIENCE)
    except Exception as error:  # each provider raises its own errors; none may leave the user without an answer
        raise ModelError(f"The model failed: {_line(error)}") from error


def _shown(passage: Passage) -> str:
    facts = ", ".join(filter(None, (passage.origin, day(passage.date), passage.subject, passage.section)))
    return f"[{passage.label}] {facts}\n{passage.text}"


def _refusal(waiting: Answer) -> Answer:
    text = f"The archive does not say. Searched: {waiting.searched}."
    return dataclasses.replace(waiting, text=text, answered=False, finished=True)


class _Draft:
    """What a model has written so far, with the passages that it was shown to write from."""

    def __init__(self, library: Library, shown: Sequence[Passage]) -> None:
        self._library = library
        self._cables = {cable.id: cable for cable in library.cables(list({each.cable for each in shown}))}
        self._shown: dict[str, list[Passage]] = defaultdict(list)  # cables repeat numbers, so labels repeat too
        for passage in shown:
            self._shown[passage.label].append(passage)

    def cited(self, waiting: Answer, text: str) -> Answer:
        """Return the answer so far, its labels replaced by the numbers of their citations."""
        citations: dict[tuple[str, int, int, int], Citation] = {}
        written = ""
        end = 0
        for found in _LABELS.finditer(text):
            sentence = text[end : found.start()].strip() or written
            written += text[end : found.start()]
            end = found.end()
            for label in _labels(found[1]):
                if (place := self._closest(label, sentence)) is not None:
                    citation = citations.setdefault(place, self._citation(len(citations) + 1, *place))
                    written += f" [{citation.number}]"
        return dataclasses.replace(
            waiting,
            text=written + text[end:],
            citations=tuple(citations.values()),
            marking=highest_marking(each.marking for each in citations.values()),
        )

    def _closest(self, label: str, sentence: str) -> tuple[str, int, int, int] | None:
        """Return where that sentence of the labelled passage stands which shares most with what was written.

        None where the model was not shown such a passage: then the label vouches for nothing.
        """
        wanted = self._terms(sentence)
        places = [(passage, place) for passage in self._shown.get(label, ()) for place in sentences(passage.text)]
        if not places:
            return None
        passage, (start, end) = max(
            places, key=lambda each: len(wanted & self._terms(each[0].text[slice(*each[1])]))
        )
        return passage.cable, passage.ordinal, start, end

    def _terms(self, text: str) -> set[str]:
        return set(self._library.words.terms(text))

    def _citation(self, number: int, id: str, ordinal: int, start: int, end: int) -> Citation:
        cable = self._cables[id]
        return cite(number, cable, cable.paragraphs[ordinal - 1], start, end)


def _labels(text: str) -> Iterator[str]:
    """Yield the labels between two brackets; one that names no cable means the cable before it."""
    cable = ""
    for found in _LABEL.finditer(text):
        cable = found["cable"] or cable
        yield f"{cable} {found['place'].replace(' ', '')}"


def _line(error: Exception) -> str:
    """Return the first line of an error, which is as much as a user can act on, without the keys in it."""
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    # Some servers repeat the key that they refuse; the providers' clients take theirs from the environment.
    keys = (value for name, value in os.environ.items() if name.endswith(("_KEY", "_TOKEN")) and value)
    for key in keys:
        line = line.replace(key, "...")
    return line if line.endswith((".", "!", "?")) else f"{line}."
