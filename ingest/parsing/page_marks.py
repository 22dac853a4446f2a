"""What the transmission left in the text: page lines, headers of further sections, captions, banners.

They are found once, in the raw text, and blanked out: all later reading works on a text of equal length in
which they are spaces, so that offsets stay true and a sentence cut by a page line reads on. Nothing but the mark
itself is blanked out: whatever stands behind it on its line is text.
"""

import re
from collections.abc import Iterator

from ingest.domain.posts import post
from ingest.parsing.header_fields import read_fields
from ingest.parsing.lines import Range, line_starts, overlapping
from ingest.parsing.releases import stamps

# BAKU 00000687  002 OF 002 · ABU DHABI 00000754 001.2 OF 004 · 002.\n\n2 OF 002 · XXXXXXXXXXXX  002 OF 002
# Searched for from its "OF", since numbers are many; what stands before it is looked at afterwards.
PAGE_COUNT = re.compile(r"[Oo](?<=\s.)[Ff]\s{1,4}\d{3}\b")
PAGE_NUMBER = re.compile(r"(?:\d{8}|X{8,16})\s{1,4}\d{3}(?:\.\s{0,4}\d)?\s{1,4}\Z", re.IGNORECASE)
PRINTED_PAGE = re.compile(r"\[Page \d{1,4}\]")
LEVEL = r"(?:S ?E ?C ?R ?E ?T|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|UNCLAS(?:SIFIED)?|LIMITED OFFICIAL USE)"
CAPTION = r"(?:NOFORN|SENSITIVE|FGI|NF|EXDIS|NODIS|LIMDIS|SIPDIS|FOUO)"
CAPTIONED = rf"{LEVEL}(?:[ /,]+{CAPTION})*+"
# PAGE 02 HARARE 06677 01 OF 03 291400Z · PAGE 02 STATE 036519 · PAGE 02 RUEHFRA2440 S E C R E T PARIS 002440
OLD_PAGE = re.compile(
    r"\bPAGE [0-9]{2}[ \t]+(?:RUEH\w+"
    rf"(?:[ \t]+{CAPTIONED}[ \t]+[A-Z][A-Z .]{{2,24}}\d{{5,8}}\b)?"
    r"|[A-Z][A-Z ]{2,24}\d{4,6}\b(?:[ \t]+\d\d[ \t]+OF[ \t]+\d\d\b)?(?:[ \t]+\d{6}Z\b)?)"
)
# The foot of the page before, at times twice and with a number of the teletype's: CONFIDENTIAL  PTQ3036
PAGE_FOOT = re.compile(rf"(?:(?<![^\s.!?)\"”]){CAPTIONED}(?:[ \t]+[A-Z]{{3}}\d{{4}})?\s+)+\Z")
LONGEST_FOOT = 160  # characters
# The class line of a further section, and what the header before it opens with.
FURTHER_SECTION = re.compile(
    r"SECTION[ \t]+(?!0?1[ \t])\d+[ \t]+OF[ \t]+\d+\b"
    r"(?:[ \t]+[A-Z][A-Z .']{1,24}?[ \t]*\d{3,8}\b|[ \t]*\n[ \t]*[A-Z][A-Z .']{1,24}?[ \t]*\d{4,8}[ \t]*(?=\n))?"
    rf"(?:\s+{CAPTION}(?![^\s]))*"
)
SECTION_LEVEL = re.compile(rf"(?<![^\s]){LEVEL}[ \t]+\Z")
SENT = re.compile(r"(?<![^\s])(?:[A-Z][ \t]+){0,3}\d{6}Z[ \t]+[A-Z]{3}[ \t]+\d\d\s+FM[ \t]")
# What teletypes put before such a header and behind the section before it.
TELETYPE = re.compile(
    r"(?:(?:^|(?<=\n))[ \t]*+(?:(?:VZCZC|Z[ND][YRK]\b|(?:[A-Z]{2}[ \t]+)?R[A-Z]{4,7}\b|DE[ \t]+R[A-Z]{4,7}\b)"
    r"[^\n]{0,80}+|BT|#\d{1,6}+|NNNN?)?+[ \t]*+\n)++\Z"
)
LONGEST_TELETYPE = 400
REPEATED = re.compile(rf"\s*(?:{CAPTION}\s+)*(?=E\.?O\.?\s*1|TAGS|SUBJ|REF|CLASSIFIED BY)", re.IGNORECASE)
LONGEST_HEADER = 6000  # characters, with all addressees
NUMBERED = re.compile(r"^[ \t]*\d{1,3}\.[ \t]", re.MULTILINE)
# A handling instruction: its sentences have none but words like these.
HANDLING = (
    r"(?:\([USB]+\)[ \t]*)?(?:THIS (?:CABLE|MESSAGE|DOCUMENT) IS )?SENSITIVE BUT UNCLASSIFIED\b"
    r"(?P<tail>(?:[ \t,.;:-]*\b(?:AND|NOT|NOR|PLEASE|HANDLE|PROTECT|TREAT|ENTIRE|FOR|INTERNET)\b"
    r"[^.\n\d(]{0,100})*+\.?)"
)
# Behind a subject in capitals or behind a page's number, on its line.
HANDLED = re.compile(rf"(?<=[A-Z\d]\s)(?:(?=[ST][a-z])|(?<=\d\s)(?=\([USB]+\)[ \t]*THIS))(?i:{HANDLING})(?!\w)")
HANDLED_WORDS = ("ensitive but ", "ensitive But ", "ENSITIVE BUT ")
WHOLE_LINES = (
    # A marking or captions alone on the line, the header of a further section.
    rf"(?:{LEVEL}|SIPDIS|NOFORN|SENSITIVE|EXDIS|NODIS|LIMDIS)(?:[ /,]+{CAPTION})*+",
    rf"{LEVEL}[ \t]+SECTION[ \t]+\d+[ \t]+OF[ \t]+\d+"
    r"(?:[ \t]+[A-Z][A-Za-z .']{1,24}?[ \t]*\d{3,8}|[ \t]+X{6,}[ \t\d]*)?"
    rf"(?:[ /,]+{CAPTION})*+",
    rf"(?i:{HANDLING}\W{{0,3}})",
    r"(?i:DECLASSIFY ON|DERIVED FROM)[ \t]*:[^\n]{0,200}"
    r"(?:\n(?![ \t]*\n|[ \t]*¶?\d{1,3}[.)][ \t]*[(A-Z])[^\n]{1,80})?",
    # What archives and newspapers left at the end.
    r"(?i:NNNN?|End Cable Text|SELECT \* FROM [^\n]*|Track impresi.n:[^\n]*)",
    r"Message Attributes[ \t]*\n[\s\S]*",
)
WHOLE_LINE = re.compile(rf"[ \t]*+(?:{'|'.join(WHOLE_LINES)})[ \t]*$", re.MULTILINE)
GLUED_SIPDIS = re.compile(r"[ \t]*+SIPDIS(?=[ \t]+\S)")
BANNER = re.compile(
    r"[ \t*\"“]*+(?:(?:Please )?Visit [^\n]{2,60}?(?:Class[if]+ied|SIPRNET)[^\n]{0,20}\s?[^\n]{0,20}Web ?site"
    r"|For more reporting from (?:Embassy|Consulate|Mission)(?=[^\n]{0,60}(?:visit|web|http|:))"
    r"|You can also access this site through)[^\n]*"
    r"(?:\n[^\n]*(?:https?:|Web ?site|SIPRNET|\.gov)[^\n]*)*",
    re.IGNORECASE,
)
# What a line begins with that may be one of these: it is far cheaper to look for.
OPENING = re.compile(
    r"\n[ \t*\"“]*+(?i:S ?E|SIPDIS|C ?O ?N|UNCLAS|LIM|NOFORN|NODIS|EXDIS|\(|THIS |DECLASSIFY|DERIVED|NN|END CABLE"
    r"|TRACK|MESSAGE ATT|PLEASE|VISIT|FOR MORE|YOU CAN)"
)
EL_PAIS = re.compile(r"^[^\n]{0,40}@ EL P[^\n]{0,4}[ \t]*$", re.MULTILINE | re.IGNORECASE)
PARAGRAPH_WITHIN = re.compile(r"(?<=\s)\d{1,3}\.[ \t]*\([A-Z/]{1,8}\)")


