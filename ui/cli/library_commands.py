"""The commands that fill and maintain a library."""

import dataclasses
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ingest.backup.manifest import USERS as USERS_FILE
from ingest.errors import ReftelError
from ingest.language.counts import count
from ui.cli.options import (
    AS_JSON,
    COLUMNS,
    DOCUMENTS,
    EMBEDDER,
    FILLING,
    Home,
    at_home,
    filled,
    new_or_old_library,
    open_library,
)
from ui.cli.user_commands import USERS, users_file
from ui.rendering.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from ingest import Health, IngestReport, Progress
    from ingest.backup.manifest import Member
    from ui.cli.ingest_record import IngestRecord

NO_WAIT = click.option("--no-wait", is_flag=True, help="Give up at once if another process is writing.")


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--samples", is_flag=True, help="Read the 24 invented cables that come with reftel, to try it out.")
@click.option("--dry-run", is_flag=True, help="Only show what would happen; write nothing.")
@click.option("--watch", is_flag=True, help="Stay, and take in what changes in the folders, until Ctrl-C.")
@click.option(
    "--report", metavar="FILE", help="Write what became of each input to a CSV file, one row per cable or failure."
)
@click.option("--nice", is_flag=True, help="Give way to other programs (not on Windows).")
@click.option("--workers", metavar="ADDRESS", help="A Dask scheduler whose workers parse and embed.")
@click.option(
    "--chroma-texts/--no-chroma-texts",
    default=None,
    help="Keep the texts in the Chroma collection too, for other programs (default: no change).",
)
@COLUMNS
@DOCUMENTS
@NO_WAIT
@at_home
@EMBEDDER
@AS_JSON
def ingest(
    paths: tuple[str, ...],
    samples: bool,
    dry_run: bool,
    watch: bool,
    report: str | None,
    nice: bool,
    workers: str | None,
    chroma_texts: bool | None,
    columns: str | None,
    documents: bool | None,
    no_wait: bool,
    library: Home,
    embedder: str | None,
    as_json: bool,
) -> None:
    """Read files and folders of cables into the library.

    Files that have not changed since they were read are skipped. Without a PATH, unfinished indexing resumes. The
    exit status is 1 if no cable comes of what is given.
    """
    from assistant.settings import Settings
    from ingest.jobs.fill import absolute
    from ingest.sources.csv_columns import given_columns
    from ui.cli import progress_bars, watch_commands, watched_ingest

    if watch and (dry_run or samples or not paths):
        raise click.UsageError("--watch takes folders, and neither --dry-run nor --samples.")
    if nice and hasattr(os, "nice"):
        os.nice(10)
    paths += _samples() if samples else ()
    named = given_columns(columns) if columns else None
    _refuse_mistyped(paths, only_folders=watch)
    workers = Settings.read(workers=workers).workers
    record = _record(report, paths) if report else None
    opened = None if dry_run else new_or_old_library(library, embedder, chroma_texts)
    folders = [absolute(path) for path in paths] if watch else []

    def stages(inputs: "Sequence[str | Path]") -> "Generator[Progress, None, IngestReport]":
        if opened is None:
            read = _preview(library, inputs, named, documents)
        else:
            how: dict[str, Any] = {"workers": workers, "columns": named, "documents": documents, "within": folders}
            read = opened.ingest(inputs, **how, **_patience(no_wait))
        return record.follow(read) if record else read

    def tell(done: "IngestReport", lines: str | None = None) -> None:
        if told := _json(done) if as_json else _report(done) if lines is None else lines:
            click.echo(told)
        if opened and not as_json and (new := watch_commands.news(opened)):
            click.echo(new)

    if opened and watch:
        watched_ingest.watch(opened, folders, stages, tell, gives_up=no_wait)
        return
    done = progress_bars.run(stages(paths), *[progress_bars.UNCHANGED] * dry_run)
    tell(done)
    if opened and not paths and opened.is_empty:
        click.echo(f"Nothing was named to read: {FILLING}", err=True)
    sys.exit(int(done.is_fruitless))


