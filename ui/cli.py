"""The command line: take, call, render. What a command needs is imported when it runs, so that help is instant."""

import dataclasses
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ingest.errors import ReftelError

if TYPE_CHECKING:
    from assistant import Answer, Assistant
    from ingest import IngestReport, Library, Progress

F = TypeVar("F", bound=Callable[..., Any])

LIBRARY = click.option("--library", metavar="DIR", help="The library's folder (default: your own).")
EMBEDDER = click.option("--embedder", metavar="NAME", help="A sentence-transformers model, name or folder.")
MODEL = click.option("--model", metavar="PROVIDER:NAME", help="A chat model to write the answers.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
FILTERS = (
    click.option("--since", metavar="DATE", help="Only cables of this day, month or year and later."),
    click.option("--until", metavar="DATE", help="Only cables of this day, month or year and earlier."),
    click.option("--origin", metavar="POST", help="Only cables of this post, such as BAKU."),
    click.option("--tag", metavar="TAG", help="Only cables with this tag, such as PREL."),
    click.option("--classification", metavar="LEVEL", help="Only cables with this class, such as SECRET."),
)


def filters(command: F) -> F:
    """Give a command the options that narrow what is searched."""
    for option in reversed(FILTERS):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="reftel", prog_name="reftel")
def reftel() -> None:
    """Ask an archive of diplomatic cables; every sentence of the answer names its paragraph."""


@reftel.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@LIBRARY
@EMBEDDER
@AS_JSON
def ingest(paths: tuple[str, ...], library: str | None, embedder: str | None, as_json: bool) -> None:
    """Read files and folders of cables into the library."""
    for path in paths:
        if not Path(path).exists():
            raise ReftelError(f"There is no file or folder {path}.")
    report = _with_bars(_library(library, embedder).ingest(paths))
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(report), ensure_ascii=False))
        return
    for failure in report.failures:
        click.echo(f"{failure.place}: {failure.reason}", err=True)
    outcomes = ("added", "unchanged", "replaced", "duplicate", "failed")
    click.echo(", ".join(f"{report.counts.get(outcome, 0)} {outcome}" for outcome in outcomes))


@reftel.command()
@click.argument("question", required=False)
@click.option(
    "--batch", type=click.File(encoding="utf-8", lazy=True), help="Questions or conversations, a JSON line each."
)
@filters
@LIBRARY
@MODEL
@AS_JSON
def ask(
    question: str | None,
    batch: Iterable[str] | None,
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
        for id, answer in _batch(assistant, batch, where):
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

    found = retrieve(_library(library), understand(query), Where(**where), limit)
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
    cable = _library(library).cable(wanted)
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
        click.echo(terminal.cable(cable))


@reftel.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, required=True, help="Print one JSON line a cable.")
def parse(paths: tuple[str, ...], as_json: bool) -> None:
    """Print what the parser sees in cable files."""
    from ingest.errors import SourceError
    from ingest.parse import parse_cable
    from ingest.record import to_json
    from ingest.sources import Failure, documents

    failed = False
    for path in paths:
        for item in documents(Path(path)):
            try:
                if isinstance(item, Failure):
                    raise SourceError(item.reason)
                cable = item.cable or parse_cable(item.text, name=item.name, page=item.page)
            except SourceError as error:  # the other files are still worth printing
                click.echo(f"{item.place}: {error}", err=True)
                failed = True
            else:
                click.echo(json.dumps(to_json(cable), ensure_ascii=False))
    if failed:
        sys.exit(1)


@reftel.command()
@LIBRARY
@AS_JSON
def status(library: str | None, as_json: bool) -> None:
    """Print what the library holds."""
    from ui import terminal

    held = _library(library).status()
    click.echo(
        json.dumps(dataclasses.asdict(held), ensure_ascii=False, default=str) if as_json else terminal.status(held)
    )


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
    from ui.chat import serve

    assistant = _assistant(library, model)
    if not assistant.library.status().cables:
        click.echo("The library is empty: reading the sample cables into it.", err=True)
        _with_bars(assistant.library.ingest([SAMPLES]))
    serve(assistant, host=host, port=port, open_browser=open_browser)


def main() -> None:
    """Run the command line; an error that a user can meet is one line on stderr and exit status 1."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows a question mark; cables are full of them.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # both are text files
    try:
        reftel(standalone_mode=True)
    except ReftelError as error:
        click.echo(f"reftel: {error}", err=True)
        sys.exit(1)


def _library(library: str | None, embedder: str | None = None) -> "Library":
    from assistant.settings import Settings
    from ingest import Library

    settings = Settings.read(library=library, embedder=embedder)
    return Library.open(settings.library, embedder=settings.embedder)


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

    for number, line in enumerate(_readable(lines), start=1):
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


def _readable(lines: Iterable[str]) -> Iterator[str]:
    try:
        yield from lines
    except UnicodeDecodeError as error:
        raise ReftelError(f"The batch is not UTF-8: {error.reason} at byte {error.start}.") from error


def _with_bars(stages: "Iterator[Progress]") -> "IngestReport":
    """Run an ingest to its end, drawing a bar for each stage where stderr is a terminal."""
    from tqdm import tqdm

    names = {"read": "reading", "words": "indexing words", "meaning": "indexing meaning"}
    bars: dict[str, tqdm[Any]] = {}
    while True:
        try:
            progress = next(stages)
        except StopIteration as end:
            for bar in bars.values():
                bar.close()
            report: IngestReport = end.value
            return report
        bar = bars.setdefault(
            progress.stage,
            tqdm(total=progress.total, desc=names[progress.stage], unit="cable", disable=None, leave=True),
        )
        bar.update(progress.done - bar.n)


if __name__ == "__main__":
    main()
