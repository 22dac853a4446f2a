"""Rounds of searching: the model says what to look up, is shown what came of it, and says what to look up next."""

import secrets
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.answer import Passage, Step
from assistant.deep.calls import ToolCall, calls, has_enough
from assistant.deep.tools import SCHEMAS, described, use
from assistant.question.understand import Question
from assistant.writing.exhibits import LONGEST_FENCE, as_shown, exhibits
from assistant.writing.fitting_passages import fitting
from assistant.writing.injected_orders import without_orders
from ingest import Library
from ingest.domain.filters import Filters
from ingest.errors import ModelError
from ingest.language.counts import count

if TYPE_CHECKING:
    from assistant.writing.chat_model import ModelCall

_LONGEST = 8_000  # characters of what it says in a round
_MOST = 400  # passages that are kept
_NO_CALL = "The reply called no tool."


class Research:
    """What was looked up for a question, and what was found: `steps`, and the `passages`, the latest first."""

    def __init__(
        self, call: "ModelCall", library: Library, question: Question, where: Filters, found: Sequence[Passage]
    ) -> None:
        """`found` are the passages that the question itself finds, best first."""
        self.steps: list[Step] = [Step(0, question.in_full, _came_of(found))]
        self.passages: list[Passage] = list(found)
        self.note: str | None = None
        self._call, self._library, self._question, self._where = call, library, question, where
        self._by_calls = True  # until the provider turns out to have none

    def rounds(self) -> Iterator[Step]:
        """Search, and yield each step once it is done.

        It ends when the model has enough, when its rounds or half of its tokens are used up, or when it twice in a
        row calls nothing.
        If the model fails, what was found so far stays; raises ModelError only where it fails at once.
        """
        idle = 0
        for number in range(1, self._call.limits.deep_rounds + 1):
            try:
                said = self._ask(number)
            except ModelError as error:
                if number == 1:
                    raise
                self.note = f"The search ended early: {error}"
                return
            wanted = calls(said)
            if not wanted and has_enough(said):
                return
            for step in map(self._look, [number] * len(wanted), wanted):
                self.steps.append(step)
                yield step
            if not wanted:
                self.steps.append(Step(number, "?", _NO_CALL))
                yield self.steps[-1]
                if (idle := idle + 1) == 2:
                    return
            else:
                idle = 0
            if self._call.spent > self._call.limits.deep_tokens // 2:
                self.note = "The search ended early: half of deep_tokens was used, and the rest is for the report."
                return

    def _ask(self, number: int) -> str:
        fence = secrets.token_hex(8)
        prompt = self._prompt(fence, number)
        if self._by_calls:
            try:
                return self._said(prompt, fence, by_calls=True)
            except ModelError:  # not every provider, model or server knows calls: then it says them in plain lines
                self._by_calls = False
        return self._said(prompt, fence, by_calls=False)

    def _said(self, prompt: str, fence: str, *, by_calls: bool) -> str:
        said = ""
        for part in self._call.say(prompt, fence=fence, run="research", tools=SCHEMAS if by_calls else ()):
            said += part
            if len(said) > _LONGEST:
                break
        else:
            self._call.keep()
        return said

    def _prompt(self, fence: str, number: int) -> str:
        template = self._call.prompts.research
        left = self._call.limits.deep_rounds - number + 1
        filled = {
            "fence": fence,
            "tools": described(),
            "left": f"This is one of {count(left, 'round')} that are left."
            if left > 1
            else "This is the last round.",
            "steps": "\n".join(f"{each.asked} -> {_one_line(each.found)}" for each in self.steps),
            "question": self._question.in_full,
        }
        room = self._call.limits.room(template.substitute(filled | {"fence": LONGEST_FENCE}, passages=""))
        shown = fitting(self._library, exhibits(self._library, self.passages), self._question.in_full, room)
        return template.substitute(filled, passages=as_shown(shown, fence))

    def _look(self, number: int, call: ToolCall) -> Step:
        looked = use(self._library, self._where, call.name, call.arguments)
        fresh = {(each.cable, each.ordinal): each for each in (*looked.passages, *self.passages)}
        self.passages = list(fresh.values())[:_MOST]
        return Step(number, call.words, looked.words)


def _one_line(text: str) -> str:
    """Return what came of a call on a line of its own: subjects are from cables, which may hold orders."""
    return " ".join(without_orders(text).split())


def _came_of(found: Sequence[Passage]) -> str:
    cables = len({each.cable for each in found})
    return f"{count(len(found), 'passage')} from {count(cables, 'cable')}."
