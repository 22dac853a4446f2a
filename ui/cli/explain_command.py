"""The command that says more of an error than its line does, and which part of `docs/errors.md` is about which.

The page comes with the package, so that it can be read without the source and without the network.
"""

import re
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from ingest import errors
from ingest.errors import ReftelError

# Each class of error with its heading in the page, as an address has it: docs/errors.md#busy-library.
TOPICS: Mapping[type[ReftelError], str] = {
    errors.SourceError: "files",
    errors.LibraryError: "library",
    errors.LibraryBusy: "busy-library",
    errors.LibraryDamaged: "damaged-library",
    errors.CatalogueDamaged: "damaged-library",
    errors.LibraryUnreachable: "unreachable-library",
    errors.EmbedderMismatch: "embedding-model",
    errors.WorkersError: "workers",
    errors.FilterError: "filters",
    errors.QuestionError: "long-questions",
    errors.BatchError: "files-of-questions",
    errors.BundleError: "saved-answers",
    errors.BackupError: "backups",
    errors.NotebookError: "conversations",
    errors.CollectionError: "collections",
    errors.WatchError: "watches",
    errors.NoteError: "notes",
    errors.WorkspaceError: "workspaces",
    errors.SettingsError: "settings",
    errors.ModelError: "language-models",
    errors.ModelNotOffered: "language-models",
}
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@click.command()
@click.argument("topic", required=False)
def explain(topic: str | None) -> None:
    """Explain an error: what causes it, and what to do.

    The line of an error names its TOPIC. Without one, this lists all of them.
    """
    sections = _sections()
    if topic is None:
        click.echo("\n".join(("Topics, each for `reftel explain TOPIC`:", *(f"  {each}" for each in sections))))
        return
    if topic not in sections:
        raise click.UsageError(f"There is no topic {topic!r}: choose {', '.join(sections)}.")
    click.echo(sections[topic])


def topic_of(error: ReftelError) -> str | None:
    """Return the topic that explains an error; None for one that its line says all of."""
    return next((TOPICS[each] for each in type(error).__mro__ if each in TOPICS), None)


def _sections() -> dict[str, str]:
    """Return the parts of the page by topic, in its order."""
    text = _page().read_text(encoding="utf-8")
    starts = [found.start() for found in _HEADING.finditer(text)]
    parts = [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return {part.partition("\n")[0].removeprefix("## ").lower().replace(" ", "-"): part for part in parts}


def _page() -> Traversable:
    packed = files("ui.cli") / "errors.md"  # where a wheel has it; the source has it among the other pages
    return packed if packed.is_file() else Path(__file__).parents[2] / "docs" / "errors.md"
