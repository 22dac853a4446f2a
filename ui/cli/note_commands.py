"""The commands for notes: words of cables that are marked, as the window shows them without logins."""

import dataclasses
import json
from typing import TYPE_CHECKING, Any

import click

from ui.cli.options import AS_JSON, Home, at_home, open_library, writable_library
from ui.rendering.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.notebook.cable_notes import CableNote, CableNotes
    from ingest import Library

_COLOURS = click.Choice(["yellow", "green", "blue", "pink"])
_ID = click.argument("note_id", metavar="NOTE")
_LONGEST = 100  # characters of the words in a list


def _which(command: "Callable[..., Any]") -> "Callable[..., Any]":
    for option in (
        click.option("--colour", type=_COLOURS, help="Only those of this colour."),
        click.option("--words", default="", metavar="WORDS", help="Only those with all these words, or on them."),
        click.option("--cable", default="", metavar="CABLE", help="Only those on this cable."),
    ):
        command = option(command)
    return command


@click.group()
def notes() -> None:
    """Keep notes on words of cables, or highlight them.

    A NOTE is named by its id, which `list` prints.
    """


@notes.command(name="list")
@_which
@at_home
@AS_JSON
def list_notes(cable: str, words: str, colour: str | None, library: Home, as_json: bool) -> None:
    """List the notes, the newest first."""
    for each in _notes(open_library(library)).list(cable=cable, words=words, colour=colour or ""):
        click.echo(_json(each) if as_json else _line(each))


@notes.command()
@_ID
@at_home
@AS_JSON
def show(note_id: str, library: Home, as_json: bool) -> None:
    """Print a note and the words that it is on."""
    from ui.rendering.note_files import markdown

    found = _notes(open_library(library)).get(note_id)
    click.echo(_json(found) if as_json else markdown([found]).rstrip("\n"))


@notes.command()
@click.argument("cable")
@click.argument("paragraph", type=int)
@click.argument("words", default="")
@click.option("--note", "text", default="", metavar="TEXT", help="What you write; without it, a highlight.")
@click.option("--colour", type=_COLOURS, default="yellow", show_default=True)
@at_home
def add(cable: str, paragraph: int, words: str, text: str, colour: str, library: Home) -> None:
    """Mark words of a paragraph, given by its number; without WORDS, all of it."""
    from ingest.domain.posts import cable_id
    from ingest.errors import NoteError

    opened = writable_library(library)
    found = opened.cable(cable_id(cable) or cable)
    numbered = [each.ordinal for each in found.numbered(paragraph)] if found else []
    if found and not numbered:
        raise NoteError(f"{found.id} has no paragraph {paragraph}.")
    ordinal = numbered[0] if numbered else 0
    click.echo(_line(_notes(opened).create(cable, ordinal, words, text=text, colour=colour)))


@notes.command()
@_ID
@click.option("--note", "text", metavar="TEXT", help="What the note is to say.")
@click.option("--colour", type=_COLOURS)
@at_home
def change(note_id: str, text: str | None, colour: str | None, library: Home) -> None:
    """Write a note anew, or give it another colour."""
    click.echo(_line(_notes(writable_library(library)).change(note_id, text=text, colour=colour)))


@notes.command()
@_ID
@click.option("--stop", is_flag=True, help="Show it to you alone again.")
@at_home
def share(note_id: str, stop: bool, library: Home) -> None:
    """Show a note to all who use this library and may read its paragraph."""
    click.echo(_line(_notes(writable_library(library)).share(note_id, not stop)))


@notes.command()
@_ID
@at_home
def delete(note_id: str, library: Home) -> None:
    """Delete a note."""
    _notes(writable_library(library)).delete(note_id)


@notes.command()
@_which
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "csv", "jsonld"]),
    default="md",
    show_default=True,
    help="Markdown, a table, or Web Annotations of the W3C.",
)
@at_home
def export(cable: str, words: str, colour: str | None, form: str, library: Home) -> None:
    """Print notes as Markdown, as a table, or as Web Annotations, the newest first."""
    from ui.rendering.note_files import NOTE_FILES

    write, _ = NOTE_FILES[form]
    written = write(_notes(open_library(library)).list(cable=cable, words=words, colour=colour or ""))
    text = written.decode("utf-8-sig") if isinstance(written, bytes) else written
    click.echo(text.replace("\r\n", "\n"), nl=False)


def _notes(opened: "Library") -> "CableNotes":
    from assistant.notebook.cable_notes import CableNotes
    from assistant.notebook.notebook_store import OWNER, store_of

    return CableNotes(store_of(opened), OWNER, opened)


def _line(note: "CableNote") -> str:
    from ui.rendering.note_files import paragraph_sign

    words = one_line(" ".join(note.words.exact.split()))
    quoted = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
    told = [f"“{quoted}”", *([one_line(note.text)] if note.text else [])]
    where = f"{note.id}  {note.cable} {paragraph_sign(note)}"
    remarks = [*(["gone"] if note.now is None else []), *(["shared"] if note.is_shared else [])]
    ending = f"  ({', '.join(remarks)})" if remarks else ""
    return f"{where}  {': '.join(told)}{ending}"


def _json(note: "CableNote") -> str:
    return json.dumps(dataclasses.asdict(note), ensure_ascii=False)
