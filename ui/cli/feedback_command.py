"""The command for feedback on answers in the window."""

import click

from ingest.language.counts import count
from ui.cli.options import Home, at_home, open_library


@click.group()
def feedback() -> None:
    """Export readers' feedback on answers."""


@feedback.command()
@at_home
def export(library: Home) -> None:
    """Print feedback as labelled questions for `reftel eval`."""
    from assistant.kept_conversations.conversations import Notebook
    from ui.conversations.downloads import labelled

    lines, left_out = labelled(Notebook.of(open_library(library)))
    for line in lines:
        click.echo(line)
    if left_out:
        have = "that has" if left_out == 1 else "that have"
        reason = "the correct answer is not known"
        click.echo(f"Left out {count(left_out, 'answer')} {have} feedback: {reason}.", err=True)
    if not lines and not left_out:
        click.echo("There is no feedback yet.", err=True)
