"""The American ambassadors to a country, by the cables of its posts: "who is the ambassador to Zimbabwe"."""

import re
from collections import defaultdict

from assistant.answer import Answer, Citation
from assistant.citations import cite_header, day
from assistant.kinds.inquiry import Inquiry
from ingest import Cable
from ingest.domain.countries import place
from ingest.domain.filters import Filters
from ingest.domain.posts import post
from ingest.domain.selection import Selection
from ingest.language.counts import count
from ingest.language.name_match import bears, name_words

_AMBASSADOR = re.compile(
    r"(?:the )?(?:(?:us|u\.s\.|american|united states)(?:['’]s)? )?ambassador (?:to|in|at) (?:the )?"
    r"(?P<where>[\w .'’-]{3,40})",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\bamb(?:assador|\.)?(?: |$)", re.IGNORECASE)
_MOST = 150  # cables of a country whose classifiers are read
_MOST_NAMED = 8


def ambassadors(inquiry: Inquiry, office: str, where: Filters, understood: tuple[str, ...]) -> Answer | None:
    """Return which ambassadors classified the cables of a country's posts, and when; None where none did."""
    asked = _AMBASSADOR.fullmatch(office)
    if not asked:
        return None
    origin, land = post(asked["where"]), place(asked["where"])
    posts = [
        name for name, _ in inquiry.library.counts("origin") if name == origin or (land and place(name) == land)
    ]
    if not posts:
        return None
    ids = [each.id for each in inquiry.library.select(Selection(posts=tuple(posts), where=where))]
    step = max(1, -(-len(ids) // _MOST))
    named: dict[str, list[Cable]] = defaultdict(list)
    for cable in inquiry.library.cables(ids[::step]):
        by = cable.classified_by
        if by and by.name and _TITLE.search(by.title or by.raw) and len(name_words(by.name)) > 1:
            known = next((name for name in named if bears(name, by.name) or bears(by.name, name)), by.name)
            named[known].append(cable)
    citations: list[Citation] = []
    lines = []
    for name, cables in list(named.items())[:_MOST_NAMED]:
        cited = cite_header(len(citations) + 1, cables[0], "classified_by")
        if not cited:
            continue
        citations.append(cited)
        days = list(dict.fromkeys(day(each.date, each.id) for each in (cables[0], cables[-1])))
        called = name.title() if name.isupper() else name
        lines.append(f"{called}, {' to '.join(days)} ({count(len(cables), 'cable')}) [{cited.number}]")
    if not lines:
        return None
    sent = ", ".join(sorted(posts))
    several = "these ambassadors" if len(lines) > 1 else "this ambassador"
    head = f"The cables from {sent} were classified by {several}, first to last:"
    return inquiry.answer("\n\n".join((head, *lines)), citations, understood=understood)
