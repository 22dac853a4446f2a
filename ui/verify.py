"""The command that checks a saved answer against the archive."""

import json
import sys
from dataclasses import asdict

import click

from ui.options import AS_JSON, LIBRARY, open_library


@click.command()
@click.argument("file")
@LIBRARY
@AS_JSON
def verify(file: str, library: str | None, as_json: bool) -> None:
    """Check an answer that `ask --save` wrote against the archive.

    Prints a line for everything that is wrong, with exit status 1 if anything is.
    """
    from assistant import bundle
    from assistant.audit import audit

    written = bundle.read(file)
    report = audit(open_library(library), written)
    answer = report.bundle.answer
    if as_json:
        found = [asdict(finding) for finding in report.findings]
        click.echo(json.dumps({"stands": not found, "findings": found}, ensure_ascii=False))
    elif report.findings:
        click.echo("\n".join(str(finding) for finding in report.findings))
    else:
        counts = [(len(answer.citations), "quotation"), (len(answer.passages), "passage")]
        counts += [(len(answer.sentences), "sentence")] if answer.sentences else []
        told = ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for count, name in counts)
        click.echo(f"It stands as on {report.bundle.date:%Y-%m-%d %H:%M} UTC: {told}.")
    if report.findings:
        sys.exit(1)
