"""A run over labelled questions as a file to keep, and what differs between two of them."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from assistant.evaluation.score_answers import ALL, Outcome, Scores
from ingest.errors import BatchError

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Run:
    """A run over a file of questions: when, with what setting, and what came out.

    `setting` is what the figures depend on, in words: the questions, the library, the model, versions, filters.
    """

    date: datetime  # in UTC
    setting: Mapping[str, str]
    scores: Scores
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that another run has differently; None where a run does not have it."""

    type: str
    measure: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class RunComparison:
    """What differs between two runs.

    `before` is the date of the earlier one, `setting` has both values of what was set differently. `broken`
    questions were right and are wrong, with what is wrong now; `mended` ones the other way about. `gone` and `new`
    are the ids of the questions that only one of the runs asked.
    """

    before: datetime
    setting: Mapping[str, tuple[str | None, str | None]]
    changes: tuple[Change, ...]
    broken: tuple[Outcome, ...]
    mended: tuple[Outcome, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]


_SHAPE = TypeAdapter(Run)


def save(run: Run, path: str) -> None:
    """Write a run to a file, as JSON; raises BatchError where that cannot be."""
    try:
        Path(path).write_text(json.dumps(asdict(run), default=str, indent=2) + "\n", encoding="ascii")
    except OSError as error:
        raise BatchError(f"{path} cannot be written: {error.strerror}.") from error


def load(path: str) -> Run:
    """Read a run that was saved; raises BatchError when the file holds none."""
    try:
        return _SHAPE.validate_python(json.loads(Path(path).read_bytes()))
    except OSError as error:
        raise BatchError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise BatchError(f"{path} is not a saved run; `reftel eval FILE --save {path}` writes one.") from error


def compare(before: Run, after: Run) -> RunComparison:
    """Return what differs; a question is the same one when its id and its words are."""
    old, new = _questions(before), _questions(after)
    both = [(old[key], new[key]) for key in new if key in old]
    return RunComparison(
        before.date,
        _moved(before.setting, after.setting),
        tuple(
            Change(*figure, *values)
            for figure, values in _moved(_figures(before.scores), _figures(after.scores)).items()
        ),
        broken=tuple(now for was, now in both if now.faults and not was.faults),
        mended=tuple(now for was, now in both if was.faults and not now.faults),
        gone=tuple(id for id, words in old if (id, words) not in new),
        new=tuple(id for id, words in new if (id, words) not in old),
    )


def _questions(run: Run) -> dict[tuple[str, str], Outcome]:
    return {(outcome.id, outcome.question): outcome for outcome in run.outcomes}


def _moved(before: Mapping[K, V], after: Mapping[K, V]) -> dict[K, tuple[V | None, V | None]]:
    """Return both values under each key that has not the same in both."""
    both = {key: (before.get(key), after.get(key)) for key in {**before, **after}}
    return {key: (was, now) for key, (was, now) in both.items() if was != now}


def _figures(scores: Scores) -> dict[tuple[str, str], float]:
    """Return every figure under its type of question and its name."""
    means = {
        (type, str(measure)): mean.value for type, means in scores.means.items() for measure, mean in means.items()
    }
    rest = {
        "quotes exact": scores.exact / scores.quotes if scores.quotes else None,
        "words median": scores.words_median,
        "words longest": scores.words_longest,
        "seconds median": scores.seconds_median,
        "seconds p95": scores.seconds_p95,
    }
    return means | {(ALL, name): value for name, value in rest.items() if value is not None}
