"""The commands about who speaks: the people of the archive, and the sentences of cable files by speaker."""

import dataclasses
import json
from pathlib import Path

import click

from ingest.errors import ReftelError
from ui.cli.options import AS_JSON, Home, at_home, open_library


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
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line per paragraph.")
def statements(paths: tuple[str, ...], as_json: bool) -> None:
    """Print the sentences of cable files with their speakers."""
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


COMMANDS = (people, statements)
