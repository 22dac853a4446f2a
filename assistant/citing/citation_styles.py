"""References as a style prints them: footnotes, in-text citations, entries of a bibliography.

citeproc reads the styles, in the language that Zotero has for them (CSL): ours for cables, in `styles/`, or any
file of the reader's own.
"""

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from assistant.citing.cable_reference import CableReference
from ingest.errors import SettingsError

Form = Literal["citation", "bibliography"]
USUAL = "chicago"
_STRAIGHT = re.compile(r'"([^"]*)"')
_KEPT_STYLES = 8  # in memory
_OPEN, _CLOSED = "\ue000", "\ue001"  # quotation marks of a subject, until it is known what stands around them
_SUBJECTS_OWN = str.maketrans({"“": _OPEN, "”": _CLOSED})
_STOP_OUTSIDE = re.compile(f"{_CLOSED}([,.])(?=”)")
_STOP_AFTER_STOP = re.compile(r"(?<=[?!])\.(?=”)")
_writing = Lock()  # a style of citeproc's remembers what it is at


@dataclass(frozen=True, slots=True)
class CitationStyle:
    """A style to choose: its name, what readers see, the file of `styles/`, and which of its two forms it is."""

    name: str
    title: str
    file: str
    form: Form


STYLES: tuple[CitationStyle, ...] = (
    CitationStyle("chicago", "Footnote (Chicago)", "chicago.csl", "citation"),
    CitationStyle("chicago-bibliography", "Bibliography (Chicago)", "chicago.csl", "bibliography"),
    CitationStyle("chicago-in-text", "In the text (Chicago)", "chicago-author-date.csl", "citation"),
    CitationStyle("apa", "Reference (APA)", "apa.csl", "bibliography"),
    CitationStyle("apa-in-text", "In the text (APA)", "apa.csl", "citation"),
    CitationStyle("mla", "Works cited (MLA)", "mla.csl", "bibliography"),
    CitationStyle("mla-in-text", "In the text (MLA)", "mla.csl", "citation"),
)
_BY_NAME = {each.name: each for each in STYLES}


def cited(references: Iterable[CableReference], style: str = USUAL) -> list[str]:
    """Return each reference as a style prints it, in one line each.

    `style` is a name of `STYLES`, or the path of a CSL file, whose footnotes or in-text citations are taken.
    Raises SettingsError where it is neither.
    """
    csl, form = _read(style)
    with _writing:
        return [_printed(csl, form, each) for each in references]


def in_text(style: str) -> CitationStyle | None:
    """Return the style in which a text cites a paragraph of what `style` lists, whose entries name none.

    None where `style` itself is one of footnotes or of in-text citations.
    """
    listing = _BY_NAME.get(style)
    if listing is None or listing.form == "citation":
        return None
    return next(each for each in STYLES if (each.file, each.form) == (listing.file, "citation"))


def check(style: str) -> None:
    """Raise SettingsError where there is no such style."""
    _read(style)


def _printed(csl: Any, form: Form, reference: CableReference) -> str:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    item = reference.csl()
    item["title"] = _typographic(item.get("title", ""))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of fields that it does not know
        source = CiteProcJSON([{name: value for name, value in item.items() if value}])
        written = CitationStylesBibliography(csl, source, formatter.plain)
        citation = Citation([CitationItem(item["id"], **_place(reference))])
        written.register(citation)
        if form == "citation":
            text = str(written.cite(citation, lambda missing: None))
        else:
            text = "".join(map(str, written.bibliography()))
    return _nested(" ".join(text.split()))


def _place(reference: CableReference) -> dict[str, Any]:
    """Return what an item cites of its cable: a page, a paragraph by its number, or else words, as a section."""
    from citeproc import Locator

    if reference.is_by_page:
        first, last = reference.pages[0], reference.pages[-1]
        return {"locator": Locator("page", str(first) if first == last else f"{first}–{last}")}
    if reference.printed is not None:
        return {"locator": Locator("paragraph", str(reference.printed))}
    return {"locator": Locator("section", reference.place)} if reference.place else {}


@lru_cache(_KEPT_STYLES)
def _read(style: str) -> tuple[Any, Form]:
    from citeproc import CitationStylesStyle

    known = _BY_NAME.get(style)
    path = Path(str(files("assistant.citing") / "styles" / known.file)) if known else Path(style)
    if known is None and path.suffix != ".csl":
        names = ", ".join(_BY_NAME)
        raise SettingsError(f"There is no citation style {style!r}: choose {names}, or a CSL file.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return CitationStylesStyle(str(path), validate=False), known.form if known else "citation"
    except Exception as error:  # what is no style breaks the library in any way
        raise SettingsError(f"{style} cannot be read as a citation style (CSL): {error}") from error


def _typographic(subject: str) -> str:
    """Return a subject for between quotation marks: without a full stop, its own ones kept apart."""
    return _STRAIGHT.sub(f"{_OPEN}\\1{_CLOSED}", subject).translate(_SUBJECTS_OWN).rstrip(". ")


def _nested(text: str) -> str:
    """Return a text whose subject's quotation marks are single where double ones stand around them."""
    text = _STOP_AFTER_STOP.sub("", _STOP_OUTSIDE.sub(f"\\1{_CLOSED}", text))
    outer = text.find("“"), text.rfind("”")
    signs = []
    for place, sign in enumerate(text):
        inside = outer[0] < place < outer[1]
        signs.append({_OPEN: "‘" if inside else "“", _CLOSED: "’" if inside else "”"}.get(sign, sign))
    return "".join(signs)
