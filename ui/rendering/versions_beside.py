"""Two texts of one cable side by side: paragraph beside paragraph, with the words that differ. Pure functions.

Neither many paragraphs nor long ones cost time by the square: what is too long to be compared word by word is
marked as a whole.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

from ingest.domain.cable import Cable, Paragraph
from ingest.parsing.versions import bare

MOST_PAIRS = 900  # of paragraphs between two that are alike: each is compared with each
MOST_CHANGES = 4_000_000  # the words of one paragraph times those of the other
_COMPARED = 600  # characters by which it is seen how alike two paragraphs are
_ALIKE = 45.0  # per cent from which two are one paragraph with other words
_TOKEN = re.compile(r"\s*\S+")
_Pair = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class SideOfRow:
    """A paragraph in one of the texts: number, mark, and its words, each stretch with whether it differs."""

    number: int | None
    portion: str
    stretches: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A paragraph in both texts, None where one of them lacks it."""

    here: SideOfRow | None
    there: SideOfRow | None
    is_alike: bool


@dataclass(frozen=True, slots=True)
class VersionRun:
    """Rows one after the other that are all alike, or all different."""

    is_alike: bool
    rows: Sequence[VersionRow]


def beside(here: Cable, there: Cable) -> list[VersionRun]:
    """Return the paragraphs of two texts of a cable side by side, in runs; line ends make no difference."""
    runs: list[VersionRun] = []
    rows = [_row(here.paragraphs, there.paragraphs, pair) for pair in aligned(here.paragraphs, there.paragraphs)]
    start = 0
    for place, row in enumerate(rows):
        if place + 1 == len(rows) or rows[place + 1].is_alike != row.is_alike:
            runs.append(VersionRun(row.is_alike, rows[start : place + 1]))
            start = place + 1
    return runs


def aligned(here: Sequence[Paragraph], there: Sequence[Paragraph]) -> Iterator[_Pair]:
    """Yield which paragraph of one text stands beside which of the other, by their places in them, in order."""
    mine, theirs = ([bare(each.text) for each in side] for side in (here, there))
    i = j = 0
    for a, b in [*_anchors(mine, theirs), (len(mine), len(theirs))]:
        while i < a and j < b and mine[i] == theirs[j]:
            yield i, j
            i, j = i + 1, j + 1
        yield from _between(here, there, range(i, a), range(j, b))
        if a < len(mine):
            yield a, b
        i, j = a + 1, b + 1


