"""Quotations: the words that a sentence sets in quotation marks, and whether a text has them verbatim."""

import re
import unicodedata

_MARKED = re.compile(
    r"“(?P<curly>[^”]*)(?:”|$)|\"(?P<straight>[^\"]*)(?:\"|$)|«(?P<angled>[^«»]*+)»"
    r"|(?<!\w)‘(?P<single>[^‘’]+)’(?!\w)|(?<!\w)'(?P<plain>[^']+)'(?!\w)"
)
# What may stand in a quotation without standing in its source: "... [the Minister] ..."
_LEFT_OUT = re.compile(r"\[[^\[\]]*+\]|\(?\.{3,}\)?|…|\. \. \.")
_WORD = re.compile(r"[^\W_]+")


def quotations(text: str) -> tuple[str, ...]:
    """Return the quotations of a text, without their marks, in order."""
    found = ((match[match.lastgroup or 0] or "").strip() for match in _MARKED.finditer(text))
    return tuple(each for each in found if _WORD.search(each))


def stands(quotation: str, text: str) -> bool:
    """Whether the words of a quotation occur in a text, one after the other.

    Only words count, because archives spoil punctuation and quotation marks. Pieces separated by an ellipsis or a
    bracketed insertion must follow one another, with anything in between.
    """
    words = f" {_words(text)} "
    place = 0
    for piece in _LEFT_OUT.split(quotation):
        wanted = _words(piece)
        if not wanted:
            continue
        found = words.find(f" {wanted} ", place)
        if found < 0:
            return False
        place = found + len(wanted) + 1
    return True


def _words(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(plain))
