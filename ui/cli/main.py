"""The command line: take, call, render. What a command needs is imported when it runs, so that help is instant."""

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from ingest.domain.filters import FilterValues
from ingest.errors import ReftelError
from ui.cli import (
    ask_command,
    bench_command,
    collection_commands,
    eval_command,
    explain_command,
    feedback_command,
    library_commands,
    models_command,
    note_commands,
    people_commands,
    serve_command,
    user_commands,
    verify_command,
    watch_commands,
    workspace_commands,
)
from ui.cli.examples import GroupWithExamples
from ui.cli.options import (
    AS_JSON,
    COLLECTION,
    COLUMNS,
    MODELS_ALLOWED,
    STYLE,
    Home,
    answering,
    at_home,
    choices,
    filled,
    filters,
    open_assistant,
    open_library,
)
from ui.cli.serve_command import HOST, ROOT_PATH, refuse_others
from ui.rendering.printable import guard, one_line
from ui.server import logs
from ui.server.logs import logging_options

if TYPE_CHECKING:
    from assistant.settings import Settings


@click.group(
    cls=GroupWithExamples, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="reftel", prog_name="reftel")
def reftel() -> None:
    """Ask an archive of diplomatic cables; every sentence of the answer cites its source paragraph."""


for command in (
    *library_commands.COMMANDS,
    *people_commands.COMMANDS,
    ask_command.ask,
    eval_command.evaluate,
    explain_command.explain,
    bench_command.bench,
    feedback_command.feedback,
    verify_command.verify,
    models_command.models,
    serve_command.serve,
    user_commands.user,
    collection_commands.collection,
    note_commands.notes,
    watch_commands.watch,
    workspace_commands.workspace,
):
    reftel.add_command(command)


@reftel.command()
@click.argument("query")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="How many paragraphs.")
@COLLECTION
@filters
@at_home
@AS_JSON
def search(
    query: str,
    limit: int,
    collection: str | None,
    library: Home,
    as_json: bool,
    **filters: Unpack[FilterValues],
) -> None:
    """Print the paragraphs that best match a query."""
    from assistant import Assistant
    from assistant.question import question_limits
    from ingest.domain.filters import Filters
    from ui.rendering import terminal

    question_limits.check(query)  # before a folder is made for nothing
    # No model has a part in it, so none is made ready.
    assistant, narrowed = Assistant(filled(open_library(library))), Filters(**filters)
    if collection:
        narrowed = assistant.collections.narrowed(collection, narrowed)
    found = assistant.search(query, narrowed, limit)
    if as_json:
        for each in found:
            click.echo(json.dumps(terminal.passage_json(each), ensure_ascii=False))
    else:
        click.echo(terminal.passages(found) or "Nothing found.")


@reftel.command()
@click.argument("cable_id", metavar="CABLE")
@click.option("-p", "--paragraph", type=int, help="Only the paragraphs with this number.")
@at_home
@AS_JSON
def show(cable_id: str, paragraph: int | None, library: Home, as_json: bool) -> None:
    """Print a cable, or a paragraph of it."""
    from ingest.domain.serialization import to_json
    from ui.rendering import terminal

    wanted = _canonical(cable_id)
    opened = open_library(library)
    cable = opened.cable(wanted)
    if cable is None:
        raise ReftelError(f"The library has no cable {wanted}; `reftel status` shows what it contains.")
    if paragraph is not None:
        chosen = cable.numbered(paragraph)
        if not chosen:
            raise ReftelError(f"{wanted} has no paragraph {paragraph}; `reftel show {wanted}` prints all of them.")
        cable = dataclasses.replace(cable, paragraphs=chosen)
    if as_json:
        told = {
            "pages": [*map(dataclasses.asdict, opened.pages([wanted]).get(wanted, ()))],
            "files": opened.files(wanted),
            "versions": [*map(dataclasses.asdict, opened.other_versions(wanted))],
        }
        click.echo(json.dumps({**to_json(cable), **told}, ensure_ascii=False))
    elif paragraph is not None:
        click.echo("\n\n".join(terminal.paragraph(p.text, p.number, p.mark_raw) for p in cable.paragraphs))
    else:
        references, files = opened.references(wanted), opened.files(wanted)
        click.echo(terminal.cable(cable, *references, files=files, versions=opened.other_versions(wanted)))


