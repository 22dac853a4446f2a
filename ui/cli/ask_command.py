"""The command that answers a question, or a file of them."""

import json
from typing import TYPE_CHECKING, Unpack

import click

from ingest.domain.filters import FilterValues
from ui.cli.options import AS_JSON, COLLECTION, FORMAT, STYLE, answering, filters, lines, ready_assistant
from ui.cli.step_lines import to_the_end

if TYPE_CHECKING:
    from assistant import Answer, Assistant
    from assistant.answering import Asked
    from assistant.saved_answers.bundle import Bundle
    from assistant.settings import Settings
    from ingest import Library


@click.command()
@click.argument("question", required=False)
@click.option("--batch", metavar="FILE", help="Questions or conversations, one JSON line each.")
@click.option(
    "--literal", is_flag=True, help="Take the question literally: do not interpret names, dates or places in it."
)
@click.option("--deep", is_flag=True, help="Have the model search again by itself and write a report.")
@click.option(
    "--spread", is_flag=True, help="Take the sources in equal shares from the years in which there are any."
)
@click.option("--save", metavar="FILE", help="Write the answer with its evidence to a file for `reftel verify`.")
@FORMAT
@STYLE
@COLLECTION
@filters
@answering
@AS_JSON
def ask(
    question: str | None,
    batch: str | None,
    literal: bool,
    deep: bool,
    spread: bool,
    save: str | None,
    form: str | None,
    style: str | None,
    collection: str | None,
    settings: "Settings",
    as_json: bool,
    **filters: Unpack[FilterValues],
) -> None:
    """Answer a question, with the paragraph behind every sentence."""
    if (question is None) == (batch is None):
        raise click.UsageError("Give a question, or --batch FILE.")
    if batch is not None and (save or form or style):
        raise click.UsageError("--save, --format and --style are for one question, not for a batch.")
    if sum(map(bool, (form, style, as_json))) > 1:
        raise click.UsageError("Give only one of --format, --style and --json.")
    if deep and batch is not None:
        raise click.UsageError("--deep is for one question, not for a batch.")
    from assistant.question import question_limits
    from ingest.domain.filters import Filters
    from ui.server import running_window

    if style:
        from ui.cli.printed_references import check_style

        check_style(style)  # before a question is answered for nothing

    if batch is not None:
        _ask_all(batch, settings, collection, spread=spread, filters=filters)
        return
    asked, narrowed, recorded = question or "", Filters(**filters), None
    question_limits.check(asked)
    answer = opened = None
    if not (save or deep):
        answer = running_window.ask(
            settings, asked, narrowed, literal=literal, spread=spread, collection=collection
        )
    if answer is None:
        from assistant.answering import Asked

        assistant = ready_assistant(settings, lives_on=False)
        if collection:
            narrowed = assistant.collections.narrowed(collection, narrowed)
        opened = assistant.library
        whole = Asked(asked, (), narrowed, literal, deep=deep, spread=spread)
        answer, recorded = _answered(assistant, whole, recorded=bool(save))
    _print(answer, opened, settings, form=form, style=style, as_json=as_json)
    if save and recorded:  # last, so that no answer is lost when it cannot be
        from assistant.saved_answers import bundle

        bundle.save(recorded, save)


def _answered(assistant: "Assistant", asked: "Asked", *, recorded: bool) -> "tuple[Answer, Bundle | None]":
    """Return the answer, and if it is to be `recorded`, with all that it was made from."""
    if not recorded:
        return to_the_end(assistant.answers(asked), goes_on=assistant.remembers), None
    from assistant.saved_answers.bundle import Recording

    recording = Recording(assistant, asked)
    answer = to_the_end(recording.stream(), goes_on=assistant.remembers)
    return answer, recording.bundle(answer)


def _ask_all(
    batch: str, settings: "Settings", collection: str | None, *, spread: bool, filters: FilterValues
) -> None:
    """Answer the questions of a file, one JSON line each."""
    from assistant.evaluation.batch import answers, conversations
    from ingest.domain.filters import Filters
    from ui.rendering import terminal

    assistant = ready_assistant(settings, lives_on=False)
    if collection:
        filters["cables"] = assistant.collections.narrowed(collection, Filters(**filters)).cables
    for entry, each in answers(assistant, conversations(lines(batch), batch), spread=spread, **filters):
        click.echo(json.dumps(terminal.answer_json(each, entry.id), ensure_ascii=False))


def _print(
    answer: "Answer",
    opened: "Library | None",
    settings: "Settings",
    *,
    form: str | None,
    style: str | None,
    as_json: bool,
) -> None:
    """Print an answer in the form that was asked for; references are of the library, which may not be open yet."""
    from ui.cli import printed_references
    from ui.rendering import citation_formats, terminal

    if as_json:
        click.echo(json.dumps(terminal.answer_json(answer), ensure_ascii=False))
    elif form and form in citation_formats.FORMATS:
        click.echo(citation_formats.FORMATS[form](answer))
    elif style or form:
        library = opened or settings.open_library()
        click.echo(printed_references.of_answer(library, answer, style=style, form=form), nl=False)
    else:
        click.echo(terminal.answer(answer))
