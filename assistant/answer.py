"""What a question comes back as."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ingest.domain.levels import MARKS, RANKS
from ingest.language.counts import count

Speaker = Literal["user", "assistant"]
Verdict = Literal["supported", "elsewhere", "partly", "unsupported", "contradicted", "uncited"]
AnswerOutcome = Literal["answered", "excerpts", "refused"]
STATEMENT = "statement"  # the kind of a question that the words of paragraphs answer
COMPARISON = "comparison"  # that of one that sets people, places or times side by side
TOPIC = "topic"  # that of one that only names a topic
ABOUT_ANSWER = "about the answer"  # that of a question about the answer before it
MORE_OF_ANSWER = "more of the answer"  # and that of one for more from the same cable
SETS = frozenset(("list", "count", "references"))  # kinds of answers that are about some cables
DEEP = "deep"  # that of a report, for which the model searched by itself
_REMEMBERED = 50  # cables of a list, for the questions that follow
WORST_FIRST: tuple[Verdict, ...] = ("contradicted", "uncited", "unsupported", "partly", "elsewhere", "supported")
STANDING: tuple[Verdict, ...] = ("supported", "elsewhere", "partly")


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier message of the conversation.

    Of an answer also its `kind`, the `cables` that it lists, or else is about, and the
    `speakers` in it.
    """

    role: Speaker
    text: str
    cables: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved paragraph, or a cable's header (`ordinal` 0, `paragraph` None); a higher score fits better.

    `why` is what spoke for it, in a few words each: the words that it shares with the question, and so on.
    """

    cable: str
    paragraph: int | None
    ordinal: int
    score: float
    text: str
    section: str | None
    marking: str | None
    subject: str | None
    date: str | None
    origin: str | None
    why: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """How the place is cited."""
        return label(self.cable, self.paragraph, self.ordinal)


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """Some years in which cables were `found` for an answer that is spread over the years; both ends included."""

    first: int
    last: int
    found: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a cable that a sentence of the answer rests on.

    `number` is the answer's mark, `[1]`; `quote` stands verbatim (white space aside) at `start:end` of the
    cable's raw text; `paragraph` is None for a header fact, whose `ordinal` is 0. `verdict` is the worst of the
    sentences that cite it, None where nothing was to be checked: a quotation says what it quotes. `pages` are
    those of the file on which the quote stands, where it has any; `confidence` is how sure OCR was of them, from
    0 to 1, where that is so little that the words may be misread.
    """

    number: int
    cable: str
    paragraph: int | None
    ordinal: int
    quote: str
    start: int
    end: int
    speaker: str | None
    date: str | None
    origin: str | None
    subject: str | None
    marking: str | None
    verdict: Verdict | None = None
    pages: tuple[int, ...] = ()
    confidence: float | None = None

    @property
    def label(self) -> str:
        """How the place is cited."""
        return label(self.cable, self.paragraph, self.ordinal)


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence that a model wrote, at `start:end` of the answer's text, and whether its citations support it.

    `supported`: nothing speaks against it. `elsewhere`: not the paragraph that it cited bears it out, but another
    of that cable, which it now cites instead. `partly`: part of it could not be found there. `unsupported`: what
    it tells is not there. `contradicted`: something else is. `uncited`: it cites nothing that the model was shown.
    `reasons` are for the reader. `opinion` is the verdict of the model when asked again, None if it was not;
    `verdict` is never better than that.
    """

    start: int
    end: int
    verdict: Verdict
    reasons: tuple[str, ...] = ()
    opinion: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What a chat model was sent and what it wrote, in its tokens; `price` in USD, None if none is set."""

    input: int
    output: int
    price: float | None = None

    def __add__(self, other: "Usage") -> "Usage":
        known = self.price is not None and other.price is not None
        price = (self.price or 0) + (other.price or 0) if known else None
        return Usage(self.input + other.input, self.output + other.output, price)

    def __str__(self) -> str:
        counted = f"{count(self.input, 'token')} in, {self.output:,} out"
        if self.price is None:
            return counted
        return f"{counted}, {'under $0.0001' if 0 < self.price < 0.0001 else f'${self.price:.4f}'}"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was looked up for a report: in which `round` of searching, what, and what came of it."""

    round: int
    asked: str
    found: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or a snapshot of one in the making (`finished` False).

    `text` carries the marks `[1]` of its citations; `sentences` says of each sentence that a model wrote whether
    its citations support it. `outcome`: "answered" claims what the archive says, "excerpts" shows what may answer
    and claims nothing, "refused" means that the archive does not say. `confidence` is the probability that what is
    quoted is right, or would have been; None where nothing has to be estimated, as of a list, or where a model
    wrote. `likeliest` is the number of the citation among excerpts that most likely answers. `searched` describes
    what was searched, `understood` how the question was read (its kind, and the person, time and post in it), in
    a few words each. `kind` is the kind of question, `cables` are all cables of a list, in its order, or those
    that a follow-up stays with. `note` is one line about how the answer was made (by words alone while meaning is
    still being indexed, by quotes because the model failed). `usage` is what a model was sent and wrote, None if
    none was asked or it did not say. `steps` is what was looked up for a report, whose text has headings, each on
    a line that begins with `## `. `periods` are those over which it is spread, if that was wanted.
    """

    question: str
    text: str
    outcome: AnswerOutcome
    citations: tuple[Citation, ...] = ()
    passages: tuple[Passage, ...] = ()
    sentences: tuple[Checked, ...] = ()
    searched: str = ""
    understood: tuple[str, ...] = ()
    kind: str = STATEMENT
    cables: tuple[str, ...] = ()
    note: str | None = None
    marking: str | None = None
    model: str | None = None
    usage: Usage | None = None
    seconds: float = 0.0
    finished: bool = True
    confidence: float | None = None
    likeliest: int | None = None
    steps: tuple[Step, ...] = ()
    periods: tuple[FoundPeriod, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether it claims something; excerpts do not."""
        return self.outcome == "answered"

    @property
    def refused(self) -> bool:
        """Whether nothing is shown as an answer: the archive does not say."""
        return self.outcome == "refused"

    @property
    def is_list(self) -> bool:
        """Whether its `cables` are what was asked for, and not only what the conversation stays with."""
        return self.kind in SETS and bool(self.cables)

    def turns(self) -> tuple[Turn, Turn]:
        """Return question and answer as the conversation before the next question."""
        speakers = (citation.speaker for citation in self.citations if citation.speaker)
        cables = self.cables[:_REMEMBERED] or self._about()
        spoke = tuple(dict.fromkeys(speakers))
        return Turn("user", self.question), Turn("assistant", self.text, cables, spoke, self.kind)

    def _about(self) -> tuple[str, ...]:
        """Return the cables that it is about: that of the first quote, the likeliest, or those cited most.

        What is told of a person, or of anything else that is no statement, is about all that it cites.
        """
        cited = Counter(citation.cable for citation in self.citations).most_common()
        if self.model:
            return tuple(cable for cable, times in cited if 2 * times >= cited[0][1])
        cables = tuple(dict.fromkeys(citation.cable for citation in self.citations))
        return cables[:1] if self.kind == STATEMENT else cables


def label(cable: str, paragraph: int | None, ordinal: int) -> str:
    """How a place is cited: `10BAKU79 ¶5`, `10BAKU79 header`, `10BAKU79 [7]` for an unnumbered paragraph."""
    if ordinal == 0:
        return f"{cable} header"
    return f"{cable} ¶{paragraph}" if paragraph is not None else f"{cable} [{ordinal}]"


def highest_marking(markings: Iterable[str | None]) -> str | None:
    """Return the highest of some markings, with the caveats of all: of `C/NF` and `SECRET` that is `S/NF`.

    A level that is not known, such as TOP SECRET, is above the others.
    """
    parts = [marking.split("/") for marking in markings if marking]
    if not parts:
        return None
    levels = [MARKS.get(part[0], part[0]) for part in parts]
    level = max(levels, key=lambda each: RANKS.get(each, len(RANKS)))
    caveats = dict.fromkeys(caveat for part in parts for caveat in part[1:])
    return "/".join((level, *caveats))
