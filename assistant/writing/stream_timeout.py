"""A limit to how long one waits for the next part of something that comes from far away."""

from collections.abc import Iterable, Iterator
from queue import Empty, Queue
from threading import Event, Thread
from typing import TypeVar

from ingest.language.counts import plural

T = TypeVar("T")


def with_timeout(parts: Iterable[T], seconds: float) -> Iterator[T]:
    """Yield the parts as they come; raises TimeoutError when none has come for so long.

    The parts are drawn in a thread of their own: not every provider's client has a limit, and those that have
    one differ in its name and begin anew several times. Whoever stops listening also stops the drawing, at the
    next part.
    """
    came: Queue[T | _Over] = Queue()
    stopped = Event()
    Thread(target=_draw, args=(parts, came, stopped), daemon=True).start()
    try:
        while not isinstance(part := came.get(timeout=seconds), _Over):
            yield part
    except Empty:
        raise TimeoutError(f"it sent nothing for {seconds:g} {plural(seconds, 'second')}.") from None
    finally:
        stopped.set()
    if part.error is not None:
        raise part.error


class _Over:
    """What stands behind the last part: the error that ended them, or None."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error


def _draw(parts: Iterable[T], came: "Queue[T | _Over]", stopped: Event) -> None:
    try:
        for part in parts:
            if stopped.is_set():
                return
            came.put(part)
    except Exception as error:  # it is raised again where the parts are listened for
        came.put(_Over(error))
    else:
        came.put(_Over())
