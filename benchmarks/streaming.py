"""How long after a sentence's last word it is shown, and what of that is the wait for the next one's first.

    PYTHONPATH=. python benchmarks/streaming.py [--pause 0.02] [--answers 20]

A scripted model on this machine says the same three sentences over the sample library, a word each `pause`
seconds. A sentence is judged when the next has begun, since a label may stand behind its full stop.
"""

import argparse
import os
import tempfile
import time
from itertools import accumulate
from pathlib import Path
from statistics import median

from assistant import Assistant
from ingest import Library
from ingest.samples import SAMPLES
from tests.support.model_server import Reply, serving

QUESTION = "what did Huseynli say about Russia?"
SENTENCES = (
    "Huseynli questioned whether Russia is willing to move beyond words [10BAKU79 ¶5].",
    "He said that Azerbaijan was reluctant to confront either Iran or Russia in public [10BAKU79 ¶2].",
    "He maintained that further sanctions would be felt by ordinary Iranians [10BAKU79 ¶5].",
)


def measure(assistant: Assistant, expected: list[float]) -> tuple[float, float, list[float], list[float]]:
    """Return the seconds to the passages, to the first word, and until each sentence is shown: from its own
    last word and, but for the last sentence, from the first word of the next.
    """
    expected.clear()
    began = time.perf_counter()
    shown: list[float] = []
    passages = 0.0
    for answer in assistant.stream(QUESTION):
        now = time.perf_counter()
        passages = passages or now - began
        if len(answer.sentences) > len(shown):
            shown.append(now)
    lasts = [count - 1 for count in accumulate(len(each.split()) for each in SENTENCES)]
    from_last = [seen - expected[last] for seen, last in zip(shown, lasts, strict=True)]
    from_next = [seen - expected[last + 1] for seen, last in zip(shown[:-1], lasts[:-1], strict=True)]
    return passages, expected[0] - began, from_last, from_next


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pause", type=float, default=0.02)
    parser.add_argument("--answers", type=int, default=20)
    given = parser.parse_args()
    with serving() as model, tempfile.TemporaryDirectory() as folder:
        os.environ |= {"OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": "none"}
        library = Library.open(Path(folder))
        for _ in library.ingest([SAMPLES]):
            pass
        assistant = Assistant(library, model="openai:scripted")
        model.will_say(Reply(" ".join(SENTENCES), pause=given.pause))
        measure(assistant, model.sent_at)  # the first loads what the others find loaded
        runs = [measure(assistant, model.sent_at) for _ in range(given.answers)]
        library.close()
    figures = {
        "passages shown after the question": [run[0] for run in runs],
        "first word of the model after the question": [run[1] for run in runs],
        "a sentence shown after its last word": [each for run in runs for each in run[2][:-1]],
        "  after the next one's first word": [each for run in runs for each in run[3]],
        "the last sentence after its last word": [run[2][-1] for run in runs],
    }
    print(f"{given.answers} answers, a word each {1000 * given.pause:g} ms; milliseconds: median, longest")
    for name, seconds in figures.items():
        print(f"{name:45}{1000 * median(seconds):8.1f}{1000 * max(seconds):8.1f}")


if __name__ == "__main__":
    main()
