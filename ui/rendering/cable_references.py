"""Cables as references for other programs, one each: RIS, BibTeX, CSL-JSON, Markdown. Pure functions."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from assistant.citations import day, year
from ingest.domain.posts import post_name
from ingest.domain.selection import SelectedCable
from ui.rendering.citation_formats import markdown_text, tex
from ui.rendering.templates import one_line

_NO_KEY = re.compile(r"[^\w.-]")


def ris(cables: Iterable[SelectedCable]) -> str:
    """Return a record of RIS for each cable."""
    return "".join(f"{_record(each)}\n" for each in cables)


def bibtex(cables: Iterable[SelectedCable]) -> str:
    """Return an entry of BibTeX for each cable."""
    return "".join(f"{_entry(each)}\n\n" for each in cables)


def csl(cables: Iterable[SelectedCable]) -> str:
    """Return cables as CSL-JSON, which Zotero and Pandoc read."""
    return json.dumps([_item(each) for each in cables], ensure_ascii=False, indent=1) + "\n"


def markdown(cables: Iterable[SelectedCable]) -> str:
    """Return cables as a list in Markdown."""
    return "".join(f"- {markdown_text('; '.join(filter(None, _facts(each))))}\n" for each in cables)


# By the ending of the file, with the type that HTTP tells of it.
REFERENCES: Mapping[str, tuple[Callable[[Iterable[SelectedCable]], str], str]] = {
    "ris": (ris, "application/x-research-info-systems"),
    "bib": (bibtex, "application/x-bibtex"),
    "json": (csl, "application/vnd.citationstyles.csl+json"),
    "md": (markdown, "text/markdown"),
}


def _facts(cable: SelectedCable) -> tuple[str, ...]:
    subject = one_line(cable.subject or "")
    return cable.id, _date(cable), post_name(cable.post), subject, cable.classification or ""


def _record(cable: SelectedCable) -> str:
    fields = (
        ("TY", "GOVDOC"),
        ("ID", cable.id),
        ("AU", post_name(cable.post)),
        ("TI", cable.subject),
        ("PY", year(_whole(cable), cable.id)),
        ("DA", (_whole(cable) or "").replace("-", "/")),
        ("M1", cable.id),
        ("N1", cable.classification and f"Classified {cable.classification}"),
    )
    return "\n".join((*(f"{tag}  - {one_line(value)}" for tag, value in fields if value), "ER  - "))


def _entry(cable: SelectedCable) -> str:
    fields = {
        "author": f"{{{tex(post_name(cable.post))}}}" if cable.post else None,  # braces: no first and last name
        "title": f"{{{tex(cable.subject)}}}" if cable.subject else None,
        "year": year(_whole(cable), cable.id),
        "date": _whole(cable),
        "number": tex(cable.id),
        "howpublished": f"Telegram {tex(cable.id)}",
        "note": tex(cable.classification or ""),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join((f"@misc{{{_NO_KEY.sub('-', cable.id)},", *lines, "}"))


def _item(cable: SelectedCable) -> dict[str, Any]:
    date = _whole(cable) or year(None, cable.id)
    item = {
        "id": cable.id,
        "type": "report",
        "genre": "Telegram",
        "number": cable.id,
        "title": one_line(cable.subject or ""),
        "author": [{"literal": post_name(cable.post)}] if cable.post else [],
        "issued": {"date-parts": [[int(part) for part in date.split("-")]]} if date else {},
        "note": cable.classification,
    }
    return {name: value for name, value in item.items() if value}


def _whole(cable: SelectedCable) -> str | None:
    """Return the day of a cable, ISO; None where only its year is known."""
    return cable.date[:10] if cable.date and len(cable.date) >= 10 else None


def _date(cable: SelectedCable) -> str:
    return day(_whole(cable), cable.id)