def _anchors(mine: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Return the paragraphs that both texts have just once, as many as stand in the same order in both."""
    once = [{text for text, number in Counter(side).items() if number == 1} for side in (mine, theirs)]
    place = {text: j for j, text in enumerate(theirs) if text in once[1]}
    common = [(i, place[text]) for i, text in enumerate(mine) if text in once[0] and text in place]
    tops: list[int] = []  # the longest rising sequence, by patience sorting
    top_of: list[int] = []
    before: list[int | None] = []
    for n, (_, j) in enumerate(common):
        pile = bisect_left(tops, j)
        before.append(top_of[pile - 1] if pile else None)
        if pile == len(tops):
            tops.append(j)
            top_of.append(n)
        else:
            tops[pile], top_of[pile] = j, n
    found = []
    at = top_of[-1] if top_of else None
    while at is not None:
        found.append(common[at])
        at = before[at]
    return found[::-1]


def _between(here: Sequence[Paragraph], there: Sequence[Paragraph], mine: range, theirs: range) -> Iterator[_Pair]:
    """Yield the pairs among paragraphs that stand between two that are alike."""
    i, j = mine.start, theirs.start
    for a, b in _paired(here, there, mine, theirs):
        yield from ((each, None) for each in range(i, a))
        yield from ((None, each) for each in range(j, b))
        yield a, b
        i, j = a + 1, b + 1
    yield from ((each, None) for each in range(i, mine.stop))
    yield from ((None, each) for each in range(j, theirs.stop))


def _paired(
    here: Sequence[Paragraph], there: Sequence[Paragraph], mine: range, theirs: range
) -> Iterator[tuple[int, int]]:
    if not mine or not theirs:
        return
    if len(mine) * len(theirs) > MOST_PAIRS:  # in order, by their printed numbers
        j = theirs.start
        by_number = {there[each].number: each for each in reversed(theirs)}
        for i in mine:
            beside_it = by_number.get(here[i].number)
            if here[i].number is not None and beside_it is not None and beside_it >= j:
                yield i, beside_it
                j = beside_it + 1
        return
    yield from _likest(here, there, mine, theirs)


def _likest(
    here: Sequence[Paragraph], there: Sequence[Paragraph], mine: range, theirs: range
) -> list[tuple[int, int]]:
    """Return the pairs in order that are together the most alike."""

    def gain(i: int, j: int) -> float:
        alike: float = ratio(here[i].text[:_COMPARED], there[j].text[:_COMPARED])
        same_number = here[i].number is not None and here[i].number == there[j].number
        return alike + 20 * same_number if alike >= (20 if same_number else _ALIKE) else 0.0

    gains = [[gain(i, j) for j in theirs] for i in mine]
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    for a in range(len(mine) - 1, -1, -1):
        for b in range(len(theirs) - 1, -1, -1):
            taken = gains[a][b] + best[a + 1][b + 1] if gains[a][b] else 0.0
            best[a][b] = max(taken, best[a + 1][b], best[a][b + 1])
    found, a, b = [], 0, 0
    while a < len(mine) and b < len(theirs):
        if gains[a][b] and best[a][b] == gains[a][b] + best[a + 1][b + 1]:
            found.append((mine[a], theirs[b]))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
    return found


def _row(here: Sequence[Paragraph], there: Sequence[Paragraph], pair: _Pair) -> VersionRow:
    one = here[pair[0]] if pair[0] is not None else None
    other = there[pair[1]] if pair[1] is not None else None
    if one is None or other is None:
        here_only, there_only = (_side(each, [(each.text, True)]) if each else None for each in (one, other))
        return VersionRow(here_only, there_only, is_alike=False)
    if bare(one.text) == bare(other.text):
        return VersionRow(_side(one, [(one.text, False)]), _side(other, [(other.text, False)]), is_alike=True)
    own, others = changed_words(one.text, other.text)
    return VersionRow(_side(one, own), _side(other, others), is_alike=False)


def changed_words(here: str, there: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Return two texts in stretches, each with whether the other text has other words there."""
    mine, theirs = _TOKEN.findall(here), _TOKEN.findall(there)
    if len(mine) * len(theirs) > MOST_CHANGES:
        return [(here, True)], [(there, True)]
    own: list[tuple[str, bool]] = []
    others: list[tuple[str, bool]] = []
    for change in Indel.opcodes(*([bare(word) or word.strip() for word in side] for side in (mine, theirs))):
        differs = change.tag != "equal"
        _add(own, "".join(mine[change.src_start : change.src_end]), differs)
        _add(others, "".join(theirs[change.dest_start : change.dest_end]), differs)
    return own, others


def _add(stretches: list[tuple[str, bool]], text: str, differs: bool) -> None:
    """Add a stretch to a text; the blanks in front of words that differ are not marked with them."""
    if not text:
        return
    if differs and stretches and not stretches[-1][1] and (words := text.lstrip()) != text:
        stretches[-1] = stretches[-1][0] + text[: len(text) - len(words)], False
        text = words
    if stretches and stretches[-1][1] == differs:
        stretches[-1] = stretches[-1][0] + text, differs
    else:
        stretches.append((text, differs))


def _side(paragraph: Paragraph, stretches: Sequence[tuple[str, bool]]) -> SideOfRow:
    mark = f"({paragraph.mark_raw.strip('()')})" if paragraph.mark_raw else ""
    return SideOfRow(paragraph.number, mark, stretches)
