"""What stands at the head of a document: labelled fields, a letterhead or a masthead, its title, date and author.

The head ends where running text begins, or behind a salutation.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.domain.cable import Span, SpanKind
from ingest.domain.posts import post
from ingest.parsing.document_closing import NAME
from ingest.parsing.document_dates import date_in, month_in
from ingest.parsing.document_lines import ENDED, FULL, LIST_SIGN, Laid, is_broken_off

MOST_LINES = 60  # of a head
LONGEST = 160  # characters of a line of the head
MOST_TITLE_LINES = 5
WIDEST = 110  # characters of a line that a typist or a printer broke
FIELDS: dict[str, str] = {
    **dict.fromkeys(("date", "dated", "day"), "date"),
    **dict.fromkeys(("to", "for", "addressee", "memorandum for", "memorandum to"), "to"),
    **dict.fromkeys(("from", "author", "authors", "by", "written by", "prepared by", "sender"), "from"),
    **dict.fromkeys(("subject", "subj", "re", "title", "headline"), "subject"),
    **dict.fromkeys(
        (
            *("through", "via", "cc", "copies", "participants", "present", "place", "source", "reference", "ref"),
            *(
                "in the chair",
                "attendees",
                "distribution",
                "file",
                "attention",
                "secretary",
                "in attendance",
                "time",
            ),
        ),
        "other",
    ),
}
LABEL = re.compile(r"(?P<label>[A-Za-z][A-Za-z ]{1,20}?)[ \t]*:(?=[ \t]|$)[ \t]*")
KIND = re.compile(
    r"(?:AIDE[- ])?(?:MEMORANDUM|MEMOIRE|MEMO|MINUTES|REPORT|LETTER|PRESS RELEASE|TRANSCRIPT)\b", re.IGNORECASE
)
# A line that tells what a form is, and nothing of what it is about.
FORM = re.compile(r"(?:[A-Z-]+ ){0,3}(?:MEMORANDUM|MEMO|MINUTES|REPORT|LETTER|TELEGRAM|DESPATCH|RELEASE|NOTE)")
BY_LINE = re.compile(r"(?:(?:written|prepared|compiled|reported) )?by (?P<who>[^\n]{3,100})", re.IGNORECASE)
CORRESPONDENT = re.compile(r"(?:(?:our|a|the) )?(?:\w+ ){0,2}(?:correspondent|reporter|staff writer)s?,? +", re.I)
SALUTATION = re.compile(
    r"(?:(?:[Mm]y )?[Dd]ear(?:est)? (?P<dear>[A-Z][\w .,'’-]{1,60}?)"
    r"|(?P<plain>(?:[Dd]ear )?(?:Sirs?|Madam|Gentlemen)(?: or Madam)?)|(?P<first>[A-Z][a-z]{1,20})(?=,))[,:;]"
)
MARK = re.compile(r"\((?P<mark>[A-Z]{1,3}(?:/{1,2}[A-Z, ]{1,40})?)\)\s*")
HELD = re.compile(
    r"\b(?:held|met|meeting|minutes|session|prepared|dated|signed|done|adopted|delivered|page|no\.)\b",
    re.IGNORECASE,
)
OFFICE = re.compile(
    r"\b(?:department|office|bureau|embassy|consulate|legation|ministry|university|division|headquarters|agency"
    r"|commission|washington|house|street|avenue|road|p\.? ?o\.? box|room|no\.)\b",
    re.IGNORECASE,
)
DATELINE = re.compile(
    r"[A-Z][A-Z .'’-]{2,30}(?:, [A-Z][\w.]{1,20})?,? ?(?:\([A-Z]{2,5}\))?,?\s?"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?\s?(?:—|–|--|-)\s"
)
SMALL = re.compile(r"\b[a-z]{2,}\b")


@dataclass
class DocumentHead:
    """What a head says, its fields as spans, and the number of lines that it has.

    `year` is that of a date of which only the month is known.
    """

    lines: int = 0
    title_end: int = 1  # how many they are up to the title
    title: str | None = None
    title_mark: str | None = None
    date: str | None = None
    year: int | None = None
    author: str | None = None
    to: tuple[str, ...] = ()
    salutation: str | None = None
    kind_line: str | None = None
    by_line: int | None = None  # the place of the line
    name_line: str | None = None  # above the date, where the author of a title page stands
    labels: set[str] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines of the head that are no field: part of a letterhead, a masthead or a title."""

    place: int  # of the first
    lines: tuple[Laid, ...]
    after_date: bool

    @property
    def words(self) -> str:
        return " ".join(" ".join(line.words for line in self.lines).split())


