"""The command that checks a saved answer against the archive."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from ingest.language.counts import count
from ui.cli.options import AS_JSON, Home, at_home, open_library

if TYPE_CHECKING:
    from assistant.saved_answers.audit import Report


@click.command()
@click.argument("file")
@at_home
@AS_JSON
def verify(file: str, library: Home, as_json: bool) -> None:
    """Check a saved answer or conversation against the archive.

    FILE was written by `ask --save` or the chat window. Prints one line for each fault; the exit status is 1 if
    there are any.
    """
    from assistant.saved_answers import bundle
    from assistant.saved_answers.audit import audits

    written = bundle.read(file)
    reports = audits(open_library(library), written)
    findings = [
        finding if len(reports) == 1 else replace(finding, place=f"answer {number}, {finding.place}")
        for number, report in enumerate(reports, start=1)
        for finding in report.findings
    ]
    if as_json:
        click.echo(
            json.dumps({"stands": not findings, "findings": list(map(asdict, findings))}, ensure_ascii=False)
        )
    elif findings:
        click.echo("\n".join(map(str, findings)))
    else:
        click.echo(f"Unchanged since {reports[-1].bundle.date:%Y-%m-%d %H:%M} UTC: {_counted(reports)}.")
    if findings:
        sys.exit(1)


def _counted(reports: "Sequence[Report]") -> str:
    answers = [report.bundle.answer for report in reports]
    counts = [
        (len(answers) if len(answers) > 1 else 0, "answer"),
        (sum(len(each.citations) for each in answers), "quotation"),
        (sum(len(each.passages) for each in answers), "passage"),
        (sum(len(each.sentences) for each in answers), "sentence"),
    ]
    listed = (count(number, name) for number, name in counts if number)
    return ", ".join(listed) or "it cites nothing"
