"""The text of a web page whose lines are not in a <pre>: one line for each block, as a browser shows them."""

import re

from selectolax.lexbor import LexborNode

UNSEEN = "script, style, head, nav, template, noscript"
BLOCKS = (
    "address, article, aside, blockquote, center, dd, div, dl, dt, figcaption, figure, footer, form, h1, h2, h3, "
    "h4, h5, h6, header, hr, li, main, ol, p, pre, section, table, tr, ul"
)
LINE, BLANK, SPACE, NUMBERED = "\0", "\1", "\2", "\3"  # which no page holds
ITEM = re.compile(
    f"{NUMBERED}[{LINE}\\s]*"
)  # the number of an item, whose words may begin in a block of their own
GAP = SPACE * 3


def lines_of(page: LexborNode) -> list[str]:
    """Return the lines of an element, an empty one for each paragraph without words; what it holds is changed."""
    for unseen in page.css(UNSEEN):
        unseen.decompose()
    for number, item in _numbered(page):
        item.insert_before(LINE)
        if item.child is not None:
            item.child.insert_before(number + NUMBERED)
        else:
            item.insert_before(number)
    for cell in page.css("td, th"):
        cell.insert_after(GAP)
    for pre in page.css("pre"):
        written = pre.text().replace("\r", "").strip("\n")
        pre.replace_with(LINE + written.replace(" ", SPACE).replace("\n", LINE + BLANK) + LINE)
    for paragraph in page.css("p"):
        if not paragraph.text().strip():
            paragraph.replace_with(LINE + BLANK + LINE)
    for end in page.css("br"):
        end.replace_with(LINE + BLANK)
    for block in page.css(BLOCKS):
        block.insert_before(LINE)
        block.insert_after(LINE)
    pieces = (" ".join(piece.split()) for piece in ITEM.sub(" ", page.text()).split(LINE))
    return [piece.replace(BLANK, "").replace(SPACE, " ").rstrip() for piece in pieces if piece]


def _numbered(page: LexborNode) -> list[tuple[str, LexborNode]]:
    """Return the items of lists with what a browser prints in front of them."""
    found: list[tuple[str, LexborNode]] = []
    for listed in page.css("ol, ul"):
        number = _count(listed.attributes.get("start"), 1)
        item = listed.child
        while item is not None:
            if item.tag == "li":
                number = _count(item.attributes.get("value"), number)
                found.append((f"{number}." if listed.tag == "ol" else "-", item))
                number += 1
            item = item.next
    return found


def _count(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise
