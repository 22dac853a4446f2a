"""The command line: take, call, render. What a command needs is imported when it runs, so that help is instant."""

import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.errors import ReftelError
from ui import upkeep, voices
from ui.options import AS_JSON, LIBRARY, MODEL, filters, open_library

if TYPE_CHECKING:
    from assistant import Answer, Assistant


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="reftel", prog_name="reftel")
def reftel() -> None:
    """Ask an archive of diplomatic cables; every sentence of the answer names its paragraph."""


for command in (*upkeep.COMMANDS, *voices.COMMANDS):
    reftel.add_command(command)


@reftel.command()
@click.argument("question", required=False)
@click.option("--batch", metavar="FILE", help="Questions or conversations, a JSON line each.")
@filters
@LIBRARY
@MODEL
@AS_JSON
def ask(
    question: str | None,
    batch: str | None,
    library: str | None,
    model: str | None,
    as_json: bool,
    **where: str | None,
) -> None:
    """Answer a question, with the paragraph behind every sentence."""
    from ui import terminal

    if (question is None) == (batch is None):
        raise click.UsageError("Give a question, or --batch FILE.")
    assistant = _assistant(library, model)
    if batch is not None:
        for id, answer in _batch(assistant, _lines(batch), where):
            click.echo(json.dumps(terminal.answer_json(answer, id), ensure_ascii=False))
        return
    answer = assistant.ask(question or "", (), **where)
    click.echo(
        json.dumps(terminal.answer_json(answer), ensure_ascii=False) if as_json else terminal.answer(answer)
    )


@reftel.command()
@click.argument("query")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="How many paragraphs.")
@filters
@LIBRARY
@AS_JSON
def search(query: str, limit: int, library: str | None, as_json: bool, **where: str | None) -> None:
    """Print the paragraphs that fit a query best."""
    from assistant.question import understand
    from assistant.retrieve import retrieve
    from ingest.entries import Where
    from ui import terminal

    found = retrieve(open_library(library), understand(query), Where(**where), limit)
    if as_json:
        for each in found:
            click.echo(json.dumps(terminal.passage_json(each), ensure_ascii=False))
    else:
        click.echo(terminal.passages(found) or "Nothing found.")


@reftel.command()
@click.argument("cable_id", metavar="CABLE")
@click.option("-p", "--paragraph", type=int, help="Only the paragraphs with this number.")
@LIBRARY
@AS_JSON
def show(cable_id: str, paragraph: int | None, library: str | None, as_json: bool) -> None:
    """Print a cable, or a paragraph of it."""
    from ingest.record import to_json
    from ui import terminal

    wanted = _canonical(cable_id)
    opened = open_library(library)
    cable = opened.cable(wanted)
    if cable is None:
        raise ReftelError(f"The library has no cable {wanted}; `reftel status` tells what it holds.")
    if paragraph is not None:
        chosen = tuple(each for each in cable.paragraphs if each.number == paragraph)
        if not chosen:
            raise ReftelError(f"{wanted} has no paragraph {paragraph}; `reftel show {wanted}` prints all it has.")
        cable = dataclasses.replace(cable, paragraphs=chosen)
    if as_json:
        click.echo(json.dumps(to_json(cable), ensure_ascii=False))
    elif paragraph is not None:
        click.echo("\n\n".join(terminal.paragraph(p.text, p.number, p.mark_raw) for p in cable.paragraphs))
    else:
        click.echo(terminal.cable(cable, *opened.references(wanted)))


@reftel.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, required=True, help="Print one JSON line a cable.")
def parse(paths: tuple[str, ...], as_json: bool) -> None:
    """Print what the parser sees in cable files."""
    from ingest.record import to_json
    from ui.reading import cables

    for cable in cables(Path(path) for path in paths):
        click.echo(json.dumps(to_json(cable), ensure_ascii=False))


@reftel.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=int, help="The port (default: a free one).")
@click.option("--open/--no-open", "open_browser", default=True, help="Open the browser at it.")
@LIBRARY
@MODEL
def chat(host: str, port: int | None, open_browser: bool, library: str | None, model: str | None) -> None:
    """Open the chat window over the library.

    Into an empty library the sample cables are read first.
    """
    from ingest.samples import SAMPLES
    from ui import bars
    from ui.chat import serve

    assistant = _assistant(library, model)
    if not assistant.library.status().cables:
        click.echo("The library is empty: reading the sample cables into it.", err=True)
        bars.run(assistant.library.ingest([SAMPLES]))
    serve(assistant, host=host, port=port, open_browser=open_browser)


def main() -> None:
    """Run the command line; an error that a user can meet is one line on stderr and exit status 1."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows a question mark; cables are full of them.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # both are text files
    try:
        reftel(prog_name="reftel")
    except ReftelError as error:
        click.echo(f"reftel: {error}", err=True)
        sys.exit(1)


def _assistant(library: str | None, model: str | None) -> "Assistant":
    from assistant import Assistant

    return Assistant.open(library, model=model)


def _canonical(text: str) -> str:
    from ingest.posts import cable_id

    return cable_id(text) or text


def _batch(
    assistant: "Assistant", lines: Iterable[str], where: dict[str, str | None]
) -> Iterator[tuple[str, "Answer"]]:
    """Yield the answer to each question of a file, and to each turn of its conversations, with their ids."""
    from assistant import Turn

    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            questions = [turn["question"] for turn in row["turns"]] if "turns" in row else [row["question"]]
        except (json.JSONDecodeError, KeyError, TypeError):
            questions = [None]
        if not all(isinstance(question, str) for question in questions):
            raise ReftelError(f'Line {number} of the batch is no question: write {{"question": "..."}} as JSON.')
        turns: list[Turn] = []
        for place, question in enumerate(questions, start=1):
            answer = assistant.ask(question, turns, **where)
            yield f"{row.get('id', number)}.{place}" if "turns" in row else row.get("id", str(number)), answer
            turns += [Turn("user", question), Turn("assistant", answer.text)]


def _lines(batch: str) -> Iterator[str]:
    """Yield the lines of a file, or of stdin for "-"."""
    try:
        with click.open_file(batch, encoding="utf-8") as lines:
            yield from lines
    except OSError as error:
        raise ReftelError(f"{batch} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ReftelError(f"{batch} is not UTF-8: {error.reason} at byte {error.start}.") from error


if __name__ == "__main__":
    main()
