"""The numbers that Word prints in front of paragraphs, and that are not in their texts."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingest.sources.safe_xml import attribute, elements, local_name
from ingest.sources.zipped_document import ZippedDocument

LEVELS = 9
PLACE = re.compile(r"%([1-9])")
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = "%1."


@dataclass
class Numbering:
    """What a document's lists look like, and how far each has been counted."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)  # by the ids that paragraphs name
    shared: dict[str, str] = field(default_factory=dict)  # lists that count on where another has ended
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counted: dict[str, list[int | None]] = field(default_factory=dict)

    def label(self, properties: Element | None) -> str:
        """Return what stands in front of a paragraph with these properties, "" for nothing; and count it."""
        named = _named(properties, self.styles)
        levels = self.lists.get(named[0]) if named else None
        if not named or levels is None:
            return ""
        depth = min(named[1], LEVELS - 1)
        level = levels.get(depth, _Level())
        counted = self._counted.setdefault(self.shared.get(named[0], named[0]), [None] * LEVELS)
        before = counted[depth]
        counted[depth] = level.start if before is None else before + 1
        counted[depth + 1 :] = [None] * (LEVELS - depth - 1)
        if level.form == "none":
            return ""
        if level.form == "bullet":
            return "- "

        def printed(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            its = levels.get(at, _Level())
            number = counted[at]
            return written(its.start if number is None else number, its.form)

        return PLACE.sub(printed, level.text[:40]).rstrip() + " "


def numbering_of(document: ZippedDocument) -> Numbering:
    """Read the lists of a document, and which of its styles are numbered."""
    found = Numbering()
    shapes: dict[str, dict[int, _Level]] = {}
    if "word/numbering.xml" in document.names:
        for event, name, element in elements(document.part("word/numbering.xml"), whole={"abstractNum", "num"}):
            if event == "start":
                continue
            if name == "abstractNum":
                levels = (each for each in element if local_name(each.tag) == "lvl")
                shapes[attribute(element, "abstractNumId") or ""] = dict(map(_level, levels))
            elif name == "num":
                _add(found, shapes, element)
    if "word/styles.xml" in document.names:
        for event, name, element in elements(document.part("word/styles.xml"), whole={"style"}):
            if event == "end" and name == "style" and (named := _named(_child(element, "pPr"), {})):
                found.styles[attribute(element, "styleId") or ""] = named
    return found


def written(number: int, form: str) -> str:
    """Return a number as a list prints it: 4, iv, IV, d, D."""
    if form in {"lowerLetter", "upperLetter"} and 1 <= number <= 26 * 26:
        letters = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in {"lowerRoman", "upperRoman"} and 1 <= number < 4000:
        text = ""
        for value, letters in ROMAN:
            text += letters * (number // value)
            number %= value
        return text.upper() if form == "upperRoman" else text
    return f"{number:02}" if form == "decimalZero" else str(number)


def _add(found: Numbering, shapes: dict[str, dict[int, _Level]], listed: Element) -> None:
    id, shape = attribute(listed, "numId") or "", _value(listed, "abstractNumId") or ""
    levels = dict(shapes.get(shape, {}))
    begins_anew = False
    for each in listed:
        if local_name(each.tag) != "lvlOverride":
            continue
        depth = _number(attribute(each, "ilvl"))
        own, start = _child(each, "lvl"), _value(each, "startOverride")
        if own is not None:
            levels[depth] = _level(own)[1]
        if start is not None:
            begins_anew = True
            before = levels.get(depth, _Level())
            levels[depth] = _Level(_number(start), before.form, before.text)
    found.lists[id] = levels
    if not begins_anew:
        found.shared[id] = f"shape {shape}"


def _level(element: Element) -> tuple[int, _Level]:
    start, form, text = (_value(element, name) for name in ("start", "numFmt", "lvlText"))
    level = _Level(_number(start, 1), form or "decimal", text if text is not None else "%1.")
    return _number(attribute(element, "ilvl")), level


def _named(properties: Element | None, styles: dict[str, tuple[str, int]]) -> tuple[str, int] | None:
    """Return the list and the level that a paragraph names, by itself or by its style."""
    if properties is None:
        return None
    by_style = styles.get(_value(properties, "pStyle") or "")
    own = _child(properties, "numPr")
    if own is None:
        return by_style
    id, depth = _value(own, "numId"), _value(own, "ilvl")
    if id is None:
        return (by_style[0], _number(depth)) if by_style else None
    return (id, _number(depth)) if id != "0" else None


def _child(element: Element, name: str) -> Element | None:
    return next((each for each in element if local_name(each.tag) == name), None)


def _value(element: Element, name: str) -> str | None:
    child = _child(element, name)
    return attribute(child, "val") if child is not None else None


def _number(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise
