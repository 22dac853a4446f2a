"""How a figure grows with the number of paragraphs, and what that comes to for archives too large to measure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

FAR = (2_600_000, 26_000_000)  # a quarter of a million cables, and ten times that


@dataclass(frozen=True, slots=True)
class Growth:
    """A figure is `factor` times the number of paragraphs to the power of `exponent`: 1 is linear, 0 no growth.

    `error` is how far off, at the worst, the fit is from what was measured, as a share of it.
    """

    factor: float
    exponent: float
    error: float

    @classmethod
    def of(cls, sizes: Sequence[float], values: Sequence[float]) -> Self:
        """Fit by least squares of the logarithms; raises ValueError for one size or values not above 0."""
        if len(set(sizes)) < 2 or min(*sizes, *values) <= 0:
            raise ValueError("A growth is fitted to positive values at two sizes or more.")
        exponent, offset = np.polyfit(np.log(sizes), np.log(values), 1)
        factor = float(np.exp(offset))
        fitted = factor * np.asarray(sizes, dtype=float) ** exponent
        return cls(factor, float(exponent), float(np.max(np.abs(fitted / np.asarray(values) - 1))))

    def at(self, size: float) -> float:
        """Return what the figure comes to at a size, extrapolated where that was not measured."""
        return float(self.factor * size**self.exponent)


def series(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[tuple[float, float]]]:
    """Return for each figure its sizes and values, in the order of size."""
    found: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        if "paragraphs" in row and "value" in row:
            found.setdefault(str(row["what"]), []).append((float(row["paragraphs"]), float(row["value"])))
    return {what: sorted(points) for what, points in found.items()}


def table(rows: Iterable[Mapping[str, Any]], *, least: float = 0) -> str:
    """Return a Markdown table of what was measured from `least` paragraphs on, how it grows, and, in italics, what
    that comes to further on.
    """
    measured = series(rows)
    sizes = sorted({size for points in measured.values() for size, _ in points})
    heads = [*(f"{size:,.0f}" for size in sizes), "grows as n to the power of", *(f"*{size:,}*" for size in FAR)]
    lines = [f"| | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    for what, points in measured.items():
        values = dict(points)
        cells = [_number(values[size]) if size in values else "" for size in sizes]
        fitted = [(size, value) for size, value in points if size >= least]
        try:
            growth = Growth.of(*zip(*fitted, strict=True))
            cells += [f"{growth.exponent:.2f}", *(f"*{_number(growth.at(size))}*" for size in FAR)]
        except (ValueError, TypeError):
            cells += ["", *("" for _ in FAR)]
        lines.append(f"| {what} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"
