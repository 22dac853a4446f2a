"""The posts that a text names: those that sent the cables that it is about, or at a place of it."""

import re

from assistant.question.scope_patterns import (
    BEFORE_CABLES,
    BEHIND_POST,
    POST_JOINS,
    POST_LEADS,
    TAKEN,
    WASHINGTON,
)
from ingest.domain.posts import post

_PLACE_WORDS = re.compile(r"[^\W\d_][\w.'-]*")
_NO_POST = re.compile(r"(?:the |a )?(?:embassy|post|mission|state|branch|it|most|all)", re.IGNORECASE)
_MOST_IN_NAME = 4  # words
_REACH = 60  # characters


def without_senders(text: str) -> tuple[list[str], str]:
    """Return the posts that sent the cables of which a text speaks, and the text without the words for them."""
    found: dict[str, None] = {}
    while washington := WASHINGTON.search(text):
        found["STATE"] = None
        text = _cut(text, *washington.span())
    for pattern in POST_LEADS:
        at = 0
        while lead := pattern.search(text, at):
            names, end = posts_at(text, lead.end())
            at = lead.end()
            if names:
                found |= dict.fromkeys(names)
                behind = BEHIND_POST.match(text, end)
                text = _cut(text, lead.start(), behind.end() if behind else end)
                at = lead.start()
    at = 0
    while place := BEFORE_CABLES.search(text, at):
        at = place.end() + 1
        if before := post_before(text, place.start()):
            found[before[0]] = None
            text = _cut(text, before[1], place.end())
            at = before[1] + 3
    return list(found), text


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


def _cut(text: str, start: int, end: int) -> str:
    return f"{text[:start]} {TAKEN} {text[end:]}"
