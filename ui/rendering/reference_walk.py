"""A walk along references: from a cable to what it answers, and from there on; or to what answers it.

Pure functions: what is linked with what is asked of whoever knows it, a step at a time.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.catalogue.named_cables import LinkedCables

STEPS = 3
MOST_OF_ONE = 8  # cables that are shown behind one
MOST = 60  # that are shown in all

Linked = Callable[[Sequence[str]], Mapping[str, LinkedCables]]


@dataclass(slots=True)
class WalkedCable:
    """A cable on the way: what is linked with it stands behind it, and `more` cables that are not shown.

    One that was met before, nearer to the start, leads no further: so there is no going in circles.
    """

    id: str
    is_known: bool = False
    behind: list["WalkedCable"] = field(default_factory=list)
    more: int = 0


def walk(start: str, linked: Linked, steps: int = STEPS) -> WalkedCable:
    """Return a cable with those that are at most some steps away from it, each where it is nearest."""
    root = WalkedCable(start)
    met = {start}
    left = MOST
    reached = [root]
    for _ in range(steps):
        if not reached:
            break
        found = linked([each.id for each in reached])
        further: list[WalkedCable] = []
        for each in reached:
            ids, number = found.get(each.id, ((), 0))
            shown = ids[: min(MOST_OF_ONE, left)]
            left -= len(shown)
            each.behind = [WalkedCable(id, id in met or id in shown[:place]) for place, id in enumerate(shown)]
            each.more = number - len(shown)
            further += [new for new in each.behind if not new.is_known]
            met.update(shown)
        reached = further
    return root


def walked(root: WalkedCable) -> Iterator[WalkedCable]:
    """Yield all cables of a walk, the nearest first, the start itself before them."""
    waiting = deque([root])
    while waiting:
        each = waiting.popleft()
        yield each
        waiting.extend(each.behind)
