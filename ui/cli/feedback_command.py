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
        click.echo(f"{count(left_out, 'answer')} with feedback left out: no correct answer is known.", err=True)
    if not lines and not left_out:
        click.echo("There is no feedback yet.", err=True)
