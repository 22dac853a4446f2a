"""The options and arguments that commands share, and the library and the lines that they name."""

import functools
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from ingest.domain.filters import FILTERS
from ingest.errors import BatchError

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.settings import Settings
    from ingest import Library
    from ui.access.model_choices import ModelChoices

FILLING = "`reftel ingest PATH` reads yours, `reftel ingest --samples` 24 invented ones to try it out."

F = TypeVar("F", bound=Callable[..., Any])

KEPT = (
    click.option(
        "--library", metavar="DIR", help="The library's folder (default: the one in your user data folder)."
    ),
    click.option("--database-url", metavar="URL", help="A PostgreSQL database that several machines share."),
    click.option("--chroma-url", metavar="URL", help="A Chroma server for the vectors, http://host:8000."),
)
COLUMNS = click.option(
    "--columns",
    metavar="NAMES",
    help="What the columns of a table hold, if it does not say: id,date,origin,classification,subject,header,text "
    "in its order, - for one to leave out.",
)
DOCUMENTS = click.option(
    "--documents/--no-documents",
    default=None,
    help="Take texts that are no cables too, as documents: memoranda, letters, reports (default: no change).",
)
EMBEDDER = click.option(
    "--embedder", metavar="NAME", help="A sentence-transformers model, given by name or folder."
)
MODEL = click.option(
    "--model",
    metavar="MODEL",
    help="A language model to write the answers: provider:name, or the URL of a model server.",
)
MODELS_ALLOWED = click.option(
    "--models-allowed",
    metavar="NAMES",
    help="Which models may be chosen besides, with commas between: names, `local` for those on this machine, "
    "`none` (default: `local`, or `none` where users log in).",
)
DAILY_TOKENS = click.option(
    "--daily-tokens",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many tokens each user may spend in a day on models that run elsewhere.",
)
STRICT = click.option(
    "--strict",
    is_flag=True,
    default=None,
    help="Leave out sentences written by the model that their sources do not support.",
)
SECOND_OPINION = click.option(
    "--second-opinion",
    is_flag=True,
    default=None,
    help="Also ask the model itself whether the sources support each sentence.",
)
NO_CACHE = click.option(
    "--no-cache",
    "cache",
    flag_value=False,
    default=None,
    help="Ask the model again instead of reusing its replies.",
)
WRITING = (
    *KEPT,
    MODEL,
    STRICT,
    SECOND_OPINION,
    click.option(
        "--max-tokens",
        type=click.IntRange(min=1),
        metavar="N",
        help="The longest answer a model may write, in tokens.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="How long a model may be silent.",
    ),
    NO_CACHE,
)
# The names of these.
FLAGS = (
    "library",
    "database_url",
    "chroma_url",
    "model",
    "strict",
    "second_opinion",
    "max_tokens",
    "timeout",
    "cache",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
COLLECTION = click.option("--collection", metavar="NAME", help="Only the cables of this collection.")
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html", "bibtex", "ris", "csl-json"]),
    help="Print the answer as a page with notes, or its citations as references for other programs.",
)
STYLE = click.option(
    "--style",
    metavar="STYLE",
    help="Print citations in a style: chicago (footnotes), chicago-bibliography, chicago-in-text, apa, "
    "apa-in-text, mla, mla-in-text, or a CSL file.",
)


def filters(command: F) -> F:
    """Give a command the options that narrow what is searched."""
    for each in reversed(FILTERS):
        command = click.option(f"--{each.name}", metavar=each.metavar, help=each.help)(command)
    return command


