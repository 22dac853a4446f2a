"""How a model is named: `provider:name`, or `http://host:port/v1#name` for a server with OpenAI's protocol."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ingest.errors import ModelError
from ingest.loopback import is_this_machine

LONGEST_NAME = 200  # characters; what a server calls a model may be a path
_OLLAMA = "127.0.0.1", 11434  # where it listens unless OLLAMA_HOST says otherwise
_USUAL_PATH = "/v1"
# The variables that send a provider's client to another server.
_ELSEWHERE = {"openai": ("OPENAI_BASE_URL", "OPENAI_API_BASE")}


@dataclass(frozen=True, slots=True)
class ServerModel:
    """A model of a server that speaks OpenAI's protocol at `url`; the name is "" where none is given."""

    url: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.url}#{self.name}" if self.name else self.url

    @property
    def host(self) -> str:
        """Host and port, as people write them."""
        return urlsplit(self.url).netloc


def by_url(name: str) -> ServerModel | None:
    """Return the model that a URL names; None for `provider:name`. Raises ModelError for a URL that is none."""
    if not name.startswith(("http://", "https://")):
        return None
    address, _, model = name.partition("#")
    try:
        parts = urlsplit(address)
        is_address = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_address = False
    if not is_address:
        raise ModelError(f"{name!r} is not the address of a model server: write http://127.0.0.1:1234/v1.")
    if parts.query or "@" in parts.netloc:
        raise ModelError("The address of a model server has no password and no query: set REFTEL_MODEL_KEY.")
    path = parts.path.rstrip("/") or _USUAL_PATH
    return ServerModel(f"{parts.scheme}://{parts.netloc}{path}", model.strip())


def is_model_name(name: object) -> bool:
    """Return whether what a server calls a model is a name that can be shown, typed and asked for."""
    return isinstance(name, str) and 0 < len(name) <= LONGEST_NAME and name.isprintable() and name == name.strip()


def sent_to(name: str, env: Mapping[str, str] | None = None) -> str | None:
    """Return to whom questions for a model go; None where they stay on this machine, as far as its name tells."""
    if server := by_url(name):
        return None if is_this_machine(urlsplit(server.url).hostname or "") else server.host
    env = os.environ if env is None else env
    provider, _, model = name.partition(":")
    if provider == "ollama":
        if model.endswith((":cloud", "-cloud")):  # as Ollama names what it passes on to its own service
            return "Ollama's cloud"
        return None if ollama_here(env) else _ollama_host(env)
    for variable in _ELSEWHERE.get(provider, ()):
        if address := env.get(variable):
            host = urlsplit(address).hostname or ""
            return None if is_this_machine(host) else host
    return provider


def title(name: str) -> str:
    """Return a model's name as people read it: what its server calls it, and where the server is."""
    try:
        server = by_url(name)
    except ModelError:
        return name
    return f"{server.name} ({server.host})" if server else name


def ollama_here(env: Mapping[str, str]) -> str | None:
    """Return host and port of the Ollama of this machine; None where OLLAMA_HOST names another machine."""
    host = _ollama_host(env)
    name, _, port = host.rpartition(":")
    if not is_this_machine(name.strip("[]")):
        return None
    return host if name == "[::1]" else f"127.0.0.1:{port}"  # it may have been told to listen at all addresses


def _ollama_host(env: Mapping[str, str]) -> str:
    """Return host and port at which Ollama is asked: OLLAMA_HOST, in any of the forms that its client takes."""
    given = env.get("OLLAMA_HOST", "").strip()
    try:
        parts = urlsplit(given if "://" in given else f"http://{given}")
        host, port = parts.hostname or _OLLAMA[0], parts.port
    except ValueError:  # no address: its client says so
        return ":".join(map(str, _OLLAMA))
    if port is None:
        port = {"http": 80, "https": 443}.get(given.partition("://")[0], _OLLAMA[1])
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
