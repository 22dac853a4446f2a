"""What the embedding model is taught with: labelled questions, their paragraphs, and what only comes close."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from more_itertools import chunked
from numpy.typing import NDArray

from assistant.question.understand import understand
from assistant.question_words import ASKING
from assistant.quoting.score_sentences import ASKING_WEIGHS
from assistant.retrieval.retrieve import retrieve
from benchmarks.train_answers import flat, is_evidence
from ingest import Library
from ingest.domain.cable import Cable
from ingest.domain.filters import EVERYWHERE
from ingest.domain.keys import Key
from ingest.embedding.embedder import Embedder
from ingest.search.entries import entries

TEMPTING = 8  # paragraphs a question that are remembered as tempting
NO_SENTENCE = -1  # where a token of the context stands


@dataclass(frozen=True, slots=True)
class Question:
    """A labelled question: where its answer stands, which sentences are it, and what only comes close."""

    id: str
    text: str
    gold: frozenset[Key]
    evidence: tuple[str, ...]
    tempting: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A text as the model reads it: token ids, which of them are words, and what each counts, 1 in all."""

    ids: list[int]
    words: NDArray[np.bool_]
    counts: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as the model reads it: token ids, which of them are words, in which sentence each stands."""

    key: Key
    ids: list[int]
    words: NDArray[np.bool_]
    sentence: NDArray[np.int64]
    sentences: tuple[str, ...]
    is_summary: bool = False


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is taught at once: questions, and the paragraphs among which each has to find its own."""

    questions: list[Question]
    paragraphs: list[Paragraph]


@dataclass(slots=True)
class Corpus:
    """The paragraphs of a library, read for teaching when they are first needed."""

    library: Library
    embedder: Embedder
    _read: dict[Key, Paragraph | None] = field(default_factory=dict)

    def paragraph(self, key: Key) -> Paragraph | None:
        """Return a paragraph; None where there is no such one."""
        if key not in self._read:
            self._read_cable(key.cable)
        return self._read.setdefault(key, None)

    def text(self, text: str) -> Text:
        """Return a question as the model reads it."""
        encoded = self.embedder._tokenized(text)
        spans = np.array(encoded.offsets).reshape(-1, 2)
        words = np.array([any(map(str.isalnum, text[a:b])) for a, b in spans], dtype=bool)
        asks = np.array([text[a:b].casefold() in ASKING for a, b in spans], dtype=bool)
        counts = np.where(words, np.where(asks, ASKING_WEIGHS, 1.0), 0.0)
        return Text(list(encoded.ids), words, (counts / max(counts.sum(), 1e-6)).astype(np.float32))

    def _read_cable(self, id: str) -> None:
        cable = self.library.cable(id)
        if cable is None:
            return
        speakers = self.library.catalogue.statement_store.speakers([id])
        found = self.library.statements([Key(id, each.ordinal) for each in cable.paragraphs])
        by_ordinal = {each.ordinal: each for each in cable.paragraphs}
        for entry in entries(cable, speakers):
            if entry.key.ordinal in by_ordinal:
                spans = [(each.start, each.end) for each in found.get(entry.key, ())]
                summary = by_ordinal[entry.key.ordinal].kind == "summary"
                self._read[entry.key] = self._windowed(entry.key, entry.context, entry.text, spans, summary)

    def _windowed(
        self, key: Key, context: str, text: str, spans: Sequence[tuple[int, int]], is_summary: bool
    ) -> Paragraph:
        """Return the first window of a paragraph, which most have no second of, with its sentences."""
        window = self.embedder.windows(context, text)[0]
        encoded = self.embedder._tokenized(window.text)
        offsets = np.array(encoded.offsets).reshape(-1, 2)
        words = np.array([any(map(str.isalnum, window.text[a:b])) for a, b in offsets], dtype=bool)
        places = offsets[:, 0] - window.lead
        starts = np.array([start for start, _ in spans], dtype=np.int64)
        sentence = np.searchsorted(starts, places, side="right") - 1
        sentence[(places < 0) | ~words] = NO_SENTENCE
        return Paragraph(
            key, list(encoded.ids), words, sentence, tuple(text[start:end] for start, end in spans), is_summary
        )


def labelled(library: Library, path: Path) -> list[Question]:
    """Return the answerable questions of a file whose paragraphs stand in the library."""
    found = []
    cables: dict[str, Cable | None] = {}  # thousands of questions are about some hundreds of cables
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        gold, wrong = (_keys(library, cables, row.get(name) or []) for name in ("gold", "wrong"))
        if gold and row.get("evidence"):
            pieces = tuple(flat(piece) for piece in re.split(r"(?<=[.!?])\s", row["evidence"]))
            found.append(Question(row["id"], row["question"], frozenset(gold), pieces, tuple(wrong)))
    return found


def _keys(library: Library, cables: dict[str, Cable | None], places: Iterable[dict[str, Any]]) -> list[Key]:
    found = []
    for place in places:
        if place["cable"] not in cables:
            cables[place["cable"]] = library.cable(place["cable"])
        cable = cables[place["cable"]]
        paragraphs = cable.paragraphs if cable else ()
        found += [Key(place["cable"], each.ordinal) for each in paragraphs if each.number in place["paragraphs"]]
    return found


def with_temptations(library: Library, questions: Sequence[Question]) -> Iterator[Question]:
    """Yield questions with what only comes close: what labels name so, and what reftel itself finds too early."""
    for each in questions:
        found = [Key(p.cable, p.ordinal) for p in retrieve(library, understand(each.text), EVERYWHERE)]
        wrong = dict.fromkeys([*each.tempting, *found])
        tempting = tuple(key for key in wrong if key not in each.gold)[:TEMPTING]
        yield Question(each.id, each.text, each.gold, each.evidence, tempting)


def lessons(
    corpus: Corpus, questions: Sequence[Question], draw: Random, *, paragraphs: int = 32, tempting: int = 16
) -> Iterator[Lesson]:
    """Yield all questions once, in lessons of so many paragraphs that answer and so many that tempt.

    Paragraphs of one cable are kept together: each is what tempts the questions on the others.
    """
    by_paragraph: dict[Key, list[Question]] = defaultdict(list)
    for question in questions:
        by_paragraph[draw.choice(sorted(question.gold))].append(question)
    by_cable: dict[str, list[Key]] = defaultdict(list)
    for key in sorted(by_paragraph):
        by_cable[key.cable].append(key)
    groups = []
    for keys in by_cable.values():
        draw.shuffle(keys)
        groups += list(chunked(keys, 8))
    draw.shuffle(groups)
    for keys in chunked([key for group in groups for key in group], paragraphs):
        asked = [question for key in keys for question in by_paragraph[key]]
        others: dict[Key, None] = {}
        for question in draw.sample(asked, len(asked)):
            new = [key for key in question.tempting if key not in others and key not in by_paragraph]
            if new and len(others) < tempting:
                others[draw.choice(new)] = None
        read = [each for key in [*keys, *others] if (each := corpus.paragraph(key))]
        there = {each.key for each in read}
        yield Lesson([each for each in asked if each.gold & there], read)


def evident(question: Question, paragraph: Paragraph) -> list[int]:
    """Return which sentences of a paragraph are evidence for a question."""
    if paragraph.key not in question.gold:
        return []
    return [place for place, each in enumerate(paragraph.sentences) if is_evidence(flat(each), question.evidence)]
