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

LONGEST_FENCE = "0" * 16  # what is measured in the place of a fence: a digit may be a token, and no fence has more
_LEFT_OUT = "[...]"  # in the place of what is not shown; prompts/answer.md explains it


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage, its statements, the people of its cable and the office of each by name.

    `hidden` are the statements, by their places, that the model is never shown, because they give orders;
    `omitted` those for which there is no room.
    """

    passage: Passage
    statements: tuple[Statement, ...]
    people: tuple[Person, ...]
    hidden: frozenset[int] = frozenset()
    omitted: frozenset[int] = frozenset()

    @property
    def head(self) -> str:
        """What is told once of its cable."""
        given = self.passage
        facts = (given.cable, day(given.date, given.cable), given.origin, given.subject)
        return " ".join(", ".join(filter(None, facts)).split())

    @property
    def body(self) -> str:
        """The passage as the model reads it: a line with its label, then a line a voice."""
        lines = [" ".join(f"[{self.passage.label}] {self.passage.section or ''}".split())]
        last: str | None = None
        for place, each in enumerate(self.statements):
            words = " ".join(self.passage.text[each.start : each.end].split())
            if place in self.omitted or place in self.hidden:
                if not lines[-1].endswith(_LEFT_OUT):
                    lines[-1] += f" {_LEFT_OUT}"
                continue
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


def as_shown(shown: Sequence[ShownPassage], fence: str) -> str:
    """Return passages as the model reads them, cable by cable: a line of facts that the fence opens, then each."""
    cables: dict[str, list[ShownPassage]] = {}
    for each in shown:
        cables.setdefault(each.passage.cable, []).append(each)
    return "\n\n".join(
        "\n".join((f"{fence} {group[0].head}", *(each.body for each in group))) for group in cables.values()
    )


def exhibits(library: Library, passages: Sequence[Passage]) -> list[ShownPassage]:
    """Return the passages with all that the library knows of who says what in them, in their order.

    One that does not read as it did when it was found, or is gone, is left out.
    """
    keys = [Key(each.cable, each.ordinal) for each in passages]
    attributed = library.attributed_paragraphs(keys)
    cast = library.cast({key.cable for key in keys})
    return [
        _exhibit(each, attributed[key][1] or _unattributed(each), cast.get(key.cable, ()))
        for each, key in zip(passages, keys, strict=True)
        if key in attributed and attributed[key][0].text == each.text
    ]


def _exhibit(passage: Passage, statements: Sequence[Statement], people: Sequence[Person]) -> ShownPassage:
    given = set(orders(passage.text))
    hidden = frozenset(place for place, each in enumerate(statements) if (each.start, each.end) in given)
    return ShownPassage(passage, tuple(statements), tuple(people), hidden)


def _unattributed(passage: Passage) -> list[Statement]:
    """Return the sentences of a passage of which it is not known yet who speaks."""
    return [Statement(passage.ordinal, start, end, "narration") for start, end in sentences(passage.text)]
