"""The command that scores the assistant on labelled questions."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Unpack

import click

from ingest.domain.filters import FilterValues
from ingest.errors import BatchError
from ingest.language.counts import count
from ui.cli.options import AS_JSON, MODEL, NO_CACHE, Home, at_home, filters, lines

if TYPE_CHECKING:
    from assistant import Assistant


@click.command("eval")
@click.argument("file")
@click.option("--failures", is_flag=True, help="List the wrong answers, and what is wrong with them.")
@click.option("--save", metavar="RUN", help="Save this run to a file, to compare later runs with it.")
@click.option("--compare", metavar="RUN", help="Print what has changed since a saved run.")
@filters
@at_home
@MODEL
@NO_CACHE
@AS_JSON
def evaluate(
    file: str,
    failures: bool,
    save: str | None,
    compare: str | None,
    library: Home,
    model: str | None,
    cache: bool | None,
    as_json: bool,
    **filters: Unpack[FilterValues],
) -> None:
    """Score the assistant on labelled questions.

    FILE contains one question or conversation per line, as JSON, with the paragraphs and facts of a correct
    answer.
    """
    from assistant import Assistant
    from assistant.evaluation import compare_runs
    from assistant.evaluation.batch import conversations
    from assistant.evaluation.labelled_questions import labelled
    from assistant.evaluation.score_answers import outcomes, score
    from ui.cli import progress_bars
    from ui.rendering import scoresheet

    before = compare_runs.load(compare) if compare else None  # a mistake should show before the long part
    asked = list(conversations(lines(file), file))
    labels = labelled(entry for conversation in asked for entry in conversation)
    if not labels:
        raise BatchError(f"{file} contains no questions.")
    assistant = Assistant.open(**asdict(library), model=model, cache=cache)
    judged = tuple(
        progress_bars.counted(outcomes(assistant, asked, labels, **filters), len(labels), "asking", "questions")
    )
    now = datetime.now(UTC).replace(microsecond=0)
    run = compare_runs.Run(now, _setting(assistant, file, filters), score(judged), judged)
    compared = compare_runs.compare(before, run) if before else None
    if as_json:
        record = asdict(run) | ({"comparison": asdict(compared)} if compared else {})
        click.echo(json.dumps(record, ensure_ascii=False, default=str))
    else:
        parts = [scoresheet.scores(run.scores)]
        parts += [scoresheet.failures(judged)] if failures else []
        parts += [scoresheet.comparison(compared)] if compared else []
        click.echo("\n\n".join(parts))
    if save:  # last, so that no figure is lost when it cannot be
        compare_runs.save(run, save)


def _setting(assistant: "Assistant", file: str, filters: FilterValues) -> dict[str, str]:
    status = assistant.library.status()
    paragraphs = count(status.paragraphs, "paragraph")
    narrowed = {name: str(value) for name, value in filters.items() if value is not None}
    return {
        "questions": click.format_filename(file),
        "library": f"{count(status.cables, 'cable')}, {paragraphs}, {status.embedded:,} indexed by meaning",
        "model": assistant.model or "none",
        **assistant.library.versions,
        **narrowed,
    }
