"""Two texts of a cable side by side: what belongs together stands together, and only other words are marked."""

import gc
import time
from dataclasses import replace

import pytest
from quick import text

from ingest import Cable, parse_cable
from ui.rendering.versions_beside import beside, changed_words

NUMBERS = [
    f"The minister said in week {n} that {n} boats lay in harbor {n}." for n in ("one", "two", "three", "four")
]


def cable(*paragraphs: str) -> Cable:
    return parse_cable(text(1, *paragraphs), name="10OSLO1")


def shown(here: Cable, there: Cable) -> list[str]:
    """Return the rows in short: "2=2" alike, "2~3" with other words, "2-" and "-2" only in one text."""
    rows = [row for run in beside(here, there) for row in run.rows]
    return [
        f"{row.here.number if row.here else ''}"
        f"{'=' if row.is_alike else '~' if row.here and row.there else '-'}"
        f"{row.there.number if row.there else ''}"
        for row in rows
    ]


def marked(stretches) -> str:
    return "".join(f"[{words}]" if differs else words for words, differs in stretches)


def test_one_other_word_is_marked_in_both():
    other = cable(*NUMBERS[:2], NUMBERS[2].replace("said", "denied"), NUMBERS[3])
    assert shown(cable(*NUMBERS), other) == ["1=1", "2=2", "3~3", "4=4"]
    row = beside(cable(*NUMBERS), other)[1].rows[0]
    assert marked(row.here.stretches) == "The minister [said] in week three that three boats lay in harbor three."
    assert (
        marked(row.there.stretches) == "The minister [denied] in week three that three boats lay in harbor three."
    )


def test_a_paragraph_that_one_text_lacks_shifts_no_other():
    assert shown(cable(*NUMBERS), cable(*NUMBERS[1:])) == ["1-", "2=1", "3=2", "4=3"]
    assert shown(cable(*NUMBERS[:2]), cable(NUMBERS[0], "Quite else.", NUMBERS[1])) == ["1=1", "-2", "2=3"]


def test_what_is_redacted_in_one_stands_beside_the_name_in_the_other():
    here, there = "He named XXXXXXXXXXXX as the man.", "He named Jonas Berg as the man."
    assert shown(cable(here, NUMBERS[0]), cable(there, NUMBERS[0])) == ["1~1", "2=2"]
    assert [marked(side) for side in changed_words(here, there)] == [
        "He named [XXXXXXXXXXXX] as the man.",
        "He named [Jonas Berg] as the man.",
    ]


def test_line_ends_and_punctuation_make_no_difference():
    assert [marked(side) for side in changed_words("a  b,\nc d", "a b c  e d")] == ["a  b,\nc d", "a b c  [e] d"]
    assert shown(cable("It rained, he said."), cable("It rained\nhe said")) == ["1=1"]


def test_the_same_words_many_times_over_are_alike():
    once = cable("Row.").paragraphs[0]
    many = replace(cable("Row."), paragraphs=tuple(replace(once, ordinal=n, number=None) for n in range(1, 300)))
    assert {*shown(many, many)} == {"None=None"}


@pytest.mark.parametrize("shared", [0, 1], ids=["all other", "one alike"])
def test_neither_many_paragraphs_nor_long_ones_cost_time_by_the_square(shared):
    def text_of(letter: str, size: int) -> Cable:
        one = cable("Row.").paragraphs[0]
        words = [f"{letter} {n} rows" for n in range(size)]
        words[0] = " ".join(f"{letter}{n}" for n in range(size))
        words[-1] = "The end." if shared else words[-1]
        own = (replace(one, ordinal=n, number=n, text=each) for n, each in enumerate(words, start=1))
        return replace(cable("Row."), paragraphs=tuple(own))

    def seconds(size: int) -> float:
        texts = text_of("x", size), text_of("y", size)
        gc.disable()  # what it costs depends on all that the other tests hold
        begun = time.process_time()
        beside(*texts)
        took = time.process_time() - begun
        gc.enable()
        return took

    seconds(50)
    large, small = min(seconds(4_000) for _ in range(2)), min(seconds(500) for _ in range(3))
    assert large < 30 * small + 0.5  # by the square it would be 64 times
