"""The first stage: files and folders into the catalogue, or only a look at what would happen.

Documents are stored some hundreds at a time in one transaction, which also enters what failed, which files were
read to their end and the tally of the run; so the process may die anywhere, and the next run goes on from there.
"""

import hashlib
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from more_itertools import chunked

from ingest.catalogue.catalogue import Catalogue
from ingest.catalogue.ledger import Seen
from ingest.catalogue.writer import Edit
from ingest.domain.cable import Cable
from ingest.domain.documents import Document, Failure, Parsed, PassedOver, Passing
from ingest.domain.refusals import is_no_cable
from ingest.domain.scanned_page import KeptPages, ScannedPage
from ingest.domain.serialization import sha, to_json
from ingest.errors import LibraryDamaged, SourceError
from ingest.jobs.workers import Spread
from ingest.parsing.parser import parse_cable
from ingest.parsing.remarks import other_version, remark
from ingest.progress import News, Outcome, Progress
from ingest.sources.csv_columns import Columns
from ingest.sources.folder_walk import files, place_of
from ingest.sources.read_source import contents
from ingest.sources.scans.read_pages import is_readable_now
from ingest.sources.source import opened, trouble

_BATCH = 200  # documents in one transaction
_INPUTS = 200  # inputs looked up at once
CHANGED = "changed while it was being read; what has been read is kept until the next ingest"


