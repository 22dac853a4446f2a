"""The command that lists the language models which can be used here, and what else says which model is meant."""

import dataclasses
import json
from typing import TYPE_CHECKING

import click

from ui.cli.options import AS_JSON

if TYPE_CHECKING:
    from assistant.model_servers.discovery import FoundModel

NONE_FOUND = """\
No model server answers on this machine, so answers consist of quotations. A language model puts what the
cables say into sentences of its own, each of which reftel checks. To get one, install Ollama (https://ollama.com),
run `ollama pull llama3.2`, and choose the model in the window of `reftel chat`."""
USING = 'Choose one in the window of `reftel chat`, or name it: --model NAME, or model = "NAME" in reftel.toml.'


@click.command()
@AS_JSON
def models(as_json: bool) -> None:
    """List the language models that are found on this machine."""
    from assistant.model_servers.discovery import look
    from assistant.settings import Settings

    usual, found = Settings.read().model, look()
    if as_json:
        for each in found:
            click.echo(json.dumps(dataclasses.asdict(each), ensure_ascii=False))
        return
    if usual:
        click.echo(f"In your settings: {usual}")
    click.echo("\n".join([*map(_line, found), "", USING]) if found else NONE_FOUND)


def _line(model: "FoundModel") -> str:
    where = f"{model.program}, {model.host}"
    return f"{model.name}  ({where}; sent on to {model.sent_to})" if model.sent_to else f"{model.name}  ({where})"
