"""Bringing cables: files that a curator sends are read into the whole archive, and not kept besides.

The catalogue keeps their texts. What somebody brings is known as of a folder of his own, so that a file of the
same name replaces the one that he brought before, and nobody else's.
"""

import json
import logging
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from ingest import IngestReport, Library
from ingest.errors import LibraryBusy, ReftelError
from ui.bars import STAGES
from ui.desk import Desk, Reader, reader

log = logging.getLogger(__name__)

MEGABYTE = 1_000_000
FOLDER = "brought"
BUSY = "The archive is being written to just now: bring them when that is done."
BROKEN = "Something went wrong; the server's log says what."
_LONGEST = 120  # characters of a file's name
_TOLD = 100  # failures that are told one by one

News = dict[str, Any]


def router(desk: Desk) -> APIRouter:
    """Return the route that takes files from curators, one lot at a time."""
    routes = APIRouter()
    bringing = Lock()

    @routes.post("/bring")
    async def bring(request: Request) -> StreamingResponse:
        """Take the files of a form; tell in lines of JSON how far they are, at last the report or the trouble."""
        who = reader(request)
        if not may_bring(who):
            raise HTTPException(403, "Only a curator may bring cables.")
        _limit(request, desk.settings.max_upload)
        if not bringing.acquire(blocking=False):
            raise HTTPException(409, BUSY)
        folder = desk.whole.library.folder / FOLDER / who.owner
        try:
            async with request.form(max_files=desk.settings.max_files) as form:
                sent = [each for each in form.getlist("files") if isinstance(each, UploadFile)]
                paths = await run_in_threadpool(_put_down, folder, sent)
        except BaseException:  # also where the browser has gone: the next curator must not wait for ever
            _clear(folder)
            bringing.release()
            raise
        news: SimpleQueue[News | None] = SimpleQueue()

        def work() -> None:
            try:
                for each in _read(desk.whole.library, folder, paths):
                    news.put(each)
            finally:
                _clear(folder)
                bringing.release()
                news.put(None)

        # In a thread of its own, so that it comes to its end also where nobody waits for it any more.
        Thread(target=work, daemon=True).start()
        lines = (json.dumps(each) + "\n" for each in iter(news.get, None))
        return StreamingResponse(lines, media_type="application/x-ndjson")

    @routes.post("/gradio_api/upload")
    def elsewhere() -> None:
        """Gradio's own way to send files, which knows no roles."""
        raise HTTPException(404)

    return routes


def _limit(request: Request, megabytes: int) -> None:
    """Raise HTTPException unless a request says that it is no longer than that; the server keeps it to it."""
    length = request.headers.get("content-length", "")
    if not length.isdigit():
        raise HTTPException(411, "Say how long it is: send a Content-Length.")
    if int(length) > megabytes * MEGABYTE:
        raise HTTPException(413, f"That is more than {megabytes} MB, the most that can be brought at once.")


def _put_down(folder: Path, sent: Iterable[UploadFile]) -> list[Path]:
    _clear(folder)  # what a server that was killed has left
    folder.mkdir(parents=True)
    paths: list[Path] = []
    for each in sent:
        path = folder / _named(each.filename or "", {path.name for path in paths})
        with path.open("wb") as file:
            shutil.copyfileobj(each.file, file)
        paths.append(path)
    return paths


def _named(sent: str, taken: set[str]) -> str:
    """Return a plain name for a file that a browser calls so, which may be anything, and which none other has."""
    last = re.split(r"[/\\]", sent)[-1]
    stem, dot, suffix = re.sub(r"[^\w .()+,=@-]", "_", last).strip(" .").rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    name = (stem[: _LONGEST - 20] or "cable") + dot + suffix[:16]
    number = 2
    while name in taken:
        name, number = f"{stem[: _LONGEST - 20]} {number}{dot}{suffix[:16]}", number + 1
    return name


def _read(library: Library, folder: Path, paths: list[Path]) -> Iterator[News]:
    """Read files into a library, and yield what there is to tell of that."""
    try:
        stages = library.ingest(paths, patience=0)
        while True:
            try:
                progress = next(stages)
            except StopIteration as end:
                yield {"report": _report(end.value, folder)}
                return
            yield {"stage": STAGES[progress.stage], "done": progress.done, "total": progress.total}
    except LibraryBusy:
        yield {"trouble": BUSY}
    except ReftelError as error:
        yield {"trouble": str(error)}
    except Exception:  # whoever waits must hear of it
        log.exception("Cables could not be brought")
        yield {"trouble": BROKEN}


def _report(report: IngestReport, folder: Path) -> News:
    failures = [
        {"name": each.place.removeprefix(f"{folder}/"), "reason": each.reason} for each in report.failures[:_TOLD]
    ]
    return {"counts": report.counts, "failures": failures, "untold": len(report.failures) - len(failures)}


def _clear(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def may_bring(who: Reader) -> bool:
    """Return whether somebody may bring cables."""
    return who.role == "curator"
