"""An assistant that says what the test wrote for it, with the doors that the chat window knocks at."""

import tempfile
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from assistant.answer import Answer, Citation, Passage
from assistant.answering import Asked
from assistant.question.understand import understand
from assistant.retrieval.retrieve import retrieve
from ingest.attribution.attribute import statements
from ingest.attribution.people import Individual
from ingest.catalogue.catalogue import CableSummary
from ingest.domain.cable import Cable, Paragraph
from ingest.domain.filters import EVERYWHERE, FILTERS, Filters, facts
from ingest.domain.keys import Key
from ingest.domain.pages import Page
from ingest.domain.statements import Statement
from ingest.parsing.inline_references import targets
from ingest.parsing.versions import Version


@dataclass(frozen=True)
class Holdings:
    cables: int
    paragraphs: int
    embedded: int
    sample: bool
    samples: int


class ScriptedLibrary:
    def __init__(self, *cables: Cable, embedded: int | None = None, sample: bool = True) -> None:
        self.held = {cable.id: cable for cable in cables}
        self.embedded, self.samples = embedded, len(cables) if sample else 0
        self.kept = tempfile.TemporaryDirectory()  # gone with the library
        self.folder = Path(self.kept.name)
        self.versions = {"reftel": "scripted"}
        self.shared = None
        self.is_read_only = False
        self.revision = "0"

    def cable(self, id: str) -> Cable | None:
        return self.held.get(id)

    def cables(self, ids: Sequence[str]) -> list[Cable]:
        return [self.held[id] for id in ids if id in self.held]

    def references(self, id: str) -> tuple[list[CableSummary | str], list[CableSummary | str]]:
        to, by = targets(self.held[id]), [each.id for each in self.held.values() if id in targets(each)]
        return [self._head(each) for each in to], [self._head(each) for each in by]

    def other_versions(self, id: str) -> list[Version]:
        return []

    def has_page_pictures(self, cable: str) -> bool:
        return False

    def pages(self, ids: Collection[str]) -> dict[str, tuple[Page, ...]]:
        return {}

    def heads(self, ids: Collection[str]) -> dict[str, CableSummary]:
        found = {id: self._head(id) for id in ids}
        return {id: each for id, each in found.items() if isinstance(each, CableSummary)}

    def present(self, ids: Collection[str]) -> list[str]:
        return [id for id in ids if self.cable(id)]

    def _head(self, id: str) -> CableSummary | str:
        cable = self.held.get(id)
        return CableSummary(id, cable.date, cable.origin, cable.subject, cable.classification) if cable else id

    def statements(self, keys: Collection[Key]) -> dict[Key, list[Statement]]:
        attributed = [(id, each) for id, cable in self.held.items() for each in statements(cable)]
        return {key: [s for id, s in attributed if (id, s.ordinal) == key] for key in keys}

    def keys(self, ids: Collection[str]) -> list[Key]:
        return [Key(id, each.ordinal) for id in ids for each in self.held[id].paragraphs]

    def paragraphs(self, keys: Collection[Key]) -> dict[Key, Paragraph]:
        return {key: self.held[key.cable].paragraphs[key.ordinal - 1] for key in keys}

    def attributed_paragraphs(self, keys: Collection[Key]) -> dict[Key, tuple[Paragraph, list[Statement]]]:
        said = self.statements(keys)
        return {key: (paragraph, said[key]) for key, paragraph in self.paragraphs(keys).items()}

    def spoken_by(self, name: str) -> dict[Key, list[str]]:
        said = self.statements(self.keys(self.held))
        return {key: [name] for key, found in said.items() if any(each.speaker == name for each in found)}

    def people(self) -> list[Individual]:
        return [Individual("Yildiz", ("Harbor Minister",), ("Yildiz",), ("10REYKJAVIK12",), 3)]

    def counts(self, name: str) -> list[tuple[str, int]]:
        fact = next(each.fact for each in FILTERS if each.name == name)
        return Counter(value for cable in self.held.values() for value in facts(cable).values(fact)).most_common()

    def check_reachable(self) -> None:
        """It is here."""

    def dates(self) -> tuple[str, str] | None:
        dates = sorted(cable.date for cable in self.held.values() if cable.date)
        return (dates[0], dates[-1]) if dates else None

    def status(self) -> Holdings:
        count = sum(len(cable.paragraphs) for cable in self.held.values())
        embedded = count if self.embedded is None else self.embedded
        return Holdings(len(self.held), count, embedded, self.samples > 0, self.samples)


@dataclass
class ScriptedAssistant:
    """Answers from `script`; what it does not know it refuses, and what ends in `...` it never finishes."""

    library: ScriptedLibrary
    script: Mapping[str, Answer]
    model: str | None = None
    strict: bool = False
    remembers: bool = False
    errors: Mapping[str, Exception] = field(default_factory=dict)
    asked: list[dict[str, object]] = field(default_factory=list)
    closed: threading.Event = field(default_factory=threading.Event)

    def answers(self, asked: Asked, callbacks: Sequence[object] = ()) -> Iterator[Answer]:
        how = {"turns": asked.turns, "literal": asked.literal, "without": asked.without, **asdict(asked.where)}
        how |= {"deep": True} if asked.deep else {}
        yield from self.stream(asked.question, **how)

    def search(self, text: str, filters: Filters = EVERYWHERE, limit: int = 10) -> list[Passage]:
        return retrieve(self.library, understand(text), filters, limit)

    def stream(self, question: str, **how: object) -> Iterator[Answer]:
        self.asked.append({"question": question, **how})
        if error := self.errors.get(question):
            raise error
        answer = self.script.get(question) or refusal(question)
        yield replace(answer, text="", citations=(), finished=False)
        try:
            while question.endswith("..."):
                yield replace(answer, finished=False)
                threading.Event().wait(0.05)
        finally:
            self.closed.set()
        yield answer


def refusal(question: str) -> Answer:
    return Answer(question, "The cables of this library do not say.", "refused", searched="2 cables, 4 paragraphs")


def citing(question: str, text: str, *quotes: tuple[Cable, int, str], **more: object) -> Answer:
    """An answer whose marks [1], [2] ... are these quotes of these paragraphs."""
    citations = tuple(citation(number, *quote) for number, quote in enumerate(quotes, start=1))
    passages = tuple(
        Passage(
            cable.id,
            paragraph.number,
            paragraph.ordinal,
            0.5,
            paragraph.text,
            paragraph.section,
            paragraph.mark_raw,
            cable.subject,
            cable.date,
            cable.origin,
        )
        for cable in dict.fromkeys(cable for cable, _, _ in quotes)
        for paragraph in cable.paragraphs
    )
    return Answer(question, text, "answered", citations, passages, marking="CONFIDENTIAL", **more)


def citation(number: int, cable: Cable, ordinal: int, quote: str) -> Citation:
    """`quote` as it stands in the raw text."""
    paragraph = cable.paragraphs[ordinal - 1] if ordinal else None
    marking = "/".join((paragraph.level or "", *paragraph.caveats)) if paragraph else cable.classification
    start = cable.raw.index(quote, paragraph.start if paragraph else 0)
    return Citation(
        number,
        cable.id,
        paragraph.number if paragraph else None,
        ordinal,
        quote,
        start,
        start + len(quote),
        "Yildiz" if "Yildiz" in quote else None,
        cable.date,
        cable.origin,
        cable.subject,
        marking,
    )
