"""Quotation marks inside a quotation, which are single where double ones stand around it. A pure function."""

import re

_OPENING = re.compile(r"(?<![^\s(\[“‘—–-])\"(?=\S)")  # a straight mark at the beginning of a word
_CURLED = str.maketrans({"“": "‘", "”": "’", '"': "’"})


def inside_quotation(words: str) -> str:
    """Return the words of a quotation as they stand between double quotation marks."""
    return _OPENING.sub("‘", words).translate(_CURLED)
