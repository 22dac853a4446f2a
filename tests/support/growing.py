"""How what a piece of work costs grows with the length of its text: processor times compared with each other."""

import gc
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

TIMES = 4  # the longer text beside the shorter one
MOST = 8.0  # how much more it may cost: what grows by the square costs sixteen times as much
SHORT = 5_000  # characters
_REPEATS = 3
_LOOKS = 3  # before work counts as too slow: a loaded machine tells lies
_LONGEST = 1.0  # seconds after which a piece of work is broken off
_AGAIN = 0.05  # seconds after which this is tried again, where the first try came to nothing
# No machine takes 200,000,000 steps, half the square of 20,000, in so short a time: what is as quick grows by less.
_TOO_QUICK = 0.002


class Endless(Exception):
    """A piece of work was broken off."""


def growth(work: Callable[[str], object], text: Callable[[int], str], short: int = SHORT) -> float:
    """Return by how much more a text of four times the length costs; `text` makes one of about a length.

    Where that is more than MOST, it is looked at again, and the least of all looks counts.
    """
    least = float("inf")
    for _ in range(_LOOKS):
        least = min(least, _look(work, text, short))
        if least <= MOST:
            break
    return least


def _look(work: Callable[[str], object], text: Callable[[int], str], short: int) -> float:
    longer, shorter = text(TIMES * short), text(short)
    try:
        most = _cost(work, longer, 1)
    except Endless:
        try:
            return _LONGEST / max(_cost(work, shorter, 1), 1e-9)
        except Endless:
            return _look(work, text, short // TIMES) if short > 50 else float("inf")
    if most < _TOO_QUICK:
        return 1.0
    least = _cost(work, shorter, 1)
    if most > MOST * least:
        try:
            most = min(most, _cost(work, longer, _REPEATS))
        except Endless:
            return most / max(least, 1e-9)
        least = min(least, _cost(work, shorter, _REPEATS))
    return most / max(least, 1e-9)


def _cost(work: Callable[[str], object], text: str, repeats: int) -> float:
    """Return the least processor time of some runs."""
    costs = []
    for _ in range(repeats):
        with _broken_off():
            costs.append(_timed(work, text))
    return min(costs)


def _timed(work: Callable[[str], object], text: str) -> float:
    begun = time.thread_time()
    work(text)
    return time.thread_time() - begun


@contextmanager
def _broken_off() -> Iterator[None]:
    """Break work off that takes too much of the processor; other processes may take what they like.

    Python drops what is raised in `__del__` and in the callback of a weak reference: there, the work is broken off a
    moment later. Nothing is collected meanwhile, as that would call back what has nothing to do with the work.
    """
    due = time.thread_time() + _LONGEST

    def look(_: int, frame: FrameType | None) -> None:
        nonlocal due
        if time.thread_time() > due and _is_at_work(frame):
            due = time.thread_time() + _AGAIN
            raise Endless

    def tell(dropped: "sys.UnraisableHookArgs") -> None:
        if not isinstance(dropped.exc_value, Endless):
            hook(dropped)

    hook, sys.unraisablehook = sys.unraisablehook, tell
    collects = gc.isenabled()
    gc.disable()
    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _LONGEST, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        sys.unraisablehook = hook
        if collects:
            gc.enable()


def _is_at_work(frame: FrameType | None) -> bool:
    while frame and frame.f_code is not _timed.__code__:
        frame = frame.f_back
    return frame is not None
