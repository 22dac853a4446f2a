"""Who somebody is: "who is El Materi", "who is the emir", "gideon gono?"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation
from assistant.citations import cite, day
from assistant.kinds.ambassador import ambassadors
from assistant.kinds.asked_person import AskedPerson, asked_person
from assistant.kinds.inquiry import Inquiry
from assistant.retrieval.abbreviations import opened
from assistant.retrieval.descriptions import Description, described, persons
from assistant.retrieval.office_holders import holders, is_no_person
from ingest import Cable, Library
from ingest.attribution.name_mentions import HOLDERS, office_words
from ingest.domain.filters import Filters
from ingest.domain.keys import Key
from ingest.domain.posts import parts
from ingest.language.counts import count
from ingest.language.lexicon import lexicon
from ingest.language.name_match import bears, is_whole

_ALONE = frozenset("president king queen chancellor pope premier sultan emir amir".split())  # whole offices

_TOLD = 3  # sentences about one person
_SEVERAL = 4  # persons of one name, or of one office
_SPOKEN = 3  # cables that are named in which somebody speaks
_RANKED = 60  # of the sentences that tell most, by their dates
_LEAST = 2.0  # what a sentence has to tell of somebody
_OTHERS = 0.4  # how often, beside the first, another one of the same name must be named to be meant as well
# What is caught in front of an office: the end of a sentence, and how the next one begins.
_CAUGHT = re.compile(
    r".*\. |(?:Both|As|While|Even|If|When|After|Although|Though|With|And|But|The|A|An|Our|In|On|At|By|For) "
)


Spoken = Mapping[Key, Sequence[str]]


def answer(inquiry: Inquiry) -> Answer | None:
    """Return who somebody is, in the words of the cables; None where it asks for nobody whom they describe."""
    asked = asked_person(inquiry)
    if asked is None:
        return None
    inquiry = replace(inquiry, where=asked.within(inquiry.where))
    if asked.is_office:
        sent = ambassadors(inquiry, asked.name, inquiry.where, asked.understood)
        return sent or _told_office(inquiry, asked)
    found, spoken = _described(inquiry.library, asked, inquiry.where) if asked.is_name else ([], {})
    if not found:
        return None
    first = found[0]
    others = [each for each in found[1:] if len(each[1]) >= _OTHERS * len(first[1])]
    if others and " " not in asked.name:
        return _told_several(inquiry, asked, f"Several people are called {asked.name}", [first, *others])
    return _told(inquiry, asked, *first, spoken)


def _described(
    library: Library, asked: AskedPerson, where: Filters
) -> tuple[list[tuple[str, list[Description]]], Spoken]:
    """Return the persons of a name with the sentences that name them, none where nothing tells who they are.

    With them comes where somebody speaks who may be one of them.
    """
    name = asked.name
    for opening in opened(library, name, where) if asked.may_be_short else ():
        name = opening.words
        break
    spoken = library.spoken_by(name, where)
    speaks = [key for key, speakers in spoken.items() if any(bears(each, name) for each in speakers)]
    found = [
        (called, those)
        for usual, those in persons(described(library, name, speaks, where))
        if (called := _called(name, usual, those))
    ]
    found = [each for each in found if _is_described(each[1]) or (speaks and asked.sure and is_whole(each[0]))]
    if not asked.sure:  # it may be any words: only a name, and an office with it, is sure to ask for somebody
        found = [
            each
            for each in found
            if " " in name or (_title_of(each[1]) and (bears(name, each[0]) or len(found) == 1))
        ]
    return [each for each in found if not is_no_person(each[0])], spoken


def _called(name: str, usual: str, found: Sequence[Description]) -> str | None:
    """Return how somebody is called who has a name: Rui Teles Braganca is usually Teles Braganca."""
    return next((each for each in (usual, *(one.name for one in found)) if bears(each, name)), None)


def _title_of(found: Sequence[Description]) -> str:
    return next(filter(None, map(_title, sorted(found, key=lambda each: -each.score))), "")


def _is_described(found: Sequence[Description]) -> bool:
    return any(each.score >= _LEAST for each in found)


def _told(
    inquiry: Inquiry, asked: AskedPerson, name: str, found: Sequence[Description], spoken: Spoken
) -> Answer | None:
    """Return what the cables tell of one person: offices, the sentences that give them, and where they speak."""
    citations: list[Citation] = []
    lines: list[str] = []
    titles: dict[str, int] = {}
    for cable, each in _chosen(inquiry.library, found, _TOLD):
        citation, line = _line(len(citations) + 1, cable, each)
        citations.append(citation)
        lines.append(line)
        if title := _title(each):
            titles.setdefault(title, citation.number)
    if not lines:
        return None
    short = f" ({asked.name.upper()})" if not bears(name, asked.name) else ""
    offices = "; ".join(f"{title} [{number}]" for title, number in titles.items())
    head = f"{name}{short}: {offices}." if offices else f"{name}{short}:"
    speaks = _speaks(inquiry.library, name, found, spoken)
    text = "\n\n".join(filter(None, (head, *lines, speaks)))
    return inquiry.answer(text, citations, understood=asked.understood)


def _told_several(
    inquiry: Inquiry, asked: AskedPerson, head: str, found: Sequence[tuple[str, list[Description]]]
) -> Answer | None:
    """Return the best sentence about each of several persons."""
    citations: list[Citation] = []
    lines: list[str] = []
    for name, those in found[:_SEVERAL]:
        for cable, each in _chosen(inquiry.library, those, 1):
            citation, line = _line(len(citations) + 1, cable, each)
            citations.append(citation)
            lines.append(f"{', '.join(filter(None, (name, _title(each))))}: {line}")
    more = f", of whom these {len(lines)} are named most" if len(found) > len(lines) else ""
    text = "\n\n".join((f"{head}{more}:", *lines))
    return inquiry.answer(text, citations, understood=asked.understood) if lines else None


def _told_office(inquiry: Inquiry, asked: AskedPerson) -> Answer | None:
    found = holders(inquiry.library, asked.name, inquiry.where)
    if not found:
        return None
    if len(found) == 1:
        name = found[0][0]
        spoken = inquiry.library.spoken_by(name, inquiry.where)
        return _told(inquiry, replace(asked, name=name), *found[0], spoken)
    office = re.sub(r"^(?:the|a|an) ", "", asked.name, flags=re.IGNORECASE)
    return _told_several(inquiry, asked, f"The cables call several people {office}", found)


def _chosen(library: Library, found: Sequence[Description], most: int) -> list[tuple[Cable, Description]]:
    """Return the sentences that tell most, each of another cable, by date."""
    best = sorted(found, key=lambda each: (-each.score, each.key))[:_RANKED]
    heads = library.heads({each.key.cable for each in best})
    dates = {id: head.date or "" for id, head in heads.items()}
    chosen: dict[str, Description] = {}
    for each in sorted(best, key=lambda each: (-each.score, dates.get(each.key.cable, ""), each.key)):
        new = each.key.cable in dates and each.text not in {other.text for other in chosen.values()}
        if len(chosen) < most and new and (each.score >= _LEAST or not chosen):
            chosen.setdefault(each.key.cable, each)
    cables = library.cables(sorted(chosen, key=lambda id: (dates[id], id)))
    return [(cable, chosen[cable.id]) for cable in cables if _stands(cable, chosen[cable.id])]


def _stands(cable: Cable, each: Description) -> bool:
    place = each.key.ordinal
    return place <= len(cable.paragraphs) and cable.paragraphs[place - 1] == each.paragraph


def _line(number: int, cable: Cable, each: Description) -> tuple[Citation, str]:
    start, end = each.sentence.start, each.sentence.end
    citation = cite(number, cable, each.paragraph, start, end, each.sentence.speaker)
    source = ", ".join(filter(None, (cable.origin, day(cable.date, cable.id))))
    return citation, f"{cable.id} ({source}): “{each.text}” [{number}]"


def _title(each: Description) -> str:
    """Return the office that a sentence gives, "" where it is none, or has more in it than an office."""
    title = each.title.strip()
    while caught := _CAUGHT.match(title):
        title = title[caught.end() :]
    words = re.findall(r"[\w/-]+", title)
    strange = " and " in title and not office_words(title.rpartition(" and ")[2]) & HOLDERS
    known = office_words(title) & HOLDERS and words and words[0].lower() not in lexicon("openings")
    whole = len(words) > 1 or title.lower() in _ALONE
    return title if known and whole and not strange and title[0].isupper() and len(title) < 90 else ""


def _speaks(library: Library, name: str, found: Sequence[Description], spoken: Spoken) -> str:
    """Return in which cables somebody speaks, and what these are about.

    A speaker with a part of the name is the same person where the same post names them in full.
    """
    sent = {_post(each.key.cable) for each in found}
    keys = [
        key
        for key, speakers in spoken.items()
        if any(bears(each, name) or (bears(name, each) and _post(key.cable) in sent) for each in speakers)
    ]
    ids = list(dict.fromkeys(key.cable for key in keys))
    if not ids:
        return ""
    heads = library.heads(ids[:_SPOKEN])
    topics = "; ".join(f"{id}, “{heads[id].subject or 'no subject'}”" for id in ids[:_SPOKEN] if id in heads)
    more = " and others" if len(ids) > _SPOKEN else ""
    return f"Speaks in {count(len(keys), 'paragraph')} of {count(len(ids), 'cable')}: {topics}{more}."


def _post(cable: str) -> str:
    known = parts(cable)
    return known.post if known else cable
