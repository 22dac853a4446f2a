"""The phrases that a question says stand in cables, or are their subject: in quotation marks, or without them."""

import re
from collections.abc import Iterator

from assistant.question.scope_patterns import QUOTED
from ingest.search.word_index import stems

_ASKING = frozenset("did does who whom whose what which when why how".split())
_HOW_OFTEN = re.compile(r"\b(?:more than|less than|fewer than|at least|at most|once|twice)\b", re.IGNORECASE)
_MARKS = 0xE000  # the first of the characters that stand for quoted words
_MOST_QUOTED = 200
_MOST_WORDS = 12  # of a phrase that stands in a cable


class QuotedPhrases:
    """What a question has in quotation marks, a character of its own in the place of each."""

    def __init__(self) -> None:
        self._quoted: list[str] = []

    def kept(self, text: str) -> str:
        """Return a text with a character in the place of each quotation."""
        return QUOTED.sub(self._keep, text)

    def phrases(self, value: str) -> Iterator[tuple[str, ...]]:
        """Yield the phrases that all have to be there, each with those that may stand for it: "a or b"."""
        for each in re.split(r",? and (?:also )?|, ", re.sub(r"^\W*(?:both|either) ", "", value)):
            if phrases := tuple(filter(None, map(self._phrase, re.split(r" or ", each)))):
                yield phrases

    def _phrase(self, text: str) -> str:
        """Return the words of a phrase as typed; "" where there are none, or more than one looks for."""
        bare = re.sub(
            r"^(?:the )?(?:words?|phrase|term|name|expression|string|topic|subject) (?:of )?",
            "",
            text.strip(" .:,?!"),
        )
        shown = "".join(
            self._quoted[ord(c) - _MARKS] if ord(c) - _MARKS in range(len(self._quoted)) else c for c in bare
        )
        words = shown.strip(" .:,?!\"'").split()
        if _HOW_OFTEN.search(bare) or not _ASKING.isdisjoint(bare.casefold().split()):
            return ""  # it goes on, with another question or how often it has to stand there
        return " ".join(words) if len(words) <= _MOST_WORDS and stems(" ".join(words)) else ""

    def _keep(self, match: re.Match[str]) -> str:
        self._quoted.append(match[1] or match[2])
        return f" {chr(_MARKS + len(self._quoted) - 1)} " if len(self._quoted) < _MOST_QUOTED else match[0]
