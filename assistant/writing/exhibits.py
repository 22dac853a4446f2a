"""What a chat model is shown: passages with who says what in them. Its sentences are checked against the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Passage
from assistant.citations import day
from assistant.verification.cited_source import CitedSource
from assistant.writing.injected_orders import orders, without_orders
from ingest import Library
from ingest.domain.keys import Key
from ingest.domain.statements import Person, Statement
from ingest.language.sentences import sentences

_LEFT_OUT = "[...]"  # in the place of what gives orders; prompts/answer.md explains it


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage, its statements, the people of its cable and the office of each by name."""

    passage: Passage
    statements: tuple[Statement, ...]
    people: tuple[Person, ...]

    def shown(self, fence: str) -> str:
        """Return the passage as the model reads it: a line of facts that the fence opens, then a line a voice."""
        facts = (
            day(self.passage.date, self.passage.cable),
            self.passage.origin,
            self.passage.subject,
            self.passage.section,
        )
        lines = [f"{fence} [{self.passage.label}] {', '.join(filter(None, facts))}"]
        last: str | None = None
        out = set(orders(self.passage.text))
        for each in self.statements:
            words = " ".join(self.passage.text[each.start : each.end].split())
            if (each.start, each.end) in out:
                words = _LEFT_OUT
            voice = self._voice(each)
            if voice == last:
                lines[-1] += f" {words}"
            else:
                lines.append(f"{voice}: {words}")
            last = voice
        return "\n".join(lines)

    def source(self) -> CitedSource:
        """Return the passage as something that a sentence may cite; an order in it is no evidence of anything."""
        given = self.passage
        text = without_orders(given.text)
        return CitedSource(
            given.label, text, given.date, given.origin, given.subject, self.statements, self.people
        )

    def _voice(self, each: Statement) -> str:
        if each.kind == "comment":
            return "Comment by the post"
        if each.speaker is None:
            return "The cable"
        titles = next((person.titles for person in self.people if person.name == each.speaker), ())
        return ", ".join((each.speaker, *[title for title in titles if title not in each.speaker][:1]))


def exhibits(library: Library, passages: Sequence[Passage]) -> list[ShownPassage]:
    """Return the passages with all that the library knows of who says what in them, in their order.

    One that does not read as it did when it was found, or is gone, is left out.
    """
    keys = [Key(each.cable, each.ordinal) for each in passages]
    attributed = library.attributed_paragraphs(keys)
    cast = library.cast({key.cable for key in keys})
    return [
        ShownPassage(each, tuple(attributed[key][1] or _unattributed(each)), tuple(cast.get(key.cable, ())))
        for each, key in zip(passages, keys, strict=True)
        if key in attributed and attributed[key][0].text == each.text
    ]


def _unattributed(passage: Passage) -> list[Statement]:
    """Return the sentences of a passage of which it is not known yet who speaks."""
    return [Statement(passage.ordinal, start, end, "narration") for start, end in sentences(passage.text)]
