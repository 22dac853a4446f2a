"""The commands about who speaks: the people of the archive, corrections of them, and sentences by speaker."""

import dataclasses
import json
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from ingest.domain.filters import FilterValues
from ingest.domain.statements import SAID
from ingest.errors import ReftelError
from ui.cli.options import AS_JSON, Home, at_home, filled, filters, open_library, writable_library

if TYPE_CHECKING:
    from ingest.attribution.people_corrections import Correction
    from ingest.domain.statements import StatementKind


@click.command()
@click.argument("name", required=False)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many people.")
@at_home
@AS_JSON
def people(name: str | None, limit: int, library: Home, as_json: bool) -> None:
    """Print who speaks in the archive, most sentences first.

    A NAME finds its other spellings too: Huseynli finds Guseinli.
    """
    from ui.rendering import terminal

    found = open_library(library).people(name)[:limit]
    if as_json:
        for each in found:
            click.echo(json.dumps(dataclasses.asdict(each), ensure_ascii=False))
    elif found:
        click.echo(terminal.people(found))
    else:
        raise ReftelError(
            f"Nobody called {name} speaks in the cables." if name else "Nobody speaks in the cables yet."
        )


@click.command()
@click.argument("paths", nargs=-1, metavar="[FILE]...")
@click.option("--csv", "as_csv", is_flag=True, help="Print the library's statements as a table.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON line per statement, or per paragraph of a file."
)
@click.option("--about", metavar="WORDS", help="Only paragraphs about a topic.")
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(["said", "comment", "narration"]),
    multiple=True,
    help="What people said (the default), the post's own comments, what happened; may be given several times.",
)
@filters
@at_home
def statements(
    paths: tuple[str, ...],
    as_csv: bool,
    as_json: bool,
    about: str | None,
    kinds: "tuple[StatementKind, ...]",
    library: Home,
    **filters: Unpack[FilterValues],
) -> None:
    """Print who says what: in the library as a table, or sentence by sentence in cable FILES."""
    if paths:
        if as_csv or about or kinds or any(filters.values()):
            raise click.UsageError("With files, statements takes --json alone.")
        _of_files(paths, as_json)
    elif as_csv == as_json:
        raise click.UsageError("Give files, or --csv or --json for the statements of the library.")
    else:
        _of_library(library, filters, about, kinds or SAID, as_csv)


def _of_library(
    home: Home, filters: FilterValues, about: str | None, kinds: "tuple[StatementKind, ...]", as_csv: bool
) -> None:
    from assistant import Assistant
    from ui.rendering.csv_table import statements_csv

    # No model has a part in it, so none is made ready.
    rows = Assistant(filled(open_library(home))).statements(about=about, kinds=kinds, **filters)
    if as_csv:
        for line in statements_csv(rows):
            click.echo(line, nl=False)
    else:
        for row in rows:
            click.echo(json.dumps(dataclasses.asdict(row), ensure_ascii=False))


def _of_files(paths: tuple[str, ...], as_json: bool) -> None:
    from ingest.attribution.attribute import statements as of
    from ui.cli.cable_files import cables
    from ui.rendering import terminal

    for cable in cables(Path(path) for path in paths):
        said = of(cable)
        for paragraph in cable.paragraphs:
            sentences = [each for each in said if each.ordinal == paragraph.ordinal]
            if as_json:
                click.echo(json.dumps(terminal.statements_json(paragraph, sentences), ensure_ascii=False))
            else:
                click.echo(terminal.statements(paragraph, sentences) + "\n")


@click.command()
@click.argument("name", required=False)
@click.option("--with", "with_whom", metavar="NAME", help="Only those with this other person.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table.")
@click.option("--limit", type=click.IntRange(min=1), help="How many at most.")
@filters
@at_home
@AS_JSON
def encounters(
    name: str | None,
    with_whom: str | None,
    as_csv: bool,
    limit: int | None,
    library: Home,
    as_json: bool,
    **filters: Unpack[FilterValues],
) -> None:
    """Print who met whom, or spoke with whom, with the sentence that says so, the latest first.

    A NAME finds its other spellings too. What was planned, wished or denied is left out.
    """
    from assistant import Assistant
    from ui.rendering import terminal
    from ui.rendering.csv_table import encounters_csv

    if as_csv and as_json:
        raise click.UsageError("Give --csv or --json, not both.")
    rows = islice(Assistant(filled(open_library(library))).encounters(name, with_whom, **filters), limit)
    first = next(rows, None)
    if first is None:
        click.echo("No sentence of these cables says so outright.", err=True)
    found = chain([first] if first else [], rows)
    if as_csv:
        for line in encounters_csv(found):
            click.echo(line, nl=False)
        return
    for row in found:
        click.echo(json.dumps(dataclasses.asdict(row), ensure_ascii=False) if as_json else terminal.encounter(row))


@click.group()
def person() -> None:
    """Correct who of the people in the archive is who.

    A NAME is any spelling of it; where several people are called so, put a cable behind it that tells whom you
    mean: Baro@10OSLO2. Corrections last over every later ingest, and can be undone.
    """


@person.command()
@click.argument("name")
@click.argument("other", metavar="NAME")
@at_home
def join(name: str, other: str, library: Home) -> None:
    """Have two people be one, called as the first is."""
    _told(writable_library(library).corrections.join(name, other))


@person.command()
@click.argument("name")
@click.argument("spelling")
@at_home
def split(name: str, spelling: str, library: Home) -> None:
    """Have the cables that call somebody just SPELLING mean another person.

    SPELLING@CABLE splits off that cable alone.
    """
    _told(writable_library(library).corrections.split(name, spelling))


@person.command()
@click.argument("name")
@click.argument("new")
@at_home
def rename(name: str, new: str, library: Home) -> None:
    """Have somebody be called by a NEW name."""
    _told(writable_library(library).corrections.rename(name, new))


@person.command()
@click.argument("number", type=int, required=False)
@at_home
def undo(number: int | None, library: Home) -> None:
    """Undo the last correction, or the one with this NUMBER."""
    undone = writable_library(library).corrections.undo(number)
    click.echo(f"undone: {undone.number}  {undone}")


@person.command(name="list")
@at_home
@AS_JSON
def list_corrections(library: Home, as_json: bool) -> None:
    """List the corrections, with their numbers."""
    for each in open_library(library).corrections:
        if as_json:
            row = {"number": each.number, "kind": each.kind, "person": each.person.name, "other": each.other.name}
            click.echo(json.dumps(row | {"made": each.made}, ensure_ascii=False))
        else:
            _told(each)


def _told(correction: "Correction") -> None:
    click.echo(f"{correction.number}  {correction.made}  {correction}")


COMMANDS = (people, person, statements, encounters)
