"""Labelled paragraphs, and how a cable as observed compares with them: for `train_speakers.py`."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.attribution.attribute import readable
from ingest.attribution.cast import Cast
from ingest.attribution.observations import Observation, observe
from ingest.attribution.tagger import Tag
from ingest.parsing.parser import parse_cable

CROSSES = re.compile(r"x{4,}")
CUT_OUT = re.compile(r"\[(?:names?|sources?) removed\]")  # crosses too, as `garbled_marks.py` has it
# Words that two names may share without being one: "the Minister" and "Foreign Minister".
SHARED = frozenset(
    "minister president ambassador officer official officials secretary director general adviser advisor chief"
    " leader leaders source sources government embassy department deputy econoff poloff charge".split()
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a sentence is: its kind, and who speaks if it is said."""

    kind: str
    speaker: str | None

    def is_met(self, tag: Tag) -> bool:
        """Whether a tag says the same."""
        if self.kind != tag.kind:
            return False
        return self.kind != "said" or same_speaker(self.speaker or "", tag.speaker or "")


@dataclass(frozen=True, slots=True)
class LabelledCable:
    """A cable as observed, and the labels of each unit's sentences, None where there is none."""

    name: str
    observed: list[Observation]
    labels: list[list[Label | None]]


def labelled_cables(labels: Path, folders: Sequence[Path], *, capitals: bool = False) -> Iterator[LabelledCable]:
    """Yield the cables that a file of labels is about, by name; in `capitals`, their texts are first made so."""
    rows: dict[str, dict[int, dict[str, Label]]] = defaultdict(lambda: defaultdict(dict))
    for line in labels.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for sentence in row["sentences"]:
            label = Label(sentence["kind"], sentence["speaker"])
            rows[row["cable"]][row["paragraph"]][comparable(sentence["text"])] = label
    for name, paragraphs in sorted(rows.items()):
        path = next((path for folder in folders if (path := folder / f"{name}.txt").exists()), None)
        if path:
            text = path.read_text(encoding="utf-8", errors="replace")
            cable = parse_cable(text.upper() if capitals else text, name=name)
            read = readable(cable)
            observed = observe(read, Cast(paragraph.text for paragraph in read))
            yield LabelledCable(name, observed, [_labels(each, paragraphs) for each in observed])


def _labels(observation: Observation, rows: dict[int, dict[str, Label]]) -> list[Label | None]:
    labels = rows.get(observation.unit.paragraph.number or 0, {})
    return [_label(comparable(reading.text), labels) for reading in observation.unit.readings]


def _label(sentence: str, labels: dict[str, Label]) -> Label | None:
    """The label of a sentence, or of one that holds it or lies in it."""
    if sentence in labels or not sentence:
        return labels.get(sentence)
    return next((label for text, label in labels.items() if text and (sentence in text or text in sentence)), None)


def comparable(text: str) -> str:
    """A text as it is compared: small letters and digits, and masked names of one length."""
    return CROSSES.sub("xxxxx", re.sub(r"[^a-z0-9]+", " ", CUT_OUT.sub("xxxxx", text.lower())).strip())


def same_speaker(one: str, other: str) -> bool:
    """Whether one name is part of the other, or both end in one surname."""
    short, long = sorted((comparable(one).split(), comparable(other).split()), key=len)
    return bool(short) and (set(short) <= set(long) or (short[-1] == long[-1] and short[-1] not in SHARED))


@dataclass
class Score:
    """How often tags meet labels."""

    right: int = 0
    told: int = 0
    wanted: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    kinds_right: Counter[str] = field(default_factory=Counter)

    def add(self, cable: LabelledCable, tags: Sequence[Tag]) -> None:
        for labels, tag in zip(cable.labels, tags, strict=True):
            for label in filter(None, labels):
                self.right += label.kind == "said" and label.is_met(tag)
                self.told += tag.kind == "said"
                self.wanted += label.kind == "said"
                self.kinds[label.kind] += 1
                self.kinds_right[label.kind] += label.kind == tag.kind

    def __str__(self) -> str:
        kinds = ", ".join(f"{kind} {self.kinds_right[kind] / n:.3f}" for kind, n in sorted(self.kinds.items()))
        precision, recall = self.right / max(1, self.told), self.right / max(1, self.wanted)
        return f"speakers: precision {precision:.3f}, recall {recall:.3f}; kinds: {kinds}"
