"""What the transmission left in the text: page lines, repeated section headers, captions, banners.

They are found once, in the raw text, and blanked out: all later reading works on a text of equal length in
which they are spaces, so that offsets stay true and a sentence cut by a page line reads on.
"""

import re
from collections.abc import Iterator

from ingest.domain.posts import post
from ingest.parsing.lines import Range, line_starts

# BAKU 00000687  002 OF 002 · ABU DHABI 00000754 001.2 OF 004 · 002.\n\n2 OF 002 · XXXXXXXXXXXX  002 OF 002
# Searched for from its "OF", since numbers are many; what stands before it is looked at afterwards.
PAGE_COUNT = re.compile(r"[Oo](?<=\s.)[Ff]\s{1,4}\d{3}\b")
PAGE_NUMBER = re.compile(r"(?:\d{8}|X{8,16})\s{1,4}\d{3}(?:\.\s{0,4}\d)?\s{1,4}\Z", re.IGNORECASE)
PRINTED_PAGE = re.compile(r"\[Page \d{1,4}\]")
LEVEL = r"(?:S ?E ?C ?R ?E ?T|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|UNCLAS(?:SIFIED)?|LIMITED OFFICIAL USE)"
CAPTION = r"(?:NOFORN|SENSITIVE|FGI|NF|EXDIS|NODIS|LIMDIS|SIPDIS|FOUO)"
WHOLE_LINES = (
    # Old pages: the class once more, then PAGE 02 HARARE 06677 01 OF 03 291400Z.
    rf"(?:{LEVEL}[ \t]*\n\s*)?PAGE [0-9]{{2}}[ \t]+(?:[A-Z][A-Z ]{{2,24}}\d{{4,6}}\s|RUEH)[^\n]*",
    # A marking or captions alone on the line, the header of a further section.
    rf"(?:{LEVEL}|SIPDIS|NOFORN|SENSITIVE|EXDIS|NODIS|LIMDIS)(?:[ /,]+{CAPTION})*+",
    rf"{LEVEL}[ \t]+SECTION[ \t]+\d+[ \t]+OF[ \t]+\d+[^\n]*",
    # Handling instructions before the text.
    r"(?i:(?:\([USB]+\)[ \t]*)?(?:THIS (?:CABLE|MESSAGE|DOCUMENT) IS )?SENSITIVE BUT UNCLASSIFIED\b)"
    r"[^\n]{0,120}",
    r"(?i:DECLASSIFY ON|DERIVED FROM)[ \t]*:[^\n]{0,200}(?:\n(?![ \t]*\n)[^\n]{1,80})?",
    # What archives and newspapers left at the end, and releases on every page.
    r"(?i:NNNN|End Cable Text|SELECT \* FROM [^\n]*|Track impresi.n:[^\n]*|[^\n]{0,40}@ EL P[^\n]{0,4})",
    r"(?i:UNCLASSIFIED U\.S\. Department of State Case No\.|RELEASED? IN (?:PART|FULL))[^\n]*",
    r"[^\n]{0,60}Declassified/Released US Department of State[^\n]*",
    r"Message Attributes[ \t]*\n[\s\S]*",
)
WHOLE_LINE = re.compile(rf"[ \t]*+(?:{'|'.join(WHOLE_LINES)})[ \t]*$", re.MULTILINE)
GLUED_SIPDIS = re.compile(r"[ \t]*+SIPDIS(?=[ \t]+\S)")
BANNER = re.compile(
    r"[ \t*\"“]*+(?:(?:Please )?Visit [^\n]{2,60}?(?:Class[if]+ied|SIPRNET)[^\n]{0,20}\s?[^\n]{0,20}Web ?site"
    r"|For more reporting from (?:Embassy|Consulate|Mission)|You can also access this site through)[^\n]*"
    r"(?:\n[^\n]*(?:https?:|Web ?site|SIPRNET|\.gov)[^\n]*)*",
    re.IGNORECASE,
)


def page_marks(raw: str) -> list[Range]:
    """The ranges of `raw` that belong to the transmission and not to the text, in order."""
    found = [*_page_lines(raw), *(match.span() for match in PRINTED_PAGE.finditer(raw))]
    last = 0  # where the last banner ended: a line within it begins none that would end elsewhere
    for line in line_starts(raw, 0, len(raw)):
        if match := WHOLE_LINE.match(raw, line) or GLUED_SIPDIS.match(raw, line):
            found.append(match.span())
            if match.end() == len(raw):
                break
        elif line >= last and (banner := BANNER.match(raw, line)):
            found.append(_without_name(raw, *banner.span()))
            last = banner.end()
    return merge(found)


def blanked(raw: str, ranges: list[Range]) -> str:
    """`raw` with everything but the line ends of `ranges` turned into spaces."""
    pieces, done = [], 0
    for start, end in ranges:
        pieces += [raw[done:start], re.sub(r"[^\n]", " ", raw[start:end])]
        done = end
    return "".join([*pieces, raw[done:]])


def merge(ranges: list[Range]) -> list[Range]:
    """Overlapping ranges as one, sorted."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _without_name(raw: str, start: int, end: int) -> Range:
    """A banner without the signature that may be glued to its last line."""
    line = raw[max(start, raw.rfind("\n", start, end) + 1) : end]
    name = re.search(r"(?<![ \t])[ \t]++[A-Z][A-Za-z'-]{2,}+[ \t]*+\Z", line)
    return (start, end - len(name[0]) if name and re.search(r"https?:|\*{3}", line) else end)


def _page_lines(raw: str) -> Iterator[Range]:
    for match in PAGE_COUNT.finditer(raw):
        before = raw[max(0, match.start() - 60) : match.start()]
        number = PAGE_NUMBER.search(before)
        if not number:
            continue
        begin = match.start() - len(before) + number.start()
        yield _post_before(raw, begin), match.end()


def _post_before(raw: str, number: int) -> int:
    """Where the post in front of a page's number begins; its name may be cut, or glued to a sentence."""
    line = max(raw.rfind("\n", 0, number) + 1, number - 40)
    words = list(re.finditer(r"\S+", raw[line:number]))
    for word in words[-4:]:
        if post(raw[line + word.start() : number]):
            return line + word.start()
    return line if len(words) <= 3 and number - line < 25 else number
