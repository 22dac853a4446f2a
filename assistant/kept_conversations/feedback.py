"""What readers say of answers, and the labelled questions that this makes, for `reftel eval`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Literal

from assistant.answer import Answer, Citation

LONGEST_REASON = 1_000  # characters
MOST_WRONG = 200  # citations


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader says of an answer; `wrong` are the numbers of the citations that do not bear it out.

    Each number stands there once, and what no file can hold of a reason (half a character) as a question mark.
    """

    thumb: Literal["up", "down"] | None = None
    wrong: tuple[int, ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "wrong", tuple(dict.fromkeys(self.wrong)))
        object.__setattr__(self, "reason", self.reason.encode("utf-8", "replace").decode("utf-8"))

    def __bool__(self) -> bool:
        return bool(self.thumb or self.wrong or self.reason)


Judged = tuple[Answer, Feedback]


def labelled(id: str, answers: Iterable[Judged]) -> dict[str, Any] | None:
    """Return a conversation as a line that `labelled_questions.py` reads, None where nothing in it makes a label.

    A question needs those before it to be understood, so a conversation goes as far as each of its answers has a
    label.
    """
    turns = list(takewhile(bool, (_label(*each) for each in answers)))
    if len(turns) < 2:
        return {"id": id, **turns[0]} if turns and turns[0] else None
    return {"id": id, "turns": turns}


def _label(answer: Answer, feedback: Feedback) -> dict[str, Any] | None:
    """Return a question with its gold; None where it is not known what a right answer is.

    What is cited and not called wrong is gold, unless the answer as a whole is called bad; a refusal that is
    called good says that there is none.
    """
    cited = [each for each in answer.citations if each.number not in feedback.wrong]
    wrong = [each for each in answer.citations if each.number in feedback.wrong]
    refused = feedback.thumb == "up" and answer.refused
    if not refused and (feedback.thumb == "down" or not (cited and feedback)):
        return None
    gold = list(_sources(cited))
    kept = {(source["cable"], number) for source in gold for number in source["paragraphs"]}
    traps = [each for each in wrong if each.paragraph is not None and (each.cable, each.paragraph) not in kept]
    return {
        "question": answer.question,
        "gold": gold,
        **({"wrong": list(_sources(traps))} if traps else {}),
        **({"note": feedback.reason} if feedback.reason else {}),
    }


def _sources(citations: Iterable[Citation]) -> Iterator[dict[str, Any]]:
    """Yield each cable once with the numbers of its cited paragraphs; none of them stands for the header."""
    numbers: dict[str, list[int | None]] = {}
    for each in citations:
        numbers.setdefault(each.cable, [])
        if each.ordinal and each.paragraph not in numbers[each.cable]:
            numbers[each.cable].append(each.paragraph)
    for cable, paragraphs in numbers.items():
        yield {"cable": cable, "paragraphs": paragraphs}
