"""The user's settings, read once: flags override the environment, which overrides `reftel.toml`."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from platformdirs import user_config_path

from assistant.sureness import USUAL as THRESHOLDS
from assistant.sureness import Thresholds
from assistant.writing.model_limits import USUAL, ModelLimits, Price
from ingest.errors import SettingsError

if TYPE_CHECKING:
    from ingest import Library


@dataclass(frozen=True, slots=True)
class Settings:
    """`library`: a folder, by default the user's own. `database_url`: a PostgreSQL database that keeps the
    catalogue, so that several machines share it; `chroma_url`: a Chroma server that keeps the vectors and
    searches them; `chroma_texts`: the collection keeps the texts too, for other programs.
    `embedder`: any sentence-transformers name or path; a library built with any but the default is searched
    by meaning only if that model is named here.
    `workers`: the address of a Dask scheduler, for an ingest.
    `model`: a `provider:name` for LangChain's init_chat_model, or the URL of a model server, which is sent
    `model_key`; None answers with quotes alone. `models_allowed`: what else readers may choose, by name, with
    commas between: "local" for what is found on this machine, "none" for nothing. `daily_tokens`: how many a
    reader may spend in a day on models that run elsewhere. `strict`:
    sentences that their citations do not support are left out, not only marked. `second_opinion`: the model itself
    is also asked whether they do. `max_tokens`, `timeout` and `context` are its limits; `cache`: its replies are
    kept; `prices`: what models cost, by `provider:name`. `prompts`: a folder with instructions of your own instead
    of ours. `deep_rounds` and `deep_tokens` are the limits of a report.
    `answer_from` and `excerpts_from`: how likely what is quoted must be right for it to be claimed, or to be shown
    as excerpts without a claim; below both, the archive does not say.
    `users`: the file of who may log in; `max_upload`: how many megabytes may be added at once through the window,
    `max_files`: in how many files.
    """

    library: str | None = None
    database_url: str | None = field(default=None, repr=False)  # it may contain a password
    embedder: str | None = None
    model: str | None = None
    model_key: str | None = field(default=None, repr=False)
    models_allowed: str | None = None
    daily_tokens: int | None = None
    strict: bool = False
    second_opinion: bool = False
    max_tokens: int | None = None
    timeout: float = USUAL.timeout
    context: int = USUAL.context
    deep_rounds: int = USUAL.deep_rounds
    deep_tokens: int = USUAL.deep_tokens
    cache: bool = True
    prompts: str | None = None
    users: str | None = None
    chroma_url: str | None = field(default=None, repr=False)
    chroma_texts: bool | None = None
    workers: str | None = None
    max_upload: int = 100
    max_files: int = 200
    answer_from: float = THRESHOLDS.answered
    excerpts_from: float = THRESHOLDS.excerpts
    prices: Mapping[str, Price] = field(default_factory=dict)

    def open_library(self, *, lives_on: bool = True) -> "Library":
        """Open the library, for a process that `lives_on` or not; raises LibraryError where it cannot be used."""
        from ingest import Library

        return Library.open(
            self.library,
            embedder=self.embedder,
            database=self.database_url,
            chroma=self.chroma_url,
            chroma_texts=self.chroma_texts,
            lives_on=lives_on,
        )

    @property
    def limits(self) -> ModelLimits:
        """The limits of a model."""
        return ModelLimits(self.max_tokens, self.timeout, self.context, self.deep_rounds, self.deep_tokens)

    @property
    def thresholds(self) -> Thresholds:
        """How sure quotes must be to be claimed or shown."""
        return Thresholds(self.answer_from, self.excerpts_from)

    @classmethod
    def read(cls, env: Mapping[str, str] | None = None, **flags: str | float | bool | None) -> Self:
        """Return the settings; a flag that is None counts as not given.

        The file is `reftel.toml` in the working folder, else in the user's configuration folder. Raises
        SettingsError when it is no TOML, has a key that is none of these, or a value that is not of its kind.
        """
        env = os.environ if env is None else env
        names = {field.name for field in fields(cls)}
        values: dict[str, Any] = _from_file(names)
        values |= {
            name: _from_word(name, key, env[key])
            for name in names - {"prices"}
            if env.get(key := f"REFTEL_{name.upper()}")
        }
        values |= {name: value for name, value in flags.items() if value is not None}
        return cls(**values)


_SWITCHES = frozenset({"strict", "second_opinion", "cache"})
_COUNTS = frozenset(
    {"max_tokens", "context", "deep_rounds", "deep_tokens", "max_upload", "max_files", "daily_tokens"}
)
_SHARES = frozenset({"answer_from", "excerpts_from"})
_NUMBERS = _COUNTS | _SHARES | {"timeout"}
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


def _from_word(name: str, key: str, text: str) -> str | float | bool:
    """Return the value of a setting that is a word of the environment."""
    if name in _SWITCHES:
        if (position := _POSITIONS.get(text.casefold())) is None:
            raise SettingsError(f"{key} is {text!r}: set it to true or false.")
        return position
    if name not in _NUMBERS:
        return text
    try:
        number = int(text) if name in _COUNTS else float(text)
    except ValueError:
        number = -1
    if not _is_in_range(name, number):
        raise SettingsError(f"{key} is {text!r}: set it to a {_kind(name)}.")
    return number


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
    except (RecursionError, MemoryError) as error:
        raise SettingsError(f"{path} is not a settings file: its values are nested too deeply.") from error
    if unknown := sorted(set(values) - names):
        raise SettingsError(f"{path} sets {unknown[0]!r}, which is not one of {', '.join(sorted(names))}.")
    if "prices" in values:
        values["prices"] = _prices(path, values["prices"])
    for name, value in values.items():
        if name in _SWITCHES and not isinstance(value, bool):
            raise SettingsError(f"{path} sets {name!r} to {value!r}: write true or false, without quotes.")
        if name in _NUMBERS and not (
            _is_number(value, int if name in _COUNTS else float) and _is_in_range(name, value)
        ):
            raise SettingsError(f"{path} sets {name!r} to {value!r}: write a {_kind(name)}, without quotes.")
        if name not in _SWITCHES | _NUMBERS | {"prices"} and not isinstance(value, str):
            raise SettingsError(f"{path} sets {name!r} to {value!r}, which is not text: write it in quotes.")
    return values


def _prices(path: Path, table: Any) -> dict[str, Price]:
    """Return the prices of a table that has a line for each model."""
    if not isinstance(table, dict):
        table = {"prices": table}
    for name, price in table.items():
        is_price = isinstance(price, dict) and price.keys() == {"input", "output"}
        if not is_price or not all(_is_number(each, float) and each >= 0 for each in price.values()):
            raise SettingsError(
                f"{path} sets the price of {name!r} to {price!r}: under [prices], write "
                '"provider:name" = {input = 0.15, output = 0.60}, in USD per million tokens.'
            )
    return {name: Price(price["input"], price["output"]) for name, price in table.items()}


def _is_number(value: Any, kind: type) -> bool:
    """Whether a value of TOML is such a number; a whole one is a float too, a truth value is neither."""
    return isinstance(value, (int, kind)) and not isinstance(value, bool)


def _is_in_range(name: str, value: float) -> bool:
    return 0 <= value <= 1 if name in _SHARES else value > 0


def _kind(name: str) -> str:
    if name in _SHARES:
        return "number from 0 to 1"
    return "whole number above zero" if name in _COUNTS else "number above zero"
