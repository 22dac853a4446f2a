"""The text of an answer in blocks and lines, with its citations and doubtful sentences, for a template to show."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant import Answer, Checked, Citation
from assistant.answer import Verdict
from assistant.citations import day
from assistant.citing.office_names import office_name
from ui.rendering.addresses import Place
from ui.rendering.quotation_marks import inside_quotation
from ui.rendering.templates import one_line

# Each begins where it can only begin once, and ends at the first that can end it: no text takes long.
MARK = re.compile(r"(?<!\s)\s*\[(\d{1,3})\]")
LINE = re.compile(r"[^\s\n][^\n]*")
BULLET = re.compile(r"[-*•]\s+")
NUMBERED = re.compile(r"\d{1,2}[.)]\s+(?=\S)")
ROW = re.compile(r"\|(?=[^|]*\|)")
BETWEEN_ROWS = re.compile(r"[|:\s-]+")
CELL = re.compile(r"[^|\s][^|]*")
QUOTED = re.compile(r"([^“]*)(“.+)", re.DOTALL)
COMMENT = "Comment by the post:"
VOICES = (COMMENT, "Name withheld:", "The cable:")
ALSO = re.compile(r"\s*(?:Also )?(?:in that cable[,:])?")
HEADING = re.compile(r"##\s+")
BOLD = re.compile(r"\*\*(?!\s)([^*]+)(?<!\s)\*\*")

# The name of the style, and what is said of a sentence; of one that is borne out nothing.
DOUBTS: dict[Verdict, tuple[str, str]] = {
    "contradicted": ("contradicted", "contradicted"),
    "unsupported": ("unsupported", "not supported"),
    "uncited": ("unsupported", "not supported"),
    "partly": ("partly", "partly supported"),
    "elsewhere": ("elsewhere", "citation corrected"),
}


@dataclass(frozen=True, slots=True)
class CitationMark:
    """The number of a citation in the text: a link to the words quoted, which it says too."""

    number: int
    href: str
    said: str


@dataclass(frozen=True, slots=True)
class QuoteCaption:
    """The place and the date of a quotation, in front of it."""

    of: str


@dataclass(frozen=True, slots=True)
class QuotedSpeaker:
    """Whose words a quotation has, in front of it."""

    speaker: str


@dataclass(frozen=True, slots=True)
class LikeliestWords:
    """The sentence among excerpts that likeliest answers."""

    words: str


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A place that the text names, as a link to it."""

    place: str
    href: str


Piece = str | CitationMark | QuoteCaption | QuotedSpeaker | LikeliestWords | PlaceLink


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A stretch of a line with the citations in it, in bold or not."""

    pieces: Sequence[Piece]
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """That a sentence is not borne out: the name of its style, how far it is not, and why."""

    style: str
    verdict: str
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line that is doubtful, or is not."""

    stretches: Sequence[AnswerPart]
    doubt: Doubt | None = None


