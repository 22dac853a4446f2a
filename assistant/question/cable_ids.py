"""The cables that a question names by their ids: 09BAKU226, "10 baku 79", "09 buenos aires 1235"."""

import re
from dataclasses import dataclass

from ingest.domain.posts import parts

# A year of four digits counts only where no blank follows it, or the post is in capitals: "in 2009 Baku 12 people
# met" names no cable.
_ID = re.compile(
    r"(?<![\w-])(?P<year>\d\d(?=[ _-]?[A-Za-z])|(?:19|20)\d\d(?! (?![A-Z]{3})))[ _-]?"
    r"(?P<post>[A-Za-z]{2,20}(?:[ _-][A-Za-z]{2,20}){0,3}?)"
    r"[ _-]?0{0,6}(?P<number>[1-9]\d{0,6})(?![\w,.]*\d)(?:_[a-z])?(?!\w)"
)
_NOUN = r"(?:cables?|telegrams?|messages?|reports?|documents?)(?: (?:no\.?|number))?"
_CALLED = re.compile(rf"(?:\b(?:the|this|that) )?\b{_NOUN} $", re.IGNORECASE)
# What names a cable only to ask for others: "what refers to 10STATE9124", "which cables came after 09BAKU226".
_RELATED = re.compile(
    r"\b(?:refer(?:s|red|ring|ence|ences)?(?: back)? to|cit(?:e|es|ed|ing)|mention(?:s|ed|ing)?|"
    r"(?:repl(?:y|ies|ied|ying)|respon(?:d|ds|ded|ding|se)|answers?|similar|related|next|prior|previous) to|"
    rf"follow(?:s|ed|ing)?|after|before|since|like) (?:(?:the|this|that) )?(?:{_NOUN} )?$",
    re.IGNORECASE,
)
_REACH = 48  # characters before an id in which such words stand


@dataclass(frozen=True, slots=True)
class NamedCable:
    """A cable named by its canonical id, which stands at `start` to `end` of a question."""

    id: str
    start: int
    end: int


def asked_of(text: str) -> tuple[str, ...]:
    """Return the ids of the cables of which a question asks, each once.

    None where it names one only to ask for others: "which cables refer to 10STATE9124".
    """
    found = named_cables(text)
    if any(_RELATED.search(text, max(0, each.start - _REACH), each.start) for each in found):
        return ()
    return tuple(dict.fromkeys(each.id for each in found))


def without_ids(text: str) -> str:
    """Return a text that says "it" wherever it names a cable by its id: "what does it say about gabala?"."""
    said, end = [], 0
    for each in named_cables(text):
        called = _CALLED.search(text, max(end, each.start - _REACH), each.start)
        said += [text[end : called.start() if called else each.start], "it"]
        end = each.end
    return "".join((*said, text[end:]))


def named_cables(text: str) -> tuple[NamedCable, ...]:
    """Return the cables that a text names by their ids, in its order; they need not be in the library."""
    found = ((parts(_plain(match)), match) for match in _ID.finditer(text))
    return tuple(NamedCable(str(id), *match.span()) for id, match in found if id)


def _plain(match: re.Match[str]) -> str:
    return f"{match['year']} {re.sub('[_-]', ' ', match['post'])} {match['number']}"
