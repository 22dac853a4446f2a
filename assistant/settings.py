"""What the user has set, read once at the edge: flags before environment before `reftel.toml`."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

from platformdirs import user_config_path

from ingest.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Settings:
    """`library`: a folder, by default the user's own. `embedder`: any sentence-transformers name or path, by
    default the one that the library was built with.
    `model`: a `provider:name` for LangChain's init_chat_model; None answers with quotes alone. `strict`: what a
    model writes and its citations do not bear out is left out, not only marked.
    """

    library: str | None = None
    embedder: str | None = None
    model: str | None = None
    strict: bool = False

    @classmethod
    def read(cls, env: Mapping[str, str] | None = None, **flags: str | bool | None) -> Self:
        """Return the settings; a flag that is None counts as not given.

        The file is `reftel.toml` in the working folder, else in the user's configuration folder. Raises
        SettingsError when it is no TOML, has a key that is none of these, or a value that is not of its kind.
        """
        env = os.environ if env is None else env
        names = {field.name for field in fields(cls)}
        values: dict[str, Any] = _from_file(names)
        values |= {
            name: _switch(key, env[key]) if name in _SWITCHES else env[key]
            for name in names
            if env.get(key := f"REFTEL_{name.upper()}")
        }
        values |= {name: value for name, value in flags.items() if value is not None}
        return cls(**values)


_SWITCHES = frozenset({"strict"})
_POSITIONS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


def _switch(key: str, text: str) -> bool:
    try:
        return _POSITIONS[text.casefold()]
    except KeyError:
        raise SettingsError(f"{key} is {text!r}: set it to true or false.") from None


def _from_file(names: set[str]) -> dict[str, Any]:
    for path in (Path("reftel.toml"), user_config_path("reftel", appauthor=False) / "reftel.toml"):
        if path.is_file():
            break
    else:
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}.") from error
    if unknown := sorted(set(values) - names):
        raise SettingsError(f"{path} sets {unknown[0]!r}, which is none of {', '.join(sorted(names))}.")
    for name, value in values.items():
        if name in _SWITCHES and not isinstance(value, bool):
            raise SettingsError(f"{path} sets {name!r} to {value!r}: write true or false, without quotes.")
        if name not in _SWITCHES and not isinstance(value, str):
            raise SettingsError(f"{path} sets {name!r} to {value!r}, which is no text: write it in quotes.")
    return values
