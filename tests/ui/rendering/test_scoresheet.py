"""The figures of an evaluation as a person reads them."""

from datetime import UTC, datetime

from assistant.evaluation.compare_runs import Change, RunComparison
from assistant.evaluation.score_answers import Mean, Outcome, Scores
from ui.rendering import scoresheet

NOTHING = RunComparison(datetime(2010, 2, 4, 13, 5, tzinfo=UTC), {}, (), (), (), (), ())


def outcome(id: str, *faults: str) -> Outcome:
    return Outcome(id, "fact", f"what is {id}?", {}, faults, 10, 0.5, 3, 3)


def test_scores_are_a_column_for_each_type():
    means = {"fact": {"correct": Mean(0.5, 2), "R@20": Mean(1, 100)}, "meta": {"correct": Mean(1 / 3, 3)}}
    assert scoresheet.scores(Scores(means, 7, 6, 12.0, 30, 0.04, 1.5)).splitlines() == [
        "                     fact        meta",
        "correct        0.500 /  2  0.333 /  3",
        "found                   -           -",
        "worth                   -           -",
        "facts                   -           -",
        "placed                  -           -",
        "trap                    -           -",
        "precision               -           -",
        "R@1                     -           -",
        "R@5                     -           -",
        "R@20           1.000 /100           -",
        "refused                 -           -",
        "false_refusal           -           -",
        "quotes exact: 6/7",
        "answer words: median 12, longest 30",
        "seconds per answer: median 0.040, p95 1.500",
    ]


def test_what_there_is_nothing_of_is_not_told():
    assert scoresheet.scores(Scores({"ALL": {}}, 0, 0, None, None, None, None)).endswith("\nfalse_refusal    -")


def test_failures_are_the_wrong_ones_alone():
    judged = [outcome("a"), outcome("b", "is refused"), outcome("c", 'lacks "x"', "does not cite the right place")]
    assert scoresheet.failures(judged) == (
        'b fact: what is b?\n    is refused\nc fact: what is c?\n    lacks "x"; does not cite the right place'
    )
    assert scoresheet.failures(judged[:1]) == "No wrong answers."


def test_a_comparison_tells_all_that_differs():
    given = RunComparison(
        NOTHING.before,
        {"model": ("none", "ollama:llama3.2"), "origin": (None, "BAKU")},
        (Change("fact", "correct", 0.5, 0.25), Change("meta", "R@1", None, 1.0)),
        broken=(outcome("a", "is refused"),),
        mended=(outcome("b"),),
        gone=("c", "d"),
        new=("e",),
    )
    assert (
        scoresheet.comparison(given)
        == """\
Since the run of 4 February 2010, 13:05 UTC:

model: none -> ollama:llama3.2
origin: - -> BAKU

fact  correct  0.500  ->  0.250  -0.250
meta  R@1          -  ->  1.000

Newly wrong:
a fact: what is a?
    is refused

Newly right:
b fact: what is b?

No longer asked: c, d

Newly asked: e"""
    )


def test_a_comparison_of_equal_runs_says_so():
    assert scoresheet.comparison(NOTHING) == "Since the run of 4 February 2010, 13:05 UTC:\n\nNo differences."
