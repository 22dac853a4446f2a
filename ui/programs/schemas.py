"""What programs send and get: the values that OpenAPI and MCP describe, checked on their way in and out."""

from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, create_model

from assistant import Checked, Citation, Passage, Turn, Usage
from assistant.answer import AnswerOutcome, FoundPeriod, Step
from assistant.notebook.workspace_items import WorkspaceItem
from assistant.question.question_limits import LONGEST_QUESTION, LONGEST_TALK, MOST_TURNS
from ingest import Cable
from ingest.attribution.acquaintances import EncounterRow
from ingest.attribution.statement_rows import StatementRow
from ingest.domain.filters import FILTERS, Filter, Filters
from ingest.domain.pages import Page
from ui.access.model_choices import NO_MODEL, OFF

M = TypeVar("M", bound=BaseModel)
QuestionText = Annotated[
    str,
    Field(min_length=1, max_length=LONGEST_QUESTION, pattern=r"\S", description="The question, in plain English."),
]
Query = Annotated[
    str, Field(min_length=1, max_length=LONGEST_QUESTION, pattern=r"\S", description="What to look for.")
]
Limit = Annotated[int, Field(ge=1, le=50, description="How many paragraphs at most.")]
_BEFORE = f"The conversation so far, at most {LONGEST_TALK:,} characters in total."
Name = Annotated[str, Field(max_length=200)]
COLLECTION = (
    "Only the cables of this collection, by its name or id; one of your own, or one that is shared with you."
)
DEEP = "Have the model search again by itself and write a report, which takes minutes."
MODEL = "The language model that writes the answer, one of `/api/models`; `none` for quotations."


class _Given(BaseModel):
    """What a program sends: a misspelt name is an error, not ignored."""

    model_config = ConfigDict(extra="forbid")


def filter_type(each: Filter) -> Any:
    """Return the type of what a program sends for a filter, with the words that describe it."""
    examples = list(each.examples) or None
    return Annotated[str | None, Field(max_length=each.longest, description=each.help, examples=examples)]


def _with_filters(model: type[M]) -> type[M]:
    """Give a model a field for each filter."""
    described: dict[str, Any] = {each.name: (filter_type(each), None) for each in FILTERS}
    return create_model(model.__name__, __base__=model, __doc__=model.__doc__, **described)


class _Filtered(_Given):
    def where(self) -> Filters:
        """Return the filters as the library takes them; raises FilterError where one makes no sense."""
        return Filters(**{each.name: getattr(self, each.name) or None for each in FILTERS})


@_with_filters
class FilterFields(_Filtered):
    """Which cables to search, and whose statements; a filter that is left out does not apply."""


@_with_filters
class Search(_Filtered):
    """A query with its filters."""

    query: Query
    limit: Limit = 10
    collection: Annotated[Name | None, Field(description=COLLECTION)] = None


@_with_filters
class WhoSays(_Filtered):
    """Whose statements to return, from which cables, and about what."""

    about: Annotated[QuestionText | None, Field(description="Only paragraphs about this topic.")] = None
    limit: Annotated[int, Field(ge=1, le=1000, description="How many sentences at most.")] = 50


@_with_filters
class WhoMet(_Filtered):
    """Whose encounters to return, from which cables."""

    with_whom: Annotated[Name | None, Field(description="Only those with this other person.")] = None
    limit: Annotated[int, Field(ge=1, le=1000, description="How many encounters at most.")] = 50


class EarlierTurn(_Given):
    """A message of the conversation before the question."""

    role: Literal["user", "assistant"]
    text: str = Field(max_length=LONGEST_TALK)
    cables: tuple[Name, ...] = Field(
        default=(), max_length=50, description="Of an answer: the cables that it lists, or cites most."
    )
    speakers: tuple[Name, ...] = Field(default=(), max_length=50, description="Of an answer: who speaks in it.")
    kind: Name = Field(default="", description="Of an answer: the kind of question that it answers.")

    def turn(self) -> Turn:
        """Return it as the assistant takes it."""
        return Turn(self.role, self.text, self.cables, self.speakers, self.kind)


class Question(_Given):
    """A question, optionally with the conversation so far and filters."""

    question: QuestionText
    turns: tuple[EarlierTurn, ...] = Field(default=(), max_length=MOST_TURNS, description=_BEFORE)
    filters: FilterFields = Field(default=FilterFields())
    literal: bool = Field(
        default=False, description="Take the question literally: read no person, time or post into it."
    )
    deep: bool = Field(default=False, description=DEEP)
    spread: bool = Field(
        default=False,
        description="Take the sources in equal shares from the years in which there are any: see `periods`.",
    )
    model: Annotated[Name | None, Field(description=MODEL)] = None
    collection: Annotated[Name | None, Field(description=COLLECTION)] = None

    @property
    def chosen(self) -> str | None:
        """The model as readers' choices have it."""
        return OFF if self.model == NO_MODEL else self.model

    def asked(self, where: Filters | None = None) -> dict[str, Any]:
        """Return it as the keywords of `Assistant.ask`; raises FilterError where a filter makes no sense.

        `where`: other filters, those of a `collection`, which whoever knows the reader finds.
        """
        turns = [each.turn() for each in self.turns]
        filters = asdict(where or self.filters.where())
        how = {"literal": self.literal, "deep": self.deep, "spread": self.spread}
        return {"question": self.question, "turns": turns, **how, **filters}


