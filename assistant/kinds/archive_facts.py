"""The archive itself: what is in here, which years and embassies, who is quoted most, how big it is."""

import re
from collections.abc import Callable

from assistant.answer import Answer
from assistant.citations import day
from assistant.kinds.inquiry import Inquiry
from assistant.question.scope import read_scope
from assistant.question.typing_errors import mended
from ingest.domain.posts import post_name
from ingest.domain.selection import Selection
from ingest.language.counts import count

_SHOWN = 20  # posts, tags or people that are named

# Words that ask about the archive and do not say for which fact of it.
_FILLER = frozenset(
    """
    a about all altogether an and any archive archives are at available be been both by cable cables can collection
    collections come comes contain contained contains corpus could data database dataset describe did do documents docs does
    dump each exactly exist files find for from get give got has have having hello here hey hi hold holds holding how
    i in included includes inside into is it it's its just kind kinds know let library like list look many material me
    much of ok okay on one or our overview please pls present quick repository represented say set show side so some sort sorts stuff
    summarise summarize summary telegrams gets getting tell texts that that's the their them there there's these they thing things
    this those to type types us we what what's whats where which will within would you your found got total number
    does're currently right now there're got loaded indexed stored made up consist consists main mainly
    """.split()
)
_HERE = frozenset(
    "archive archives collection collections corpus database dataset dump here library this these cables it inside repository there".split()
)


def _overview(inquiry: Inquiry) -> str:
    status = inquiry.library.status()
    posts, levels = inquiry.library.counts("origin"), inquiry.library.counts("classification")
    tags = inquiry.library.counts("tag")
    first, last = _ends(inquiry)
    lines = [
        f"This archive holds {count(status.cables, 'cable')} with {count(status.paragraphs, 'paragraph')}: reports that US "
        f"embassies and the Department of State sent, dated {first} to {last}.",
        f"They come from {count(len(posts), 'post')}: {_listed([(post_name(post), n) for post, n in posts], 8)}.",
        f"Their classifications: {_listed(levels, 8)}.",
    ]
    if tags:
        lines.append(f"Their most frequent tags: {_listed(tags, 10)}.")
    people = inquiry.library.people()[:5]
    if people:
        lines.append(f"Quoted most: {', '.join(each.name for each in people)}.")
    lines.append(
        "Ask what somebody said about something, for a list or a count of cables, or for a cable by its id."
    )
    return "\n\n".join(lines)


def _years(inquiry: Inquiry) -> str:
    first, last = _ends(inquiry)
    years: dict[str, int] = {}
    for month, number in inquiry.library.months():
        years[month[:4]] = years.get(month[:4], 0) + number
    told = "\n\n".join(f"{year or 'undated'}: {count(number, 'cable')}" for year, number in years.items())
    return f"The {count(inquiry.library.status().cables, 'cable')} are dated {first} to {last}.\n\n{told}"


def _posts(inquiry: Inquiry) -> str:
    posts = [(post_name(post), number) for post, number in inquiry.library.counts("origin")]
    state = next((number for name, number in posts if name == "STATE"), 0)
    note = " STATE is the Department of State in Washington." if state else ""
    return f"The cables come from {count(len(posts), 'post')}, with so many each: {_listed(posts, 400)}.{note}"


def _people(inquiry: Inquiry) -> str:
    people = inquiry.library.people()
    if not people:
        return "It is not known yet who speaks in these cables."
    lines = [
        f"{each.name}{f' ({each.titles[0]})' if each.titles else ''}: {count(each.said, 'sentence')} in "
        f"{count(len(each.cables), 'cable')}"
        for each in people[:_SHOWN]
    ]
    lead = f"{count(len(people), 'person')} are quoted in these cables; those with the most sentences are:"
    return "\n\n".join((lead, *lines))


def _size(inquiry: Inquiry) -> str:
    status = inquiry.library.status()
    first, last = _ends(inquiry)
    posts = len(inquiry.library.counts("origin"))
    return (
        f"This archive holds {count(status.cables, 'cable')} with {count(status.paragraphs, 'paragraph')}, from "
        f"{count(posts, 'post')}, dated {first} to {last}."
    )


def _tags(inquiry: Inquiry) -> str:
    tags = inquiry.library.counts("tag")
    return f"The cables have {count(len(tags), 'tag')}; the most frequent: {_listed(tags, 40)}."


def _levels(inquiry: Inquiry) -> str:
    levels = inquiry.library.counts("classification")
    return f"The cables are classified as follows: {_listed(levels, 20)}."


