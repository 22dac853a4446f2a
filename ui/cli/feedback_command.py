"""The command for what readers said of answers in the window."""

import click

from ui.cli.options import Home, at_home, open_library


@click.group()
def feedback() -> None:
    """What readers said of answers in the chat window."""


@feedback.command()
@at_home
def export(library: Home) -> None:
    """Print it as labelled questions for `reftel eval`, a JSON line each."""
    from assistant.kept_conversations.conversations import Notebook
    from ui.conversations.downloads import labelled

    lines, left_out = labelled(Notebook.of(open_library(library)))
    for line in lines:
        click.echo(line)
    if left_out:
        told = (
            "1 answer that has feedback makes" if left_out == 1 else f"{left_out} answers that have feedback make"
        )
        click.echo(f"{told} no label: it is not known what a right answer is.", err=True)
    if not lines and not left_out:
        click.echo("Nobody has said anything of an answer yet.", err=True)
