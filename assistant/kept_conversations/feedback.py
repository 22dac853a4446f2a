"""What readers say of answers, and the labelled questions that this makes, for `reftel eval`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any, Literal

from assistant.answer import Answer, Citation, Passage

LONGEST_REASON = 1_000  # characters
MOST_WRONG = 200  # citations


@dataclass(frozen=True, slots=True)
class NotRelevant:
    """A source of an answer that a reader calls not relevant, by its place, and why if they say so."""

    cable: str
    ordinal: int
    reason: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", _writable(self.reason))


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader says of an answer; `wrong` are the numbers of the citations that do not bear it out.

    `not_relevant` are sources, cited or only found. Each number stands there once, and what no file can hold of a
    reason (half a character) as a question mark.
    """

    thumb: Literal["up", "down"] | None = None
    wrong: tuple[int, ...] = ()
    reason: str = ""
    not_relevant: tuple[NotRelevant, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "wrong", tuple(dict.fromkeys(self.wrong)))
        object.__setattr__(self, "reason", _writable(self.reason))

    def __bool__(self) -> bool:
        return bool(self.thumb or self.wrong or self.reason or self.not_relevant)

    def judging(self, cable: str, ordinal: int, judged: NotRelevant | None) -> "Feedback":
        """Return the feedback with that source called not relevant, or no longer, where `judged` is None."""
        others = (each for each in self.not_relevant if (each.cable, each.ordinal) != (cable, ordinal))
        return replace(self, not_relevant=(*others, *((judged,) if judged else ())))


def _writable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


Judged = tuple[Answer, Feedback]
Source = Citation | Passage


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

    What is cited and called neither wrong nor irrelevant is gold, unless the answer as a whole is called bad, or
    something is wrong and it is not said what; a refusal that is called good says that there is none. What is
    called one of these must not be cited.
    """
    aside = {(each.cable, each.ordinal) for each in feedback.not_relevant}
    wrong = [each for each in answer.citations if each.number in feedback.wrong or _place(each) in aside]
    cited = [each for each in answer.citations if each not in wrong]
    refused = feedback.thumb == "up" and answer.refused
    is_known = feedback.thumb == "up" or (feedback.thumb is None and bool(feedback.wrong or feedback.not_relevant))
    if (not refused and not (cited and is_known)) or _is_ambiguous(wrong, cited):
        return None
    gold = list(_sources(cited))
    kept = {(source["cable"], number) for source in gold for number in source["paragraphs"]}
    beside = [each for each in answer.passages if _place(each) in aside - set(map(_place, wrong))]
    judged: list[Source] = [*wrong, *beside]
    traps = [each for each in judged if each.paragraph is not None and (each.cable, each.paragraph) not in kept]
    note = "; ".join(filter(None, (feedback.reason, *_reasons(answer, feedback))))
    return {
        "question": answer.question,
        "gold": gold,
        **({"wrong": list(_sources(traps))} if traps else {}),
        **({"note": note} if note else {}),
    }


def _is_ambiguous(wrong: Sequence[Source], right: Sequence[Source]) -> bool:
    """Return whether a label of what is right would name what is wrong: two paragraphs may print one number."""
    places = {_place(each) for each in right}
    numbers = {(each.cable, each.paragraph) for each in right if each.ordinal}
    others = (each for each in wrong if each.ordinal and _place(each) not in places)
    return any((each.cable, each.paragraph) in numbers for each in others)


def _reasons(answer: Answer, feedback: Feedback) -> Iterator[str]:
    """Yield why sources are not relevant, each with its place."""
    sources: list[Source] = [*answer.passages, *answer.citations]
    labels = {_place(each): each.label for each in sources}
    for each in feedback.not_relevant:
        if each.reason and (label := labels.get((each.cable, each.ordinal))):
            yield f"{label} is not relevant: {each.reason}"


def _place(source: Source) -> tuple[str, int]:
    return source.cable, source.ordinal


def _sources(places: Iterable[Source]) -> Iterator[dict[str, Any]]:
    """Yield each cable once with the numbers of these paragraphs; none of them stands for the header."""
    numbers: dict[str, list[int | None]] = {}
    for each in places:
        numbers.setdefault(each.cable, [])
        if each.ordinal and each.paragraph not in numbers[each.cable]:
            numbers[each.cable].append(each.paragraph)
    for cable, paragraphs in numbers.items():
        yield {"cable": cable, "paragraphs": paragraphs}
