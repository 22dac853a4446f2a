"""A chat model: how it is had, asked, listened to, counted and remembered. No other module speaks to one."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import metadata
from typing import Any, Protocol

from langchain_core.callbacks import dispatch_custom_event
from langchain_core.language_models import BaseChatModel
from langchain_core.load import dumps
from langchain_core.messages import AIMessageChunk, HumanMessage, ToolCallChunk
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config
from pydantic import BaseModel

from assistant.answer import Usage
from assistant.model_servers.model_name import by_url, sent_to
from assistant.model_servers.named_server import trouble_with
from assistant.writing.context_length import context_length
from assistant.writing.model_failures import failure, first_line
from assistant.writing.model_limits import USUAL, ModelLimits, Price, tokens
from assistant.writing.reply_cache import Cache
from assistant.writing.stream_timeout import with_timeout
from assistant.writing.thoughts import without_thoughts
from ingest.errors import ModelError
from ingest.loopback import spare_proxies
from prompts import OURS, Prompts

# What each provider calls the reason for which a model stopped, and that reason where it ran into a limit.
_REASONS = ("finish_reason", "stop_reason", "done_reason")
_LIMITED = {"length", "max_tokens", "MAX_TOKENS"}
_ADDRESSES = ("_BASE_URL", "_API_BASE", "_ENDPOINT", "OLLAMA_HOST")
REMEMBERED = "remembered"  # the event by which callbacks hear a prompt that the model need not be sent


class Allowance(Protocol):
    """What may still be spent on a model; whoever asks it takes from this."""

    def begin(self) -> None:
        """Take note that the model is about to be asked; raises ModelError where it may not be."""

    def end(self, tokens: int) -> None:
        """Take note of how many tokens that has cost."""


@dataclass(frozen=True, slots=True)
class Model:
    """A chat model by its name, the limits that it is held to, its price, what it said before, and what it is
    asked with. `key`: what its server is sent, to be kept out of errors; `allowance`: what may be spent on it."""

    name: str
    chat: BaseChatModel
    limits: ModelLimits = USUAL
    price: Price | None = None
    cache: Cache | None = None
    prompts: Prompts = OURS
    key: str | None = field(default=None, repr=False)
    allowance: Allowance | None = None

    def call(self, config: RunnableConfig) -> "ModelCall":
        """Return a new call of it, about one question."""
        return ModelCall(self, config)


class ModelCall:
    """What is asked of a model, and what it says, about one question.

    `usage` adds up over its replies, None while the model gave no figures; `spent` is about how many tokens it was
    sent and wrote, whether or not it gives figures. Of the last thing that it said, `cut`
    tells that it ran into its limit, `remembered` that it came from the cache.
    """

    def __init__(self, model: Model, config: RunnableConfig) -> None:
        self.name = model.name
        self.prompts = model.prompts
        self.usage: Usage | None = None
        self.spent = 0
        self.cut = False
        self.remembered = False
        self._model = model
        self._config = config
        self._given: tuple[str, ...] = ()
        self._said: list[str] = []

    @cached_property
    def limits(self) -> ModelLimits:
        """What it is held to: less than was set where its server says that it takes less."""
        return self._model.limits.within(context_length(self._model.chat))

    def say(
        self,
        prompt: str,
        *,
        fence: str = "",
        run: str | None = None,
        tools: Sequence[type[BaseModel]] = (),
    ) -> Iterator[str]:
        """Yield what the model says to a prompt, part by part; raises ModelError.

        `fence` is what in the prompt is new in each call, and so no part of what the reply is remembered by. `run`
        is the name of the call for callbacks. `tools` are what the model may call; a call is said as a line with
        the tool's name and its arguments as JSON. Where a provider has no tools, that fails like anything else.
        """
        self._said, self.cut, self.remembered = [], False, False
        before = None
        if self._model.cache:
            known = prompt.replace(fence, "") if fence else prompt
            self._given = (dumps(self._model.chat), *_servers(), known, *(tool.__name__ for tool in tools))
            before = self._model.cache.get(*self._given)
        if before is not None:
            self.remembered = True
            dispatch_custom_event(REMEMBERED, prompt, config=self._config)
            yield before
            return
        allowance = self._model.allowance
        if allowance:
            allowance.begin()
        spent = self._spent
        try:
            yield from self._listen(prompt, run, tools)
        finally:
            if allowance:
                told = self._spent - spent
                allowance.end(told or tokens(prompt) + tokens("".join(self._said)))

    def _listen(self, prompt: str, run: str | None, tools: Sequence[type[BaseModel]]) -> Iterator[str]:
        try:
            chat: Any = self._model.chat.bind_tools(tools) if tools else self._model.chat
            parts: Iterator[AIMessageChunk] = chat.stream(
                [HumanMessage(prompt)], patch_config(self._config, run_name=run)
            )
            called: list[ToolCallChunk] = []
            self.spent += tokens(prompt)
            for text in without_thoughts(self._texts(parts, called)):
                self._said.append(text)
                yield text
            for line in _lines(called if tools else ()):
                self._said.append(line)
                yield line
        except ModelError:
            raise
        except Exception as error:  # each provider raises its own; none may leave the user without an answer
            # Not `from error`: a traceback would print what the line leaves out.
            failed = f"The model failed: {failure(error, self._model.key)}"
            raise ModelError(trouble_with(self.name) or failed) from None

    def _texts(self, parts: Iterator[AIMessageChunk], called: list[ToolCallChunk]) -> Iterator[str]:
        """Yield the text of each part, count it, and put the calls of tools in it to those `called`."""
        for part in with_timeout(parts, self.limits.timeout):
            self._count(part)
            called += part.tool_call_chunks
            if text := str(part.text):
                self.spent += max(1, len(text) // 4)  # most send a token at a time
                yield text

    @property
    def _spent(self) -> int:
        return self.usage.input + self.usage.output if self.usage else 0

    def keep(self) -> None:
        """Remember the last thing that the model said, if it was all of it."""
        if self._model.cache and not self.cut and not self.remembered:
            self._model.cache.put("".join(self._said), *self._given)

    def _count(self, part: AIMessageChunk) -> None:
        reasons = (part.response_metadata.get(name) for name in _REASONS)
        self.cut = self.cut or any(reason in _LIMITED for reason in reasons)
        if counted := part.usage_metadata:
            input, output = counted["input_tokens"], counted["output_tokens"]
            price = self._model.price
            usage = Usage(input, output, price.of(input, output) if price else None)
            self.usage = self.usage + usage if self.usage else usage


def _command(provider: str) -> str | None:
    """Return what installs the package of a provider that is one of reftel's extras."""
    extras = metadata("reftel").get_all("Provides-Extra") or ()
    return f"pip install 'reftel[{provider}]'" if provider in extras else None


