"""What a long piece of work tells while it goes on."""

from dataclasses import dataclass
from typing import Literal, get_args

Outcome = Literal["added", "unchanged", "replaced", "duplicate", "failed", "dropped", "passed over"]
Stage = Literal[
    "read",
    "words",
    "statements",
    "meaning",
    "cleared",
    "check texts",
    "check words",
    "check meaning",
    "check scan",
    "backup",
    "restore",
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class News:
    """What became of a document, of all `cables` of an unchanged file, or why something could not be read.

    The `reason` of what was read is a remark on how it was.
    A *duplicate* is kept beside another document of its cable. *Dropped* is what a file no longer holds. *Passed
    over* is a file that is not read; that is no outcome of a cable. `cable` is the id of the one, if it is known.
    `file` is the file that this is about, where `place` may be a row of it.
    """

    place: str
    outcome: Outcome
    reason: str | None = None
    cables: int = 1
    cable: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is: `done` of `total` bytes (read, backup and restore, so that a big file moves) or
    paragraphs (the others; of *cleared*, first cables).

    `paragraphs` and `news` are what has come since the last time. `page` is the scanned page that was read last,
    in words: "3 of 20".
    """

    stage: Stage
    done: int
    total: int
    paragraphs: int = 0
    news: tuple[News, ...] = ()
    page: str | None = None
