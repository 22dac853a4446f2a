"""What resembles a portion mark, however it was written, scanned or damaged.

The parser takes for a mark what surely is one (`ingest.marks`). Who withholds a text asks the opposite: is this
surely no mark, or a low one? So here any case counts, any bracket or a lost one, blanks within, the 5 for an S and
the 0 for an O of a scan, letters of another alphabet that look alike, levels spelt out, and caveats that nobody
knows. What can be read is told as what it says, the rest as a level that is unknown.

A mark stands where a text or a part of it begins: at the beginning of a line, with or without a label (`a.`,
`(iv)`, `--`), or behind what ends a sentence. Elsewhere only what cannot be anything else counts: `source(s)`,
`1.4 (b) and (c)` and `Ada Storm (S/GC)` are no marks.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from ingest.domain.levels import MARKS
from ingest.domain.markings import CAVEATS, level_and_caveats


class Likeness(NamedTuple):
    """What something that resembles a mark says; a level of None is unknown. `sure`: it can be nothing else."""

    level: str | None
    caveats: tuple[str, ...]
    sure: bool


def _spelt(word: str) -> str:
    """Return a pattern of a word with any blanks within, as a scan may have it."""
    alike = {"S": "[S5$§]", "O": "[O0]", "E": "[E3]", "I": "[I1L]", " ": ""}
    return " ?".join(alike.get(letter, letter) for letter in word)


_WORDS = (
    "TOP SECRET",
    "SECRET",
    "CONFIDENTIAL",
    "RESTRICTED",
    "SENSITIVE BUT UNCLASSIFIED",
    "SENSITIVE",
    "UNCLASSIFIED",
    "UNCLAS",
    "LIMITED OFFICIAL USE",
)
_WORD = "|".join(map(_spelt, _WORDS))
_LETTERS = r"T\.? ?[S5$§]|[S5$§]\.?B\.?U|[S5$§]NF|CNF|L[O0]U|[S5$§]|[C¢©]|U"
_CORE = rf"(?:{_WORD}|{_LETTERS})"
# Marks of others, and caveats that stand where a level should: nobody's ceiling reaches them.
_FOREIGN = r"(?:CTS|COSMIC|N[SCRU]|R|CUI|F[O0]U[O0]|[O0]U[O0]|NF|N[O0]F[O0]RN|SI|TK|HCS)"
_KNOWN = "|".join(map(re.escape, (*CAVEATS, "STADIS", "LIMDIS", "ROGER", "SI", "TK", "HCS", "RD", "FRD")))
_KNOWN = _KNOWN.replace("NOFORN", "N[O0]F[O0]RN")
_OPEN, _CLOSE = r"[(\[{<]", r"[)\]}>]"
# Blanks are single ones where these are looked for. Behind what is no letter, digit or comma a part of a text may
# begin: a sentence, or what stands behind a label (`a.`, `(iv)`, `--`). A label without a sign opens its line.
_AT = r"(?:^(?:[^\w\s]{0,3}\w{1,5} )?|(?<=[^\w\s,]) ?)"
# Where a bracket is lost a quotation mark or a dash must stand behind a blank: `the Minister's)`, `(G-S)`.
_AT_LOST = r"(?:^(?:[-*•]{1,2}|[^\w\s]{0,3}\w{1,5} )?|(?<=[^\w\s,])\s|(?<=[^\w\n][-*•])|(?<=\s[\"“‘']))"
_FLAGS = re.MULTILINE | re.IGNORECASE

_BRACKETED = re.compile(rf"{_OPEN}(?P<inner>[^()\[\]{{}}<>]{{1,220}}){_CLOSE}")
_INNER = re.compile(
    rf"(?P<level>{_CORE}|{_FOREIGN}(?!-))(?P<tail>[.,;:]?| ?(?://|[/,;:.-]| (?=(?:{_KNOWN})\b)) ?.*)",
    re.IGNORECASE,
)
_CAPITAL_TAIL = re.compile(rf"(?:{_CORE}) [A-Z0-9/ ,-]{{1,60}}")  # (S SI)
_PLAIN_TAIL = re.compile(rf" ?(?://|[/,-]| ) ?(?:(?:{_KNOWN})\b[ /,-]*)+", re.IGNORECASE)
# (S-300), (5,000 troops), (C-band), (U.S.)
_NO_TAIL = re.compile(rf" ?[-/,.]? ?\d|(?:-|\. ?)(?!(?i:{_KNOWN})\b)[a-z]|\. ?(?!(?i:{_KNOWN})\b)\w")
_OFFICE = re.compile(r"[SCU]/[A-Z]{1,4}")
_CONTROL = re.compile(rf"//|[/-] ?(?:{_KNOWN})\b", re.IGNORECASE)
_UNCLOSED = re.compile(
    rf"{_AT}(?P<open>{_OPEN}) ?(?:{_CORE})"
    rf"(?=\s|$|/|[:;,](?!\w)|- ?(?:[/\s]|(?:{_KNOWN})\b)|\.\s(?![^)\]}}>]{{0,60}}{_CLOSE}))",
    _FLAGS,
)
_UNOPENED = re.compile(
    rf"{_AT_LOST}"
    rf"(?P<mark>(?!5[.,:;]? ?{_CLOSE})(?:{_CORE})"
    rf"(?: ?(?://|[/-]| (?=(?:{_KNOWN})\b))[A-Z0-9/ ,-]{{1,60}}?)?)[.,:;]? ?{_CLOSE}",
    _FLAGS,
)
_BARE = re.compile(
    rf"{_AT_LOST}(?:(?:{_LETTERS}) ?(?://|[/-] ?/?(?:{_KNOWN})\b|/(?-i:[A-Z]{{2,5}})\b)|T\.? ?S ?[:/]"
    rf"|(?:{_WORD}) ?(?:[:/]|--?\s|$|(?:{_KNOWN})\b)|(?-i:{_WORD})\b)",
    _FLAGS,
)
# At the very beginning of a block even a short word in brackets may be a mark that nobody knows.
_OPENING = re.compile(
    rf"(?:\A|(?<=\n\n))(?:\W{{0,3}}\w{{0,5}}[^\w\s]? ?)??"
    rf"(?P<open>{_OPEN})(?![\d ]+{_CLOSE})[A-Z0-9$§/ ,-]{{1,30}}{_CLOSE}"
)
_TOP_SECRET = re.compile(r"T\.? ?S|TOP ?SECRET", re.IGNORECASE)
_ALIKE = str.maketrans("ЅСТОЕВІМНКАРХѕсоеІ∕⁄‐‑‒–—−", "SCTOEBIMHKAPXscoeI//------")


def likenesses(text: str) -> Iterator[Likeness]:
    """Yield what resembles a mark in a text, which has its line ends as they were written."""
    text = _plain(text)
    whole: set[int] = set()
    for match in _BRACKETED.finditer(text):
        if found := _bracketed(text, match):
            whole.add(match.start())
            yield found
    for match in chain(_UNCLOSED.finditer(text), _OPENING.finditer(text)):
        if match.start("open") not in whole:
            yield Likeness(None, (), sure=False)
    for match in _UNOPENED.finditer(text):
        yield Likeness(*level_and_caveats(match["mark"]), sure=False)
    for _ in _BARE.finditer(text):
        yield Likeness(None, (), sure=False)


def _plain(text: str) -> str:
    """Return a text in plain letters and brackets, with single blanks and at most one blank line at a time."""
    text = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    text = "".join(each for each in text if unicodedata.category(each) != "Cf")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in text.splitlines())).strip()


def _bracketed(text: str, match: re.Match[str]) -> Likeness | None:
    inner = " ".join(match["inner"].split())
    read = _INNER.fullmatch(inner)
    placed = _is_placed(text, match.start())
    if not read or _NO_TAIL.match(inner, read.end("level")):
        return Likeness(None, (), sure=False) if placed and _CAPITAL_TAIL.fullmatch(inner) else None
    level, tail = read["level"], read["tail"].strip(".,;: ")
    letter = len(level) == 1 and level.islower() and not tail
    if not placed and (letter or not _is_mark_anywhere(text, match, read)):
        return None
    known = " ".join(level.upper().split()) in MARKS or _TOP_SECRET.fullmatch(level) is not None
    return Likeness(*level_and_caveats(inner.rstrip(".,;: ")), sure=known and not letter)


def _is_mark_anywhere(text: str, match: re.Match[str], read: re.Match[str]) -> bool:
    """Whether what stands in mid-sentence is a mark all the same, and no office such as (S/GC)."""
    level, tail = read["level"], read["tail"]
    attached = match.start() > 0 and text[match.start() - 1].isalnum()
    if (attached and not level.isupper()) or not re.search(r"[A-Za-z]", level) or re.fullmatch(_FOREIGN, level):
        return False
    if not tail.strip(".,;: ") or _PLAIN_TAIL.fullmatch(tail) or _CONTROL.search(tail):
        return True
    follows = re.match(r"\s[A-Z]", text[match.end() : match.end() + 2])
    return bool(follows and _OFFICE.fullmatch(read[0]))


def _is_placed(text: str, at: int) -> bool:
    """Whether a line, or what follows upon a sign, begins there."""
    line = text.rfind("\n", max(0, at - 10), at)
    if (line >= 0 or at < 10) and re.fullmatch(r"(?:[^\w\s]{0,3}\w{1,5} )?", text[line + 1 : at]):
        return True
    return re.search(r"[^\w\s,] ?\Z", text[max(0, at - 2) : at]) is not None