@click.command()
@at_home
@AS_JSON
def status(library: Home, as_json: bool) -> None:
    """Print what the library contains."""
    from ui.rendering import terminal

    opened = open_library(library)
    held, missing = opened.status(), opened.missing_files()
    if as_json:
        click.echo(_json({**dataclasses.asdict(held), "missing": missing}))
    else:
        click.echo("\n".join(filter(None, (terminal.status(held), terminal.missing(missing)))))
    _warn_of_readers(held.folder)


@click.command()
@click.argument("what", metavar="CABLE|PATH")
@NO_WAIT
@at_home
@AS_JSON
def forget(what: str, no_wait: bool, library: Home, as_json: bool) -> None:
    """Remove a cable, or everything read from a file or folder.

    If another file contains the same cable, that copy is used instead.
    """
    from ui.cli import progress_bars

    gone = progress_bars.run(open_library(library).forget(what, **_patience(no_wait)))
    if as_json:
        click.echo(_json(gone))
        return
    click.echo(f"removed {count(gone.places, 'text')}")
    for path in gone.inputs:
        click.echo(one_line(f"{path} contains it: ingesting that file again adds it back"), err=True)


@click.command()
@NO_WAIT
@at_home
@EMBEDDER
def reindex(no_wait: bool, library: Home, embedder: str | None) -> None:
    """Rebuild the indexes from the catalogue.

    With another --embedder, this changes the library's embedding model.
    """
    from ui.cli import progress_bars
    from ui.rendering import terminal

    opened = open_library(library)
    progress_bars.run(opened.reindex(embedder, **_patience(no_wait)))
    click.echo(terminal.status(opened.status()))


@click.command()
@click.option("--repair", is_flag=True, help="Rebuild what is broken.")
@NO_WAIT
@at_home
@AS_JSON
def check(repair: bool, no_wait: bool, library: Home, as_json: bool) -> None:
    """Check that everything ingested can be found."""
    from ui.cli import progress_bars
    from ui.rendering import terminal

    opened = open_library(library)
    if repair:
        before, health = progress_bars.run(opened.repair(**_patience(no_wait)))
        if before.faults and not as_json:
            click.echo("\n".join(f"{fault.part}: {fault.words}" for fault in before.faults))
            click.echo("after repair:")
    else:
        health = progress_bars.run(opened.check(**_patience(no_wait)), progress_bars.UNCHANGED)
    missing = opened.missing_files()
    if as_json:
        click.echo(_json({**dataclasses.asdict(health), "missing": missing}))
    else:
        click.echo("\n".join(filter(None, (_health(health, repaired=repair), terminal.missing(missing)))))
    _warn_of_readers(opened.folder)
    if health.faults:
        sys.exit(1)


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--derived", is_flag=True, help="Include what can be rebuilt: indexes, cleared copies, a model's replies."
)
@USERS
@NO_WAIT
@at_home
@AS_JSON
def backup(file: Path, derived: bool, users: str | None, no_wait: bool, library: Home, as_json: bool) -> None:
    """Write the library, its conversations and its users into one new file.

    Questions and ingests can go on meanwhile. Protect the file like the archive itself: it is not encrypted.
    """
    from ui.cli import progress_bars

    opened, who = filled(open_library(library)), users_file(users).path
    made = progress_bars.run(
        opened.backup(file, users=who, derived=derived, **_patience(no_wait)), "no backup was written"
    )
    if as_json:
        click.echo(_json({"file": made.file, "size": made.size, **dataclasses.asdict(made.manifest)}))
        return
    click.echo(
        f"wrote {made.file}: {count(made.size, 'byte')} ({made.manifest.size:,} unpacked), "
        f"with {_some(made.manifest.members)}"
    )


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@NO_WAIT
@at_home
@AS_JSON
def restore(file: Path, no_wait: bool, library: Home, as_json: bool) -> None:
    """Restore a backup into an empty or new folder.

    The whole backup is checked against its hashes first. Then the indexes that it lacks are built; if that is
    interrupted, the next ingest resumes it.
    """
    from assistant.settings import Settings
    from ingest.backup.restore import restore as put_back
    from ingest.files.private_folder import library_folder
    from ui.cli import progress_bars
    from ui.rendering import terminal

    settings = Settings.read(**dataclasses.asdict(library))
    if settings.database_url:
        raise ReftelError("The catalogue is in PostgreSQL: restore it with pg_restore, as docs/backup.md shows.")
    put = progress_bars.run(put_back(file, library_folder(settings.library)), "nothing was restored")
    click.echo(
        f"the library, as backed up on {put.manifest.made}, is now in {put.folder}; building its indexes", err=True
    )
    if (put.folder / USERS_FILE).exists():
        click.echo(f"the users are in {put.folder / USERS_FILE}; pass that file with --users", err=True)
    opened = open_library(library)
    progress_bars.run(opened.ingest((), workers=None, columns=None, documents=None, **_patience(no_wait)))
    held = opened.status()
    click.echo(_json(held) if as_json else terminal.status(held))


