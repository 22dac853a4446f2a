"""What a PDF does to a text: lines that come back on each page, and words cut at the ends of lines."""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.sources.forms.paged_text import PagedText

EDGE = 3  # lines at the top and at the bottom of a page that may be its head or its foot
SHARE = 0.6  # of the pages, on which a line comes back that is no part of the text
CUT = re.compile(
    r"(?<![^\W\d_][.-])\b(?P<first>[^\W\d_]{2,})-[ \t]*\n[ \t]*"
    r"(?P<second>[^\W\d_]{2,})(?P<end>[^\w\s]*)[ \t]*\n?"
)
ABBREVIATED = re.compile(r"(?<=[A-Z]\.)-[ \t]*\n[ \t]*(?=[A-Z])")  # "U.S.-" and "Spain"
WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]+)*")
# What is no word by itself, at the end of one; what keeps its hyphen.
ENDING = re.compile(
    r"(?:a?[st]ions?|[st]ional|ments?|ings?|ed|ly|ness|i?ty|ities|[ae]n[ct]es?|[ae]ncy|[eo]rs?|i?al|ially|[ai]bl[ey]"
    r"|t?ives?|ous|ists?|ism|[ao]ry)"
)
PREFIXES = frozenset(
    "self non ex vice anti pro co mid post pre semi quasi half all well ill cross long short".split()
)


def without_repeated_lines(pages: Sequence[list[str]]) -> list[list[str]]:
    """Return the lines of pages without heads and feet; the first keeps its head, which may be the cable's."""
    written = [page for page in pages if page]
    tops = Counter(key for page in written for key in {_key(line) for line in page[:EDGE]})
    feet = Counter(key for page in written for key in {_key(line) for line in page[-EDGE:]})
    least = max(2, SHARE * len(written))
    first = next((place for place, page in enumerate(pages) if page), 0)
    kept = []
    for place, page in enumerate(pages):
        begin, end = 0, len(page)
        if place != first:
            while begin < min(EDGE, end) and tops[_key(page[begin])] >= least:
                begin += 1
        while end > max(begin, len(page) - EDGE) and feet[_key(page[end - 1])] >= least:
            end -= 1
        kept.append(page[begin:end])
    return kept


def _key(line: str) -> str:
    """Return what a line has on every page: the numbers of pages differ."""
    return re.sub(r"\d+", "0", "".join(line.split()))


def with_whole_words(paged: PagedText) -> PagedText:
    """Return a text whose words that were cut at the ends of lines are whole, where that makes a likely word.

    It is likely if the text has it elsewhere, or if its end is no word by itself; a hyphen that may belong to the
    word stays.
    """
    if "-\n" not in paged.text and "- \n" not in paged.text:
        return paged
    paged = paged.replaced(ABBREVIATED, lambda _: "-")
    known = {word.lower() for word in WORD.findall(CUT.sub(" ", paged.text))}
    return paged.replaced(CUT, lambda cut: _whole(cut, known))


def _whole(cut: re.Match[str], known: set[str]) -> str:
    first, second = cut["first"], cut["second"]
    joined, hyphened = (first + second).lower(), f"{first}-{second}".lower()
    fits = second.islower() or (first.isupper() and second.isupper())
    if joined in known:
        word = first + second
    elif hyphened in known or first.lower() in PREFIXES or not fits:
        word = f"{first}-{second}"
    else:
        is_ending = second.lower() not in known and ENDING.fullmatch(second.lower())
        word = first + second if is_ending else f"{first}-{second}"
    return f"{word}{cut['end']}\n"