def chat_model(name: str, limits: ModelLimits = USUAL, key: str | None = None) -> BaseChatModel:
    """Return the chat model `provider:name` or `http://host/v1#name`; the server of the latter is sent the `key`.

    Raises ModelError when its package or its key is missing, or the name is none.
    """
    # Imported here: it takes a second, which answers by quotes need not pay.
    from langchain.chat_models import init_chat_model

    server = by_url(name)
    provider, _, model = ("openai", "", server.name) if server else name.partition(":")
    if not (provider and model):
        raise ModelError(
            f"{name!r} is not a model: write provider:name, such as ollama:llama3.2, or its server's URL."
        )
    arguments = _limited(provider, limits, is_given_by_url=bool(server)) | _at_home(provider, name)
    if server:
        spare_proxies(server.url)
        # A server of one's own may take no key, and has the older protocol for sure.
        arguments |= {"base_url": server.url, "api_key": key or "none", "use_responses_api": False}
    try:
        chat: BaseChatModel = init_chat_model(model, model_provider=provider, temperature=0, **arguments)
        if not (chat.profile or {}).get("temperature", True):
            chat = init_chat_model(model, model_provider=provider, **arguments)
    except ImportError as error:
        raise ModelError(
            f"The model {name!r} needs a package: {_command(provider) or first_line(error)}"
        ) from None
    except Exception as error:  # each provider raises its own errors for a missing key or a bad name
        raise ModelError(f"The model {name!r} cannot be used: {first_line(error, key)}") from None
    if "stream_usage" in type(chat).model_fields:
        # Off by default for servers other than OpenAI's own.
        chat.stream_usage = True  # type: ignore[attr-defined]  # looked for just above
    return chat


def _at_home(provider: str, name: str) -> dict[str, Any]:
    """Return what keeps a client at the server of this machine that it is to ask: no proxy, and no redirect."""
    if sent_to(name) is not None:
        return {}
    kept: dict[str, Any] = {"trust_env": False, "follow_redirects": False}
    if provider == "ollama":
        return {"client_kwargs": kept}
    if by_url(name):
        from openai import DefaultAsyncHttpxClient, DefaultHttpxClient

        clients = DefaultHttpxClient(**kept), DefaultAsyncHttpxClient(**kept)
        return {"http_client": clients[0], "http_async_client": clients[1], "openai_proxy": None}
    return {}


def _lines(called: Sequence[ToolCallChunk]) -> Iterator[str]:
    """Yield calls of tools, which come in pieces, as lines: the name and the arguments as they were sent."""
    whole: dict[int | str | None, list[str]] = {}
    for piece in called:
        # Servers that send a call in one piece may give all of them the same number, or none.
        place = piece["index"] if piece["index"] is not None else piece["id"]
        name, arguments = whole.setdefault(place, ["", ""])
        if piece["name"] and name:
            yield f"\n{name} {' '.join(arguments.split()) or '{}'}\n"
            name, arguments = "", ""
        whole[place] = [name + (piece["name"] or ""), arguments + (piece["args"] or "")]
    for name, arguments in whole.values():
        yield f"\n{name} {' '.join(arguments.split()) or '{}'}\n"


def _limited(provider: str, limits: ModelLimits, *, is_given_by_url: bool) -> dict[str, Any]:
    """Return the limits as a provider's constructor takes them."""
    given: dict[str, Any]
    if provider == "ollama":  # it keeps 4,096 tokens of a prompt and drops the rest unless told
        given = {"num_ctx": limits.context, "num_predict": limits.max_tokens}
    elif is_given_by_url:  # the client would use OpenAI's newer word for it, which not every server knows
        given = {"extra_body": {"max_tokens": limits.max_tokens} if limits.max_tokens else None}
    else:
        given = {"max_tokens": limits.max_tokens}
    return {key: value for key, value in given.items() if value is not None}


def _servers() -> list[str]:
    """Return where the environment has the providers' clients look for a model: one name may mean several."""
    return sorted(f"{name}={value}" for name, value in os.environ.items() if name.endswith(_ADDRESSES))