COMMANDS = (ingest, status, forget, reindex, check, backup, restore)


def _samples() -> tuple[str, ...]:
    from ingest.samples import SAMPLES

    return tuple(map(str, sorted(SAMPLES.glob("*.txt"))))


def _refuse_mistyped(paths: tuple[str, ...], *, only_folders: bool) -> None:
    """Raise ReftelError for what is not there: a typing mistake, unlike a file of a folder that cannot be read."""
    for path in paths:
        if not os.path.lexists(path):
            raise ReftelError(f"There is no file or folder {path}.")
        if only_folders and not os.path.isdir(path):
            raise ReftelError(f"{path} is not a folder: --watch takes the folder that it is in.")


def _record(file: str, paths: tuple[str, ...]) -> "IngestRecord":
    """Begin the table of what becomes of each input; it is closed when the command ends."""
    from ui.cli import ingest_record

    ingest_record.refuse_among_inputs(file, paths)
    record = ingest_record.IngestRecord(file)
    click.get_current_context().call_on_close(record.close)
    return record


def _preview(
    library: Home, paths: "Sequence[str | Path]", columns: tuple[str, ...] | None, documents: bool | None
) -> Any:
    from assistant.settings import Settings
    from ingest.files.private_folder import library_folder
    from ingest.jobs.fill import preview

    settings = Settings.read(**dataclasses.asdict(library))
    place = settings.database_url or library_folder(settings.library) / "catalogue.sqlite"
    return preview(place, paths, columns, documents)


def _patience(no_wait: bool) -> dict[str, Any]:
    return {"patience": 0.0} if no_wait else {}


def _warn_of_readers(folder: Path) -> None:
    from ingest.files.private_folder import is_open_to_all

    if is_open_to_all(folder):
        click.echo(f"Every user of this machine can read {folder}: `chmod o= {folder}` prevents that.", err=True)


def _json(value: Any) -> str:
    plain = dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value
    return json.dumps(plain, ensure_ascii=False, default=str)


def _some(members: "Mapping[str, Member]") -> str:
    """Return what is in a backup: its files, and of each folder only the name."""
    return ", ".join(dict.fromkeys(name.partition("/")[0] for name in members))


def _report(report: "IngestReport") -> str:
    from ui.rendering import terminal

    for told in (*report.failures, *report.remarks):
        click.echo(one_line(f"{told.place}: {told.reason}"), err=True)
    lines = (
        ("dry run: " if report.dry_run else "") + terminal.counts(report.counts),
        terminal.passed_over(report.passed_over),
        terminal.missing(report.missing),
    )
    return "\n".join(filter(None, lines))


def _health(health: "Health", *, repaired: bool) -> str:
    lines = [f"{fault.part}: {fault.words}" for fault in health.faults]
    found = "the faults are listed above" if health.faults else "no faults"
    lines.append(
        f"checked {count(health.paragraphs, 'paragraph')} in the word index and {count(health.vectors, 'vector')} "
        f"(and searched for {health.searched:,} of them): {found}"
    )
    if health.waiting:
        lines.append(f"{count(health.waiting, 'paragraph')} not yet indexed: `reftel ingest` resumes indexing")
    if health.faults and not repaired:
        lines.append("`reftel check --repair` repairs what it can")
    if health.faults and repaired:
        lines.append(
            "The remaining faults cannot be repaired from this library: ingest the affected files again, remove "
            "the affected cables (`reftel forget`), or restore a backup into a new folder (`reftel restore`)."
        )
    return "\n".join(lines)
