"""Quotations: the words that a sentence sets in quotation marks, and whether a text has them verbatim."""

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from ingest.attribution.letter_case import is_common
from ingest.language.reporting_verbs import SAYING

_MARKED = re.compile(
    r"“(?P<curly>[^”]*)(?:”|$)|\"(?P<straight>[^\"]*)(?:\"|$)|«(?P<angled>[^«»]*+)»"
    r"|(?<!\w)‘(?P<single>[^‘’]+)’(?!\w)|(?<!\w)'(?P<plain>[^']+)'(?!\w)"
)
# What may stand in a quotation without standing in its source: "... [the Minister] ..."
_LEFT_OUT = re.compile(r"\[[^\[\]]*+\]|\(?\.{3,}\)?|…|\. \. \.")
_WORD = re.compile(r"[^\W_]+")
_SPOILT = re.compile(r"(?<=[^\W\d_])8(?=\W|$)|(?<=[.,!?])8(?=\s|$)")  # a closing mark: "&a barrier8", "at last.8"
_ENTITY = re.compile(r"&(?:amp|quot|apos|lt|gt|nbsp|#\d{1,5});", re.IGNORECASE)
_LONG, _LONGEST = 6, 80  # words of a quotation in which one may be misspelt
_LETTERS = 4
_CUT_IN = re.compile(r"[,.]?[”\"],? (?P<aside>[^“”\".;:]{1,40}?),? [“\"]")  # "A mill," he said, "without a door"


def quotations(text: str) -> tuple[str, ...]:
    """Return the quotations of a text, without their marks, in order."""
    found = ((match[match.lastgroup or 0] or "").strip() for match in _MARKED.finditer(text))
    return tuple(each for each in found if _WORD.search(each))


def stands(quotation: str, text: str) -> bool:
    """Whether the words of a quotation occur in a text, one after the other.

    Only words count, because archives spoil punctuation and quotation marks. Pieces separated by an ellipsis or a
    bracketed insertion must follow one another, with anything in between.
    """
    return (
        _stands(quotation, text)
        or _stands(quotation, _CUT_IN.sub(_joined, text))
        or _has_slip(_words(quotation).split(), _words(text).split())
    )


def _has_slip(quotation: Sequence[str], text: Sequence[str]) -> bool:
    """Whether a text has the words of a long quotation but for one that is misspelt in it."""
    if not _LONG <= len(quotation) <= _LONGEST:
        return False
    for start in range(len(text) - len(quotation) + 1):
        odd = (n for n, word in enumerate(quotation) if text[start + n] != word)
        first = next(odd, None)
        if first is not None and next(odd, None) is None and _is_slip(quotation[first], text[start + first]):
            return True
    return False


def _is_slip(meant: str, written: str) -> bool:
    """Whether what is written is no word, but nearly the one that is meant."""
    return (
        min(len(meant), len(written)) >= _LETTERS
        and written.isalpha()
        and not is_common(written)
        and OSA.distance(meant, written, score_cutoff=1) <= 1
    )


def _joined(cut: re.Match[str]) -> str:
    """Return nothing in the place of who says it within a quotation; other words between two stay."""
    return " " if any(word in SAYING for word in cut["aside"].lower().split()) else cut[0]


def _stands(quotation: str, text: str) -> bool:
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
    plain = unicodedata.normalize("NFKD", _SPOILT.sub(" ", _ENTITY.sub(" ", text))).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(plain))
