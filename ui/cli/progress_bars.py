"""Bars for long pieces of work, drawn where stderr is a terminal."""

import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, TypeVar

import click

from ui.rendering.stage_names import STAGES

if TYPE_CHECKING:
    from tqdm import tqdm

    from ingest import Progress

T = TypeVar("T")

UNCHANGED = "nothing was changed"  # told where stopping a piece of work leaves nothing to resume
STOPPED = 130  # the exit status of what Ctrl-C ended
_OF_BYTES = ("read", "backup", "restore")


def run(
    stages: "Generator[Progress, None, T]",
    stopped: str = "the next ingest resumes from here",
    *,
    leave: bool = True,
) -> T:
    """Run a piece of work to its end and return what it returns; Ctrl-C ends it, and a line says what was done.

    `leave`: whether its bars stay on the screen.
    """
    try:
        with closing(stages), ExitStack() as bars:
            return _drawn(stages, bars, leave=leave)
    except KeyboardInterrupt:
        click.echo(f"stopped; {stopped}", err=True)
        sys.exit(STOPPED)


def counted(items: Iterable[T], total: int, doing: str, unit: str) -> Iterator[T]:
    """Yield items as they come, and draw how many are still to come."""
    from tqdm import tqdm

    yield from tqdm(items, total=total, desc=doing, unit=f" {unit}", disable=None)


def _drawn(stages: "Generator[Progress, None, T]", bars: ExitStack, *, leave: bool) -> T:
    shown: dict[str, tqdm[None]] = {}
    paragraphs = 0
    while True:
        try:
            progress = next(stages)
        except StopIteration as end:
            returned: T = end.value
            return returned
        bar = shown.get(progress.stage)
        if bar is None:
            bar = shown[progress.stage] = bars.enter_context(_bar(progress, leave=leave))
        bar.update(progress.done - bar.n)
        if progress.stage == "read":
            paragraphs += progress.paragraphs
            page = f", scanned page {progress.page}" if progress.page else ""
            bar.set_postfix_str(f"{paragraphs:,} paragraphs{page}")


def _bar(progress: "Progress", *, leave: bool) -> "tqdm[None]":
    """A bar over bytes for files, so that one big file moves it too, and over paragraphs for the rest."""
    from tqdm import tqdm

    of_bytes = progress.stage in _OF_BYTES
    return tqdm(
        total=progress.total,
        desc=STAGES[progress.stage],
        unit="B" if of_bytes else " paragraphs",
        unit_scale=of_bytes,
        leave=leave,
        disable=None,  # where stderr is no terminal
    )
