"""A question typed without capitals: its names get those with which the archive prints them."""

import re
from collections.abc import Sequence

from assistant.question_words import ASKING
from ingest import Library
from ingest.domain.countries import place
from ingest.domain.posts import post
from ingest.language.lexicon import OFFICES
from ingest.search.word_index import stems

_WORD = re.compile(r"(?<![\w@/])[^\W\d_]{3,40}(?![\w@/])")
_QUOTED = re.compile(r"[\"“'‘][^\"“”]{0,200}[\"”'’](?!\w)")
_OF_CABLES = frozenset("cable cables classified signed subject summary telegram telegrams".split())
_OF_POST = re.compile(
    r"\b(?P<lead>(?:embassy|mission|consulate|ambassador)(?: (?:in|at|to))? )(?P<place>[a-z]{3,20})\b"
)
_MOST = 10  # words of a question that are looked at
_FREQUENT = 2_000  # entries with a word, from which on it is no name
_SHORT = 5  # letters of an abbreviation


def with_capitals(library: Library, text: str) -> str:
    """Return a question that has no capital with those of the words that the archive prints with one always."""
    if any(letter.isupper() for letter in text):
        return text
    text = _OF_POST.sub(_of_post, text)
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    found = {
        match: stems(match[0])
        for match in _WORD.finditer(text)
        if _may_be_name(match[0]) and not any(start < match.start() < end for start, end in quoted)
    }
    counts = library.frequency({stem for each in found.values() for stem in each})
    words = [match for match, each in found.items() if each and 0 < max(map(counts.__getitem__, each)) < _FREQUENT]
    words = words[:_MOST]
    forms = library.printed_words({found[match][0] for match in words})
    for match in reversed(words):
        if printed := _printed(match[0], forms[found[match][0]]):
            text = f"{text[: match.start()]}{printed}{text[match.end() :]}"
    return text


def _of_post(found: re.Match[str]) -> str:
    return found["lead"] + (found["place"].title() if post(found["place"]) else found["place"])


def _may_be_name(word: str) -> bool:
    return word not in ASKING | OFFICES | _OF_CABLES


def _printed(word: str, forms: Sequence[str]) -> str | None:
    """Return which of the forms of a word is that of a name; None where it stands anywhere without a capital."""
    own = [form for form in forms if form.casefold() == word]
    if not own or (any(form[0].islower() for form in forms) and not place(word)):  # addresses have "paris"
        return None
    mixed = next((form for form in own if form[0].isupper() and not form.isupper()), None)
    return mixed or (own[0] if len(word) <= _SHORT else own[0].title())