def read_document_head(laid: Sequence[Laid], width: int) -> DocumentHead:
    """Read the head of a document; lines that are wholly marked as noise are not among `laid`."""
    head = DocumentHead()
    loose: list[tuple[int, bool]] = []  # lines that are no field, and whether a date stands above
    place = 0
    while place < min(len(laid), MOST_LINES):
        line = laid[place]
        if label := _label(line.words):
            place = _field(head, laid, place, label, width)
            continue
        found = SALUTATION.fullmatch(line.words) if len(line.words) <= LONGEST else None
        if found and (head.labels or not found["first"]):  # a name alone, in a message
            head.salutation = found["dear"] or found["plain"] or found["first"]
            place += 1
            break
        if LIST_SIGN.match(line.words) or _runs_on(laid, place, width):
            break
        if after := _by(head, laid, place, width):
            place = after
            continue
        if not (_dated(head, line) or _named(head, laid, place)):
            loose.append((place, head.date is not None))
        place += 1
    head.lines = place
    groups = list(_groups(laid, loose, width))
    if head.by_line is None and place < len(laid) and DATELINE.match(laid[place].words):
        head.by_line = place  # where it would stand
    _title(head, groups)
    head.author = head.author or (None if head.salutation else head.name_line)
    _give_back(head, groups)
    return head


def _label(words: str) -> tuple[str, str] | None:
    """Return what kind of field a line begins, and its label."""
    found = LABEL.match(words[:LONGEST])
    kind = FIELDS.get(" ".join(found["label"].lower().split())) if found else None
    return (kind, found[0]) if found and kind else None


def _field(head: DocumentHead, laid: Sequence[Laid], place: int, label: tuple[str, str], width: int) -> int:
    """Take in a labelled field with its further lines; return the place of the line behind it."""
    kind, printed = label
    first, end = laid[place], place + 1
    while end < min(len(laid), MOST_LINES) and not laid[end].gap and not _label(laid[end].words):
        before, line = laid[end - 1], laid[end]
        inset = line.indent >= first.indent + 2 and (
            kind in ("to", "from", "other") or line.indent >= len(printed) - 2
        )
        if not inset and is_broken_off(before, line, width):
            break
        end += 1
    texts = [first.words[len(printed) :], *(line.words for line in laid[place + 1 : end])]
    value = " ".join(" ".join(texts).split())
    if not value and end < len(laid) and kind != "other" and len(laid[end].words) < LONGEST:
        value, end = " ".join(laid[end].words.split()), end + 1  # the value stands beneath its label
    head.labels.add(kind)
    start, stop = first.start, laid[end - 1].end
    if kind == "date":
        _take_date(head, value)
    elif kind == "from" and not head.author:
        head.author = value or None
    elif kind == "to":
        head.to += tuple(each for each in (text.strip(" ;") for text in _addressees(texts)) if each)
    elif kind == "subject" and not head.title:
        mark = MARK.match(value)
        head.title_mark = mark["mark"] if mark else None
        head.title = value[mark.end() :] if mark else value or None
    spans: dict[str, SpanKind] = {"date": "dtg", "from": "from", "subject": "subject"}
    if kind in spans and not any(span.kind == spans[kind] for span in head.spans):
        head.spans.append(Span(start, stop, spans[kind]))
    return end


