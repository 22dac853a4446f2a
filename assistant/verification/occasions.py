"""When, where and with whom something was said: "In his May 4 meeting with Baro,", ", visiting Oslo,", "To Baro,".

A cable tells it once, where it begins; a sentence that cites a later paragraph may tell it too.
"""

import re

_OCCASION = (
    r"(?:meetings?|lunch|dinner|breakfast|calls?|conversations?|discussions?|talks|consultations?|visit|briefing"
    r"|roundtable|conference|reception|demarche|session|speech|interview|exchange|ceremony|presentation|trip|tour)"
)
_MEETING = (
    r"(?:meeting|asked by|visiting|briefing|speaking|addressing|hosting|accompanied"
    r"|who (?:was )?(?:met|visited|visiting))"
)
_SCENES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^\W*(?:(?:In|At|During|Over|Following|After|On)\b[^,;:]{{0,120}}?\b{_OCCASION}\b[^,;:]{{0,120}}"
        rf"|{_MEETING.replace('(?:m', '(?:[Mm]', 1)}\b[^,;:]{{0,120}}|Speaking\b[^,;:]{{0,120}}),(?=\s)",
        r"^\W*To [A-Z][^,;:]{0,60},(?=\s)",
        rf",\s(?:{_MEETING}\b|(?:in|at|during|over)\b[^,;:]{{0,60}}?\b{_OCCASION}\b)[^,;:]{{0,120}},(?=\s)",
    )
)


def scenes(words: str) -> tuple[str, str]:
    """Return the words with blanks in the place of the scenes that they set, and these scenes."""
    found: list[str] = []
    for pattern in _SCENES:
        if match := pattern.search(words):
            found.append(match[0])
            words = words[: match.start()] + " " * (match.end() - match.start()) + words[match.end() :]
    return words, " ".join(found)
