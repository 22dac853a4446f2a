"""An answer as it comes at the command line, and what is left of it after Ctrl-C."""

import pytest

from assistant import Answer
from assistant.answer import Step
from ui.cli.step_lines import to_the_end

OWN = Step(0, "what about the port?", "3 passages from 1 cable.")
LOOKED = Step(1, "search: port lease", "12 passages from 2 cables.")


def interrupted(*snapshots):
    yield from snapshots
    raise KeyboardInterrupt


def growing(text="", *steps):
    return Answer(question=OWN.asked, text=text, outcome="answered", steps=steps, finished=False)


def test_steps_are_told_as_they_come(capsys):
    last = growing("The port is let.", OWN, LOOKED)
    assert to_the_end(iter([growing("", OWN), growing("", OWN, LOOKED), last]), goes_on=True) == last
    assert [line.split(".")[0].strip() for line in capsys.readouterr().err.splitlines()] == ["0", "1"]


def test_a_report_that_is_stopped_is_printed_as_far_as_it_went():
    left = to_the_end(interrupted(growing("", OWN), growing("", OWN, LOOKED)), goes_on=True)
    assert left.finished
    assert not left.answered
    assert left.text == "Nothing was written yet. Found so far: 0 passages from 0 cables."
    assert left.note == "Stopped before it was finished. Asked again, it goes on from here."


def test_what_is_stopped_before_there_is_anything_ends_the_command():
    with pytest.raises(KeyboardInterrupt):
        to_the_end(interrupted(growing("", OWN)), goes_on=True)