Line = Sequence[Part]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are bullets or numbers of one list, headings, or a paragraph each; or the rows of a table.

    The first row of a table is its head.
    """

    lines: Sequence[Line]
    is_list: bool = False
    is_heading: bool = False
    is_numbered: bool = False
    rows: Sequence[Sequence[Line]] = ()


def blocks(answer: Answer) -> list[Block]:
    """Paragraphs, and lists, tables and bold words where a model wrote: all the structure that an answer may have.

    Where none did, the words are those of cables, whose dashes and asterisks are no structure.
    """
    lines = [(_structure(answer, line[0]), line) for line in LINE.finditer(answer.text)]
    written = _Written(answer)
    found = []
    for structure, group in groupby(lines, key=lambda line: line[0]):
        if structure is ROW:
            found.append(Block([], rows=_rows(written, [line for _, line in group])))
            continue
        spans = [_behind(structure, line) if structure else line.span() for _, line in group]
        shown = [written.line(*span) for span in spans]
        is_list = structure in (BULLET, NUMBERED)
        found.append(Block(shown, is_list, structure is HEADING, is_numbered=structure is NUMBERED))
    return found


def _rows(written: "_Written", lines: Sequence[re.Match[str]]) -> list[list[Line]]:
    """Return the cells of a table, without the line of dashes beneath its head."""
    rows = [line for line in lines if not BETWEEN_ROWS.fullmatch(line[0])]
    return [
        [written.line(row.start() + cell.start(), row.start() + cell.end()) for cell in CELL.finditer(row[0])]
        for row in rows
    ]


def _structure(answer: Answer, line: str) -> re.Pattern[str] | None:
    return next((each for each in (BULLET, NUMBERED, ROW, HEADING) if answer.model and each.match(line)), None)


def _behind(structure: re.Pattern[str], line: re.Match[str]) -> tuple[int, int]:
    opening = structure.match(line[0])
    return line.start() + (opening.end() if opening else 0), line.end()


class _Written:
    """The text of an answer, to be had line by line in its order."""

    def __init__(self, answer: Answer) -> None:
        self._text = answer.text
        self._citations = {citation.number: citation for citation in answer.citations}
        doubtful = [each for each in answer.sentences if each.verdict != "supported"]
        self._doubtful = sorted(doubtful, key=lambda each: each.start)
        self._by_model = bool(answer.model)
        self._likeliest = answer.likeliest
        self._closest = answer.passages[0] if answer.refused and answer.passages else None
        self._passed = 0  # of the doubtful sentences

    def line(self, start: int, end: int) -> Line:
        """Return a stretch of the text within one line, its doubtful sentences marked."""
        parts = []
        while self._passed < len(self._doubtful):
            sentence = self._doubtful[self._passed]
            first, last = max(start, sentence.start), min(end, sentence.end)
            if first < last:
                parts.append(Part(self._stretches(start, first)))
                parts.append(Part(self._stretches(first, last), _doubt(sentence)))
                start = last
            if sentence.end > end:
                break  # it goes on in the next line
            self._passed += 1
        return [*parts, Part(self._stretches(start, start + len(self._text[start:end].rstrip())))]

    def _stretches(self, start: int, end: int) -> list[AnswerPart]:
        text, stretches = self._text[start:end], []
        end = 0
        for bold in BOLD.finditer(text) if self._by_model else ():
            stretches.append(AnswerPart(self._pieces(text[end : bold.start()])))
            stretches.append(AnswerPart(self._pieces(bold[1]), bold=True))
            end = bold.end()
        return [*stretches, AnswerPart(self._pieces(text[end:]))]

    def _pieces(self, text: str) -> list[Piece]:
        """Return the words and the marks of citations in them; a mark that names none stays text.

        The place of the closest match, which a refusal names, is a link to it.
        """
        if self._closest and (named := re.search(f": ({re.escape(self._closest.label)})(?=[,.])", text)):
            link = PlaceLink(self._closest.label, Place.of(self._closest).href)
            return [text[: named.start(1)], link, text[named.end() :]]
        pieces: list[Piece] = []
        end = 0
        for mark in MARK.finditer(text):
            if citation := self._citations.get(int(mark[1])):
                said = f"{citation.label}: “{inside_quotation(one_line(citation.quote))}”"
                words = text[end : mark.start()]
                quoted = QUOTED.fullmatch(words) if not self._by_model else None
                if quoted:
                    is_likeliest = citation.number == self._likeliest
                    shown = _quotation(quoted[2])
                    pieces += _introduced(quoted[1], quoted[2], citation)
                    pieces.append(LikeliestWords(shown) if is_likeliest else shown)
                else:
                    pieces.append(words)
                pieces.append(CitationMark(citation.number, Place.of(citation).href, said))
                end = mark.end()
        return [*pieces, text[end:]]


def _introduced(words: str, quote: str, citation: Citation) -> list[Piece]:
    """Return what stands in front of a quotation, the place and the speaker apart; other words as they are."""
    place = f"{citation.origin or citation.cable}, {day(citation.date, citation.cable)}."
    rest = words
    pieces: list[Piece] = []
    also = ALSO.match(words)
    end = also.end() if also else 0
    if words.startswith(place, end):
        end += len(place)
    elif words.startswith(f"{citation.cable} (", end):
        end = len(words)
    if words[:end].strip():
        caption = words[:end].strip().rstrip(".,:")
        if citation.origin:
            caption = caption.replace(citation.origin, office_name(citation.origin))
        pieces.append(QuoteCaption(caption))
        rest = words[end:]
    said = rest.strip()
    if said.endswith(":") and citation.speaker and said.startswith(citation.speaker):
        after = said.removeprefix(citation.speaker)
        return [*pieces, " ", QuotedSpeaker(citation.speaker), f"{after} "]
    if said == COMMENT and quote.casefold().startswith("“comment"):
        return [*pieces, " ", QuotedSpeaker("The post:"), " "]  # the quotation calls itself a comment
    if said in VOICES:
        return [*pieces, " ", QuotedSpeaker(said), " "]
    return [*pieces, rest]


def _quotation(quote: str) -> str:
    """Return a quotation between its outer marks, with single ones inside."""
    if len(quote) > 1 and quote.endswith("”"):
        return f"“{inside_quotation(quote[1:-1])}”"
    return quote


def _doubt(sentence: Checked) -> Doubt:
    style, verdict = DOUBTS[sentence.verdict]
    return Doubt(style, verdict, one_line("; ".join(sentence.reasons)))
