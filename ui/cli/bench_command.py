"""The command that tells what this machine does."""

import dataclasses
import json
import os
from typing import TYPE_CHECKING

import click

from ingest.errors import ReftelError
from ui.cli.options import AS_JSON

if TYPE_CHECKING:
    from assistant.evaluation.machine_speed import MachineSpeed


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@AS_JSON
def bench(paths: tuple[str, ...], as_json: bool) -> None:
    """Tell how fast this machine reads cables and answers.

    It takes half a minute and leaves nothing behind. With a PATH it also says how long an ingest of it will take.
    """
    from assistant.evaluation.machine_speed import MachineSpeed, paragraphs_in

    for path in paths:
        if not os.path.lexists(path):
            raise ReftelError(f"There is no file or folder {path}.")
    found = paragraphs_in(paths) if paths else None
    speed = MachineSpeed.measure()
    if as_json:
        more = {"cables_an_hour": speed.cables_an_hour, "paragraphs": found}
        click.echo(json.dumps(dataclasses.asdict(speed) | more))
        return
    click.echo("\n".join(f"{name:<20} {told}" for name, told in _told(speed)))
    if found is not None:
        words, meaning = map(_lasts, speed.seconds(found))
        click.echo(
            f"\nAbout {found:,.0f} paragraphs in {', '.join(paths)}: they can be searched by words after {words}, "
            f"by meaning after {meaning}."
        )


def _told(speed: "MachineSpeed") -> list[tuple[str, str]]:
    form = "with bfloat16" if speed.bfloat16 else "without bfloat16, which would embed twice as fast"
    return [
        ("Processor", f"{speed.processor}, {speed.cores} cores, {form}"),
        ("Reading", f"{speed.read:,.0f} paragraphs a second"),
        ("Identifying speakers", f"{speed.attributed:,.0f} paragraphs a second"),
        ("Indexing by meaning", f"{speed.embedded:,.0f} paragraphs a second"),
        ("Altogether", f"{speed.cables_an_hour:,.0f} cables an hour"),
        ("An answer", f"{speed.answer * 1000:,.0f} ms"),
        ("A cold start", f"{speed.start:.1f} s"),
    ]


def _lasts(seconds: float) -> str:
    """Return a length of time as it is said: in seconds, minutes or hours."""
    if seconds < 100:
        return f"{max(seconds, 1):.0f} s"
    return f"{seconds / 60:.0f} minutes" if seconds < 100 * 60 else f"{seconds / 3600:.0f} hours"
