"""Words that ask for cables, mistyped: "wich cabels mension" is "which cables mention"."""

import re
from collections.abc import Collection

from ingest import Library
from ingest.search.word_index import stems

_KNOWN = frozenset(
    """
    about archive cable cables classified classify collection confidential contain count embassies embassy
    everything from give have library list many mention mentioned mentioning mentions number please post
    posts references reports secret sent show signed subject tagged tags telegram telegrams titled
    unclassified what which year years
    """.split()
)
_SHORT = {
    "hw": "how",
    "hwo": "how",
    "mny": "many",
    "frm": "from",
    "form": "from",
    "fom": "from",
    "wht": "what",
    "teh": "the",
}
_LEAST = 4  # letters of a word in which one may be wrong


def mended(library: Library, text: str, unknown: Collection[str], names: Collection[str] = ()) -> str:
    """Return a text with unknown words put right that are a letter off one that asks for cables, or a name.

    A word of the archive is not mistyped: who asks for its ports does not mean its posts.
    """
    there = library.frequency(stems(" ".join(unknown)))
    for word in dict.fromkeys(unknown):
        if any(there[stem] for stem in stems(word)):
            right = _SHORT.get(word)
        else:
            right = _SHORT.get(word) or _nearest(word, _KNOWN) or _nearest(word, names)
        if right:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", right, text, flags=re.IGNORECASE)
    return text


def _nearest(word: str, known: Collection[str]) -> str | None:
    """Return the one known word that is a letter off, None where there are several."""
    if len(word) < _LEAST:
        return None
    near = [
        each for each in known if abs(len(each) - len(word)) <= 1 and len(each) >= _LEAST and _one_off(word, each)
    ]
    same = [each for each in near if each[0] == word[0]]
    chosen = same or (near if len(word) > _LEAST else [])  # "gist" is no list
    return min(chosen, key=len) if len({each.rstrip("s") for each in chosen}) == 1 else None


def _one_off(one: str, other: str) -> bool:
    """Whether a letter is wrong, missing or too many, or two have changed places."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    if a[1:] == b[1:] or a[1:] == b or a == b[1:]:
        return True
    return len(a) == len(b) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:]
