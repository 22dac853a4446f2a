"""The words of a paragraph as OpenDocument files hold it: blanks, tabs and line ends are elements there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingest.sources.safe_xml import attribute, local_name

PARAGRAPHS = frozenset({"p", "h"})
# What is not in the text as it reads: comments, ruby, the number of a note, what is told of a picture.
UNSEEN = frozenset({"annotation", "ruby-text", "note-citation", "desc", "title"})
MOST_BLANKS = 1_000  # that one element stands for


@dataclass
class ParagraphWords:
    """The text of a paragraph, the lines of text boxes in it, and those of its notes."""

    text: str = ""
    boxes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """The lines of the text and its boxes."""
        return [*self.text.split("\n"), *self.boxes]


def words_of(paragraph: Element) -> ParagraphWords:
    """Return what a paragraph holds."""
    found = ParagraphWords()
    found.text = "".join(_pieces(paragraph, found))
    return found


def number_in(text: str | None, otherwise: int) -> int:
    """Return a number as an attribute writes it; `otherwise` where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _pieces(element: Element, found: ParagraphWords) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local_name(child.tag)
        if name == "s":
            yield " " * min(number_in(attribute(child, "c"), 1), MOST_BLANKS)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name == "note-body":
            found.notes += _lines_in(child)
        elif name == "text-box":
            found.boxes += _lines_in(child)
        elif name not in UNSEEN:
            yield from _pieces(child, found)
        yield child.tail or ""


def _lines_in(element: Element) -> Iterator[str]:
    """Yield the lines of all paragraphs in an element."""
    for child in element:
        if local_name(child.tag) in PARAGRAPHS:
            inside = words_of(child)
            yield from (*inside.lines, *inside.notes)
        else:
            yield from _lines_in(child)