def page_marks(raw: str) -> list[Range]:
    """The ranges of `raw` that belong to the transmission and not to the text, in order."""
    found = [*_page_lines(raw), *(match.span() for match in PRINTED_PAGE.finditer(raw))]
    found += _old_pages(raw)
    found += stamps(raw)
    top = raw[:LONGEST_HEADER]
    if any(words in top for words in HANDLED_WORDS):
        found += (
            match.span()
            for match in HANDLED.finditer(top)
            if match["tail"] or raw[match.end() : match.end() + 1] in ("", "\n")
        )
    if "@" in raw:
        found += (match.span() for match in EL_PAIS.finditer(raw))
    last = 0  # where the last banner ended: a line within it begins none that would end elsewhere
    for line in line_starts(raw, 0, len(raw), OPENING):
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
    """A banner without the signature that may be glued to its last line, or the paragraph."""
    line = raw[max(start, raw.rfind("\n", start, end) + 1) : end]
    if text := PARAGRAPH_WITHIN.search(raw, start, end):
        return start, text.start()
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


def _old_pages(raw: str) -> Iterator[Range]:
    """The page lines of the old systems with the marking above them, and the headers of further sections."""
    pages = [match.span() for match in OLD_PAGE.finditer(raw)] if "PAGE " in raw else []
    for start, end in pages:
        above = max(0, start - LONGEST_FOOT)
        foot = PAGE_FOOT.search(raw[above:start])
        yield above + foot.start() if foot else start, end
    position, last = raw.find("SECTION"), 0
    while position >= 0:
        section, before = FURTHER_SECTION.match(raw, position), max(0, position - 40)
        if section and (level := SECTION_LEVEL.search(raw[before:position])):
            yield (
                _header_before(raw, before + level.start(), overlapping(pages, last, position), last),
                last := _repeated_fields(raw, section.end()),
            )
        position = raw.find("SECTION", position + 1)