def answering(command: F) -> F:
    """Give a command the options that say how to answer; it gets the `settings`, which these override."""

    @functools.wraps(command)
    def with_settings(**given: Any) -> Any:
        from assistant.settings import Settings

        flags = {name: given.pop(name) for name in FLAGS}
        return command(settings=Settings.read(**flags), **given)

    for option in reversed(WRITING):
        with_settings = option(with_settings)
    return cast(F, with_settings)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a library is kept, as far as the flags of a command say; None is left to the other settings."""

    library: str | None = None
    database_url: str | None = field(default=None, repr=False)
    chroma_url: str | None = field(default=None, repr=False)


def at_home(command: F) -> F:
    """Give a command the options that say where the library is kept; it gets them as its `library`."""

    @functools.wraps(command)
    def with_home(**given: Any) -> Any:
        return command(library=Home(**{name: given.pop(name) for name in Home.__slots__}), **given)

    for option in reversed(KEPT):
        with_home = option(with_home)
    return cast(F, with_home)


def open_library(home: Home) -> "Library":
    """Open the library of the settings, which these flags override, for one command; raises LibraryError if there
    is none.
    """
    from assistant.settings import Settings

    settings = Settings.read(**asdict(home))
    _refuse_mistyped(settings)
    return settings.open_library(lives_on=False)


def new_or_old_library(home: Home, embedder: str | None, chroma_texts: bool | None) -> "Library":
    """Open the library for a command that fills it, and make one where there is none."""
    from assistant.settings import Settings

    settings = Settings.read(**asdict(home), embedder=embedder, chroma_texts=chroma_texts)
    return settings.open_library(lives_on=False)


def _refuse_mistyped(settings: "Settings") -> None:
    """Raise LibraryError where a folder holds no library: making an empty one would hide a mistyped name."""
    from ingest.errors import LibraryError
    from ingest.files.private_folder import library_folder

    folder = library_folder(settings.library)
    if settings.database_url is None and not folder.is_file() and not (folder / "catalogue.sqlite").exists():
        raise LibraryError(f"There is no library in {folder}: {FILLING}")


def open_assistant(settings: "Settings", *, lives_on: bool = True) -> "Assistant":
    """Open the library of the settings and an assistant for it.

    Where the URL of a server with several models is given, whoever sits at a terminal is asked which they mean.
    """
    settings = replace(settings, model=chosen_model(settings))
    opened = settings.open_library(lives_on=lives_on)
    opened.warm()  # while LangChain is imported
    from assistant import Assistant

    return Assistant.of(opened, settings)


def ready_assistant(settings: "Settings", *, lives_on: bool = True) -> "Assistant":
    """Open an assistant for a library that holds something; raises LibraryError like `filled`."""
    _refuse_mistyped(settings)
    assistant = open_assistant(settings, lives_on=lives_on)
    filled(assistant.library)
    return assistant


def filled(opened: "Library") -> "Library":
    """Return the library; raises LibraryError if it is empty, as for a mistyped folder."""
    from ingest.errors import LibraryError

    if opened.is_empty:
        raise LibraryError(f"The library in {opened.folder} contains no cables: {FILLING}")
    return opened


def writable_library(home: Home) -> "Library":
    """Open a library that is to be written to; raises LibraryError where it cannot be."""
    from ingest.files.read_only import not_writable

    opened = open_library(home)
    if opened.is_read_only:
        raise not_writable(opened.folder)
    return opened


def lines(file: str) -> Iterator[str]:
    """Yield the lines of a file, or of stdin for "-"; raises BatchError when they cannot be read."""
    try:
        with click.open_file(file, encoding="utf-8") as opened:
            yield from opened
    except OSError as error:
        raise BatchError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BatchError(f"{file} is not UTF-8: {error.reason} at byte {error.start}.") from error


def chosen_model(settings: "Settings") -> str | None:
    """Return the model of the settings in full; raises ModelError where its server does not tell."""
    model = settings.model
    if not model or not model.startswith("http"):
        return model
    from assistant.model_servers.model_name import ServerModel, by_url
    from assistant.model_servers.named_server import in_full, models_at

    server = by_url(model)
    if server and not server.name and _is_at_a_terminal():
        names = models_at(server, settings.model_key)
        if len(names) > 1:
            click.echo(f"The server at {server.url} has these models:", err=True)
            for number, name in enumerate(names, start=1):
                click.echo(f"  {number}  {name}", err=True)
            number = click.prompt("Which one", type=click.IntRange(1, len(names)), default=1, err=True)
            return str(ServerModel(server.url, names[number - 1]))
    return in_full(model, settings.model_key)


def choices(settings: "Settings", usual: str | None, *, logins: bool = False) -> "ModelChoices":
    """Return the models that may be chosen, and begin to look for those of this machine."""
    from ui.access.model_choices import ModelChoices

    found = ModelChoices.of(settings, usual, logins=logins)
    if found.servers:
        found.servers.begin()
    return found


def _is_at_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
