"""What a chat model does: rewrite a question that leans on the conversation, and write the answer.

Nobody sees a sentence of it before that is checked against the passages that it cites.
"""

import dataclasses
import os
import secrets
from collections.abc import Iterator, Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.runnables import RunnableConfig

import prompts
from assistant.answer import Answer, Turn
from assistant.examine import Examiner, Sentence
from assistant.exhibits import exhibits
from assistant.patience import patiently
from assistant.question import Question
from assistant.written import stretches
from ingest import Library
from ingest.errors import ModelError

CANNOT_ANSWER = "NOT IN THE ARCHIVE"  # what prompts/answer.md has the model say
PATIENCE = 60.0  # seconds that a model may be silent before it counts as failed
_SHOWN = 10  # passages that the model is given
_TURNS = 6  # of the conversation that it is told
_LONGEST = 8_000  # characters of an answer; the prompt asks for five sentences
# Loaded here, so that a template with a wrong variable is told when reftel starts.
_ANSWER, _STANDALONE = prompts.load("answer"), prompts.load("standalone")


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
    prompt = _STANDALONE.substitute(conversation=conversation, question=question)
    return "".join(_said(model, prompt, config)).strip() or question


def write(
    model: BaseChatModel,
    library: Library,
    waiting: Answer,
    question: Question,
    config: RunnableConfig,
    *,
    strict: bool = False,
) -> Iterator[Answer]:
    """Yield the answer as the model writes it, from the passages of `waiting`, each sentence once it is checked.

    A sentence that does not stand is left out if `strict`, else marked. Raises ModelError when the model fails,
    says nothing, cites nothing that it was shown, or when less than half of its sentences stand.
    """
    shown = exhibits(library, waiting.passages[:_SHOWN])
    fence = secrets.token_hex(8)
    prompt = _ANSWER.substitute(
        fence=fence, passages="\n\n".join(each.shown(fence) for each in shown), question=question.text
    )
    examiner = Examiner(library, shown)
    sentences: list[Sentence] = []
    length, rest = 0, ""
    for part in _said(model, prompt, config):
        length, rest = length + len(part), rest + part
        if CANNOT_ANSWER in rest:
            yield _refusal(waiting)
            return
        if length > _LONGEST:
            raise ModelError("The model wrote without end.")
        if found := stretches(rest, ended=False):
            rest = rest[sum(map(len, found)) :]
            sentences += map(examiner.examine, found)
            if _hold(sentences):
                yield examiner.answer(waiting, sentences, strict=strict)
    sentences += map(examiner.examine, stretches(rest, ended=True))
    if not sentences:
        raise ModelError("The model said nothing.")
    if not any(each.places for each in sentences):
        raise ModelError("The model cited no passage that it was shown.")
    if not _hold(sentences):
        raise ModelError("Most of what the model wrote is not borne out by what it cites.")
    yield dataclasses.replace(examiner.answer(waiting, sentences, strict=strict), finished=True)


def _hold(sentences: Sequence[Sentence]) -> bool:
    """Whether at least half of the sentences are borne out by what they cite."""
    return 2 * sum(each.judgement.stands for each in sentences) >= len(sentences)


def _said(model: BaseChatModel, prompt: str, config: RunnableConfig) -> Iterator[str]:
    """Yield what the model says, part by part; raises ModelError."""
    try:
        yield from patiently((model | StrOutputParser()).stream([HumanMessage(prompt)], config), PATIENCE)
    except Exception as error:  # each provider raises its own errors; none may leave the user without an answer
        raise ModelError(f"The model failed: {_line(error)}") from error


def _refusal(waiting: Answer) -> Answer:
    text = f"The archive does not say. Searched: {waiting.searched}."
    return dataclasses.replace(waiting, text=text, answered=False, finished=True)


def _line(error: Exception) -> str:
    """Return the first line of an error, which is as much as a user can act on, without the keys in it."""
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    # Some servers repeat the key that they refuse; the providers' clients take theirs from the environment.
    keys = (value for name, value in os.environ.items() if name.endswith(("_KEY", "_TOKEN")) and value)
    for key in keys:
        line = line.replace(key, "...")
    return line if line.endswith((".", "!", "?")) else f"{line}."
