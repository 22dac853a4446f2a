"""The posts that a text names at a place, or before one."""

import re

from assistant.question.scope_patterns import POST_JOINS
from ingest.domain.posts import post

_PLACE_WORDS = re.compile(r"[^\W\d_][\w.'-]*")
_NO_POST = re.compile(r"(?:the |a )?(?:embassy|post|mission|state|branch|it|most|all)", re.IGNORECASE)
_MOST_IN_NAME = 4  # words
_REACH = 60  # characters


def posts_at(text: str, at: int) -> tuple[list[str], int]:
    """Return the posts that a text names at a place, one after the other, and where the last of them ends."""
    names: list[str] = []
    end = at
    while found := _post_at(text, at):
        names.append(found[0])
        end = found[1]
        join = POST_JOINS.match(text, end)
        if not join:
            break
        at = join.end()
    return names, end


def _post_at(text: str, at: int) -> tuple[str, int] | None:
    """Return the post whose longest name stands at a place, and where the name ends."""
    ends = [word.end() for word in _PLACE_WORDS.finditer(text, at, at + _REACH)][:_MOST_IN_NAME]
    for end in reversed(ends):
        if found := post_called(text[at:end]):
            return found, end
    return None


def post_before(text: str, end: int) -> tuple[str, int] | None:
    """Return the post whose longest name ends at a place, and where the name begins."""
    first = max(0, end - _REACH)
    starts = [word.start() for word in _PLACE_WORDS.finditer(text, first, end)][-_MOST_IN_NAME:]
    for start in starts:
        if (start == 0 or not text[start - 1].isalnum()) and (found := post_called(text[start:end])):
            return found, start
    return None


def post_called(name: str) -> str | None:
    """Return the post of this name; None where it is a word for any post."""
    return None if _NO_POST.fullmatch(name) else post(re.sub(r"'s?$", "", name))
