"""A cable that is named and is not in the library: "summarise 10BAKU134"."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from assistant.answer import Answer
from assistant.kinds.inquiry import Inquiry
from assistant.kinds.naming import in_brief
from assistant.question.cable_ids import asked_of, named_cables
from ingest.domain.posts import parts, post_name
from ingest.language.counts import count

_NEAREST = 3  # cables that are offered
_REFERRING = 10  # that are listed
_MISSPELT = re.compile(r"(?<![\w-])(?P<year>\d\d)(?P<post>[A-Za-z]{4,20})0{0,6}(?P<number>[1-9]\d{0,6})(?!\w)")
_AS_SPELT = 0.75  # how alike the name of a post must be


def answer(inquiry: Inquiry) -> Answer | None:
    """Return that the named cables are not here, with what is near them and what refers to them."""
    named = asked_of(inquiry.text)
    if not named:
        return _misspelt(inquiry)
    if inquiry.library.present(named, inquiry.where):
        return None
    return inquiry.answer("\n\n".join(_missed(inquiry, id) for id in named), answered=False)


def _missed(inquiry: Inquiry, id: str) -> str:
    if inquiry.library.present([id]):
        return f"{id} is in this library, but your filters leave it out."
    return "\n".join((f"{id} is not in this library.", _near(inquiry, id), _referring(inquiry, id)))


def _near(inquiry: Inquiry, id: str) -> str:
    """Return what the same post sent in the same year, the nearest numbers first."""
    known = parts(id)
    near = inquiry.library.numbered_near(known, _NEAREST, inquiry.where) if known else []
    if near:
        return f"Nearest to it, of the same post and year: {_briefly(inquiry, near)}."
    return f"There is none from {post_name(known.post)} of {known.year}." if known else ""


def _referring(inquiry: Inquiry, id: str) -> str:
    referring = inquiry.library.referring(id, inquiry.where)
    if not referring:
        return "No cable here refers to it."
    more = f", and {len(referring) - _REFERRING:,} more" if len(referring) > _REFERRING else ""
    refer = "refers" if len(referring) == 1 else "refer"
    shown = _briefly(inquiry, referring[:_REFERRING])
    return f"{count(len(referring), 'cable')} here {refer} to it: {shown}{more}."


def _briefly(inquiry: Inquiry, ids: Sequence[str]) -> str:
    heads = inquiry.library.heads(ids)
    return "; ".join(in_brief(heads[id]) for id in ids if id in heads)


def _misspelt(inquiry: Inquiry) -> Answer | None:
    """Return which cable may be meant by an id whose post there is not: "09BKAU226"."""
    match = _MISSPELT.search(inquiry.text)
    if not match or named_cables(match[0]):
        return None
    here = {name.casefold(): name for name, _ in inquiry.library.counts("origin")}
    like = get_close_matches(match["post"].casefold(), here, n=_NEAREST, cutoff=_AS_SPELT)
    meant = inquiry.library.present(
        [f"{match['year']}{here[each]}{match['number']}" for each in like], inquiry.where
    )
    if not meant:
        return None
    told = f"No post is called {match['post'].upper()}. Did you mean {_briefly(inquiry, meant)}?"
    return inquiry.answer(told, answered=False)
