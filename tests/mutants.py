"""Sentences that cite a paragraph which bears them out, and the same sentences made false in one respect."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

from assistant.answer import label
from assistant.claims.source import Source
from ingest import Cable, parse_cable
from ingest.samples import SAMPLES
from ingest.sources.encodings import decode
from ingest.statements import Heard, hear

SHARED = Path(__file__).parents[2] / "shared"
PARAPHRASES = Path(__file__).with_name("paraphrases.jsonl")
_SHORTEST = 6  # words of a statement that says something by itself
_MOST = 40


@dataclass(frozen=True)
class Pair:
    """A sentence and the paragraph that it cites; `speaker` and `words` where it tells whose words they are."""

    form: str
    sentence: str
    source: Source
    speaker: str | None = None
    words: str = ""


class Archive:
    """The cables of a folder, parsed and heard."""

    def __init__(self, folder: Path, only: frozenset[str] | None = None) -> None:
        self.cables: dict[str, tuple[Cable, Heard]] = {}
        for path in sorted(folder.glob("*.txt")):
            if only is None or path.stem in only:
                cable = parse_cable(decode(path.read_bytes()), name=path.stem)
                self.cables[cable.id] = (cable, hear(cable))

    def source(self, id: str, ordinal: int) -> Source:
        cable, heard = self.cables[id]
        paragraph = cable.paragraphs[ordinal - 1]
        said = tuple(each for each in heard.statements if each.ordinal == ordinal)
        name = label(id, paragraph.number, ordinal)
        return Source(name, paragraph.text, cable.date, cable.origin, cable.subject, said, heard.people)

    def sources(self) -> Iterator[tuple[str, Source]]:
        for id, (cable, _) in self.cables.items():
            for paragraph in cable.paragraphs:
                yield id, self.source(id, paragraph.ordinal)


@cache
def samples() -> Archive:
    return Archive(SAMPLES)


@cache
def published() -> Archive:
    ids = frozenset(row["cable"] for row in _labelled())
    return Archive(SHARED / "cables", ids)


def _labelled() -> list[dict]:
    return [json.loads(line) for line in (SHARED / "statements.jsonl").read_text(encoding="utf-8").splitlines()]


def sample_pairs() -> list[Pair]:
    """Sentences made of the sample library's statements, in every form."""
    pairs = []
    for _, source in samples().sources():
        for said in source.statements:
            pairs.extend(_forms(_trimmed(source.words(said)), said.kind, said.speaker, source))
    return pairs


def published_pairs() -> list[Pair]:
    """Sentences made of what people labelled in published cables, whatever the reading of speakers makes of them."""
    pairs = []
    archive = published()
    for row in _labelled():
        cable, _ = archive.cables[row["cable"]]
        for paragraph in cable.paragraphs:
            if paragraph.number == row["paragraph"] and row["sentences"][0]["text"][:40] in paragraph.text:
                source = archive.source(cable.id, paragraph.ordinal)
                for sentence in row["sentences"]:
                    pairs.extend(_forms(_trimmed(sentence["text"]), sentence["kind"], sentence["speaker"], source))
    return pairs


def paraphrases() -> list[Pair]:
    """Honest paraphrases of the sample library, written by hand."""
    rows = map(json.loads, PARAPHRASES.read_text(encoding="utf-8").splitlines())
    return [Pair("paraphrase", row["text"], samples().source(row["cable"], row["ordinal"])) for row in rows]


def _trimmed(sentence: str) -> str:
    return re.sub(r"^(?:\W*(?:summary|comment|note)[.:]\s*)|\W*end (?:summary|comment|note)\W*$", "", sentence, flags=re.I).strip()


def _forms(words: str, kind: str, speaker: str | None, source: Source) -> Iterator[Pair]:
    if not _SHORTEST <= len(words.split()) <= _MOST:
        return
    yield Pair("itself", f"{words} [1]", source)
    if kind == "said" and speaker and speaker[0].isupper() and not speaker.isupper():
        yield Pair("quotation", f"{speaker} said: “{words}” [1]", source, speaker, words)
        told = f"According to {speaker}, {_low(words)} [1]"
        yield Pair("according to", told, source, speaker, words)


def _low(sentence: str) -> str:
    """The sentence as it goes on inside another: its first word small if that is no name."""
    first = sentence.split()[0]
    return sentence[0].lower() + sentence[1:] if first in {"The", "He", "She", "It", "They", "A", "In", "His"} else sentence
