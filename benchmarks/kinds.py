"""How long an answer takes by the kind of question, over libraries of any size.

    OMP_NUM_THREADS=1 python benchmarks/kinds.py LIBRARY [LIBRARY ...] [--each 12] [--json FILE]

The questions are made of what a library holds: its people, subjects, posts and cables. Each is asked once, since
reftel remembers how it has read one. `multiplied.py` makes a library of any size.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median, quantiles

from results import write

from assistant import Assistant
from assistant.answer import Turn
from assistant.answering import Asked
from ingest import Library

WARMING = 5  # questions
CABLES = 2_000  # whose subjects are asked about
KINDS = {
    "passages": ("what did {person} say about {topic}?", "what is reported on {topic}?", "why {topic}?"),
    "topic": ("{word}", "{topic}", "anything about {word}?"),
    "yes or no": ("did {person} agree to {topic}?", "is there {topic}?"),
    "comparison": ("{person} and {other} on {topic}", "how did {person} and {other} see {topic}?"),
    "several": ("who met {person} and what did they say about {topic}?",),
    "misspelt": ("what did {misspelt} say about {topic}?",),
    "other language": ("¿qué dijo {person} sobre {topic}?", "Was sagte {person} zu {topic}?"),
    "person": ("who is {person}?", "what role does {person} have?"),
    "one cable": ("what does {cable} say about {word}?", "{cable}", "summarise {cable}"),
    "header": ("when was {cable} sent?", "who signed {cable}?", "what are the tags of {cable}?"),
    "no such cable": ("what does 99NOWHERE{number} say?",),
    "quotation": ('"{quotation}"', 'who said "{quotation}"?'),
    "list": ("list the cables from {post}", "cables about {word} in 2006", "which cables mention {person}?"),
    "count": ("how many cables mention {word}?", "how many cables are from {post}?"),
    "timeline": ("timeline of {topic}",),
    "library": ("what is in this archive?", "which posts are there?"),
    "glossary": ("what does NOFORN mean?", "what is a démarche?"),
    "talk": ("thanks, {person}", "hi", "what can you do?"),
    "follow-up": ("why?", "tell me more", "when was that?", "and {other}?", "are you sure?", "only 2006"),
}


class Phrases:
    """What questions can be made of."""

    def __init__(self, library: Library) -> None:
        self._draw = Random(0)
        ids = self._draw.sample(found := library.catalogue.ids(), min(CABLES, len(found)))
        self._heads = library.heads(ids)
        self._subjects = [head.subject.lower().split() for head in self._heads.values() if head.subject]
        self._names = [each.name for each in library.people()[:200]] or ["Nobody"]
        self._cables = sorted(self._heads)
        self._library = library

    def question(self, pattern: str) -> str:
        """Return a question in these words."""
        draw = self._draw
        person, topic = draw.choice(self._names), draw.choice(self._subjects)
        return pattern.format(
            person=person,
            other=draw.choice(self._names),
            misspelt=f"{person[:2]}{person[3:]}",
            topic=" ".join(topic[:3]),
            word=max(topic, key=len),
            cable=draw.choice(self._cables),
            post=self._heads[draw.choice(self._cables)].origin or "nowhere",
            number=draw.randrange(1000),
            quotation=self._quotation() if "{quotation}" in pattern else "",
        )

    def _quotation(self) -> str:
        (cable,) = self._library.catalogue.cables([self._draw.choice(self._cables)])
        words = max((paragraph.text for paragraph in cable.paragraphs), key=len).split()
        begins = self._draw.randrange(max(1, len(words) - 8))
        return " ".join(words[begins : begins + 8]).replace('"', "")


def asked(phrases: Phrases, kind: str, each: int) -> Iterator[Asked]:
    """Yield different questions of a kind."""
    seen: set[str] = set()
    for number in range(each * 4):
        question = phrases.question(KINDS[kind][number % len(KINDS[kind])])
        if question not in seen or kind == "follow-up":
            seen.add(question)
            yield Asked(question)


def answered(assistant: Assistant, question: Asked) -> tuple[Turn, ...]:
    """Answer a question; return both as a conversation."""
    *_, answer = assistant.answers(question)
    return answer.turns()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("libraries", nargs="+", type=Path)
    parser.add_argument("--each", type=int, default=12, help="questions of a kind")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    rows = []
    for folder in given.libraries:
        assistant = Assistant.open(folder)
        phrases, paragraphs = Phrases(assistant.library), assistant.library.status().paragraphs
        for _ in range(WARMING):
            answered(assistant, Asked(phrases.question(KINDS["passages"][0])))
        for kind in KINDS:
            walls = []
            for question in islice(asked(phrases, kind, given.each), given.each):
                first = phrases.question(KINDS["passages"][0])
                before = answered(assistant, Asked(first)) if kind == "follow-up" else ()
                begun = time.perf_counter()
                answered(assistant, replace(question, turns=before))
                walls.append(1000 * (time.perf_counter() - begun))
            p95 = quantiles(walls, n=20)[-1] if len(walls) > 1 else walls[0]
            rows.append({"paragraphs": paragraphs, "kind": kind, "asked": len(walls)})
            rows[-1] |= {"p50": round(median(walls), 1), "p95": round(p95, 1)}
            print(
                f"{paragraphs:9,}  {kind:15} {len(walls):3}  {rows[-1]['p50']:8} {rows[-1]['p95']:8}", flush=True
            )
        assistant.library.close()
        write(given.json, rows)


if __name__ == "__main__":
    main()
