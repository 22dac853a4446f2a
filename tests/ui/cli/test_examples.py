"""Whoever calls a command without what it needs sees how it is called."""

from shlex import split

import click
import pytest
from click.testing import CliRunner

from ui.cli.examples import EXAMPLES
from ui.cli.main import reftel


def commands(group, path):
    """Yield every command with its path."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = dict(commands(reftel, "reftel"))
DEMANDING = [path for path, command in COMMANDS.items() if any(each.required for each in command.params)]


@pytest.mark.parametrize("path", [*DEMANDING, "reftel ask", "reftel statements"])
def test_a_command_without_what_it_needs_shows_an_example(path):
    result = CliRunner().invoke(reftel, path.split()[1:], prog_name="reftel")
    assert result.exit_code == 2
    assert result.stderr.endswith(f"\n\nExample: {EXAMPLES[path]}\n")


@pytest.mark.parametrize(("path", "example"), EXAMPLES.items(), ids=EXAMPLES)
def test_an_example_can_be_typed(path, example):
    words = split(example.partition(" > ")[0])
    assert words[: len(path.split())] == path.split()
    COMMANDS[path].make_context(path, words[len(path.split()) :])  # raises UsageError where it is none


def test_a_command_that_has_no_example_says_what_is_wrong():
    result = CliRunner().invoke(reftel, ["status", "--no-such"], prog_name="reftel")
    assert (result.exit_code, "Example" in result.stderr) == (2, False)
