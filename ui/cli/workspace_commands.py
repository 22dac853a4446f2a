"""The commands for the workspace: pages of what was pinned, as the window shows them without logins."""

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.errors import WorkspaceError
from ingest.language.counts import count
from ui.cli.options import AS_JSON, STYLE, Home, at_home, open_library, writable_library

if TYPE_CHECKING:
    from assistant.notebook.workspaces import Direction, Workspace, Workspaces
    from ingest import Library

_PAGE = click.option("--page", metavar="NAME", help="The page; without it the one that changed last.")
_SHOWN = 120  # characters of an item; `--json` and `export` have all
_ITEM = click.argument("item", type=click.IntRange(1), metavar="NUMBER")


@click.group()
def workspace() -> None:
    """Pin cables and paragraphs, order them, write between, export with footnotes.

    Items are named by their number on the page, which `reftel workspace show` prints.
    """


@workspace.command(name="list")
@at_home
@AS_JSON
def list_pages(library: Home, as_json: bool) -> None:
    """List the pages, the one that changed last first."""
    for each in _pages(open_library(library)).list():
        known = {name: getattr(each, name) for name in ("id", "name", "is_shared", "made", "changed")}
        click.echo(json.dumps(known, ensure_ascii=False) if as_json else each.name)


@workspace.command()
@_PAGE
@at_home
@AS_JSON
def show(page: str | None, library: Home, as_json: bool) -> None:
    """Print a page, its items numbered."""
    found = _pages(open_library(library)).get(page)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False))
        return
    _print(found)


@workspace.command()
@click.argument("name")
@at_home
def create(name: str, library: Home) -> None:
    """Make another page, on which what is pinned next will lie."""
    _print(_writable(library).create(name))


@workspace.command()
@click.argument("cables", nargs=-1, metavar="[CABLE]...")
@click.option("--paragraph", type=int, metavar="NUMBER", help="Pin this paragraph of the cable.")
@click.option("--note", metavar="ID", help="Pin a note that you keep, with the words it is on.")
@_PAGE
@at_home
def pin(cables: tuple[str, ...], paragraph: int | None, note: str | None, page: str | None, library: Home) -> None:
    """Pin cables, a paragraph of one, or a note."""
    from assistant.notebook import workspace_items
    from assistant.notebook.cable_notes import CableNotes
    from assistant.notebook.notebook_store import OWNER, store_of

    if not cables and not note:
        raise click.UsageError("Missing argument 'CABLE...'.")
    pages = _writable(library)
    if note:
        _print(pages.pin(CableNotes(store_of(pages.library), OWNER, pages.library).get(note), page))
        return
    if paragraph is None:
        _print(pages.add(workspace_items.cables(pages.library, cables), page))
        return
    if len(cables) > 1:
        raise WorkspaceError("A paragraph is of one cable: name one.")
    _print(pages.add([workspace_items.numbered_paragraph(pages.library, cables[0], paragraph)], page))


@workspace.command()
@click.argument("text")
@click.option("--heading", is_flag=True, help="Add it as a heading.")
@click.option("--after", type=click.IntRange(1), metavar="NUMBER", help="After this item; else at the end.")
@_PAGE
@at_home
def write(text: str, heading: bool, after: int | None, page: str | None, library: Home) -> None:
    """Add a text of your own, or a heading."""
    pages = _writable(library)
    behind = _item(pages.get(page), after) if after else None
    put = pages.head if heading else pages.write
    _print(put(text, page, after=behind))


@workspace.command()
@_ITEM
@click.argument("to", type=click.Choice(["up", "down", "top"]))
@_PAGE
@at_home
def move(item: int, to: "Direction", page: str | None, library: Home) -> None:
    """Move an item up or down by one, or to the top."""
    pages = _writable(library)
    found = pages.get(page)
    _print(pages.move(found.id, _item(found, item), to))


@workspace.command()
@_ITEM
@_PAGE
@at_home
def remove(item: int, page: str | None, library: Home) -> None:
    """Take an item off a page."""
    pages = _writable(library)
    found = pages.get(page)
    _print(pages.remove(found.id, _item(found, item)))


@workspace.command()
@click.argument("page")
@click.argument("name")
@at_home
def rename(page: str, name: str, library: Home) -> None:
    """Give a page another name."""
    _print(_writable(library).rename(page, name))


@workspace.command()
@click.argument("page")
@at_home
def delete(page: str, library: Home) -> None:
    """Delete a page with its texts; its cables stay in the library."""
    _writable(library).delete(page)


@workspace.command()
@_PAGE
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write this file: .docx for Word, or .md."
)
@STYLE
@at_home
def export(page: str | None, output: Path | None, style: str | None, library: Home) -> None:
    """Print a page as Markdown with footnotes, or write it to a file, also for Word."""
    from assistant.citing.citation_styles import USUAL
    from assistant.notebook.written_page import written_page
    from ui.rendering.page_docx import word_document
    from ui.rendering.page_markdown import page_markdown

    if output and output.suffix not in (".docx", ".md"):
        raise WorkspaceError(f"{output} is no Word or Markdown file: name one that ends in .docx or .md.")
    opened = open_library(library)
    written = written_page(opened, _pages(opened).get(page), style or USUAL)
    if output is None:
        click.echo(page_markdown(written), nl=False)
        return
    text = page_markdown(written).encode("utf-8", "replace")
    try:
        output.write_bytes(word_document(written) if output.suffix == ".docx" else text)
    except OSError as error:
        raise WorkspaceError(f"{output} cannot be written: {error.strerror}.") from error


def _pages(opened: "Library") -> "Workspaces":
    from assistant.notebook.notebook_store import OWNER, store_of
    from assistant.notebook.workspaces import Workspaces

    return Workspaces(store_of(opened), OWNER, opened)


def _writable(home: Home) -> "Workspaces":
    return _pages(writable_library(home))


def _item(page: "Workspace", number: int) -> str:
    """Return the item of a number; raises WorkspaceError where there is none."""
    if number > len(page.items):
        raise WorkspaceError(
            f"The page has {count(len(page.items), 'item')}; `reftel workspace show` numbers them."
        )
    return page.items[number - 1].id


def _print(page: "Workspace") -> None:
    """Print a page as it is now."""
    click.echo(f"{page.name}  ({count(len(page.items), 'item')})")
    for number, each in enumerate(page.items, start=1):
        words = _short(" ".join(each.text.split()))
        place = "" if each.is_own else each.name
        gone = f"no longer in the library as pinned: {', '.join(each.gone)}" if each.gone else ""
        shown = f"## {words}" if each.kind == "heading" else words
        click.echo(f"{number:>3}  {'  '.join(filter(None, (place, shown, gone)))}")


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1].rstrip()}…"
