"""What became of each input of an ingest, as a table for spreadsheets."""

import csv
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from ingest.errors import SourceError
from ingest.language.counts import count
from ui.rendering.csv_table import cell

if TYPE_CHECKING:
    from ingest import IngestReport, Progress
    from ingest.progress import News

COLUMNS = ("path", "outcome", "cable", "told")
MISSING = "was read before and is not there any more; `reftel forget PATH` removes what was read from it"


def refuse_among_inputs(file: str, paths: Sequence[str]) -> None:
    """Raise UsageError where the table would lie in a folder that is read, or in place of a file of it."""
    for path in paths:
        if Path(file).resolve().is_relative_to(Path(path).resolve()):
            raise click.UsageError(f"--report {file} is in {path}, which is to be read: name another place.")


def recorded(
    stages: "Generator[Progress, None, IngestReport]", file: str
) -> "Generator[Progress, None, IngestReport]":
    """Pass on the progress of an ingest, and write a row for each input as it comes; returns the report.

    An ingest that is interrupted leaves the rows so far. Raises SourceError where the file cannot be written.
    """
    with closing(stages), _written(file) as stream:
        table = csv.writer(stream)
        table.writerow(COLUMNS)
        while True:
            try:
                progress = next(stages)
            except StopIteration as end:
                report: IngestReport = end.value
                break
            table.writerows(map(_row, progress.news))
            yield progress
        table.writerows((cell(place), "missing", "", MISSING) for place in report.missing)
    return report


def _row(news: "News") -> tuple[str, ...]:
    told = news.reason or (count(news.cables, "cable") if news.cable is None and news.cables else "")
    outcome = "removed" if news.outcome == "dropped" else news.outcome
    return cell(news.place), outcome, cell(news.cable or ""), cell(told)


@contextmanager
def _written(file: str) -> Iterator[TextIO]:
    try:
        stream = Path(file).open("w", encoding="utf-8", errors="replace", newline="")  # noqa: SIM115
    except OSError as error:
        raise SourceError(f"{file} cannot be written: {error.strerror}.") from error
    with stream:
        yield stream
