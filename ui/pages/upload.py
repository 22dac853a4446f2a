"""Adding cables from the window: files that a curator sends are read into the whole archive, and not kept besides.

`upload_stream.py` takes the files; only then is the archive locked. The catalogue keeps their texts. What somebody
adds is known as of a folder of their own, so that a file of the same name replaces the one that they added before,
and nobody else's. What becomes of a file reveals what the whole archive contains, so only a curator with full
access may add any.
"""

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any, Literal

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import StreamingResponse
from filelock import FileLock, Timeout
from starlette.concurrency import run_in_threadpool

from ingest import IngestReport, Library
from ingest.errors import LibraryBusy, LibraryError, ReftelError
from ingest.files.enclosure import remove
from ingest.progress import Progress
from ingest.samples import SAMPLES
from ingest.sources.folder_walk import place_of
from ui.access.error_text import without_folders
from ui.access.reader_access import Access, Reader, reader
from ui.access.refusals import BROKEN
from ui.access.users import OWNER
from ui.rendering import terminal
from ui.rendering.stage_names import STAGES
from ui.server.upload_stream import FULL, IncomingUploads, Upload, is_full

log = logging.getLogger(__name__)

# Beneath it a folder of each reader whose files are being read; a dot begins none of their names.
FOLDER = "brought"
BUSY = "Another process is writing to the archive: add the cables when it has finished."
READ_ONLY = "The folder of the archive cannot be written, so nothing can be added to it."
_MOST_LISTED = 100  # failures that are told one by one
_LONGEST = 300  # characters of what is told of one

News = dict[str, Any]


def router(access: Access) -> APIRouter:
    """Return the route that takes files from curators, and reads in one lot at a time."""
    routes = APIRouter()
    folder = access.archive.folder / FOLDER
    incoming = IncomingUploads(
        folder / ".arriving", megabytes=access.settings.max_upload, files=access.settings.max_files
    )
    reading = Event()
    _tidy(folder, incoming)

    @routes.post("/bring")
    async def bring(request: Request, samples: Literal["keep", "remove"] = "keep") -> StreamingResponse:
        """Take the files of a form; tell in lines of JSON how far they are, at last the report or the trouble.

        With `samples=remove` the invented cables go once others are there.
        """
        who = reader(request)
        if reason := why_not(who):
            raise HTTPException(403, reason)
        if access.archive.is_read_only:
            raise HTTPException(409, READ_ONLY)
        if reading.is_set():  # told before all is sent; whether it is its turn is decided when all has arrived
            raise HTTPException(409, BUSY)
        lot = await incoming.take(request, who.owner)
        admitted = await run_in_threadpool(_admitted, folder, lot, who.owner)
        reading.set()
        news: SimpleQueue[News | None] = SimpleQueue()

        def work() -> None:
            try:
                for each in _read(access.archive, admitted, alone=samples == "remove"):
                    news.put(each)
            finally:
                reading.clear()
                admitted.clear()
                news.put(None)

        # In a thread of its own, so that it comes to its end also where nobody waits for it any more.
        Thread(target=work, daemon=True).start()
        lines = (json.dumps(each) + "\n" for each in iter(news.get, None))
        return StreamingResponse(lines, media_type="application/x-ndjson")

    return routes


def why_not(who: Reader) -> str | None:
    """Return why somebody may not add cables; None for who may."""
    if who.role != "curator":
        return "Only a curator may add cables."
    if who.clearance is not None:
        return f"Only a curator with full access may add cables; your access ends at {who.clearance}."
    return None


@dataclass(frozen=True, slots=True)
class _Admitted:
    """Files whose turn it is to be read in, as they lie in a folder of their sender's."""

    folder: Path
    lock: FileLock
    paths: list[Path]

    def clear(self) -> None:
        remove(self.folder, within=self.folder.parents[1])
        self.lock.release()


def _admitted(folder: Path, lot: Upload, name: str) -> _Admitted:
    """Give a lot its turn; raises HTTPException, and clears it away, where another one has it."""
    try:
        lock = _turn(folder)
        own = folder / name
        try:
            _clear_left(folder)
            lot.folder.rename(own)
        except BaseException:  # whatever it is, the next curator must not wait for ever
            lock.release()
            raise
        return _Admitted(own, lock, [own / path.name for path in lot.paths])
    except Timeout:
        raise HTTPException(409, BUSY) from None
    finally:
        lot.clear()


def _tidy(folder: Path, incoming: IncomingUploads) -> None:
    """Delete what a server that was killed has left, unless another one is reading."""
    incoming.sweep()
    if folder.is_dir():
        try:
            lock = _turn(folder)
        except (Timeout, OSError):
            return
        _clear_left(folder)
        lock.release()


def _turn(folder: Path) -> FileLock:
    """Return the lock of whose files are being read, held; raises Timeout where somebody else holds it."""
    lock = FileLock(folder / ".reading.lock", thread_local=False)
    lock.acquire(timeout=0)
    return lock


def _clear_left(folder: Path) -> None:
    for each in folder.iterdir():
        if OWNER.fullmatch(each.name):  # whatever else lies there is not of our making
            remove(each, within=folder.parent)


def _read(library: Library, lot: _Admitted, *, alone: bool = False) -> Iterator[News]:
    """Read files into a library, and yield what there is to tell of that; `alone`: without the sample cables."""
    try:
        stages = library.ingest(lot.paths, patience=0)
        while True:
            try:
                progress = next(stages)
            except StopIteration as end:
                report: IngestReport = end.value
                break
            yield _news(progress)
        told = _report(report, lot.folder)
        if alone and report.counts.get("added"):
            try:
                for samples in _sample_folders(library):
                    yield from map(_news, library.forget(samples, patience=0))
            except LibraryError as error:  # the cables are there all the same
                log.warning("The sample cables could not be removed: %s", error)
                told["passed_over"] = "The sample cables could not be removed; `reftel forget` removes each."
        yield {"report": told}
    except LibraryBusy:
        yield {"trouble": BUSY}
    except ReftelError as error:
        log.warning("Cables could not be added: %s", error)
        yield {"trouble": without_folders(str(error), *_own(lot.folder))}
    except Exception as error:  # whoever waits must hear of it
        log.exception("Cables could not be added")
        yield {"trouble": FULL if isinstance(error, OSError) and is_full(error) else BROKEN}


def _sample_folders(library: Library) -> set[Path]:
    """Return the folders that sample cables were read from, of whichever installations of reftel."""
    files = (Path(file) for sample in SAMPLES.glob("*.txt") for file in library.files(sample.stem))
    return {file.parent for file in files if file.parent.parts[-2:] == SAMPLES.parts[-2:]}


def _news(progress: Progress) -> News:
    return {"stage": STAGES[progress.stage], "done": progress.done, "total": progress.total}


def _report(report: IngestReport, folder: Path) -> News:
    listed = report.failures[:_MOST_LISTED]
    failures = [
        {
            "name": _short(_of_sender(each.place, folder)),
            "reason": _short(without_folders(each.reason or "", *_own(folder))),
        }
        for each in listed
    ]
    told: News = {"counts": report.counts, "failures": failures, "untold": len(report.failures) - len(failures)}
    if report.passed_over:
        told["passed_over"] = terminal.passed_over(report.passed_over)
    return told


def _of_sender(place: str, folder: Path) -> str:
    """Return a place as its sender knows it: their file, and what lies in it."""
    return place.removeprefix(f"{place_of(os.path.abspath(folder))}/")


def _own(folder: Path) -> list[Path]:
    """Return the folders of the server that lie above what is read, the innermost first."""
    return [folder, *folder.parents[:2]]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"
