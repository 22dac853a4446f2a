"""How good the answers to labelled questions are: each one judged, and the figures over all of them."""

import re
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Unpack, get_args

from assistant.answer import Answer, AnswerOutcome, Citation
from assistant.assistant import Assistant
from assistant.evaluation.batch import BatchEntry, answers
from assistant.evaluation.labelled_questions import Labelled, Place
from ingest import Library
from ingest.domain.filters import FilterValues
from ingest.domain.keys import HEADER, Key

Measure = Literal[
    "correct",  # answered, with all facts, the place and no trap
    "found",  # the same, or excerpts with all facts and the place
    "worth",  # what was done is worth to a reader, see WORTH
    "facts",  # each fact is in the text, which is no longer than an answer may be
    "placed",  # a right paragraph is cited; of several cables, where several are asked for
    "trap",  # a wrong paragraph is cited, of the questions that have any
    "precision",  # how many of an answer's citations are of right paragraphs
    "R@1",  # a right paragraph is the first of those found
    "R@5",  # a right paragraph is among the first five
    "R@20",  # a right paragraph is among the first twenty
    "refused",  # nothing is claimed, of the questions that have no answer
    "false_refusal",  # nothing is shown, of the questions that have one
]
MEASURES: tuple[Measure, ...] = get_args(Measure)
DEPTHS: tuple[tuple[Measure, int], ...] = (("R@1", 1), ("R@5", 5), ("R@20", 20))
ALL = "ALL"
LONGEST = 220  # words; a longer text has heaped up evidence instead of answering

# What an outcome is worth to a reader, right or wrong: a wrong claim does harm, a wrong excerpt costs time.
WORTH: Mapping[tuple[AnswerOutcome, bool], float] = {
    ("answered", True): 1.0,
    ("answered", False): -0.5,
    ("excerpts", True): 0.7,
    ("excerpts", False): 0.0,
    ("refused", False): 0.0,
}
WORTH_UNANSWERABLE: Mapping[AnswerOutcome, float] = {"answered": -0.5, "excerpts": 0.5, "refused": 1.0}

