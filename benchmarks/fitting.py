"""How a figure grows with the number of paragraphs, and what that comes to for archives too large to measure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

FAR = (2_600_000, 26_000_000)  # a quarter of a million cables, and ten times that


@dataclass(frozen=True, slots=True)
class Growth:
    """A figure is `base`, and `factor` times the number of paragraphs to the power of `exponent`.

    `error` is how far off, at the worst, the fit is from what was measured, as a share of it.
    """

    base: float
    factor: float
    exponent: float
    error: float

    @classmethod
    def power(cls, sizes: Sequence[float], values: Sequence[float]) -> Self:
        """Fit without a base, by least squares of the logarithms: as good as the figure is a pure power."""
        exponent, offset = np.polyfit(np.log(sizes), np.log(values), 1)
        return cls._judged(0.0, float(np.exp(offset)), float(exponent), sizes, values)

    @classmethod
    def line(cls, sizes: Sequence[float], values: Sequence[float]) -> Self:
        """Fit a base and what grows in proportion, by least squares of the shares by which they are off."""
        known = np.asarray(values, dtype=float)
        columns = np.stack([np.ones(len(known)), np.asarray(sizes, dtype=float)], axis=1) / known[:, np.newaxis]
        base, factor = np.linalg.lstsq(columns, np.ones(len(known)), rcond=None)[0]
        return cls._judged(float(base), float(factor), 1.0, sizes, values)

    @classmethod
    def of(cls, sizes: Sequence[float], values: Sequence[float]) -> Self:
        """Return the one of the two that fits better, since a power alone makes a process that takes 300 MB for an
        empty library look as if it did not grow. Raises ValueError for one size, or values not above 0.
        """
        if len(set(sizes)) < 2 or min(*sizes, *values) <= 0:
            raise ValueError("A growth is fitted to positive values at two sizes or more.")
        power, line = cls.power(sizes, values), cls.line(sizes, values)
        sound = line.base > 0 and line.factor > 0
        return line if sound and line.error < power.error else power

    @classmethod
    def _judged(
        cls, base: float, factor: float, exponent: float, sizes: Sequence[float], values: Sequence[float]
    ) -> Self:
        fitted = base + factor * np.asarray(sizes, dtype=float) ** exponent
        return cls(base, factor, exponent, float(np.max(np.abs(fitted / np.asarray(values) - 1))))

    def at(self, size: float) -> float:
        """Return what the figure comes to at a size, extrapolated where that was not measured."""
        return float(self.base + self.factor * size**self.exponent)

    def __str__(self) -> str:
        if self.base:
            return f"{number(self.base)} + {number(1000 * self.factor)} a thousand"
        return f"n^{self.exponent:.2f}"


def series(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[tuple[float, float]]]:
    """Return for each figure, and each filter that it is told for, its sizes and values, in the order of size."""
    found: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        if "paragraphs" in row and "value" in row:
            name = ", ".join(str(row[part]) for part in ("what", "filter") if part in row)
            found.setdefault(name, []).append((float(row["paragraphs"]), float(row["value"])))
    return {what: sorted(points) for what, points in found.items()}


def table(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return a Markdown table of what was measured, how it grows, how far off the fit is at the worst, and, in
    italics, what it comes to further on.
    """
    measured = series(rows)
    sizes = sorted({size for points in measured.values() for size, _ in points})
    heads = [*(f"{size:,.0f}" for size in sizes), "grows as", "off by", *(f"*{size:,}*" for size in FAR)]
    lines = [f"| | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    for what, points in measured.items():
        values = dict(points)
        cells = [number(values[size]) if size in values else "" for size in sizes]
        if len(points) > 1:
            growth = Growth.of(*zip(*points, strict=True))
            cells += [str(growth), f"{growth.error:.0%}", *(f"*{number(growth.at(size))}*" for size in FAR)]
        else:
            cells += [""] * (2 + len(FAR))
        lines.append(f"| {what} | {' | '.join(cells)} |")
    return "\n".join(lines)


def number(value: float) -> str:
    """Return a figure with as many digits as it deserves."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"