@reftel.command()
@click.argument("cable_id", metavar="CABLE")
@click.option("-p", "--paragraph", type=int, help="The paragraph with this number.")
@STYLE
@at_home
def cite(cable_id: str, paragraph: int | None, style: str | None, library: Home) -> None:
    """Print how a cable, or a paragraph of it, is cited.

    Without --style as a footnote of the Chicago Manual of Style. The entries of a list (apa, mla,
    chicago-bibliography) name no paragraph: a second line prints how the text cites it.
    """
    from assistant.citing.cable_reference import of_cable, of_numbered
    from assistant.citing.citation_styles import USUAL, cited, in_text

    wanted = _canonical(cable_id)
    opened = open_library(library)
    if not opened.present([wanted]):
        raise ReftelError(f"The library has no cable {wanted}; `reftel status` shows what it contains.")
    found = of_cable(opened, wanted) if paragraph is None else of_numbered(opened, wanted, paragraph)
    click.echo("\n".join(cited([found], style or USUAL)))
    if paragraph is not None and (beside := in_text(style or USUAL)):
        click.echo(f"{beside.title.partition(' (')[0]}: {cited([found], beside.name)[0]}")


@reftel.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line per cable.")
@COLUMNS
@click.option("--documents", is_flag=True, help="Read texts that are no cables too, as documents.")
def parse(paths: tuple[str, ...], as_json: bool, columns: str | None, documents: bool) -> None:
    """Print what the parser sees in cable files."""
    from ingest.domain.serialization import to_json
    from ingest.sources.csv_columns import given_columns
    from ui.cli.cable_files import cables
    from ui.rendering import terminal

    named = given_columns(columns) if columns else None
    for cable in cables((Path(path) for path in paths), named, documents=documents):
        click.echo(json.dumps(to_json(cable), ensure_ascii=False) if as_json else f"{terminal.parsed(cable)}\n")


@reftel.command()
@HOST
@click.option("--port", type=int, help="The port (default: a free one).")
@click.option("--open/--no-open", "open_browser", default=True, help="Open it in the browser.")
@ROOT_PATH
@MODELS_ALLOWED
@answering
@logging_options
def chat(
    host: str,
    port: int | None,
    open_browser: bool,
    root: str,
    models_allowed: str | None,
    settings: "Settings",
    log_format: "logs.Form | None",
    log_questions: bool,
) -> None:
    """Open the chat window over the library.

    If the library is empty, the sample cables are added first.
    """
    refuse_others(host)
    from ingest.samples import SAMPLES
    from ui.access.reader_access import Access
    from ui.application import serve
    from ui.cli import progress_bars

    logs.configure(log_format, questions=log_questions)
    if models_allowed is not None:
        settings = dataclasses.replace(settings, models_allowed=models_allowed)
    assistant = open_assistant(settings)
    models = choices(settings, assistant.model)
    if not assistant.library.status().cables:
        click.echo("The library is empty: adding the sample cables.", err=True)
        progress_bars.run(assistant.library.ingest([SAMPLES]))
    serve(Access(assistant, settings, models), host=host, port=port, open_browser=open_browser, root=root)


@reftel.command()
@answering
@logging_options
def mcp(settings: "Settings", log_format: "logs.Form | None", log_questions: bool) -> None:
    """Serve tools to a local program over MCP (stdin and stdout)."""
    from ui.access.model_choices import ModelChoices
    from ui.access.reader_access import Access
    from ui.programs.mcp_tools import over_stdio

    logs.configure(log_format, questions=log_questions)
    assistant = open_assistant(settings)
    over_stdio(Access(assistant, settings, ModelChoices.of(settings, assistant.model, logins=False)))


def main() -> None:
    """Run the command line; an error that a user can meet is one line on stderr and exit status 1."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows a question mark; cables are full of them.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # both are text files
    guard(sys.stdout)  # on stderr bars are drawn, which move the cursor
    try:
        reftel(prog_name="reftel")
    except ReftelError as error:
        topic = explain_command.topic_of(error)
        more = f" (more: reftel explain {topic})" if topic else ""
        click.echo(f"reftel: {one_line(str(error))}{more}", err=True)
        sys.exit(1)


def _canonical(text: str) -> str:
    from ingest.domain.posts import cable_id

    return cable_id(text) or text


if __name__ == "__main__":
    main()
