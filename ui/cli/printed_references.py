"""What an answer cites, printed as references: in a style, or for another program."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from ingest.errors import ReftelError
from ui.rendering.printable import one_line

if TYPE_CHECKING:
    from assistant import Answer
    from assistant.citing.cable_reference import CableReference
    from ingest import Library


def check_style(style: str) -> None:
    """Raise SettingsError where there is no such style."""
    from assistant.citing.citation_styles import check

    check(style)


def of_answer(library: "Library", answer: "Answer", *, style: str | None, form: str | None) -> str:
    """Return a reference for each place that an answer cites, once; raises ReftelError where it cites none.

    `style` is one of `citation_styles.py`, `form` that of a program if there is no style.
    """
    from assistant.citing.cable_reference import of_places
    from assistant.citing.citation_styles import cited

    if not answer.citations:
        raise ReftelError(f"The answer cites nothing, so there are no references: {one_line(answer.text)}")
    references = of_places(library, answer.citations)
    if style:
        entries = dict.fromkeys(cited(references, style))  # an entry of a list is the same for every paragraph
        return "".join(f"{each}\n" for each in entries)
    return _forms()[form or "bibtex"](references)


def _forms() -> "Mapping[str, Callable[[Iterable[CableReference]], str]]":
    from ui.rendering import cable_references

    return {"bibtex": cable_references.bibtex, "ris": cable_references.ris, "csl-json": cable_references.csl}
