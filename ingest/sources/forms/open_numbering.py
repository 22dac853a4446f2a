"""The numbers that LibreOffice prints in front of the items of a list, and that are not in their texts."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingest.sources.forms.open_text import number_in
from ingest.sources.forms.word_numbering import written
from ingest.sources.safe_xml import attribute, elements, local_name
from ingest.sources.zipped_document import ZippedDocument

LEVELS = 10
FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
LONGEST = 40  # characters in front of a number, and behind it


@dataclass(frozen=True, slots=True)
class _NumberedLevel:
    form: str = "decimal"
    before: str = ""
    behind: str = "."
    start: int = 1
    shown: int = 1  # how many levels are printed: "1.2.3."


@dataclass
class _List:
    """A list that is open, with the lists in it: how far each level has been counted."""

    style: str
    counted: list[int | None]
    item: bool = False  # whether an item is open whose number is not printed yet
    start: int | None = None  # of that item


@dataclass
class OpenNumbering:
    """What the lists of a document look like, those that are open, and how far the others have been counted."""

    styles: dict[str, dict[int, _NumberedLevel]] = field(default_factory=dict)
    _open: list[_List] = field(default_factory=list)
    _counted: dict[str, list[int | None]] = field(default_factory=dict)  # by the ids and the styles of lists

    def open_list(self, element: Element) -> None:
        """Begin a list, or one in the item of another."""
        outer = self._open[-1] if self._open else None
        style = attribute(element, "style-name") or (outer.style if outer else "")
        before = attribute(element, "continue-list")
        if outer:
            counted = outer.counted
        elif before or attribute(element, "continue-numbering") == "true":
            counted = self._counted.get(before or style, [None] * LEVELS)
        else:
            counted = [None] * LEVELS
        self._counted[style] = counted
        if id := attribute(element, "id"):
            self._counted[id] = counted
        self._open.append(_List(style, counted))

    def close_list(self) -> None:
        """End it."""
        if self._open:
            self._open.pop()

    def open_item(self, element: Element) -> None:
        """Begin an item: its number stands in front of its first paragraph."""
        if self._open:
            start = attribute(element, "start-value")
            self._open[-1].item, self._open[-1].start = True, number_in(start, 1) if start else None

    def label(self) -> str:
        """Return what stands in front of the paragraph that comes next, "" for nothing; and count it."""
        if not self._open or not self._open[-1].item:
            return ""
        here, depth = self._open[-1], min(len(self._open), LEVELS) - 1
        here.item = False
        levels = self.styles.get(here.style, {})
        level = levels.get(depth)
        if level is None or level.form == "none":
            return ""
        if level.form == "bullet":
            return "- "
        before = here.counted[depth]
        here.counted[depth] = here.start or (level.start if before is None else before + 1)
        here.counted[depth + 1 :] = [None] * (LEVELS - depth - 1)
        numbers = []
        for at in range(max(0, depth + 1 - level.shown), depth + 1):
            its = levels.get(at, _NumberedLevel())
            number = here.counted[at]
            numbers.append(written(its.start if number is None else number, its.form))
        return f"{level.before}{'.'.join(numbers)}{level.behind}".rstrip() + " "


def open_numbering_of(document: ZippedDocument) -> OpenNumbering:
    """Read what the lists of a document look like."""
    found = OpenNumbering()
    for part in ("styles.xml", "content.xml"):
        if part not in document.names:
            continue
        for event, name, element in elements(document.part(part), whole={"list-style"}):
            if event == "end" and name == "list-style":
                found.styles[attribute(element, "name") or ""] = dict(map(_level, element))
    return found


def _level(element: Element) -> tuple[int, _NumberedLevel]:
    level = _NumberedLevel(
        FORMS.get(attribute(element, "num-format") or "", "decimal"),
        (attribute(element, "num-prefix") or "")[:LONGEST],
        (attribute(element, "num-suffix") or "")[:LONGEST],
        number_in(attribute(element, "start-value"), 1),
        number_in(attribute(element, "display-levels"), 1),
    )
    if local_name(element.tag) != "list-level-style-number":
        level = _NumberedLevel("bullet")
    return number_in(attribute(element, "level"), 1) - 1, level