def _first(inquiry: Inquiry) -> str:
    return _one(inquiry, 0, "earliest")


def _last(inquiry: Inquiry) -> str:
    return _one(inquiry, -1, "latest")


def _one(inquiry: Inquiry, place: int, which: str) -> str:
    dated = [each for each in inquiry.library.select(Selection(where=inquiry.where)) if each.date]
    if not dated:
        return "No cable here has a date."
    exact = [each for each in dated if each.date and len(each.date) >= 10]
    cable = dated[place]
    text = f"The {which} cable is {cable.id} of {day(None, cable.id)}"
    if cable.date and len(cable.date) >= 10:
        return f"The {which} cable is {cable.id}, {day(cable.date)}: {cable.subject or 'no subject'}."
    if exact:
        known = exact[place]
        text += f", of which only the year is known; of those with a day it is {known.id}, {day(known.date)}"
    return f"{text}."


# The first topic of which a word is asked for, with the words that ask for it.
_TOPICS: tuple[tuple[str, Callable[[Inquiry], str]], ...] = (
    ("earliest oldest first", _first),
    ("latest newest recent last", _last),
    (
        "people persons person speakers speaker who whom quoted quote quotes speaks speak talks talk names name named said says most often "
        "frequently sources leaders officials top",
        _people,
    ),
    ("tags tag topics subjects themes topic subject codes common frequent used use", _tags),
    (
        "posts post embassies embassy consulates consulate missions countries country places capitals cities wrote sent "
        "senders sender send written different offices",
        _posts,
    ),
    (
        "years year dates date period periods time timeframe timespan span spans range ranges cover covers covered covering "
        "coverage when far back reach frame go goes start starts end ends begin from until earliest",
        _years,
    ),
    ("classification classifications classified level levels secret markings secrecy", _levels),
    ("big large size long paragraphs extent huge words pages volume", _size),
)
_WORDS = [frozenset(words.split()) for words, _ in _TOPICS]
_RANKS = frozenset("most fewest least busiest top".split())
_PERSONAL = frozenset("people persons person speakers speaker who whom quoted".split())


def answer(inquiry: Inquiry) -> Answer | None:
    """Return facts about the archive itself, where a question asks for nothing else."""
    words = _words(inquiry.text)
    unknown = [word for word in words if word not in _FILLER and not any(word in known for known in _WORDS)]
    words = _words(mended(inquiry.text, unknown))
    if not words or len(words) > 20 or inquiry.where:
        return None
    if all(word in _FILLER for word in words) and _is_about_all(words):
        return inquiry.answer(_size(inquiry) if "much" in words else _overview(inquiry))
    scope = read_scope(inquiry.text)
    if scope is None or scope.parts or (scope.these and inquiry.turns):
        return None
    topics = [
        place
        for place, known in enumerate(_WORDS)
        if known & set(words) and all(word in _FILLER or word in known or word in _COMMON for word in words)
    ]
    if topics:
        topic = topics[0]
        if _TOPICS[topic][1] is _people and (not _PERSONAL & set(words) or "you" in words):
            return None
        if _TOPICS[topic][1] not in (_people, _first, _last) and _RANKS & set(words):
            return None  # which has the most is a count
        return inquiry.answer(_TOPICS[topic][1](inquiry)) if _asks(words) else None
    return None


_COMMON = frozenset("covered cover covers most often used use written sent when who".split())


def _asks(words: list[str]) -> bool:
    return bool(
        {"which", "what", "who", "whom", "list", "how", "when", "tell", "show", "give", "whose", "whats", "what's"}
        & set(words)
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.casefold().replace("’", "'"))


def _is_about_all(words: list[str]) -> bool:
    """Whether it asks what is in here: "what's in here?", "tell me about this archive", "what is this?"."""
    asks = {
        "what",
        "what's",
        "whats",
        "tell",
        "describe",
        "overview",
        "summarise",
        "summarize",
        "summary",
        "how",
    } & set(words)
    you = {"you"} & set(words) and {"contain", "hold", "have", "include"} & set(words)
    return bool(asks and (_HERE & set(words) or you)) and "many" not in words


def _ends(inquiry: Inquiry) -> tuple[str, str]:
    first, last = inquiry.library.dates() or ("unknown", "unknown")
    return first[:4], last[:4]


def _listed(counts: list[tuple[str, int]], most: int) -> str:
    shown = [f"{name} {number:,}" for name, number in counts[:most]]
    more = len(counts) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")
