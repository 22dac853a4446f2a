"""Said by whom, comment or narration: a trained model that reads a cable as a sequence of units.

A conditional random field (Lafferty et al., ICML 2001). The states of a unit are comment, narration, said by some
candidate, and said by another. The unit's signs speak for a kind, a candidate's signs for that candidate, and a
state follows another with a weight of its own. `benchmarks/train_speakers.py` learns the weights (`speakers.json`)
from labelled paragraphs.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np

from ingest.attribution.observations import Observation
from ingest.domain.statements import StatementKind

KINDS: tuple[StatementKind, ...] = ("comment", "narration", "said")  # in the order of the weights of a sign
NAMED = 3  # the first state of a candidate; before it come comment, narration and said by another
SAME = (NAMED + 1) ** 2  # the transition from somebody to themselves, after those between sorts of state
TRANSITIONS = 6 * (SAME + 1)
IMPOSSIBLE = -1e4

# The least probability of a speaker; below it nobody is named. Words in the wrong mouth are worse than words
# without a speaker. Found by folds over the training cables.
SURE = 0.48

POSSIBLE = 0.2  # the least probability of somebody who possibly speaks


@dataclass(frozen=True, slots=True)
class Tag:
    """The likeliest kind of a unit and who speaks if somebody does, and how likely that is.

    `possibly` is who may speak where somebody does more likely than not, and nobody is sure enough.
    """

    kind: StatementKind
    speaker: str | None
    probability: float
    possibly: str | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign of a unit weighs for each of KINDS, each sign of a candidate, and each transition."""

    signs: Mapping[str, Sequence[float]]
    candidate: Mapping[str, float]
    transitions: np.ndarray


def tags(observed: Sequence[Observation]) -> list[Tag]:
    """Return the tag of each unit of a cable."""
    return likeliest(observed, probabilities(observed, weights()))


def likeliest(observed: Sequence[Observation], rows: Sequence[np.ndarray], *, sure: float = SURE) -> list[Tag]:
    """Return the tag of each unit by the probabilities of its states; a speaker only if that `sure`."""
    return [_tag(each, row, sure) for each, row in zip(observed, rows, strict=True)]


def _tag(observation: Observation, row: np.ndarray, sure: float) -> Tag:
    comment, narration = map(float, row[:2])
    named = zip(map(float, row[NAMED:]), observation.candidates, strict=True)
    probability, name = max(named, default=(0.0, None))
    if name and probability >= max(comment, narration, sure):
        return Tag("said", name, probability)
    said = float(row[2:].sum())
    possibly = name if probability >= POSSIBLE and said >= max(comment, narration) else None
    if comment >= narration:
        return Tag("comment", None, comment, possibly)
    return Tag("narration", None, narration, possibly)


def probabilities(observed: Sequence[Observation], learnt: Weights) -> list[np.ndarray]:
    """Return for each unit the probability of each of its states, given all units of the cable."""
    scores = [_scores(each, learnt) for each in observed]
    steps = [learnt.transitions[transitions(one, two)] for one, two in pairwise(observed)]
    forward = scores[:1]
    for own, step in zip(scores[1:], steps, strict=True):
        forward.append(own + _log_sum(forward[-1][:, None] + step, axis=0))
    backward = [np.zeros_like(scores[-1])] if scores else []
    for own, step in zip(scores[:0:-1], steps[::-1], strict=True):
        backward.append(_log_sum(step + own + backward[-1], axis=1))
    both = [before + behind for before, behind in zip(forward, reversed(backward), strict=True)]
    return [np.exp(row - _log_sum(row, axis=0)) for row in both]


def _scores(observation: Observation, learnt: Weights) -> np.ndarray:
    """The score of each state of a unit by its own signs."""
    weighed = [learnt.signs[sign] for sign in observation.signs if sign in learnt.signs]
    kinds = np.sum(weighed, axis=0) if weighed else np.zeros(len(KINDS))
    weigh = learnt.candidate.get
    named = [kinds[2] + sum(weigh(sign, 0.0) for sign in signs) for signs in observation.candidates.values()]
    return np.array([*kinds, *named])


def transitions(before: Observation, after: Observation) -> np.ndarray:
    """Return which transition it is from each state of a unit to each state of the next one.

    It depends on the sorts of both states, on whether the same speaks on, on whether a paragraph begins, and on
    whether the unit's own words name a speaker.
    """
    who = after.unit.main.who
    situation = 0 if after.unit.main.explicit else 1 if who else 2
    situation += 3 * (after.unit.index == 0)
    first = [min(state, NAMED) for state in range(NAMED + len(before.candidates))]
    second = [min(state, NAMED) for state in range(NAMED + len(after.candidates))]
    found: np.ndarray = np.add.outer(np.array(first) * (NAMED + 1), np.array(second))
    places = {name: state for state, name in enumerate(before.candidates, NAMED)}
    for state, name in enumerate(after.candidates, NAMED):
        if name in places:
            found[places[name], state] = SAME
    found += situation * (SAME + 1)
    return found


def _log_sum(values: np.ndarray, *, axis: int) -> np.ndarray:
    top: np.ndarray = values.max(axis=axis, keepdims=True)
    summed: np.ndarray = np.log(np.exp(values - top).sum(axis=axis)) + top.squeeze(axis)
    return summed


@cache
def weights() -> Weights:
    """Return the weights that were learnt."""
    stored = json.loads((files(__package__) / "speakers.json").read_text(encoding="utf-8"))
    return Weights(stored["signs"], stored["candidate"], np.array(stored["transitions"]))
