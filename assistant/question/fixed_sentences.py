"""What reftel itself tells around an answer, in the language that was asked in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.question.foreign_language import Language


@dataclass(frozen=True, slots=True)
class FixedSentences:
    """The sentences of one language.

    `silent`: the archive does not say; `silent_in`: nor do the cables, in place of `{}`, that alone were asked;
    `may_say` stands above excerpts, `closest` before the place of the closest match.
    """

    silent: str
    silent_in: str
    may_say: str
    closest: str

    def unanswered(self, cables: Sequence[str]) -> str:
        """Return that nothing answers: none of the cables that alone were asked, or nothing in the archive."""
        return self.silent_in.format(", ".join(cables)) if cables else self.silent


class _English(FixedSentences):
    __slots__ = ()

    def unanswered(self, cables: Sequence[str]) -> str:
        if not cables:
            return self.silent
        return f"{' and '.join(cables)} {'does' if len(cables) == 1 else 'do'} not say."


ENGLISH: FixedSentences = _English(
    "The archive does not say.",
    "",
    "The archive may say: these passages come nearest, and none is sure to answer.",
    "Closest match: ",
)


def fixed_sentences(language: Language | None) -> FixedSentences:
    """Return those of a language; English for None, and for a language that has none."""
    return _others().get(language.code, ENGLISH) if language else ENGLISH


@cache
def _others() -> Mapping[str, FixedSentences]:
    found: dict[str, FixedSentences] = {}
    for line in (files(__package__) / "fixed_sentences.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, silent, silent_in, may_say, closest = line.split(" | ")
            found[code] = FixedSentences(silent, silent_in, may_say, f"{closest} ")
    return found
