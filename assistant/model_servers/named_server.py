"""Asking one server that somebody has named, or that has failed: which models it has, and what is the matter."""

import asyncio
import os
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from assistant.model_servers.listing import LLAMA_CPP, ListedModel, NotAModelServer, by_ollama, by_openai
from assistant.model_servers.model_name import ServerModel, by_url, ollama_here, sent_to
from ingest.errors import ModelError

_PATIENCE = 5.0  # seconds for a server that somebody has named, which may be far away
_BRIEFLY = 1.0  # for one that has just failed
_KEY_WANTED = {401, 403}
_SHOWN = 8  # names of models in a line


def models_at(server: ServerModel, key: str | None = None) -> tuple[str, ...]:
    """Return the names of the models that a server has; raises ModelError where it does not tell."""
    try:
        listed = _waited_for(by_openai(server.url, _PATIENCE, key))
    except NotAModelServer as error:
        if error.status in _KEY_WANTED:
            wanted = "REFTEL_MODEL_KEY is not the one" if key else "set REFTEL_MODEL_KEY"
            raise ModelError(f"The model server at {server.url} wants a key: {wanted}.") from None
        raise ModelError(f"No model server was found at {server.url}: {error}.") from None
    if not listed:
        raise ModelError(f"The model server at {server.url} has no model: load one there.")
    return tuple(each.name for each in listed)


def in_full(name: str, key: str | None = None) -> str:
    """Return the name of a model with what its URL leaves out: the `/v1`, and the model where there is only one.

    Raises ModelError where the server has several, or does not answer.
    """
    server = by_url(name)
    if server is None or server.name:
        return str(server or name)
    models = models_at(server, key)
    if len(models) > 1:
        raise ModelError(
            f"The server at {server.url} has {len(models)} models: write {server.url}#NAME, where NAME is "
            f"{_listed(models)}."
        )
    return str(ServerModel(server.url, models[0]))


def trouble_with(name: str) -> str | None:
    """Return what is the matter with a model on this machine that has failed; None where its server is well."""
    server = by_url(name)
    ollama = ollama_here(os.environ) if name.startswith("ollama:") else None
    if sent_to(name) is not None or not (server or ollama):
        return None
    where = server.host if server else ollama
    try:
        asking = by_openai(server.url, _BRIEFLY) if server else by_ollama(f"http://{ollama}", _BRIEFLY)
        listed = _waited_for(asking)
    except NotAModelServer as error:
        if error.status is not None:  # it lives, and wants a key or is still loading: its own words say so
            return None
        return f"The model server at {where} does not answer any more: start it again, or choose another model."
    called = server.name if server else name.removeprefix("ollama:")
    names = {form for each in listed for form in (each.name, each.name.removesuffix(":latest"))}
    if called in names or any(each.program == LLAMA_CPP for each in listed):  # that one takes any name
        return None
    return f"The model server at {where} no longer has {called}: choose another model."


def _waited_for(asking: Coroutine[Any, Any, tuple[ListedModel, ...]]) -> tuple[ListedModel, ...]:
    """Return what a server says; in a thread of its own, as the caller's may run an event loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asking).result()


def _listed(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
