"""How deep the elements of a web page lie in each other: a parser takes time by the square of that.

So it does of the attributes in one tag. No page with a cable has many of either.
"""

import re
from collections import Counter

DEEPEST = 256
MOST_ATTRIBUTES = 256
# What no element can lie in, and what the next of its kind closes.
_SHALLOW = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup".split()
)
_PLAIN = frozenset("script style textarea title xmp iframe noembed noframes".split())  # no tags in these
_PARTS = {"table": ("tr", "td", "th", "tbody", "thead", "tfoot")}  # what the end of a table closes
_NAME = re.compile(r"/?[A-Za-z][^\s/>]{0,40}+")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")


def is_overloaded(page: str) -> bool:
    """Tell whether more elements are open at once, or more attributes in one tag, than a page with a cable has."""
    opened: Counter[str] = Counter()
    depth = at = 0
    while 0 <= (at := page.find("<", at)) < len(page):
        if page.startswith("<!--", at):
            at = _behind(page, "-->", at + 4)
            continue
        found = _NAME.match(page, at + 1)
        if not found:
            at += 1
            continue
        end = _behind(page, ">", found.end())
        name = found[0].lower()
        if len(_QUOTED.sub("", page[found.end() : end]).split()) > MOST_ATTRIBUTES:
            return True
        if name.startswith("/"):
            closed = (name[1:], *_PARTS.get(name[1:], ()))
            for each in closed:
                fewer = opened[each] if each != name[1:] else min(opened[each], 1)
                opened[each] -= fewer
                depth -= fewer
        elif name not in _SHALLOW:
            opened[name] += 1
            depth += 1
            if depth > DEEPEST:
                return True
            if name in _PLAIN:
                end = _at_end_of(page, name, end)
        at = end
    return False


def _behind(page: str, sign: str, at: int) -> int:
    place = page.find(sign, at)
    return len(page) if place < 0 else place + len(sign)


def _at_end_of(page: str, name: str, at: int) -> int:
    """Return where the end tag of an element begins in which nothing is a tag."""
    found = re.compile(f"</{name}", re.IGNORECASE).search(page, at)
    return found.start() if found else len(page)
