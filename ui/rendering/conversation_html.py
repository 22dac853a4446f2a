"""Kept conversations as HTML: their list, the end of an answer's footer, the form for what is wrong in it.

Pure functions; `ui/templates/conversation` has the markup.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant import Answer
from assistant.kept_conversations.conversations import LONGEST_TITLE, Conversation
from assistant.kept_conversations.feedback import LONGEST_REASON, Feedback
from ui.rendering.templates import render


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an answer is kept, what its reader thinks of it, which of its citations are gone from the archive."""

    id: str
    number: int
    feedback: Feedback = Feedback()  # noqa: RUF009  # frozen
    gone: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NotKept:
    """Why an answer could not be kept."""

    reason: str


def listed(
    conversations: Iterable[Conversation], current: str | None = None, *, words: str = "", can_share: bool = False
) -> str:
    """Return conversations as the entries of a list, each with what can be done with it.

    `words` are those that were looked for; `can_share`: there are other readers to share one with.
    """
    return render(
        "conversation/list.html",
        conversations=conversations,
        current=current,
        words=words,
        can_share=can_share,
        longest=LONGEST_TITLE,
    )


def form(answer: Answer, feedback: Feedback) -> str:
    """Return the form in which a reader says which citations of an answer are wrong, and why."""
    return render(
        "conversation/feedback.html", citations=answer.citations, feedback=feedback, longest=LONGEST_REASON
    )
