"""How growth is fitted and told."""

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
if not BENCHMARKS.is_dir():
    pytest.skip("a package of the source comes without the benchmarks", allow_module_level=True)
sys.path.append(str(BENCHMARKS))  # they are scripts, which find each other by lying side by side

from fitting import Growth, series, table

SIZES = (1_000, 13_000, 100_000, 500_000)


def rows(what: str, factor: float, exponent: float) -> list[dict[str, object]]:
    return [{"paragraphs": size, "what": what, "value": factor * size**exponent} for size in SIZES]


@pytest.mark.parametrize("exponent", [0.0, 0.5, 1.0, 1.3])
def test_a_power_of_the_size_is_found_again(exponent):
    growth = Growth.of(SIZES, [3 * size**exponent for size in SIZES])
    assert growth.factor == pytest.approx(3)
    assert growth.exponent == pytest.approx(exponent, abs=1e-9)
    assert growth.error == pytest.approx(0, abs=1e-9)
    assert growth.at(26_000_000) == pytest.approx(3 * 26_000_000**exponent)


def test_a_base_that_does_not_grow_is_told_apart():
    growth = Growth.of(SIZES, [300 + size / 1000 for size in SIZES])
    assert (growth.base, growth.factor) == pytest.approx((300, 0.001))
    assert str(growth) == "300 + 1 a thousand"
    assert growth.at(26_000_000) == pytest.approx(26_300)  # a power alone would make it a twentieth


def test_the_error_is_that_of_the_worst_point():
    growth = Growth.power((10, 100, 1000), (1, 1, 8))
    assert growth.error == max(abs(growth.at(size) / value - 1) for size, value in ((10, 1), (100, 1), (1000, 8)))
    assert growth.error > 0.5


@pytest.mark.parametrize(("sizes", "values"), [((), ()), ((10, 10), (1, 2)), ((10, 100), (0, 1))])
def test_what_has_no_logarithm_or_a_single_size_is_not_fitted(sizes, values):
    with pytest.raises(ValueError, match="two sizes"):
        Growth.of(sizes, values)


def test_figures_are_sorted_by_size_and_rows_of_other_kinds_left_out():
    found = series([*reversed(rows("disk", 2, 1)), {"what": "stages", "seconds": 3}])
    assert found == {"disk": [(size, 2.0 * size) for size in SIZES]}


def test_a_figure_is_told_for_each_filter():
    reported = [{"paragraphs": 10, "what": "ms", "filter": each, "value": 1} for each in ("none", "2.5%")]
    assert list(series(reported)) == ["ms, none", "ms, 2.5%"]


def test_a_table_tells_what_was_measured_and_in_italics_what_was_not():
    head, _, disk, answer = table(
        [*rows("disk MB", 0.001, 1), {"what": "s", "paragraphs": 13_000, "value": 2}]
    ).split("\n")
    assert head.startswith("| | 1,000 | 13,000 | 100,000 | 500,000 | grows")
    assert disk == "| disk MB | 1 | 13 | 100 | 500 | n^1.00 | 0% | *2,600* | *26,000* |"
    assert answer == "| s |  | 2 |  |  |  |  |  |  |"  # one size tells no growth
