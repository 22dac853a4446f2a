"""Whether a phrase stands in a text: its words one after the other, by their stems."""

import re
from collections.abc import Callable, Iterator, Sequence

from ingest.search.word_index import stems

_A_WORD = 45  # characters that a word of a phrase and what parts it from the next take at most
_SHORT = 3  # letters of a stem of which a form of the word may keep one only: dying, die
_FOREIGN = re.compile(r"[^\W\x00-\x7f]\w*")  # a letter that is folded when stems are taken


def finder(phrase: Sequence[str]) -> Callable[[str], bool]:
    """Return what tells whether the stems of a phrase stand in a text, one after the other but for small words.

    A text is searched for how the first word begins, and only what follows there is taken apart: that is much
    faster than to take apart all of it.
    """
    first, wanted = phrase[0], list(phrase)
    start = re.escape(first[:1] if len(first) <= _SHORT else first[:-1])
    begins = re.compile(rf"{start}(?<!\w{start})")  # what is looked for first, which is fast
    in_any_case = re.compile(begins.pattern, re.IGNORECASE)
    length = _A_WORD * (2 * len(phrase) - 1)

    def places(text: str) -> Iterator[int]:
        if text.isascii():
            yield from (found.start() for found in begins.finditer(text.lower()))
            return
        yield from (found.start() for found in in_any_case.finditer(text))
        for found in _FOREIGN.finditer(text):
            place = found.start()
            while place and (text[place - 1].isalnum() or text[place - 1] == "_"):
                place -= 1
            yield place

    return lambda text: any(stems(text[at : at + length])[: len(wanted)] == wanted for at in places(text))