class Said(BaseModel):
    """An answer without the passages that it was made from."""

    question: str
    answered: bool = Field(description="Whether the outcome is `answered`.")
    outcome: AnswerOutcome = Field(
        description="`answered`: the text says what the archive says. `excerpts`: the archive may say; the text"
        " shows the passages that come nearest and claims nothing. `refused`: the archive does not say."
    )
    confidence: float | None = Field(
        description="The probability that what is quoted is right, or would have been; none where nothing has to"
        " be estimated, as of a list, or where a model wrote."
    )
    likeliest: int | None = Field(description="Of excerpts: the number of the citation that most likely answers.")
    kind: str = Field(description="The kind of question: statement, list, count and so on.")
    cables: list[str] = Field(description="Of a list of cables: all of them, in order.")
    text: str = Field(description="The answer; marks like [1] are the numbers of its citations.")
    seconds: float
    searched: str = Field(description="What was searched, in words.")
    understood: list[str] = Field(
        description="How the question was read: its kind, and the person, time and post in it."
    )
    note: str | None = Field(description="A note on how the answer was made, if there is one.")
    marking: str | None = Field(description="The highest marking among the citations.")
    model: str | None = Field(description="The model that wrote it; none for an answer of quotes.")
    usage: Usage | None
    periods: list[FoundPeriod] = Field(
        description="Of an answer spread over the years: the periods, and how many cables were found in each."
    )
    citations: list[Citation]
    sentences: list[Checked] = Field(
        description="For each sentence that a model wrote, whether its sources support it."
    )
    steps: list[Step] = Field(description="What was looked up for a report, round by round.")


class Reply(Said):
    """An answer: what `reftel ask --json` prints."""

    passages: list[Passage] = Field(description="The paragraphs that it was made from, best first.")


class Snapshot(Reply):
    """An answer in the making; the last one is finished."""

    finished: bool


class Found(BaseModel):
    """Ranked paragraphs, best first."""

    passages: list[Passage]


class Statements(BaseModel):
    """Sentences and whose words they are, the earliest cable first.

    Where that is not sure, `speaker` is none and `possibly` says who may speak: do not say that they said it.
    """

    statements: list[StatementRow]


class Encounters(BaseModel):
    """Who met whom, or spoke with whom, the latest cable first; each with the sentence that says so.

    Where `is_post`, `other` is an officer of the post that sent the cable.
    """

    encounters: list[EncounterRow]


class CollectionRecord(BaseModel):
    """A collection of cables, as far as the reader may see it."""

    id: str
    name: str
    note: str
    is_shared: bool = Field(description="Whether other readers see it, as far as they may read its cables.")
    is_own: bool
    made: str = Field(description="When it was made; empty for one of somebody else's.")
    changed: str = Field(description="When it was last changed; empty for one of somebody else's.")
    cables: list[str]


class WorkspaceHead(BaseModel):
    """A page of the reader's workspace."""

    id: str
    name: str
    is_shared: bool = Field(description="Whether its link shows it to those who may see all that its reader may.")
    is_own: bool
    made: str = Field(description="When it was made; empty for one of somebody else's.")
    changed: str = Field(description="When it was last changed; empty for one of somebody else's.")


class WorkspaceRecord(WorkspaceHead):
    """A page with its items, as far as the reader may see them."""

    items: list[WorkspaceItem]


class MarkedRecord(BaseModel):
    """Words of a paragraph: the selectors of the W3C Web Annotation model, offsets in its text."""

    ordinal: int = Field(description="Of the paragraph in the cable, counted from 1.")
    number: int | None = Field(description="The number that the paragraph prints.")
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


class NoteRecord(BaseModel):
    """A note on words of a cable."""

    id: str
    cable: str
    text: str = Field(description="The note; empty where the words are only highlighted.")
    colour: str
    words: MarkedRecord = Field(description="The words that were marked, where they stood then.")
    now: MarkedRecord | None = Field(description="Where they stand now; none where they are gone.")
    is_shared: bool = Field(description="Whether all readers see it who may read its paragraph.")
    is_own: bool
    made: str
    changed: str


class Refusal(BaseModel):
    """What went wrong and how to mend it, in one line."""

    error: str


class Standing(BaseModel):
    """What the reader's library holds and how far it is indexed."""

    cables: int
    paragraphs: int
    indexed: int = Field(description="Paragraphs indexed by words.")
    heard: int = Field(description="Paragraphs whose speakers are identified.")
    embedded: int = Field(description="Paragraphs indexed by meaning.")
    first: str | None = Field(description="The day of the first cable.")
    last: str | None = Field(description="The day of the last cable.")
    sample: bool = Field(description="Whether it holds the sample cables, which are invented.")
    embedder: str
    model: str | None = Field(description="The chat model that writes the answers.")
    version: str = Field(description="The version of reftel.")


class Unplaced(BaseModel):
    """Characters of a cable that are neither a field nor a paragraph nor noise, and where they are."""

    characters: int
    spans: list[tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class CableRecord(Cable):
    """A cable: what `reftel show --json` prints."""

    raw_sha: str
    unplaced: Unplaced
    pages: tuple[Page, ...] = Field(
        default=(),
        description="The pages of its file as places in `raw`; `confidence` is that of OCR, null for a text.",
    )
