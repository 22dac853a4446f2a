"""How a model's replies are judged: each sentence with its verdict, and what is caught of the same made false.

    PYTHONPATH=. python benchmarks/verify_replies.py REPLIES LIBRARY [--half 0] [--missed]

REPLIES has a line of JSON for each reply: `id`, `reply`, and `shown`, the labels of the passages that the model
was given. Nearly all that it says is taken to be true. Every sentence is then broken in each way that it allows
(`broken_sentences.py`): the share that is marked should be near nothing of the one, near all of the other.
"""

import argparse
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from assistant.answer import Passage, label
from assistant.writing.examine import Examiner, Sentence
from assistant.writing.exhibits import ShownPassage, exhibits
from assistant.writing.reply_sentences import LABELS, claim, labels, stretches
from benchmarks.broken_sentences import KINDS, Edit, Evidence, asides, broken
from ingest import Library

REFUSAL = "NOT IN THE ARCHIVE"
PASSES = ("supported",)  # and "elsewhere", which mends a citation: right where that was wrong
Judged = Iterator[tuple[str, int, str, Sentence]]


def passages(library: Library, shown: Sequence[str]) -> list[Passage]:
    """Return the passages with these labels that the library has."""
    ids = list(dict.fromkeys(each.split()[0] for each in shown))
    found: defaultdict[str, list[Passage]] = defaultdict(list)  # cables repeat numbers, so labels repeat too
    for cable in library.cables(ids):
        for each in cable.paragraphs:
            found[label(cable.id, each.number, each.ordinal)].append(
                Passage(
                    cable.id, each.number, each.ordinal, 1.0, each.text, each.section, each.level,
                    cable.subject, cable.date, cable.origin,
                )
            )  # fmt: skip
    return [passage for each in dict.fromkeys(shown) for passage in found.get(each, ())]


class Reply:
    """A reply, cut into sentences, with the passages that its model was shown."""

    def __init__(self, library: Library, row: dict[str, Any], strangers: "Sequence[Reply]") -> None:
        self.id = str(row["id"])
        self.shown: list[ShownPassage] = exhibits(library, passages(library, row["shown"]))
        self.sentences = stretches(str(row["reply"]), ended=True)
        self._strangers = strangers
        self._examiner = Examiner(library, self.shown)

    def judged(self, sentences: Sequence[str]) -> list[Sentence]:
        """Return its sentences, or others in their place, with the judgement on each."""
        return self._examiner.examine_all(sentences)

    def broken(self, number: int) -> Iterator[tuple[Edit, Sentence]]:
        """Yield each way to break one of its sentences and what became of it."""
        for edit in broken(self.id, number, self.sentences[number], self._evidence(number)):
            yield edit, self._examiner.examine(edit(self.sentences[number]))

    def _evidence(self, number: int) -> Evidence:
        cited = tuple(each for found in LABELS.finditer(self.sentences[number]) for each in labels(found[1]))
        own = {each.split()[0] for each in cited}
        here = [each for each in self.shown if each.passage.cable in own]
        chance = Random(f"{self.id} {number}")
        foreign = [each for other in self._strangers for each in other.shown if each.passage.cable not in own]
        foreign = chance.sample(foreign, min(12, len(foreign)))
        return Evidence(
            " ".join(f"{each.passage.text} {each.passage.subject} {each.passage.origin}" for each in here),
            cited,
            {each.passage.label: each.passage.text for each in self.shown},
            _names(here),
            _names(foreign),
            asides([each.passage.text for each in foreign], chance),
        )


def _names(exhibits: Sequence[ShownPassage]) -> tuple[str, ...]:
    """Return the full names of those who speak in the cables of some passages."""
    people = {person for each in exhibits for person in each.people if person.titles}
    return tuple(sorted(person.name for person in people if _FULL.fullmatch(person.name)))


_FULL = re.compile(r"[A-Z][a-z’'-]+(?: (?:[A-Z]\.|de|al|bin|von|van|[A-Z][\w’'-]+))* [A-Z][a-z’'-]+")


def half(id: str) -> int:
    """Return which half of the replies one belongs to: 0 to look at, 1 to measure with."""
    return int(hashlib.md5(id.encode()).hexdigest(), 16) % 2


def replies(library: Library, file: Path, halves: Sequence[int]) -> list[Reply]:
    """Return the replies of a file that say something, of these halves."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    found: list[Reply] = []
    for row in rows:
        if half(row["id"]) in halves and REFUSAL not in row["reply"]:
            found.append(Reply(library, row, found[-8:]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("replies", type=Path)
    parser.add_argument("library")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only the replies of one half, by their ids")
    parser.add_argument("--figures", action="store_true", help="the figures alone, no sentence")
    parser.add_argument("--marked", action="store_true", help="only the sentences that are marked")
    parser.add_argument("--missed", action="store_true", help="list what was broken and passed")
    parser.add_argument("--kind", choices=KINDS, action="append", help="of what is missed, only this kind")
    given = parser.parse_args()
    library = Library.open(given.library)
    found = replies(library, given.replies, (0, 1) if given.half is None else (given.half,))
    verdicts: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    edits: Counter[str] = Counter()
    for reply in found:
        for number, sentence in enumerate(reply.judged(reply.sentences)):
            judged = sentence.judgement
            verdicts[judged.verdict] += 1
            if not given.figures and not (given.marked and judged.verdict in PASSES):
                print(f"{reply.id} {number} {judged.verdict}: {claim(reply.sentences[number])}")
                for reason in judged.reasons:
                    print(f"    {reason}")
            for edit, made in reply.broken(number):
                edits[edit.kind] += 1
                passes = made.judgement.verdict in (PASSES if edit.kind == "paragraph" else (*PASSES, "elsewhere"))
                caught[edit.kind] += not passes
                if given.missed and passes and edit.kind in (given.kind or KINDS):
                    print(f"missed {edit.kind} {reply.id} {number}: {edit}\n    {claim(reply.sentences[number])}")
    marked = verdicts.total() - sum(verdicts[each] for each in (*PASSES, "elsewhere"))
    print(f"marked {marked} of {verdicts.total()} ({marked / verdicts.total():.1%}): {dict(verdicts)}")
    print(f"caught {caught.total()} of {edits.total()} ({caught.total() / edits.total():.1%})")
    for kind in KINDS:
        if edits[kind]:
            print(f"  {kind:10} {caught[kind]:5} of {edits[kind]:5} ({caught[kind] / edits[kind]:.1%})")


if __name__ == "__main__":
    main()
