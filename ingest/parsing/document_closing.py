"""The end of a letter, a memorandum or minutes: the closing formula, the name, and what they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.parsing.document_lines import Laid

LOOK_BACK = 14  # lines from the end in which a closing formula stands
MOST_TITLES = 3  # lines beneath a name that tell what they are
MOST_BENEATH = 4  # lines beneath these
LONGEST = 70
FORMULA = re.compile(
    r"(?:(?:very|most) )?(?:sincerely|truly|faithfully|respectfully|cordially|affectionately|devotedly)"
    r"(?: (?:yours|submitted))?[,.]?|(?:yours|ever)\b[\w ,]{0,40}"
    r"|(?:with )?(?:kind|best|warm)(?:est)? (?:personal )?(?:regards|wishes)[,.]?|regards[,.]?"
    r"|(?:i (?:am|remain|have the honou?r)|your obedient)\b[^\n]{0,60}|for the \w+[\w ]{0,40}:",
    re.IGNORECASE,
)
NAME = re.compile(
    r"(?:(?:/s/|\((?:[Ss]gd|[Ss]igned)\.?\)|[Ss]igned:?) ?)?"
    r"(?P<name>(?:(?:[A-Z]\.|[A-Z][\w'’.-]+|de|von|van|al|bin|da|del),? ){1,4}(?:[A-Z][\w'’-]+|Jr\.?)),?\.?"
)
ALONE = re.compile(r"(?P<name>[A-Z][\w'’-]{1,30})")
SMALL_SENTENCE = re.compile(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b")


@dataclass(frozen=True, slots=True)
class DocumentClosing:
    """Which lines end a document: from the formula, or the name, to behind what their bearer is; and the name."""

    first: int
    after: int
    name: str | None = None
    title: str | None = None


def read_document_closing(laid: Sequence[Laid], begin: int, author: str | None) -> DocumentClosing:
    """Find the closing among the lines from `begin` on; without one it is empty, behind the last line."""
    least = max(begin + 1, len(laid) - LOOK_BACK)
    for place in range(len(laid) - 1, least - 1, -1):
        if len(laid[place].words) <= LONGEST and FORMULA.fullmatch(laid[place].words):
            return _signed(laid, place, place + 1, author)
    for place in range(least, len(laid)):
        if (
            (laid[place].gap or laid[place - 1].is_ended)
            and _is_block(laid, place)
            and _name(laid[place].words, author)
        ):
            return _signed(laid, place, place, author)
    return DocumentClosing(len(laid), len(laid))


def _is_block(laid: Sequence[Laid], place: int) -> bool:
    """Tell whether what is left is a name and a few short lines that are no sentences."""
    rest = laid[place:]
    return len(rest) <= MOST_TITLES + 1 and all(
        each.words[-1] not in ".?!:;" and not _is_sentence(each.words) for each in rest
    )


def _is_sentence(words: str) -> bool:
    return len(words) > LONGEST or SMALL_SENTENCE.search(words) is not None


def _signed(laid: Sequence[Laid], first: int, place: int, author: str | None) -> DocumentClosing:
    if place >= len(laid) or not (name := _name(laid[place].words, author)):
        return DocumentClosing(first, place)
    after = place + 1
    while after < min(len(laid), place + 1 + MOST_TITLES) and not laid[after].gap and _is_title(laid[after].words):
        after += 1
    title = ", ".join(" ".join(each.words.split()) for each in laid[place + 1 : after])
    rest = laid[after:]
    if len(rest) <= MOST_BENEATH and not any(_is_sentence(each.words) for each in rest):
        after = len(laid)  # whom it is sent to, and who has copies
    return DocumentClosing(first, after, name, title or None)


def _name(words: str, author: str | None) -> str | None:
    """Return the name that a line is; a first name alone is one if the author's begins so."""
    if len(words) > LONGEST or (words.isupper() and len(words.split()) < 2):
        return None
    if found := NAME.fullmatch(words):
        return found["name"].rstrip(",")
    alone = ALONE.fullmatch(words)
    return alone["name"] if alone and author and author.startswith(alone["name"]) else None


def _is_title(words: str) -> bool:
    return len(words) <= LONGEST and words[-1] not in ".?!:;" and words[0].isupper()
