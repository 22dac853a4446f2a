"""What a server says of its models, when it is asked as Ollama is or as OpenAI's protocol has it.

Any program may be behind a port, so what comes back is bounded in size and time, and counts only in the very shape
of such a list. No redirect is followed, and what is asked of this machine goes through no proxy.
"""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from assistant.model_servers.model_name import is_model_name
from ingest.loopback import is_this_machine

_LARGEST = 1 << 20  # bytes of a list
_MOST = 200  # models of one server that are shown
LLAMA_CPP = "llama.cpp"
_PROGRAMS = {"llamacpp": LLAMA_CPP, "vllm": "vLLM", "sglang": "SGLang", "koboldcpp": "KoboldCpp"}
# Of models that turn texts into vectors and cannot write: in their names, and in Ollama's families.
_EMBEDS = ("embed", "rerank", "minilm")
_FAMILY = "bert"


class NotAModelServer(Exception):
    """What answered is no model server, or nothing answered in time; `status` is that of HTTP, if any."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A model as its server lists it; `program` is what the server says it is, "" where it does not.

    `passed_on`: the server does not run it, but sends what it is asked elsewhere.
    """

    name: str
    program: str = ""
    passed_on: bool = False


async def by_openai(url: str, patience: float, key: str | None = None) -> tuple[ListedModel, ...]:
    """Return the models of a server that speaks OpenAI's protocol at `url`; raises NotAModelServer."""
    found = await _asked(f"{url}/models", patience, key)
    entries = found.get("data")
    if found.get("object") != "list" or not isinstance(entries, list):
        raise NotAModelServer("it lists no models as OpenAI's protocol does")
    return _models(
        ListedModel(each["id"], _PROGRAMS.get(str(each.get("owned_by")).casefold(), ""))
        for each in entries
        if isinstance(each, dict) and each.get("object") == "model" and is_model_name(each.get("id"))
    )


async def by_ollama(url: str, patience: float) -> tuple[ListedModel, ...]:
    """Return the models of an Ollama at `url`; raises NotAModelServer."""
    found = await _asked(f"{url}/api/tags", patience)
    entries = found.get("models")
    if not isinstance(entries, list):
        raise NotAModelServer("it lists no models as Ollama does")
    return _models(
        ListedModel(each["name"], "Ollama", passed_on=bool(each.get("remote_host") or each.get("remote_model")))
        for each in entries
        if isinstance(each, dict)
        and "digest" in each
        and is_model_name(each.get("name"))
        and not _only_embeds(each)
    )


def _only_embeds(entry: dict[str, Any]) -> bool:
    details = entry.get("details")
    return isinstance(details, dict) and str(details.get("family", "")).endswith(_FAMILY)


def _models(listed: Iterable[ListedModel]) -> tuple[ListedModel, ...]:
    writing = (each for each in listed if not any(word in each.name.casefold() for word in _EMBEDS))
    return tuple({each.name: each for each in writing}.values())[:_MOST]


async def _asked(url: str, patience: float, key: str | None = None) -> dict[str, Any]:
    headers = {"accept": "application/json", "accept-encoding": "identity"}
    if key:
        headers["authorization"] = f"Bearer {key}"
    is_here = is_this_machine(urlsplit(url).hostname or "")
    body = bytearray()
    try:
        async with (
            asyncio.timeout(patience),
            httpx.AsyncClient(trust_env=not is_here, follow_redirects=False, timeout=patience) as client,
            client.stream("GET", url, headers=headers) as reply,
        ):
            if reply.status_code != httpx.codes.OK:
                raise NotAModelServer(f"it answers with status {reply.status_code}", reply.status_code)
            async for part in reply.aiter_raw():  # as sent: what is packed could unpack to any size
                body += part
                if len(body) > _LARGEST:
                    raise NotAModelServer("its list of models is too long")
        found = json.loads(body)
    except TimeoutError as error:
        raise NotAModelServer(f"it does not answer within {patience:g} seconds") from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise NotAModelServer("nothing answers there") from error
    except (ValueError, RecursionError) as error:
        raise NotAModelServer("it answers with something else than JSON") from error
    if not isinstance(found, dict):
        raise NotAModelServer("it lists no models")
    return found
