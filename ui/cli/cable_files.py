"""Cable files that a command names, read without a library."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from ingest import Cable
from ingest.domain.documents import Failure
from ingest.errors import SourceError
from ingest.parsing.parser import parse_cable
from ingest.sources.csv_columns import Columns
from ingest.sources.read_source import documents as contained
from ui.rendering.printable import one_line


def cables(paths: Iterable[Path], columns: Columns | None = None, *, documents: bool = False) -> Iterator[Cable]:
    """Yield the cables of some files, and with `documents` the other texts; `columns` says what those of a table
    hold.

    What cannot be read gets a line on stderr; the others are still worth having, and the exit status is 1. So does
    a folder without any cable.
    """
    failed = False
    for path in paths:
        is_barren = path.is_dir()
        for item in contained(path, columns, also_no_cables=documents):
            is_barren = False
            try:
                if isinstance(item, Failure):
                    raise SourceError(item.reason)
                cable = item.cable or parse_cable(item.text, name=item.name, page=item.page, documents=documents)
            except SourceError as error:
                click.echo(one_line(f"{item.place}: {error}"), err=True)
                failed = True
            else:
                yield cable
        if is_barren:
            click.echo(one_line(f"{path}: this folder has no files that reftel reads"), err=True)
            failed = True
    if failed:
        sys.exit(1)