_PLAIN = str.maketrans("‘’“”–—", "''\"\"--")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question. `faults` say in words why the answer is wrong; a right one has none.

    `measures` are those that apply to the question, 0 to 1. `words` is the length of an answer to a question that
    has one; `exact` of its `quotes` stand word for word at the place they name.
    """

    id: str
    type: str
    question: str
    measures: Mapping[Measure, float]
    faults: tuple[str, ...]
    words: int | None
    seconds: float
    quotes: int
    exact: int
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a measure over the `count` questions that it applies to."""

    value: float
    count: int


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures over some outcomes: `means` by type of question, and over ALL; None where there is nothing.

    `separation` is how often a right answer is surer than a wrong one (the area under the curve), `miscalibration`
    how far confidence and the share that is right lie apart on average, over tenths of confidence.
    """

    means: Mapping[str, Mapping[Measure, Mean]]
    quotes: int
    exact: int
    words_median: float | None
    words_longest: int | None
    seconds_median: float | None
    seconds_p95: float | None
    separation: float | None = None
    miscalibration: float | None = None


def outcomes(
    assistant: Assistant,
    asked: Iterable[tuple[BatchEntry, ...]],
    labels: Mapping[str, Labelled],
    **filters: Unpack[FilterValues],
) -> Iterator[Outcome]:
    """Ask the questions and yield what becomes of each as it is answered; `labels` are theirs, by their ids."""
    for entry, answer in answers(assistant, asked, **filters):
        yield judge(labels[entry.id], answer, texts(assistant.library, answer))


def judge(question: Labelled, answer: Answer, held: Mapping[Key, str]) -> Outcome:
    """Judge an answer by its question's label; `held` is the archive's own text at each place that it cites."""
    measures, faults = _answerable(question, answer) if question.cables else _unanswerable(answer)
    return Outcome(
        question.id,
        question.type,
        question.question,
        measures,
        faults,
        words=len(answer.text.split()) if question.cables and answer.answered else None,
        seconds=answer.seconds,
        quotes=len(answer.citations),
        exact=sum(_is_exact(citation, held) for citation in answer.citations),
        confidence=answer.confidence,
    )


def texts(library: Library, answer: Answer) -> dict[Key, str]:
    """Return what the library holds at the places that an answer cites: the whole cable, for its header."""
    keys = {Key(citation.cable, citation.ordinal) for citation in answer.citations}
    headers = {
        cable.id: cable.raw for cable in library.cables([key.cable for key in keys if key.ordinal == HEADER])
    }
    return {Key(id, HEADER): raw for id, raw in headers.items()} | {
        key: paragraph.text for key, paragraph in library.paragraphs(keys).items()
    }


def score(judged: Sequence[Outcome]) -> Scores:
    """Return the figures over these outcomes."""
    types = sorted({outcome.type for outcome in judged})
    words = [outcome.words for outcome in judged if outcome.words is not None]
    seconds = sorted(outcome.seconds for outcome in judged)
    sure = [(each.confidence, each.measures.get("found", 0) > 0) for each in judged if each.confidence is not None]
    return Scores(
        {kind: _means(outcome for outcome in judged if outcome.type == kind) for kind in types}
        | {ALL: _means(judged)},
        quotes=sum(outcome.quotes for outcome in judged),
        exact=sum(outcome.exact for outcome in judged),
        words_median=statistics.median(words) if words else None,
        words_longest=max(words, default=None),
        seconds_median=statistics.median(seconds) if seconds else None,
        seconds_p95=seconds[max(len(seconds) * 95 // 100, 1) - 1] if seconds else None,
        separation=_separation(sure),
        miscalibration=_miscalibration(sure),
    )


def _answerable(question: Labelled, answer: Answer) -> tuple[dict[Measure, float], tuple[str, ...]]:
    cited = [(citation.cable, citation.paragraph) for citation in answer.citations]
    text = " ".join(answer.text.translate(_PLAIN).split())
    short = len(text.split()) <= LONGEST
    lacking = [
        choice for choice in question.facts if not any(re.search(each, text, re.IGNORECASE) for each in choice)
    ]
    placed = _is_placed(question, set(cited))
    traps = list(dict.fromkeys(place for place in cited if place in question.traps))
    # Excerpts claim nothing: that some are of a wrong paragraph is no fault.
    faults = tuple(_faults(answer.refused, short, lacking, placed, traps if answer.answered else []))
    measures: dict[Measure, float] = {
        "false_refusal": answer.refused,
        "facts": short and not lacking,
        "placed": placed,
        "correct": answer.answered and not faults,
        "found": not faults,
        "worth": WORTH[answer.outcome, not faults],
    }
    if question.traps:
        measures["trap"] = bool(traps)
    if question.places:
        found = [(passage.cable, passage.paragraph) for passage in answer.passages]
        measures |= {name: not question.places.isdisjoint(found[:depth]) for name, depth in DEPTHS}
        if cited:
            measures["precision"] = statistics.fmean(place in question.places for place in cited)
    return {name: float(value) for name, value in measures.items()}, faults


def _unanswerable(answer: Answer) -> tuple[dict[Measure, float], tuple[str, ...]]:
    faults = ("is answered, although the archive has no answer",) if answer.answered else ()
    return {"refused": float(not answer.answered), "worth": WORTH_UNANSWERABLE[answer.outcome]}, faults


def _is_placed(question: Labelled, cited: set[Place]) -> bool:
    if question.type == "meta" or not question.places:
        return any(cable in question.cables for cable, _ in cited)
    cables = {cable for cable, _ in cited & question.places}
    return len(cables) >= (min(len(question.cables), 2) if question.type == "multi" else 1)


def _faults(
    refused: bool, short: bool, lacking: list[tuple[str, ...]], placed: bool, traps: list[Place]
) -> Iterator[str]:
    if refused:
        yield "is refused"
        return
    if not short:
        yield f"is longer than {LONGEST} words"
    for choice in lacking:
        yield "lacks " + " or ".join(f'"{each}"' for each in choice)
    if not placed:
        yield "does not cite the right place"
    if traps:
        yield "wrongly cites " + ", ".join(_label(place) for place in traps)


def _label(place: Place) -> str:
    cable, number = place
    return f"{cable} ¶{number}" if number is not None else cable


def _is_exact(citation: Citation, held: Mapping[Key, str]) -> bool:
    """Tell whether the words of a quote stand at its place; white space aside, of which cables have their own."""
    quote = "".join(citation.quote.split())
    return bool(quote) and quote in "".join(held.get(Key(citation.cable, citation.ordinal), "").split())


def _separation(sure: Sequence[tuple[float, bool]]) -> float | None:
    """Return the share of pairs of a right and a wrong answer in which the right one is surer; a tie is half."""
    right = sorted(confidence for confidence, ok in sure if ok)
    wrong = [confidence for confidence, ok in sure if not ok]
    if not right or not wrong:
        return None
    surer = sum(2 * len(right) - bisect_left(right, each) - bisect_right(right, each) for each in wrong)
    return surer / 2 / len(right) / len(wrong)


def _miscalibration(sure: Sequence[tuple[float, bool]]) -> float | None:
    tenths: dict[int, list[float]] = {}
    for confidence, ok in sure:
        tenths.setdefault(min(int(confidence * 10), 9), []).append(confidence - ok)
    return sum(abs(sum(each)) for each in tenths.values()) / len(sure) if sure else None


def _means(judged: Iterable[Outcome]) -> dict[Measure, Mean]:
    every = [outcome.measures for outcome in judged]
    values = {name: [measures[name] for measures in every if name in measures] for name in MEASURES}
    return {name: Mean(statistics.fmean(each), len(each)) for name, each in values.items() if each}
