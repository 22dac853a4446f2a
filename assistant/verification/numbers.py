"""Numbers, in figures and in words: 1,200,000 is 1.2 million, "fifty-one" is 51, a third is a third."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from assistant.verification.claimed_dates import dates

_UNITS = dict(
    zip(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split(),
        range(20),
        strict=True,
    )
)
_TENS = {
    word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SMALL = _UNITS | _TENS
_TIMES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_TIMES |= {"bcm": 10**9, "mcm": 10**6}  # cubic meters, which cables count gas in
_LETTERS = {"k": 10**3, "m": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9}
_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8,
    "tenth": 10, "twelfth": 12, "twentieth": 20,
}  # fmt: skip
_FIGURES = re.compile(
    r"(?<![\w.,¶])(?<![^\W\d_]-)(?P<figures>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:\s?(?P<times>{'|'.join((*_TIMES, 'mln', 'bln', 'bn'))}|(?<=\d)[km])\b|(?=%|\W|_|$))",
    re.IGNORECASE,
)
_SPELT = "|".join((*_SMALL, "an?(?=[ -](?:hundred|thousand|million|billion|trillion|dozen))"))
_IN_WORDS = re.compile(
    rf"(?<![\w-])(?:{_SPELT})(?:(?:[ -]|(?<=hundred) and )(?:{'|'.join((*_SMALL, *_TIMES, 'dozen'))})\b)*(?!\w)",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"\b(?P<top>an?|one|two|three|four|five|six|seven|eight|nine)[ -](?P<part>{'|'.join(_PARTS)})(?P<many>s?)\b"
    r"(?P<of> of\b)?",
    re.IGNORECASE,
)
_HALF = re.compile(r"\b(?P<part>half|quarter)(?: of)? an? (?P<times>million|billion|dozen)|\bhalf\b", re.I)
_BOTH = re.compile(r"\bthe $", re.IGNORECASE)
_TWO = re.compile(r"\b(?:the two|both)\b", re.IGNORECASE)
_PERCENT = re.compile(r"\s*(?:%|percent|per cent|pct|percentage)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number: its value, how it is written, and the multiplier that it names ("million"), else 1."""

    value: Fraction
    text: str
    times: int = 1
    percent: bool = False


def numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers of a text that are no dates, in order as found: figures, words, fractions.

    A bare "one" is mostly a pronoun and no number; "the two" are mostly those just named.
    """
    text = _without_dates(text)
    return tuple(number for read in (_in_figures, _fractions, _in_words) for number in read(text))


def stands(claimed: Number, text: str) -> bool:
    """Whether a text has the number, or one that says the same in another way."""
    wanted = {claimed.value, claimed.value / 100} if claimed.percent else {claimed.value}
    given = numbers(text)
    times = {each.times for each in given}
    for number in given:
        # "between 180 and 400 million", "870 million, of which he had 60": the multiplier is said once.
        values = (
            {number.value}
            | ({number.value / 100} if number.percent and claimed.value < 1 else set())
            | ({number.value * by for by in times} if number.times == 1 else set())
        )
        if any(_same(value, each) for value in values for each in wanted):
            return True
    if claimed.value == 2 and _TWO.search(text):
        return True  # a sentence counts what its source has just named: "the two bases"
    # What reads as a year may be a number: "2000 tons".
    return claimed.times == 1 and re.search(rf"\b{claimed.value}\b", text) is not None


def _same(one: Fraction, other: Fraction) -> bool:
    """Whether two values are one, a third being 0.33."""
    return one == other or (one.denominator > 2 and abs(one - other) < Fraction(1, 50) * abs(one))


def _without_dates(text: str) -> str:
    pieces, done = [], 0
    for each in dates(text):
        if each.start >= done:  # the first and the last day of a range stand at one place
            pieces += [text[done : each.start], " " * (each.end - each.start)]
            done = each.end
    return "".join([*pieces, text[done:]])


def _in_figures(text: str) -> Iterator[Number]:
    for match in _FIGURES.finditer(text):
        named = (match["times"] or "").lower()
        times = _TIMES.get(named) or _LETTERS.get(named, 1)
        percent = _PERCENT.match(text, match.end())
        yield Number(
            Fraction(match["figures"].replace(",", "")) * times,
            text[match.start() : percent.end() if percent else match.end()],
            times,
            bool(percent),
        )


def _in_words(text: str) -> Iterator[Number]:
    for match in _IN_WORDS.finditer(_without_fractions(text)):
        words = [word for word in re.split(r"[ -]", match[0].lower()) if word != "and"]
        if words == ["one"] or (words == ["two"] and _BOTH.search(text, max(0, match.start() - 4), match.start())):
            continue
        percent = _PERCENT.match(text, match.end())
        written = text[match.start() : percent.end() if percent else match.end()]
        times = next((_TIMES[word] for word in reversed(words) if word in _TIMES), 1)
        yield Number(Fraction(_sum(words)), written, times, bool(percent))


def _without_fractions(text: str) -> str:
    for pattern in (_HALF, _FRACTION):
        text = pattern.sub(lambda found: " " * len(found[0]) if _is_part(found) else found[0], text)
    return text


def _sum(words: list[str]) -> int:
    """Return the value of number words: "one hundred thirty thousand" is 130,000."""
    total = current = 0
    for word in words:
        if word in _SMALL:
            current += _SMALL[word]
        elif word in {"a", "an"}:
            current = 1
        elif word == "dozen":
            current = max(current, 1) * 12
        elif word == "hundred":
            current = max(current, 1) * 100
        else:
            total += max(current, 1) * _TIMES[word]
            current = 0
    return total + current


def _fractions(text: str) -> Iterator[Number]:
    for match in _FRACTION.finditer(text):
        if _is_part(match):
            top = _SMALL.get(match["top"].lower(), 1)
            yield Number(Fraction(top, _PARTS[match["part"].lower()]), match[0].removesuffix(" of"))
    for match in _HALF.finditer(text):
        part = Fraction(1, 4 if (match["part"] or "").lower() == "quarter" else 2)
        times = _TIMES.get((match["times"] or "").lower(), 12 if match["times"] else 1)
        yield Number(part * times, match[0], times)


def _is_part(match: re.Match[str]) -> bool:
    """Whether it is a fraction and no ordinal: "a third of it", "two fifths", not "a third map"."""
    given = match.groupdict()
    return bool(given.get("of") or given.get("many")) or (given["part"] or "half").lower() in {"half", "quarter"}