@dataclass(frozen=True, slots=True)
class _End:
    """An input was read to its end; `sha` is the hash of its content."""

    sha: str


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is read: the `columns` of tables as a user names them, and whether `documents` that are no cables."""

    columns: Columns | None
    documents: bool

    def is_due(self, failures: Sequence[Failure]) -> bool:
        """Return whether an unchanged input with these failures is read again."""
        refused = self.documents and any(is_no_cable(each.reason) for each in failures)
        return refused or (self.columns is not None and bool(failures)) or any(map(is_readable_now, failures))


@dataclass(frozen=True, slots=True)
class _Step:
    """What the reading of an input came to next, and how many of its bytes that was."""

    input: str
    bytes: int
    what: Document | Parsed | Failure | PassedOver | ScannedPage | News | _End


def read(
    catalogue: Catalogue,
    paths: Iterable[Path],
    run: int | None,
    spread: Spread = map,
    columns: Columns | None = None,
    *,
    documents: bool = False,
) -> Iterator[Progress]:
    """Read inputs into the catalogue, which nobody else may be writing to; without a run, nothing is written.

    What has not changed since it was last read is passed over; what failed then is reported again. `spread` says
    where documents are parsed, `columns` what those of a table hold: then unchanged files of which something
    failed are read again. With `documents`, texts that are no cables are taken too, also those refused before.
    """
    inputs = [_sized(item) for path in paths for item in files(path, documents=documents)]
    how = _Wish(columns, documents)
    total = sum(size for _, size in inputs)
    done = 0
    counts: Counter[str] = Counter()
    coming: defaultdict[str, set[str]] = defaultdict(set)
    parse = partial(_parsed, documents=documents)
    for steps in spread(parse, _batches(_steps(catalogue, inputs, how))):
        parsed = [step.what for step in steps if isinstance(step.what, Parsed)]
        outcomes = _outcomes(catalogue, parsed, coming)
        remarks = _remarks(catalogue, parsed, outcomes)
        news = [
            News(each.document.place, outcome, told, cable=each.cable.id)
            for each, outcome, told in zip(parsed, outcomes, remarks, strict=True)
        ]
        news += (step.what for step in steps if isinstance(step.what, News))
        failed = [(step.input, step.what) for step in steps if isinstance(step.what, Failure)]
        news += (News(failure.place, "failed", failure.reason) for _, failure in failed)
        over = [step.what for step in steps if isinstance(step.what, PassedOver)]
        news += (News(each.place, "passed over", each.reason, cables=0) for each in over)
        scans = [(step.input, step.what) for step in steps if isinstance(step.what, ScannedPage)]
        if run is not None:
            fresh = [each for each, outcome in zip(parsed, outcomes, strict=True) if outcome != "unchanged"]
            ended = {step.input: step.what.sha for step in steps if isinstance(step.what, _End)}
            dropped, counts = catalogue.write(partial(_store, run, fresh, failed, scans, ended, news, counts))
            news += dropped
            coming.clear()  # now the catalogue knows
        done += sum(step.bytes for step in steps)
        paragraphs = sum(len(each.cable.paragraphs) for each in parsed)
        page = next((f"{each.number} of {each.of}" for _, each in scans), None)
        yield Progress("read", done, total, paragraphs, tuple(news), page)


def _store(
    run: int,
    fresh: Sequence[Parsed],
    failed: Sequence[tuple[str, Failure]],
    scans: Sequence[tuple[str, ScannedPage]],
    ended: Mapping[str, str],
    news: Sequence[News],
    counts: Counter[str],
    edit: Edit,
) -> tuple[list[News], Counter[str]]:
    """Store what a run read next; return the news of what that drops, and the counts of the run with all news."""
    edit.documents.store(run, fresh)
    edit.documents.meet(run, [each.place for each in news if each.outcome == "unchanged"])
    edit.documents.fail(run, failed)
    edit.scans.keep(run, scans)
    edit.scans.drop_others(run, ended)
    dropped = [News(place, "dropped") for place in edit.documents.finish(run, ended)]
    counts = counts.copy()
    for each in (*news, *dropped):
        if each.outcome != "passed over":
            counts[each.outcome] += each.cables
    edit.tally(run, counts)
    return dropped, counts


def _sized(item: Path | Failure | PassedOver) -> tuple[Path | Failure | PassedOver, int]:
    try:
        return item, item.stat().st_size if isinstance(item, Path) else 0
    except OSError:  # it will be reported when it is opened
        return item, 0


def _steps(
    catalogue: Catalogue, inputs: Iterable[tuple[Path | Failure | PassedOver, int]], how: _Wish
) -> Iterator[_Step]:
    for group in chunked(inputs, _INPUTS):
        names = [place_of(item) for item, _ in group if isinstance(item, Path)]
        seen = catalogue.ledger.inputs(names)
        held = catalogue.ledger.documents_of(seen)
        failures = catalogue.ledger.failures(seen)
        for item, size in group:
            if isinstance(item, Failure | PassedOver):
                yield _Step(item.place, 0, item)
                continue
            name = place_of(item)
            try:
                with opened(item) as stream:
                    before = _stamp(os.fstat(stream.fileno()))
                    now = hashlib.file_digest(stream, "sha256").hexdigest()
            except OSError as error:
                yield _Step(name, size, Failure(name, f"cannot be opened: {trouble(error)}"))
                continue
            missed = failures.get(name, ())
            if seen.get(name) == Seen(now) and not how.is_due(missed):
                yield from _unchanged(name, size, held.get(name, (0, None)), missed)
            else:
                yield from _read_input(item, name, size, now, before, how, catalogue.kept_scans)


def _unchanged(name: str, size: int, held: tuple[int, str | None], failures: Sequence[Failure]) -> Iterator[_Step]:
    """Tell again what became of an input that has not changed."""
    number, cable = held
    yield _Step(name, size, News(name, "unchanged", cables=number, cable=cable if number == 1 else None))
    for failure in failures:
        yield _Step(name, 0, News(failure.place, "failed", failure.reason))


def _stamp(found: os.stat_result) -> tuple[int, int, int, int]:
    """Return what is another once a file was written to, or another one has its name."""
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _read_input(
    path: Path, name: str, size: int, now: str, before: tuple[int, ...], how: _Wish, kept: KeptPages
) -> Iterator[_Step]:
    """Yield what an input holds, and its end where it was read as it stood when its hash was taken."""
    left, ended = size, True
    for item in contents(path, how.columns, kept, also_no_cables=how.documents):
        ended = ended and not isinstance(item, Passing)
        # Characters stand for bytes, near enough for a bar: a packed or a marked-up file makes up at its end.
        spent = min(left, _size_of(item, size))
        left -= spent
        yield _Step(name, spent, item)
    try:
        changed = None if _stamp(path.stat()) == before else CHANGED
    except OSError as error:
        changed = f"disappeared before it was read to its end: {trouble(error)}"
    if ended and changed:
        yield _Step(name, left, Failure(name, changed))
    elif ended:
        yield _Step(name, left, _End(now))


def _size_of(item: object, size: int) -> int:
    """Return about how many bytes of an input of this size an item stands for."""
    if isinstance(item, ScannedPage):
        return size // item.of
    return len(item.text) if isinstance(item, Document) else 0


def _batches(steps: Iterable[_Step]) -> Iterator[list[_Step]]:
    """Yield the steps some hundreds at a time; a scanned page, which takes seconds, is told and kept at once."""
    batch: list[_Step] = []
    for step in steps:
        batch.append(step)
        if len(batch) == _BATCH or isinstance(step.what, ScannedPage):
            yield batch
            batch = []
    if batch:
        yield batch


def _parsed(steps: Iterable[_Step], *, documents: bool) -> list[_Step]:
    """Return the same steps with a cable for each document."""
    return [
        replace(step, what=_parse(step.input, step.what, documents=documents))
        if isinstance(step.what, Document)
        else step
        for step in steps
    ]


def _parse(name: str, item: Document, *, documents: bool) -> Parsed | Failure:
    if item.cable:
        return Parsed(name, item, sha(json.dumps(to_json(item.cable))), item.cable)
    try:
        cable = parse_cable(item.text, name=item.name, page=item.page, documents=documents)
    except SourceError as error:
        return Failure(item.place, str(error))
    except Exception as error:  # noqa: BLE001 - one odd text must not keep a hundred thousand others out
        return Failure(item.place, f"the parser gave up on it ({error!r}); please report this")
    return Parsed(name, item, sha(item.text), cable)


def _outcomes(catalogue: Catalogue, parsed: Sequence[Parsed], coming: defaultdict[str, set[str]]) -> list[Outcome]:
    """Return what storing these documents means; `coming` are the places of cables not in the catalogue yet."""
    seen = catalogue.ledger.places([each.document.place for each in parsed])
    holders = catalogue.ledger.holders({each.cable.id for each in parsed})
    outcomes: list[Outcome] = []
    for each in parsed:
        place, id = each.document.place, each.cable.id
        if place in seen:
            outcomes.append("unchanged" if seen[place] == Seen(each.sha) else "replaced")
        else:
            outcomes.append("duplicate" if holders.get(id) or coming[id] else "added")
        coming[id].add(place)
    return outcomes


def _remarks(catalogue: Catalogue, parsed: Sequence[Parsed], outcomes: Sequence[Outcome]) -> Iterator[str | None]:
    """Yield what is to be told of each document that is new: how it was parsed, or what another text of it has."""
    again = {each.cable.id for each, outcome in zip(parsed, outcomes, strict=True) if outcome == "duplicate"}
    texts: dict[str, Cable] = {}
    with suppress(LibraryDamaged):  # `check` tells of that
        texts |= {cable.id: cable for cable in catalogue.cables(sorted(again), whole=False)}
    for each, outcome in zip(parsed, outcomes, strict=True):
        cable = each.cable
        told = None if outcome == "unchanged" else remark(cable)
        if outcome == "duplicate":
            told = told or other_version(texts.get(cable.id), cable)
        if outcome != "unchanged":
            texts.setdefault(cable.id, cable)
        yield told
