"""What became of each input of an ingest, as a table for spreadsheets."""

import csv
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

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


class IngestRecord:
    """A table with a row for each input, written line by line: whatever ends an ingest, all so far are in it."""

    def __init__(self, file: str) -> None:
        """Begin the table; raises SourceError where the file cannot be written."""
        try:
            self._stream = Path(file).open(  # noqa: SIM115
                "w", encoding="utf-8", errors="replace", newline="", buffering=1
            )
        except OSError as error:
            raise SourceError(f"{file} cannot be written: {error.strerror}.") from error
        self._table = csv.writer(self._stream)
        self._table.writerow(COLUMNS)

    def follow(
        self, stages: "Generator[Progress, None, IngestReport]"
    ) -> "Generator[Progress, None, IngestReport]":
        """Pass on the progress of an ingest, and write what it tells; returns the report."""
        with closing(stages):
            while True:
                try:
                    progress = next(stages)
                except StopIteration as end:
                    report: IngestReport = end.value
                    break
                self._table.writerows(map(_row, progress.news))
                yield progress
        self._table.writerows((cell(place), "missing", "", MISSING) for place in report.missing)
        return report

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


def _row(news: "News") -> tuple[str, ...]:
    told = news.reason or (count(news.cables, "cable") if news.cable is None and news.cables else "")
    return cell(news.place), outcome_of(news), cell(news.cable or ""), cell(told)


def outcome_of(news: "News") -> str:
    """Return the word for what became of a document."""
    return "removed" if news.outcome == "dropped" else news.outcome
