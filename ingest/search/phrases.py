"""Whether a phrase stands in a text: its words one after the other, by their stems."""

from collections.abc import Sequence

from ingest.search.word_index import stems


def stands(phrase: Sequence[str], text: str) -> bool:
    """Return whether the stems of a phrase stand in a text in their order, with nothing but small words between."""
    return within(phrase, stems(text))


def within(phrase: Sequence[str], there: Sequence[str]) -> bool:
    """Return whether some stems follow one another among others."""
    if len(phrase) == 1:
        return phrase[0] in there
    first, length, wanted = phrase[0], len(phrase), list(phrase)
    return any(
        stem == first and list(there[place : place + length]) == wanted for place, stem in enumerate(there)
    )
