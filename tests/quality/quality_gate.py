"""How many of the labelled questions on invented cables are answered right, and the file that keeps it.

python tests/quality/quality_gate.py            renews reached.json, unless a figure would fall
python tests/quality/quality_gate.py --lower    renews it all the same
"""

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant import Assistant
from assistant.evaluation.batch import BatchEntry, conversations
from assistant.evaluation.labelled_questions import Labelled, labelled
from assistant.evaluation.score_answers import ALL, Outcome, outcomes, score
from ingest import Library
from ingest.embedding import openvino_engine
from ingest.samples import SAMPLES

HERE = Path(__file__).parent
CABLES = HERE / "cables"
QUESTIONS = HERE / "questions.jsonl"
REACHED = HERE / "reached.json"
RENEW = "python tests/quality/quality_gate.py"

Count = tuple[int, int]  # so many of so many


@dataclass(frozen=True, slots=True)
class Reached:
    """What was answered or shown right: `counts` by kind of question; an unanswerable one is right if not answered.

    ALL counts the questions that have an answer. `falsely_refused` and `right` are ids.
    """

    counts: Mapping[str, Count]
    falsely_refused: tuple[str, ...]
    right: tuple[str, ...]

    @classmethod
    def of(cls, found: Sequence[Outcome]) -> "Reached":
        """Return what these outcomes come to."""
        means = score(found).means
        shares = {kind: means[kind].get("found") or means[kind]["refused"] for kind in means}
        return cls(
            {kind: (round(share.value * share.count), share.count) for kind, share in shares.items()},
            tuple(sorted(each.id for each in found if each.measures.get("false_refusal"))),
            tuple(sorted(each.id for each in found if not each.faults)),
        )

    @classmethod
    def read(cls, path: Path = REACHED) -> "Reached":
        """Read what was reached before."""
        kept = json.loads(path.read_text(encoding="utf-8"))
        counts = {kind: (right, asked) for kind, (right, asked) in kept["counts"].items()}
        return cls(counts, tuple(kept["falsely_refused"]), tuple(kept["right"]))

    def write(self, path: Path = REACHED) -> None:
        """Write it with one count or list a line, so that a difference is easy to read."""
        kept = asdict(self)
        counts = ",\n".join(f"    {json.dumps(kind)}: {json.dumps(count)}" for kind, count in self.counts.items())
        lists = ",\n".join(
            f"  {json.dumps(name)}: {json.dumps(kept[name])}" for name in ("falsely_refused", "right")
        )
        path.write_text(f'{{\n  "counts": {{\n{counts}\n  }},\n{lists}\n}}\n', encoding="utf-8")


def fallen(before: Reached, now: Reached) -> list[str]:
    """Return, in words, each figure that is worse than before; that fewer questions are asked is worse too."""
    none = (0, 0)
    worse = [
        f"{kind}: {right} of {asked} right, before {was} of {had}"
        for kind, (was, had) in before.counts.items()
        for right, asked in [now.counts.get(kind, none)]
        if asked < had or right * had < was * asked
    ]
    asked, had = now.counts.get(ALL, none)[1], before.counts.get(ALL, none)[1]
    if len(now.falsely_refused) * had > len(before.falsely_refused) * asked:
        worse.append(
            f"falsely refused: {len(now.falsely_refused)} of {asked}, before {len(before.falsely_refused)} of {had}"
        )
    return worse


def difference(before: Reached, now: Reached, found: Iterable[Outcome]) -> str:
    """Return which questions were right before and are not now, with what is wrong, and the other way about."""
    faults = {each.id: f"{each.question} ({'; '.join(each.faults)})" for each in found}
    lost = [f"  {id}: {faults.get(id, 'no longer asked')}" for id in before.right if id not in now.right]
    won = [id for id in now.right if id not in before.right]
    refused = [id for id in now.falsely_refused if id not in before.falsely_refused]
    lines = ["right before, wrong now:", *(lost or ["  none"])]
    for words, ids in (("wrong before, right now", won), ("newly refused", refused)):
        lines.append(f"{words}: {', '.join(ids) or 'none'}")
    return "\n".join(lines)


def questions() -> tuple[list[tuple[BatchEntry, ...]], dict[str, Labelled]]:
    """Return the questions, by themselves or in conversations, and their labels by id."""
    asked = list(conversations(QUESTIONS.read_text(encoding="utf-8").splitlines(), QUESTIONS.name))
    return asked, labelled(entry for conversation in asked for entry in conversation)


def judged() -> tuple[Outcome, ...]:
    """Answer all questions from a library made for it and judge the answers."""
    asked, labels = questions()
    with tempfile.TemporaryDirectory() as folder, _in_float32():
        library = Library.open(folder)
        try:
            for _ in library.ingest([SAMPLES, CABLES]):
                pass
            return tuple(outcomes(Assistant(library), asked, labels))
        finally:
            library.close()


@contextmanager
def _in_float32() -> Iterator[None]:
    """Have the embedding model compute in float32, whatever the processor is fastest in.

    Where there is bfloat16 the model takes it, and one question of seventy is answered otherwise than without. In
    float32 processors differ by some millionths, which changes nothing: PyTorch in OpenVINO's place does not, nor did
    noise of five times the distance between the two.
    """
    core = openvino_engine._core()
    usual = core.get_property("CPU", "INFERENCE_PRECISION_HINT")
    core.set_property("CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    try:
        yield
    finally:
        core.set_property("CPU", {"INFERENCE_PRECISION_HINT": usual})


def renew(found: Sequence[Outcome], *, lower: bool, path: Path = REACHED) -> str:
    """Write what is reached now and return what changed; where a figure fell and may not, exit and write nothing."""
    now = Reached.of(found)
    if not path.exists():
        now.write(path)
        return "Nothing was kept before."
    before = Reached.read(path)
    reported = difference(before, now, found)
    if (worse := fallen(before, now)) and not lower:
        sys.exit(
            "\n".join(
                [*worse, reported, "Nothing is written; --lower writes it all the same. Say why in the commit."]
            )
        )
    now.write(path)
    return reported


if __name__ == "__main__":
    print(renew(judged(), lower="--lower" in sys.argv[1:]))