def _header_before(raw: str, section: int, pages: list[Range], last: int) -> int:
    """Where the header of a further section begins that ends with its class line; the last one ended at `last`."""
    sent = [match.start() for match in SENT.finditer(raw, max(last, section - LONGEST_HEADER), section)]
    if not sent or NUMBERED.search(raw, sent[-1], section):
        return section
    page = max((end for _, end in pages if end <= sent[-1]), default=-1)
    routing = raw[max(0, page) : sent[-1]]
    routed = page >= 0 and ("INFO" in routing or "ACTION" in routing) and not NUMBERED.search(raw, page, sent[-1])
    if routed and sent[-1] - page < LONGEST_HEADER:
        return page
    above = max(last, sent[-1] - LONGEST_TELETYPE)
    teletype = TELETYPE.search(raw[above : sent[-1]])
    return above + teletype.start() if teletype else sent[-1]


def _repeated_fields(raw: str, section: int) -> int:
    """Where the fields end that a further section repeats below its class line, which ends at `section`."""
    end = section
    label = REPEATED.match(raw, section)
    if label:
        fields, _ = read_fields(raw, section)
        for field in sorted(fields.values()):
            if raw[end : field.start].strip() and not REPEATED.match(raw, end, field.start + 1):
                break
            end = field.end
    return end


def _post_before(raw: str, number: int) -> int:
    """Where the post in front of a page's number begins; its name may be cut, or glued to a sentence."""
    line = max(raw.rfind("\n", 0, number) + 1, number - 40)
    words = list(re.finditer(r"\S+", raw[line:number]))
    for word in words[-4:]:
        if post(raw[line + word.start() : number]):
            return line + word.start()
    return line if len(words) <= 3 and number - line < 25 else number
