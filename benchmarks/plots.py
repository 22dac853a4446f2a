"""Draw what was measured, and print the tables of growth.

    python benchmarks/plots.py [FOLDER]

FOLDER, `docs/performance` by default, holds what the benchmarks wrote with `--json`: filling.json, starting.json,
embedding.json, answering.json, growth.json; the pictures come beside them. Their background is left out and their
colors are of middling lightness, so that they can be read on a light page and on a dark one.
"""

import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
from fitting import FAR, Growth, series, table
from matplotlib import pyplot
from matplotlib.axes import Axes
from results import rows

mpl.use("svg")
INK = "#808890"
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


def bars(axes: Axes, title: str, values: dict[str, float], unit: str) -> None:
    """Draw lying bars, the first on top, each with its figure."""
    names = list(values)
    colors = [next((color for side, color in COLORS.items() if name.startswith(side)), INK) for name in names]
    drawn = axes.barh(names, list(values.values()), color=colors, height=0.6)
    axes.bar_label(drawn, [f" {value:,.4g} {unit}" for value in values.values()], color=INK)
    axes.invert_yaxis()
    axes.set_title(title, loc="left", color=INK)
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


def grown(axes: Axes, points: list[tuple[float, float]], title: str) -> None:
    """Draw measured values, and the fit on to sizes that were not measured, broken."""
    sizes, values = zip(*points, strict=True)
    axes.loglog(sizes, values, "o", color=COLORS["reftel"], label="measured")
    if len(points) > 1:
        growth = Growth.of(sizes, values)
        far = [sizes[0], FAR[-1]]
        label = f"n to the power of {growth.exponent:.2f}, extrapolated"
        axes.loglog(far, [growth.at(size) for size in far], "--", color=COLORS["reftel"], linewidth=1, label=label)
    axes.set_title(title, loc="left", color=INK)
    axes.legend(frameon=False, labelcolor=INK, fontsize=8)


def draw(folder: Path) -> list[Path]:
    """Draw every picture that there are figures for; return their files."""
    made = []

    def panels(name: str, number: int, width: float = 7) -> tuple[Any, list[Axes]]:
        figure, axes = pyplot.subplots(number, 1, figsize=(width, 1.5 * number), layout="constrained")
        made.append(folder / f"{name}.svg")
        return figure, [axes] if number == 1 else list(axes)

    def keep(figure: Any) -> None:
        figure.savefig(made[-1], metadata={"Date": None})
        pyplot.close(figure)

    with mpl.rc_context(STYLE):
        if (source := folder / "filling.json").exists():
            figures = filling(rows(source))
            figure, axes = panels("filling", len(figures))
            for each, (what, values) in zip(axes, figures.items(), strict=True):
                name, _, unit = what.rpartition(" ") if what.startswith("MB") else ("", "", "s")
                bars(each, what, values, "MB" if name else unit)
            keep(figure)
        if (source := folder / "starting.json").exists():
            held = rows(source)
            figure, axes = panels("starting", 2)
            bars(axes[0], "cold, seconds on the clock", {row["what"]: row["wall"] for row in held}, "s")
            bars(axes[1], "memory at its most", {row["what"]: row["memory"] for row in held}, "MB")
            keep(figure)
        if (source := folder / "growth.json").exists():
            measured = series(rows(source))
            figure, axes = pyplot.subplots(
                len(measured), 1, figsize=(7, 2.4 * len(measured)), layout="constrained", squeeze=False
            )
            made.append(folder / "growth.svg")
            for each, (what, points) in zip(axes.flat, measured.items(), strict=True):
                grown(each, points, what)
            axes.flat[-1].set_xlabel("paragraphs")
            keep(figure)
    return made


def main(folder: str = "docs/performance") -> None:
    for file in draw(Path(folder)):
        print(f"drawn {file}")
    if (source := Path(folder) / "growth.json").exists():
        print(table(rows(source)))


if __name__ == "__main__":
    main(*sys.argv[1:])
