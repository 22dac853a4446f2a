"""A conversation as the server remembers it between two questions; the browser only displays it."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from assistant import Turn, Usage

if TYPE_CHECKING:
    from ui.window.report_under_way import ReportUnderWay

Message = dict[str, Any]  # `role` and `content`, as Gradio takes it


@dataclass(frozen=True, slots=True)
class ConversationState:
    """The turns so far, and what is needed to ask the last question again.

    `before` are the turns before it, `without` what was left out of how it was understood. `id` is the
    conversation in the notebook, `kept` the number of its last answer there; `instead` that of one to be replaced.
    `shown` is what the window shows of all this, message by message; `report` a report that is under way.
    """

    shown: tuple[Message, ...] = ()
    turns: tuple[Turn, ...] = ()
    spent: Usage | None = None
    asked: str = ""
    before: tuple[Turn, ...] = ()
    without: tuple[str, ...] = ()
    id: str | None = None
    kept: int | None = None
    instead: int | None = None
    report: "ReportUnderWay | None" = field(default=None, compare=False, repr=False)

    def asking(self, question: str) -> "ConversationState":
        """Return the conversation with a further question."""
        return replace(self, asked=question, before=self.turns, without=(), kept=None)

    def again(self, *misread: str) -> "ConversationState":
        """Return the conversation as it was before its last question, less what was misread in that question."""
        last = max((at for at, each in enumerate(self.shown) if each["role"] == "user"), default=0)
        return replace(
            self,
            shown=self.shown[:last],
            turns=self.before,
            without=(*self.without, *misread),
            kept=None,
            instead=self.kept or self.instead,
        )

    def showing(self, *messages: Message) -> "ConversationState":
        """Return the conversation with further messages in the window."""
        return replace(self, shown=(*self.shown, *messages))

    def paid(self, usage: Usage | None) -> Usage | None:
        """Return what the conversation has cost, including an answer that cost this."""
        return self.spent + usage if self.spent and usage else usage or self.spent


def said(html: str) -> Message:
    """Return what the assistant says as a message."""
    return {"role": "assistant", "content": html}


def asked(html: str) -> Message:
    """Return what the reader asks as a message."""
    return {"role": "user", "content": html}
