"""Draw what was measured, and print the tables of growth.

    python benchmarks/plots.py [FOLDER]

FOLDER, `docs/performance` by default, holds what the benchmarks wrote with `--json`: filling.json, starting.json,
embedding.json, answering.json, growth.json; the pictures come beside them. Their background is left out and their
colors are of middling lightness, so that they can be read on a light page and on a dark one.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from fitting import FAR, Growth, series, table
from matplotlib import pyplot
from matplotlib.axes import Axes
from results import rows

mpl.use("svg")
INK = "#808890"
LEFT_OUT = {"cpu s multiplying"}  # what it takes to make the input is no figure of reftel's
COLORS = {"reftel": "#2f81f7", "stock": "#d9730d", "txtai": "#8e6fd8"}
STYLE = {
    "font.size": 10,
    "font.family": "sans-serif",
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "reftel",  # the same figures draw the same file
    "savefig.transparent": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
} | dict.fromkeys(("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), INK)


def bars(values: dict[str, float], axes: Axes) -> None:
    """Draw lying bars, the first on top, each with its figure."""
    names = list(values)
    colors = [next((color for side, color in COLORS.items() if name.startswith(side)), INK) for name in names]
    drawn = axes.barh(names, list(values.values()), color=colors, height=0.6)
    axes.bar_label(drawn, [f" {value:,.4g}" for value in values.values()], color=INK)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.margins(x=0.25)


def filling(held: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Return the figures of a fill by name and side."""
    found: dict[str, dict[str, float]] = {}
    for row in held:
        if "value" in row:
            found.setdefault(row["what"], {})[row["side"]] = row["value"]
    return found


def grown(lines: Mapping[str, list[tuple[float, float]]], axes: Axes) -> None:
    """Draw a figure as measured, a line a filter, and for the first, broken, how it would go on by the fit."""
    for number, (name, points) in enumerate(lines.items()):
        sizes, values = zip(*points, strict=True)
        color = COLORS["reftel"] if not number else INK
        axes.loglog(sizes, values, "o-", color=color, alpha=1 - number / 7, linewidth=1, markersize=3, label=name)
        if not number and len(points) > 1:
            growth = Growth.of(sizes, values)
            far = [10**power for power in np.linspace(np.log10(sizes[0]), np.log10(FAR[-1]))]
            label = f"grows as {growth}, extrapolated"
            axes.loglog(far, [growth.at(size) for size in far], "--", color=color, linewidth=1, label=label)
    axes.set_xlabel("paragraphs")
    axes.legend(frameon=False, labelcolor=INK, fontsize=7)


def by_figure(held: list[dict[str, Any]]) -> dict[str, dict[str, list[tuple[float, float]]]]:
    """Return for each figure its lines, by filter."""
    found: dict[str, dict[str, list[tuple[float, float]]]] = {}
    for row in held:
        found.setdefault(row["what"], {})
    for name, points in series(held).items():
        what, _, filtered = name.partition(", ")
        if filtered and filtered != "no filter":
            filtered = f"filter {filtered}"
        found[what][filtered or "measured"] = points
    return {what: lines for what, lines in found.items() if lines and what not in LEFT_OUT}


def picture(file: Path, panels: Mapping[str, Callable[[Axes], None]], height: float, columns: int = 1) -> Path:
    """Draw panels, each by its function, row by row into a file; `height` in inches."""
    lines = -(-len(panels) // columns)
    size = (7 if columns == 1 else 5 * columns, height * lines)
    figure, axes = pyplot.subplots(lines, columns, figsize=size, layout="constrained", squeeze=False)
    for each, (title, panel) in zip(axes.flat, panels.items(), strict=False):
        panel(each)
        each.set_title(title, loc="left", color=INK)
    for each in axes.flat[len(panels) :]:
        each.axis("off")
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)
    return file


def draw(folder: Path) -> Iterator[Path]:
    """Draw every picture that there are figures for; yields their files."""
    with mpl.rc_context(STYLE):
        if (source := folder / "filling.json").exists():
            figures = filling(rows(source))
            yield picture(
                folder / "filling.svg", {what: partial(bars, each) for what, each in figures.items()}, 1.3
            )
        if (source := folder / "starting.json").exists():
            held = rows(source)
            reported = {"s on the clock, cold": "wall", "MB of memory": "memory"}
            drawn = {
                title: partial(bars, {row["what"]: row[name] for row in held}) for title, name in reported.items()
            }
            yield picture(folder / "starting.svg", drawn, 1.5)
        if (source := folder / "growth.json").exists():
            measured = by_figure(rows(source))
            panels = {what: partial(grown, each) for what, each in measured.items()}
            yield picture(folder / "growth.svg", panels, 2.4, columns=2)


def main(folder: str = "docs/performance") -> None:
    for file in draw(Path(folder)):
        print(f"drawn {file}")
    if (source := Path(folder) / "growth.json").exists():
        print(table(rows(source)))


if __name__ == "__main__":
    main(*sys.argv[1:])
