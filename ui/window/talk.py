"""A conversation as the window remembers it between two questions."""

from dataclasses import dataclass, replace

from assistant import Turn, Usage


@dataclass(frozen=True, slots=True)
class Talk:
    """The turns so far, and of the last question what asking it again takes.

    `before` are the turns before it, `without` what was left out of how it was understood. `id` is the
    conversation in the notebook, `kept` the number of its last answer there; `instead` that of one to be replaced.
    """

    turns: tuple[Turn, ...] = ()
    spent: Usage | None = None
    asked: str = ""
    before: tuple[Turn, ...] = ()
    without: tuple[str, ...] = ()
    id: str | None = None
    kept: int | None = None
    instead: int | None = None

    def asking(self, question: str) -> "Talk":
        """Return the conversation with a further question."""
        return replace(self, asked=question, before=self.turns, without=(), kept=None)

    def again(self, *misread: str) -> "Talk":
        """Return the conversation at the point of its last question, less what was misread in it."""
        without = (*self.without, *misread)
        return replace(self, turns=self.before, without=without, kept=None, instead=self.kept or self.instead)

    def paid(self, usage: Usage | None) -> Usage | None:
        """Return what the conversation has cost with an answer that cost this."""
        return self.spent + usage if self.spent and usage else usage or self.spent
