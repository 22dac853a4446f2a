"""The commands for collections: named sets of cables with a note, as the window shows them without logins."""

import dataclasses
import json
from typing import TYPE_CHECKING

import click

from ingest.language.counts import count
from ui.cli.options import AS_JSON, Home, at_home, open_library, writable_library

if TYPE_CHECKING:
    from assistant.notebook.cable_collections import CableCollection, CableCollections
    from ingest import Library

_CABLES = click.argument("cables", nargs=-1, metavar="[CABLE]...")
_SOME_CABLES = click.argument("cables", nargs=-1, required=True, metavar="CABLE...")


@click.group()
def collection() -> None:
    """Keep named sets of cables, with a note.

    `reftel ask --collection NAME` asks within one. A NAME may also be the id that `list --json` prints.
    """


@collection.command(name="list")
@at_home
@AS_JSON
def list_collections(library: Home, as_json: bool) -> None:
    """List the collections, the one that changed last first."""
    for each in _collections(open_library(library)).list():
        click.echo(_json(each) if as_json else _line(each))


@collection.command()
@click.argument("name")
@at_home
@AS_JSON
def show(name: str, library: Home, as_json: bool) -> None:
    """Print a collection with its note and its cables."""
    found = _collections(open_library(library)).get(name)
    if as_json:
        click.echo(_json(found))
        return
    click.echo("\n".join((_line(found), *filter(None, [found.note]), *found.cables)))


@collection.command()
@click.argument("name")
@_CABLES
@click.option("--note", default="", metavar="TEXT", help="What the collection is for.")
@at_home
def create(name: str, cables: tuple[str, ...], note: str, library: Home) -> None:
    """Make a collection of these cables."""
    click.echo(_line(_writable(library).create(name, cables, note=note)))


@collection.command()
@click.argument("name")
@_SOME_CABLES
@at_home
def add(name: str, cables: tuple[str, ...], library: Home) -> None:
    """Put more cables into a collection."""
    click.echo(_line(_writable(library).add(name, cables)))


@collection.command()
@click.argument("name")
@_SOME_CABLES
@at_home
def remove(name: str, cables: tuple[str, ...], library: Home) -> None:
    """Take cables out of a collection."""
    click.echo(_line(_writable(library).remove(name, cables)))


@collection.command()
@click.argument("name")
@click.option("--stop", is_flag=True, help="Show it to you alone again.")
@at_home
def share(name: str, stop: bool, library: Home) -> None:
    """Show a collection to all who use this library, each what they may read of it."""
    click.echo(_line(_writable(library).share(name, not stop)))


@collection.command()
@click.argument("name")
@at_home
def delete(name: str, library: Home) -> None:
    """Delete a collection; its cables stay in the library."""
    _writable(library).delete(name)


@collection.command()
@click.argument("name")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "ris", "bib", "json", "md"]),
    default="csv",
    show_default=True,
    help="A table, or references as RIS, BibTeX, CSL-JSON or Markdown.",
)
@at_home
def export(name: str, form: str, library: Home) -> None:
    """Print the cables of a collection as a table or as references, the earliest first."""
    from ingest.domain.selection import CableList
    from ui.pages.cables_page import list_file

    opened = open_library(library)
    found = _collections(opened).get(name)
    written, _ = list_file(opened, CableList(among=found.cables), form)
    text = written.decode("utf-8-sig") if isinstance(written, bytes) else written
    click.echo(text.replace("\r\n", "\n"), nl=False)


def _collections(opened: "Library") -> "CableCollections":
    from assistant.notebook.cable_collections import CableCollections
    from assistant.notebook.notebook_store import OWNER, store_of

    return CableCollections(store_of(opened), OWNER, opened)


def _writable(home: Home) -> "CableCollections":
    return _collections(writable_library(home))


def _line(found: "CableCollection") -> str:
    shared = ", shared" if found.is_shared else ""
    return f"{found.name}  ({count(len(found.cables), 'cable')}{shared})"


def _json(found: "CableCollection") -> str:
    return json.dumps(dataclasses.asdict(found), ensure_ascii=False)
