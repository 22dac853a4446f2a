"""What the collection says of each vector, and the filters in Chroma's own words.

Programs outside reftel read these names, so they are those of a cable and of the filters. Chroma takes no empty
list and no None: what a cable does not have is left out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ingest.domain.cable import Cable, Paragraph
from ingest.domain.filters import FILTERS, SEVERAL, Filters, facts, first_day, last_day
from ingest.domain.keys import HEADER

_LONGEST_SUBJECT = 500  # characters

Metadata = dict[str, Any]


def metadata(cable: Cable, paragraph: Paragraph | None, speakers: Sequence[str]) -> Metadata:
    """Return what is said of the vectors of a paragraph, or without one of those of the header.

    `cable`, `ordinal` (0 is the header), `paragraph` (its printed number), `post`, `date` (ISO), `day` (yyyymmdd),
    `tags`, `classification`, `subject`, `speakers`.
    """
    known = facts(cable)
    said = {
        "cable": cable.id,
        "ordinal": paragraph.ordinal if paragraph else HEADER,
        "paragraph": paragraph.number if paragraph else None,
        "post": known.post,
        "date": cable.date[:10] if cable.date else None,
        "day": known.day,
        "tags": list(known.tags),
        "classification": known.classification,
        "subject": (cable.subject or "")[:_LONGEST_SUBJECT],
        "speakers": list(speakers),
    }
    return {name: value for name, value in said.items() if value or value == HEADER}


def conditions(filters: Filters) -> Mapping[str, Any] | None:
    """Return the `where` of a query that lets through what the filters do, None where everything may be found.

    Who speaks is no condition here: the statements say that, by any word of a name.
    """
    found: list[dict[str, Any]] = []
    for each in FILTERS:
        value = getattr(filters, each.name)
        if value is not None and each.narrows == "among":
            found += [{"cable": {"$in": list(filters.among)}}] if filters.among else []
            found += [{"cable": {"$nin": list(filters.besides)}}] if filters.besides else []
        if value is None or each.fact is None:
            continue
        if each.narrows == "from":
            found.append({"day": {"$gte": first_day(value)}})
        elif each.narrows == "until":
            found.append({"day": {"$lte": last_day(value)}})
        else:
            found.append({each.fact: {"$contains" if each.fact in SEVERAL else "$eq": value}})
    return {"$and": found} if len(found) > 1 else next(iter(found), None)
