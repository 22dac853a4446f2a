"""How many tokens a model takes, asked of the server that runs it, where it tells.

Ollama tells at /api/show, vLLM in its list of models, llama.cpp at /props. Whatever else answers, or does not, or
takes long, tells nothing.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import httpx
from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

_PATIENCE = 2.0  # seconds; a model on this machine answers in a few milliseconds
_LONGEST = 4_000_000  # bytes: Ollama tells a model's vocabulary too
_LEAST = 512  # tokens: less is no context that anything could be asked in
_NAMES = ("max_model_len", "context_length", "max_context_length")


def context_length(chat: BaseChatModel) -> int | None:
    """Return how many tokens the server of a model says that it takes; None where it does not say."""
    base, name = _server(chat)
    with suppress(httpx.HTTPError, ValueError, RecursionError), httpx.Client(timeout=_PATIENCE) as client:
        told: list[int] = []
        if base and type(chat).__name__ == "ChatOllama":
            told += _of_ollama(_asked(client, "POST", f"{base}/api/show", json={"model": name}))
        elif base and type(chat).__name__ == "ChatOpenAI":
            told += _of_openai(client, base, name, _headers(chat))
        return min((each for each in told if each >= _LEAST), default=None)
    return None


def _server(chat: Any) -> tuple[str, str]:
    """Return where a model's server is and what it calls the model; "" for OpenAI's own, which tells nothing."""
    client = getattr(chat, "root_client", None) or getattr(getattr(chat, "_client", None), "_client", None)
    base = str(getattr(client, "base_url", "")).rstrip("/")
    name = str(getattr(chat, "model_name", None) or getattr(chat, "model", ""))
    return ("" if httpx.URL(base).host.endswith("openai.com") else base), name


def _headers(chat: BaseChatModel) -> dict[str, str]:
    key = getattr(chat, "openai_api_key", None)
    return {"authorization": f"Bearer {key.get_secret_value()}"} if isinstance(key, SecretStr) else {}


def _of_ollama(told: Any) -> Iterator[int]:
    if isinstance(told, Mapping) and isinstance((facts := told.get("model_info")), Mapping):
        yield from (
            each for name, each in facts.items() if str(name).endswith(".context_length") and type(each) is int
        )


def _of_openai(client: httpx.Client, base: str, name: str, headers: dict[str, str]) -> Iterator[int]:
    told = _asked(client, "GET", f"{base}/models", headers=headers)
    models = told.get("data") if isinstance(told, Mapping) else None
    for each in models if isinstance(models, list) else ():
        if isinstance(each, Mapping) and each.get("id") == name:
            yield from (each[key] for key in _NAMES if type(each.get(key)) is int)
    told = _asked(client, "GET", f"{base.removesuffix('/v1')}/props", headers=headers)
    usual = told.get("default_generation_settings") if isinstance(told, Mapping) else None
    if isinstance(usual, Mapping) and type(usual.get("n_ctx")) is int:
        yield usual["n_ctx"]


def _asked(client: httpx.Client, method: str, url: str, **given: Any) -> Any:
    """Return what a server answers as JSON, None where it answers with an error or at too great a length."""
    with client.stream(method, url, **given) as reply:
        if reply.status_code != httpx.codes.OK:
            return None
        received = b""
        for part in reply.iter_bytes():
            received += part
            if len(received) > _LONGEST:
                return None
    return json.loads(received)
