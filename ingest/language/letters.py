"""Letters as they are compared: without accents, and in plain letters where Unicode knows no parts of them."""

import re
import unicodedata

# Unicode knows no parts of these.
PLAIN = {
    **{"đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n", "ø": "o", "ŧ": "t", "ɣ": "g", "ƶ": "z"},
    **{"æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ə": "a", "ĸ": "k"},
}
# How else people write them: Djindjić, Bjoernstad, Mueller, Aalborg.
OTHERWISE = {"đ": "dj", "ð": "dh", "ø": "oe", "ö": "oe", "ä": "ae", "ü": "ue", "å": "aa"}
# What printing puts for two or three letters at once.
LIGATURES = {chr(0xFB00 + place): letters for place, letters in enumerate("ff fi fl ffi ffl st st".split())}
# What shows nothing, and would take a word apart: soft hyphens, and breaks and joints without width.
UNSEEN = "\u00ad\u200b\u2060\ufeff"

_PLAIN = str.maketrans(PLAIN)
_PRINTED = str.maketrans(LIGATURES | dict.fromkeys(UNSEEN, ""))
_SHOWN = (*LIGATURES, *UNSEEN)
_OTHERWISE = str.maketrans(OTHERWISE)
_WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """Return a text in small letters without accents: "Łódź" is "lodz", "Þórður" is "thordur"."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def unprinted(text: str) -> str:
    """Return a text without ligatures and without signs that show nothing."""
    if text.isascii() or not any(map(text.__contains__, _SHOWN)):  # nearly always, and many times faster
        return text
    return text.translate(_PRINTED)


def spelt_otherwise(text: str) -> list[str]:
    """Return how else the words of a text are written that have such letters: "djindjić" for "Đinđić"."""
    if text.isascii():
        return []
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    return [word.translate(_OTHERWISE) for word in words if not OTHERWISE.keys().isdisjoint(word)]
