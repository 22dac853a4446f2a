"""An answer as it comes at the command line: what is looked up for a report is told, and it can be stopped."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from assistant import Answer


def to_the_end(snapshots: "Iterable[Answer]", *, goes_on: bool) -> "Answer":
    """Return the last of the snapshots of an answer, and print its steps on stderr as they come.

    If the user stops it (Ctrl-C), it is what there was by then, if that says anything. `goes_on`: asking again
    takes it up from there.
    """
    from assistant.deep.stopped import stopped
    from ui.rendering import terminal

    answer: Answer | None = None
    try:
        for snapshot in snapshots:
            for step in snapshot.steps[len(answer.steps) if answer else 0 :]:
                click.echo(terminal.step(step), err=True)
            answer = snapshot
    except KeyboardInterrupt:
        answer = stopped(answer, goes_on=goes_on) if answer else None
        if answer is None:
            raise
    assert answer is not None  # an answer has at least one snapshot
    return answer
