"""The commands for watches: questions and lists that are kept, and what came since that concerns them."""

import dataclasses
import json
from typing import TYPE_CHECKING, Unpack

import click

from ingest.domain.filters import FilterValues
from ingest.language.counts import count
from ui.cli.options import AS_JSON, Home, at_home, filters, open_library, writable_library
from ui.rendering.printable import one_line

if TYPE_CHECKING:
    from assistant.notebook.watches import Watch, Watches
    from ingest import Library

_NAMED = click.argument("name", metavar="WATCH")


@click.group(invoke_without_command=True)
@at_home
@click.pass_context
def watch(context: click.Context, library: Home) -> None:
    """Print the new cables that concern what you watch.

    What you watch are questions and lists. A WATCH is named by its id, or by what it watches.
    """
    if context.invoked_subcommand:
        return
    watched = watches_of(open_library(library))
    kept = watched.list()
    new = [each for each in kept if each.new]
    for each in new:
        click.echo(_line(each))
        _print_cables(watched.library, each.new)
    if not new:
        click.echo("Nothing new." if kept else 'You watch nothing yet: `reftel watch add "a question"`.')


@watch.command()
@click.argument("question", required=False)
@click.option("--words", metavar="WORDS", help="Watch the cables that mention these words, instead of a question.")
@filters
@at_home
def add(question: str | None, words: str | None, library: Home, **filters: Unpack[FilterValues]) -> None:
    """Watch a question, or the list of cables that the filters and --words make."""
    from ingest.domain.filters import Filters

    where = Filters(**filters)
    if (question and words is not None) or not (question or words or where):
        raise click.UsageError("Give a question, or --words and filters for a list.")
    watched = watches_of(writable_library(library))
    click.echo(_line(watched.add_question(question, where) if question else watched.add_list(words or "", where)))


@watch.command(name="list")
@at_home
@AS_JSON
def list_watches(library: Home, as_json: bool) -> None:
    """List what you watch, the last first."""
    for each in watches_of(open_library(library)).list():
        click.echo(_json(each) if as_json else _line(each))


@watch.command()
@_NAMED
@at_home
@AS_JSON
def show(name: str, library: Home, as_json: bool) -> None:
    """Print all cables that came since you watch something and concern it, the last first."""
    watched = watches_of(open_library(library))
    found = watched.get(name)
    if as_json:
        click.echo(_json(found))
        return
    click.echo(_line(found))
    _print_cables(watched.library, found.cables)


@watch.command()
@click.argument("name", metavar="[WATCH]", required=False)
@at_home
def seen(name: str | None, library: Home) -> None:
    """Note that you have seen what is new, of one watch or of all."""
    watches_of(writable_library(library)).see(name)


@watch.command()
@_NAMED
@at_home
def remove(name: str, library: Home) -> None:
    """Watch something no longer."""
    watches_of(writable_library(library)).remove(name)


def watches_of(opened: "Library") -> "Watches":
    """Return the watches of whoever sits at this machine."""
    from assistant.notebook.notebook_store import OWNER, store_of
    from assistant.notebook.watches import Watches

    return Watches(store_of(opened), OWNER, opened)


def news(opened: "Library") -> str:
    """Return in a line how many new cables concern what the user watches; "" for none."""
    watched = watches_of(opened)
    new = {cable for each in watched.list() for cable in each.new}
    return f"{count(len(new), 'new cable')} for what you watch: `reftel watch` lists them" if new else ""


def _line(found: "Watch") -> str:
    new = f", {len(found.new):,} new" if found.new else ""
    return one_line(f"{found.id}  {found.name}  ({count(len(found.cables), 'cable')}{new})")


def _print_cables(library: "Library", ids: tuple[str, ...]) -> None:
    heads = library.heads(ids)
    for each in (heads[id] for id in ids if id in heads):
        click.echo(one_line(f"  {each.id}  {(each.date or '')[:10]}  {each.subject or ''}"))


def _json(found: "Watch") -> str:
    filters = {name: value for name, value in dataclasses.asdict(found.where).items() if value}
    told = {"id": found.id, "question": found.question, "words": found.words, "filters": filters}
    told |= {"made": found.made, "cables": found.cables, "new": found.new}
    return json.dumps(told, ensure_ascii=False)
