"""What OCR misreads in the lines by which a cable and its paragraphs are known, put right.

Only on pages that OCR read: in a text that somebody typed, the same signs may be meant. A marking is never given
another level than the letters say.
"""

import re
from bisect import bisect_right
from collections.abc import Callable

from rapidfuzz.distance import Levenshtein

from ingest.sources.forms.paged_text import PagedText

DIGITS = str.maketrans("OoQlIi|", "0001111")
D = r"[\dOoQlIi|]"  # what a digit is read as
MONTH = r"JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
LEVEL = r"TS|S|C|U|SBU|LOU|FOUO"
CLASSES = ("UNCLASSIFIED", "UNCLAS", "CONFIDENTIAL", "SECRET")

Mend = Callable[[re.Match[str]], str]


def _digits(found: re.Match[str]) -> str:
    """Return a number with its digits put right, where it has one that was read as such."""
    return found[0].translate(DIGITS) if re.search(r"\d", found[0]) else found[0]


def _class_line(found: re.Match[str]) -> str:
    """Return the line that names the class and the number of a cable, where its word is nearly one."""
    letters = "".join(found["word"].split()).replace("5", "S").replace("0", "O").replace("1", "I")
    likely = [each for each in CLASSES if Levenshtein.distance(letters, each) <= len(each) // 6]
    if not likely:
        return found[0]
    word = min(likely, key=lambda each: Levenshtein.distance(letters, each))
    return f"{word}{found['post']}{found['number'].translate(DIGITS)}"


# In this order: a label is known by the brackets and the digits after it.
MENDS: tuple[tuple[re.Pattern[str], Mend], ...] = (
    (re.compile(r"[{}]"), lambda found: "(" if found[0] == "{" else ")"),  # cables have no braces
    # (C1 (Cl (Cj [C) and (S8U)
    (
        re.compile(rf"(?<!\w)[(\[](?P<level>{LEVEL}|S8U|5BU)(?P<tail>(?://?NF)?)[)\]1lIj|](?=[\s:])"),
        lambda found: f"({found['level'].replace('8', 'B').replace('5', 'S')}{found['tail']})",
    ),
    # 2107512 FEB lO
    (
        re.compile(rf"\b(?P<time>{D}{{6}})[Z2z7] ?(?P<month>{MONTH}) ?(?P<year>{D}{{2}}(?:{D}{{2}})?)\b"),
        lambda found: f"{found['time'].translate(DIGITS)}Z {found['month']} {found['year'].translate(DIGITS)}",
    ),
    (re.compile(rf"\b{D}{{1,2}}/{D}{{1,2}}/{D}{{2,4}}\b"), _digits),  # O2/04/2O20
    (re.compile(rf"(?<=#){D}{{4}}(?=[ /])|(?<=\d\d ){D}{{7}}$", re.MULTILINE), _digits),  # DE RUEHKB #O226 O78l219
    (
        re.compile(r"^[ \t]*[PEF][MN] (?=(?:AM[A-Z]{4,8}|SECSTATE|US[A-Z]{3,8}) [A-Z])", re.MULTILINE),
        lambda _: "FM ",
    ),
    (
        re.compile(rf"^[ \t]*[E£€B][.,]? ?[OQ0][.,]{{0,2}}:? ?(?P<number>[1lI]{D}{{4}})\b", re.MULTILINE),
        lambda found: f"E.O. {found['number'].translate(DIGITS)}",
    ),
    (re.compile(r"^[ \t]*T ?[A4] ?[G6C] ?[S5] ?[:;.](?=\s)", re.MULTILINE), lambda _: "TAGS:"),
    (
        re.compile(r"^[ \t]*[S5] ?[UO] ?[BE8] ?[JI] ?[E£] ?[CG] ?T ?[:;.](?=\s)", re.MULTILINE),
        lambda _: "SUBJECT:",
    ),
    (
        re.compile(
            rf"^[ \t]*(?P<word>[A-Z051](?: ?[A-Z051]){{5,13}})(?P<post>(?: [A-Z]{{2,}})+ )(?P<number>{D}{{3,6}})"
            r"[ \t]*$",
            re.MULTILINE,
        ),
        _class_line,
    ),
    (re.compile(r"^([ \t]*)(?:~-|-~|~~|—) (?=\S)", re.MULTILINE), lambda found: f"{found[1]}-- "),
)
# What may be the number of a paragraph, after a sign (¶) that OCR does not know.
NUMBER = re.compile(
    rf"^[ \t]*(?P<written>[^\s.]{{1,6}})\.(?=[ \t]+(?P<mark>\((?:{LEVEL})\b)?)",
    re.MULTILINE,
)
SIGN = r"(?:[^\w\s.-]?[qgS§$%&{(][lIi1|]?|[qg]?[9478]{1,3}|[^\w\s.-])"  # as which the sign is read
AHEAD = 2  # numbers; a paragraph whose own was lost is passed over


def mended(paged: PagedText) -> PagedText:
    """Return a text with its heads and the numbers of its paragraphs as they were sent."""
    if not any(page.confidence is not None for page in paged.pages):
        return paged
    for pattern, mend in MENDS:
        paged = paged.replaced(pattern, _only_scanned(paged, mend))
    return paged.replaced(NUMBER, _only_scanned(paged, _Numbers().mend))


def _only_scanned(paged: PagedText, mend: Mend) -> Mend:
    """Return what leaves the pages alone whose text was in the file."""
    starts = [page.start for page in paged.pages]

    def only(found: re.Match[str]) -> str:
        place = bisect_right(starts, found.start()) - 1
        scanned = place >= 0 and paged.pages[place].confidence is not None
        return mend(found) if scanned else found[0]

    return only


class _Numbers:
    """The numbers of paragraphs, each put right where it then is the one that comes next."""

    def __init__(self) -> None:
        self._last = 0

    def mend(self, found: re.Match[str]) -> str:
        written = found["written"]
        due = range(self._last + 1, self._last + 1 + AHEAD)
        if written.isdigit() and (int(written) in due or int(written) == 1):
            self._last = int(written)
            return found[0]
        for number in (*due, 1):  # another cable may begin
            # Alone, "I." may be a Roman number.
            if _may_be(written, number) and (written != "I" or found["mark"]):
                self._last = number
                return f"{number}."
        return found[0]


def _may_be(written: str, number: int) -> bool:
    """Return whether what OCR read may be this number, with the sign before it or without."""
    digits = "".join({"0": "[0OoQ]", "1": "[1lIi|]{1,2}"}.get(digit, digit) for digit in str(number))
    return re.fullmatch(f"{SIGN}?[Oo]?{digits}", written) is not None
