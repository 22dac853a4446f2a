"""`reftel ingest --watch`: folders are ingested, and then whatever changes in them, with a line for each file."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from ingest.errors import LibraryBusy
from ingest.language.counts import count
from ui.cli import progress_bars
from ui.cli.ingest_record import MISSING, outcome_of
from ui.rendering.printable import one_line

if TYPE_CHECKING:
    from pathlib import Path

    from ingest import IngestReport, Library, Progress
    from ingest.progress import News

Stages = Generator["Progress", None, "IngestReport"]
NewsOfFiles = Mapping[str | None, Sequence["News"]]


def watch(
    opened: "Library",
    folders: Sequence["Path"],
    ingest: Callable[[Sequence["Path"]], Stages],
    tell: Callable[["IngestReport", str | None], None],
    *,
    gives_up: bool,
) -> None:
    """Ingest folders, then what changes in them, until Ctrl-C.

    `tell` tells of an ingest: of the first by its report, of the others by lines. `gives_up`: as soon as another
    process writes to the library. Raises SourceError where a folder cannot be watched any more.
    """
    from ingest.sources.watched_folders import changes

    started = False
    try:
        for changed in changes(folders, opened.folder):
            if not started:
                started = True
                tell(progress_bars.run(ingest(changed)), None)
                click.echo(f"watching {', '.join(map(str, folders))}; Ctrl-C ends it", err=True)
            elif any(path.exists() for path in changed) or opened.missing_files(changed):
                news, report = _ingested(ingest, changed, gives_up=gives_up)
                tell(report, "\n".join(lines(news, report.missing, set(map(str, changed)))))
    except KeyboardInterrupt:  # between two ingests: `progress_bars` tells of one that is stopped
        click.echo("stopped watching; the next ingest takes in what changes until then", err=True)


def _ingested(
    ingest: Callable[[Sequence["Path"]], Stages], changed: Sequence["Path"], *, gives_up: bool
) -> tuple[NewsOfFiles, "IngestReport"]:
    """Ingest what changed, however long others write; return the news of each file, and the report."""
    while True:
        news: defaultdict[str | None, list[News]] = defaultdict(list)
        try:
            return news, progress_bars.run(_kept(ingest(changed), news), leave=False)
        except LibraryBusy:
            if gives_up:
                raise


def _kept(stages: Stages, news: "defaultdict[str | None, list[News]]") -> Stages:
    """Pass on the progress of an ingest, and keep its news by file; returns the report."""
    while True:
        try:
            progress = next(stages)
        except StopIteration as end:
            report: IngestReport = end.value
            return report
        for each in progress.news:
            news[each.file].append(each)
        yield progress


def lines(news: NewsOfFiles, missing: Collection[str], changed: Collection[str]) -> Iterator[str]:
    """Yield a line for each file of which there is news; being unchanged is news only of what has `changed`."""
    for file, told in news.items():
        if file is None:  # the reading is over, and what cannot be indexed is a cable or a paragraph
            yield from (one_line(f"{each.place}: {each.reason}") for each in told)
        elif file in changed or any(each.outcome != "unchanged" for each in told):
            yield one_line(f"{file}: {'; '.join(_in_short(file, told)) or 'no cables'}")
    for place in missing:
        yield one_line(f"{place}: {MISSING}")


def _in_short(file: str, news: Sequence["News"]) -> Iterator[str]:
    """Yield how many cables of a file had which outcome, what is to be remarked, and why there are no more."""
    counts: Counter[str] = Counter()
    for each in news:
        if each.outcome not in ("failed", "passed over"):
            counts[outcome_of(each)] += each.cables
    total = +counts
    if total:
        (outcome, number), *others = total.items()
        yield ", ".join([f"{count(number, 'cable')} {outcome}", *(f"{each:,} {name}" for name, each in others)])
    remarks = [each for each in news if each.reason and each.outcome not in ("failed", "passed over")]
    failed = [each for each in news if each.outcome == "failed"]
    passed_over = [] if total or failed else [each for each in news if each.outcome == "passed over"]
    for told in filter(None, (remarks, failed, passed_over)):
        where = told[0].place.removeprefix(file).lstrip(":, ")
        yield f"{where}: {told[0].reason}" if where else str(told[0].reason)
        if len(told) > 1:
            yield f"{len(told) - 1:,} more like this"
