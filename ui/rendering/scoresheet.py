"""The figures of an evaluation, and what differs between two, as text for a terminal."""

from collections.abc import Iterable, Sequence

from assistant.evaluation.compare_runs import Change, RunComparison
from assistant.evaluation.score_answers import MEASURES, Mean, Outcome, Scores


def scores(given: Scores) -> str:
    """Return the table of the measures, a column for each type of question, and what is said of all answers."""
    rows = [
        ["", *given.means],
        *([name, *(_mean(means.get(name)) for means in given.means.values())] for name in MEASURES),
    ]
    lines = _aligned(rows)
    if given.quotes:
        lines.append(f"quotes exact: {given.exact}/{given.quotes}")
    if given.words_median is not None:
        lines.append(f"answer words: median {given.words_median:.0f}, longest {given.words_longest}")
    if given.seconds_median is not None:
        lines.append(f"seconds per answer: median {given.seconds_median:.3f}, p95 {given.seconds_p95:.3f}")
    if given.separation is not None and given.miscalibration is not None:
        lines.append(
            f"confidence: area under the curve {given.separation:.3f},"
            f" expected calibration error {given.miscalibration:.3f}"
        )
    return "\n".join(lines)


def failures(judged: Iterable[Outcome]) -> str:
    """Return the questions that were answered wrongly, each with what is wrong."""
    return "\n".join(_failure(outcome) for outcome in judged if outcome.faults) or "No wrong answers."


def comparison(given: RunComparison) -> str:
    """Return each figure that moved, which questions broke and which were mended."""
    parts = [f"Since the run of {given.before:%-d %B %Y, %H:%M} UTC:"]
    if given.setting:
        parts.append(
            "\n".join(f"{name}: {was or '-'} -> {now or '-'}" for name, (was, now) in given.setting.items())
        )
    if given.changes:
        parts.append("\n".join(_aligned([_change(each) for each in given.changes], left=2)))
    if given.broken:
        parts.append("Newly wrong:\n" + failures(given.broken))
    if given.mended:
        parts.append("Newly right:\n" + "\n".join(_question(each) for each in given.mended))
    for ids, words in ((given.gone, "No longer asked"), (given.new, "Newly asked")):
        if ids:
            parts.append(f"{words}: {', '.join(ids)}")
    return "\n\n".join(parts if len(parts) > 1 else [*parts, "No differences."])


def _mean(mean: Mean | None) -> str:
    return f"{mean.value:.3f} /{mean.count:3}" if mean else "-"


def _change(change: Change) -> list[str]:
    moved = "" if change.before is None or change.after is None else f"{change.after - change.before:+.3f}"
    return [change.type, change.measure, _figure(change.before), "->", _figure(change.after), moved]


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _failure(outcome: Outcome) -> str:
    return f"{_question(outcome)}\n    {'; '.join(outcome.faults)}"


def _question(outcome: Outcome) -> str:
    return f"{outcome.id} {outcome.type}: {outcome.question}"


def _aligned(rows: Sequence[Sequence[str]], left: int = 1) -> list[str]:
    """Return the rows as lines of aligned columns, the first `left` of them to the left and the others right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if place < left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
