"""What went wrong with a model, in words that help: each provider's client raises errors of its own."""

import os
import re

_KEYS = ("_KEY", "_TOKEN")
_SHORTEST_KEY = 8  # what is shorter is no key, and would be struck from the middle of words
_NO_MODEL = "its server sent something that is no answer of a chat model"
_BROKEN_OFF = "the connection broke off before its answer was complete"
_NOBODY = "no server answers at its address"
# The errors, by their names, of what several providers' clients are made of.
_BY_NAME = {
    "RemoteProtocolError": _BROKEN_OFF,
    "IncompleteRead": _BROKEN_OFF,
    "ReadError": _BROKEN_OFF,
    "JSONDecodeError": _NO_MODEL,
    "UnicodeDecodeError": _NO_MODEL,
    "ConnectionRefusedError": _NOBODY,
    "gaierror": "its address is that of no server",
    "ConnectError": _NOBODY,
}
_WRONG_KEY = "its server wants a valid key, from REFTEL_MODEL_KEY or the provider's own variable"
_NOT_READY = "its server is not ready; ask again in a while"
_TOO_LONG = "it takes fewer tokens than it was sent; `context` in reftel.toml says how many it takes"
_BY_STATUS = {
    401: _WRONG_KEY,
    403: _WRONG_KEY,
    413: _TOO_LONG,
    429: "its server takes no more questions for now; ask again in a while",
    502: _NOT_READY,
    503: _NOT_READY,
    504: _NOT_READY,
}
_LENGTH = re.compile(r"context (?:length|size|window)|too (?:long|many tokens)", re.IGNORECASE)
_CODE = re.compile(r"Error code: \d+(?: - )?")
_NO_ANSWER = "No generation chunks"  # LangChain, of a stream without an answer in it


def failure(error: Exception, key: str | None = None) -> str:
    """Return what went wrong when a model was asked, as the end of a sentence, without the keys in it.

    What its server says of that itself stands behind a colon.
    """
    status = getattr(error, "status_code", None)
    if not isinstance(status, int):
        return _sentence(_in_words(error) or first_line(error, key))
    said = _CODE.sub("", first_line(error, key), count=1)
    if said.startswith(("<", "{")):  # a web page, or what only programs read
        said = ""
    if 300 <= status < 400:
        told = "its server sends the question elsewhere, which is not followed"
    elif status == 400 and _LENGTH.search(said):
        told = _TOO_LONG
    else:
        told = _BY_STATUS.get(status, f"its server answered with error {status}")
    return _sentence(f"{told}: {said}" if said.strip(".") else told)


def first_line(error: Exception, key: str | None = None) -> str:
    """Return the first line of an error, which is as much as a user can act on, without the keys in it."""
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    # Some servers repeat the key that they refuse; the providers' clients take theirs from the environment.
    secrets = [key or "", *(value for name, value in os.environ.items() if name.endswith(_KEYS))]
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SHORTEST_KEY:
            line = line.replace(secret, "...")
    return _sentence(line)


def _in_words(error: Exception) -> str | None:
    """Return what went wrong where the error itself says it in words that help nobody."""
    if str(error).startswith(_NO_ANSWER):
        return _NO_MODEL
    seen: list[BaseException] = []
    each: BaseException | None = error
    while each and each not in seen:
        seen.append(each)
        each = each.__cause__ or each.__context__
    names = {type(each).__name__ for each in seen}
    return next((words for name, words in _BY_NAME.items() if name in names), None)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