def _addressees(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield from text.split(";")


def _take_date(head: DocumentHead, words: str) -> bool:
    if head.date:
        return False
    if found := date_in(words):
        head.date = found[0]
        return True
    if not head.year and (month := month_in(words)):
        head.year = month[0]
    return False


def _dated(head: DocumentHead, line: Laid) -> bool:
    """Take in a line that tells the date and little else: a dateline, or when a meeting was held."""
    words = line.words
    found = date_in(words) if len(words) <= LONGEST else None
    month = month_in(words) if len(words) <= LONGEST and not found else None
    if not (found or month):
        return False
    start, end = (found or month or (0, 0, 0))[1:]
    rest = [word for word in (words[:start] + words[end:]).split() if word.strip(",.;:()-")]
    if len(rest) > 5 and not (HELD.search(words) and len(rest) <= 20):
        return False
    if month and len(rest) > 2:
        return False
    if KIND.match(words):
        head.kind_line = head.kind_line or words
    _take_date(head, words)
    if not any(span.kind == "dtg" for span in head.spans):
        head.spans.append(Span(line.start, line.end, "dtg"))
    return True


def _by(head: DocumentHead, laid: Sequence[Laid], place: int, width: int) -> int:
    """Take in a by-line: "By Agnete Lorup", "Prepared by Joseph Mbeki, Superintendent".

    Returns the place of the line behind it, 0 where it is none.
    """
    line = laid[place]
    if not _is_by_line(line):
        return 0
    words, end = line.words, place + 1
    while end < len(laid) and not laid[end].gap and not is_broken_off(laid[end - 1], laid[end], width):
        if len(words) > LONGEST or date_in(laid[end].words):
            break
        words, end = f"{words} {laid[end].words}", end + 1
    found = BY_LINE.fullmatch(words[:LONGEST])
    if found and not head.author:
        who = found["who"]
        if day := date_in(who):
            _take_date(head, who)
            who = who[: day[1]].rstrip(" ,;")
        head.author = " ".join(CORRESPONDENT.sub("", who, count=1).split()) or None
        head.spans.append(Span(line.start, laid[end - 1].end, "from"))
    head.by_line = place
    return end


def _is_by_line(line: Laid) -> bool:
    found = BY_LINE.fullmatch(line.words) if len(line.words) <= LONGEST else None
    return found is not None and not line.is_ended and re.search(r"[A-Z]", found["who"]) is not None


def _named(head: DocumentHead, laid: Sequence[Laid], place: int) -> bool:
    """Take in a name between a title and a date."""
    line = laid[place]
    if not place or place + 1 >= len(laid) or head.date or not NAME.fullmatch(line.words[:LONGEST]):
        return False
    below = laid[place + 1].words
    found = date_in(below)
    if not found or len((below[: found[1]] + below[found[2] :]).split()) > 2:
        return False
    if line.words.isupper() or post(line.words) or OFFICE.search(line.words):
        return False
    head.name_line = line.words
    return True


def _give_back(head: DocumentHead, groups: Sequence[_Group]) -> None:
    """Leave to the body what stands behind title and fields: its first heading, the beginning of a list."""
    for group in reversed(groups):
        if (
            head.salutation
            or group.words == head.title
            or group.place + len(group.lines) != head.lines
            or group.place < head.title_end
        ):
            return
        head.lines = group.place


def _runs_on(laid: Sequence[Laid], place: int, width: int) -> bool:
    """Tell whether running text begins with a line: it is long, or goes on, and reads like a sentence."""
    line = laid[place]
    if DATELINE.match(line.words):
        return True
    text = line.words
    following = place + 1
    while following < len(laid) and following < place + 3 and not laid[following].gap:
        if is_broken_off(laid[following - 1], laid[following], width) or _is_by_line(laid[following]):
            break
        text += " " + laid[following].words[:LONGEST]
        following += 1
    is_sentence = ENDED.search(text[-6:]) is not None or len(text) > LONGEST
    small = len(SMALL.findall(text[:LONGEST]))
    if following - place > 1 and small >= 5:
        return not _is_dated(text)
    return is_sentence and small >= 4 and not _is_dated(text)


def _is_dated(text: str) -> bool:
    return len(text) <= LONGEST and HELD.search(text) is not None and date_in(text) is not None


def _groups(laid: Sequence[Laid], loose: Sequence[tuple[int, bool]], width: int) -> Iterator[_Group]:
    """Join the lines of one title: nothing is between them, and the first is as full as its letters allow.

    Where lines are paragraphs, longer than any typist's, each is a title by itself.
    """
    places: list[int] = []
    was_after = False
    for place, after in loose:
        group = [laid[each] for each in places]
        if places and (width > WIDEST or place != places[-1] + 1 or not _goes_on(group, laid[place])):
            yield _Group(places[0], tuple(group), was_after)
            places = []
        if not places:
            was_after = after
        places.append(place)
    if places:
        yield _Group(places[0], tuple(laid[each] for each in places), was_after)


def _goes_on(group: Sequence[Laid], line: Laid) -> bool:
    last = group[-1]
    if (
        len(group) == MOST_TITLE_LINES
        or line.gap
        or KIND.fullmatch(last.words)
        or last.words.isupper() != line.words.isupper()
    ):
        return False
    widest = max(each.length - each.indent for each in (*group, line))
    return last.length - last.indent + 1 + len(line.words.split(maxsplit=1)[0]) > FULL * widest


def _title(head: DocumentHead, groups: list[_Group]) -> None:
    """Choose the title among the lines that are no field."""
    kinds = [group for group in groups if KIND.match(group.words)]
    forms = [group for group in groups if KIND.fullmatch(group.words) or FORM.fullmatch(group.words)]
    head.kind_line = head.kind_line or next((group.words for group in (*kinds, *forms)), None)
    if head.title or (head.salutation and not kinds):
        return
    named = [group for group in groups if group not in forms and any(map(str.isalpha, group.words))]
    later = [group for group in named if group.after_date]
    earlier = [group for group in named if not group.after_date]
    # A newspaper's name and date stand above a headline.
    headlines = [group for group in later if head.by_line is not None and group.place < head.by_line]
    no_office = [group for group in earlier if not OFFICE.search(group.words) or group in kinds]
    chosen = next(iter([*headlines, *no_office, *later, *named, *kinds, *forms]), None)
    if chosen is None:
        return
    head.title, head.title_end = chosen.words, chosen.place + len(chosen.lines)
    head.spans.append(Span(chosen.lines[0].start, chosen.lines[-1].end, "subject"))
