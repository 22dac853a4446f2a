"""A telegram on a page of history.state.gov: one document of a volume of FRUS, without the volume's mark-up.

Laid out after parts of such pages: a title (h1 to h4), the text in paragraphs, the editors' notes in a list below.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.domain.documents import Document, PageFacts
from ingest.sources.forms.frus_volume import ABOVE_TEXT, LEVEL, PARTIES, SOURCE_NOTE, TELEGRAM
from ingest.sources.tidy_text import tidied
from ingest.sources.written_dates import written_date

ADDRESS = re.compile(
    r"history\.state\.gov/historicaldocuments/(?P<volume>frus[\w-]{4,40})/(?P<document>[a-z]\w{0,20})"
)
CONTENT = "#content-inner, main, article, .content"
NOTES = ".footnotes, .footnote, ol.notes"
APART = "script, style, nav, aside, footer, sup, a.note, .fn-back, .page-navigation, .sourcenote"
BLOCKS = "h1, h2, h3, h4, h5, p, div, li, tr, blockquote, table, ul, ol, section"
DAY = re.compile(r"[A-Z][a-z]{2,8}\.? \d{1,2}, (?:18|19|20)\d\d")
LONGEST_HEAD = 600  # characters in which the place and date are found
LINE = "\0"


def read_telegram(tree: LexborHTMLParser) -> Document | None:
    """Return the telegram of a page of history.state.gov; None where the page is another one, or has none."""
    address = ADDRESS.search(tree.html or "") if tree.css_first("pre") is None else None
    content = next(iter(tree.css(CONTENT)), None) if address else None
    if address is None or content is None:
        return None
    return _telegram(content, address["volume"], address["document"])


def telegram_in(tree: LexborHTMLParser, volume: str, document: str) -> Document | None:
    """Return the telegram of a chapter in the e-book of a volume; None where it is another document."""
    content = tree.body
    return _telegram(content, volume, document) if content is not None else None


def _telegram(content: LexborNode, volume: str, document: str) -> Document | None:
    noted = [_line(note) for note in content.css(f"{NOTES}, .sourcenote, [class*=note]")]
    for each in content.css(f"{NOTES}, {APART}"):
        each.decompose()
    lines = _lines(content)
    if lines and SOURCE_NOTE.search(lines[0]):
        noted.insert(0, lines.pop(0))
    title = lines[0] if lines else ""
    if not (
        TELEGRAM.search(title) or any(map(SOURCE_NOTE.search, noted)) or any(map(ABOVE_TEXT.fullmatch, lines[:6]))
    ):
        return None
    head = "\n".join(lines[1:8])[:LONGEST_HEAD]
    day, parties = DAY.search(head), PARTIES.search(title)
    level = next(filter(None, map(LEVEL.search, [*noted, *lines[1:4]])), None)
    return Document(
        "",
        tidied("\n\n".join(lines)) + "\n",
        name=f"{volume}/{document}",
        page=PageFacts(
            date=written_date(day[0]) if day else None,
            classification=level[0].upper() if level else None,
            origin=parties["sender"] or parties["earlier"] if parties else None,
        ),
    )


def _lines(content: LexborNode) -> list[str]:
    """Return the text of each block in a line."""
    for block in content.css(BLOCKS):
        block.insert_before(LINE)
        block.insert_after(LINE)
    for end in content.css("br"):
        end.replace_with(LINE)
    return [plain for line in content.text().split(LINE) if (plain := " ".join(line.split()))]


def _line(node: LexborNode) -> str:
    return " ".join(node.text().split())
