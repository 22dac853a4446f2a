"""References to cables for other programs: RIS, BibTeX, CSL-JSON, Markdown. Pure functions."""

import json
import re
from collections.abc import Callable, Iterable, Mapping

from assistant.citations import day
from assistant.citing.cable_reference import CableReference
from ui.rendering.escaping import markdown_text, tex
from ui.rendering.templates import one_line

# The type of RIS of each kind.
_RIS = {
    "cable": "PCOMM",  # a letter, the one type of RIS that has an addressee
    "memorandum": "GOVDOC",
    "letter": "PCOMM",
    "minutes": "RPRT",
    "report": "RPRT",
    "article": "NEWS",
    "document": "GEN",
}
_NO_KEY = re.compile(r"[^\w.-]")


def ris(references: Iterable[CableReference]) -> str:
    """Return a record of RIS for each reference."""
    return "".join(f"{_record(each)}\n" for each in references)


def bibtex(references: Iterable[CableReference]) -> str:
    """Return an entry of BibTeX for each reference."""
    return "".join(f"{_entry(each)}\n\n" for each in references)


def csl(references: Iterable[CableReference]) -> str:
    """Return references as CSL-JSON, which Zotero and Pandoc read."""
    return json.dumps([each.csl() for each in references], ensure_ascii=False, indent=1) + "\n"


def markdown(references: Iterable[CableReference]) -> str:
    """Return references as a list in Markdown."""
    return "".join(f"- {markdown_text('; '.join(filter(None, _facts(each))))}\n" for each in references)


# By the ending of the file, with the type that HTTP tells of it.
REFERENCES: Mapping[str, tuple[Callable[[Iterable[CableReference]], str], str]] = {
    "ris": (ris, "application/x-research-info-systems"),
    "bib": (bibtex, "application/x-bibtex"),
    "json": (csl, "application/vnd.citationstyles.csl+json"),
    "md": (markdown, "text/markdown"),
}


def _facts(cited: CableReference) -> tuple[str | None, ...]:
    return cited.cable, day(_day(cited), cited.cable), cited.sender, cited.subject, cited.marking


def _record(cited: CableReference) -> str:
    fields = (
        ("TY", _RIS[cited.kind]),
        ("ID", cited.key),
        ("AU", cited.sender),
        ("A2", cited.recipient),
        ("TI", cited.subject),
        ("PY", cited.date and cited.date[:4]),
        ("DA", (_day(cited) or "").replace("-", "/")),
        ("M1", cited.cable),
        ("M3", "Telegram" if cited.kind == "cable" else None),
        ("SP", str(cited.pages[0]) if cited.is_by_page else None),
        ("EP", str(cited.pages[-1]) if cited.is_by_page else None),
        ("SE", None if cited.is_by_page else cited.place),
        ("N1", cited.marked),
    )
    return "\n".join((*(f"{tag}  - {one_line(value)}" for tag, value in fields if value), "ER  - "))


def _entry(cited: CableReference) -> str:
    to = f" to {tex(cited.recipient)}" if cited.recipient else ""  # BibTeX has no field for it
    fields = {
        "author": f"{{{tex(cited.sender)}}}" if cited.sender else None,  # braces: no first and last name
        "title": f"{{{tex(cited.subject)}}}" if cited.subject else None,
        "year": cited.date and cited.date[:4],
        "date": _day(cited),
        "number": tex(cited.cable),
        "howpublished": f"Telegram {tex(cited.cable)}{to}" if cited.kind == "cable" else cited.kind.capitalize(),
        "pages": f"{cited.pages[0]}--{cited.pages[-1]}" if cited.is_by_page else None,
        "note": tex("; ".join(filter(None, (cited.place, cited.marking)))),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join((f"@misc{{{_NO_KEY.sub('-', cited.key)},", *lines, "}"))


def _day(cited: CableReference) -> str | None:
    """Return the day of a cable, ISO; None where only its year is known."""
    return cited.date if cited.date and len(cited.date) == len("2010-02-04") else None
