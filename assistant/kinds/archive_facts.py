"""The archive itself: what is in here, which years and embassies, who is quoted most, how big it is."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.kinds.inquiry import Inquiry
from assistant.question.scope import read_scope
from assistant.question.typing_errors import mended
from ingest.domain.posts import post_name
from ingest.language.counts import count

_PEOPLE = 20  # who are named
_TAGS = 40
_LONGEST = 20  # words of a question about the archive

# Words that ask about the archive and do not say for which fact of it.
_FILLER = frozenset(
    """
    a about all altogether an and any archive archives are at available be been both by cable cables can
    collection collections come comes consist consists contain contained contains corpus could currently
    data database dataset describe did different distinct do documents docs does dump each exactly exist
    exists files find for from get gets give got had has have having hello here hey hi hold holds holding
    how i in included includes indexed inside into is it it's its just kind kinds know let library like list
    loaded look made main mainly many material me much now number of ok okay on one or our out overview
    please pls present quick repository represented right say set show side so some sort sorts stored stuff
    summarise summarize summary telegrams tell texts that that's the their them there there's these they
    thing things this those to total type types up us we what what's whats where which will within would you
    your
    """.split()
)
# Further words with which any of the facts may be asked for.
_COMMON = frozenset("covered cover covers most often used use written sent when who".split())
_ASKS = frozenset("which what what's whats who whom whose list how when tell show give".split())
_DESCRIBES = frozenset("what what's whats tell describe overview summarise summarize summary how".split())
_HERE = frozenset(
    """
    archive archives cables collection collections corpus database dataset dump here inside it library
    repository there these this
    """.split()
)
_HOLDS = frozenset("contain hold have include".split())
_PERSONAL = frozenset("people persons person speakers speaker who whom quoted".split())
_RANKS = frozenset("most fewest least busiest top".split())


@dataclass(frozen=True, slots=True)
class _Topic:
    """A fact that can be asked for, and the words that ask for it; `ranked`: also for what there is most of."""

    told: Callable[[Inquiry], str]
    words: frozenset[str]
    ranked: bool = False


def answer(inquiry: Inquiry) -> Answer | None:
    """Return facts about the archive itself, where a question asks for nothing else."""
    words = _words(inquiry.text)
    unknown = [word for word in words if word not in _FILLER and not any(word in each.words for each in _TOPICS)]
    words = _words(mended(inquiry.library, inquiry.text, unknown))
    if not 0 < len(words) <= _LONGEST or inquiry.where:
        return None
    if _FILLER.issuperset(words) and _is_about_all(set(words)):
        return inquiry.answer(_size(inquiry) if "much" in words else _overview(inquiry))
    scope = read_scope(inquiry.text)
    if scope is None or scope.parts or (scope.these and inquiry.turns):
        return None
    topic = _topic(set(words))
    return inquiry.answer(topic.told(inquiry)) if topic else None


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.casefold().replace("’", "'"))


def _is_about_all(words: set[str]) -> bool:
    """Whether it asks what is in here: "what's in here?", "tell me about this archive", "what is this?"."""
    holds = "you" in words and words & _HOLDS
    return bool(words & _DESCRIBES and (words & _HERE or holds)) and "many" not in words


def _topic(words: set[str]) -> _Topic | None:
    """Return the fact that is asked for; which post sent most is a count, and "who are you" about nobody here."""
    fits = (each for each in _TOPICS if words & each.words and words <= _FILLER | _COMMON | each.words)
    topic = next(fits, None)
    if topic is None or not words & _ASKS or (words & _RANKS and not topic.ranked):
        return None
    personal = words & _PERSONAL and "you" not in words
    return topic if topic.told is not _people or personal else None


def _overview(inquiry: Inquiry) -> str:
    posts = [(post_name(post), number) for post, number in inquiry.library.counts("origin")]
    lines = [
        f"{_held(inquiry)}: reports that US embassies and the Department of State sent, dated {_ends(inquiry)}.",
        f"They come from {count(len(posts), 'post')}: {_listed(posts, 8)}.",
        f"Their classifications: {_listed(inquiry.library.counts('classification'), 8)}.",
        f"Their most frequent tags: {_listed(inquiry.library.counts('tag'), 10)}.",
        "Ask what somebody said about something, for a list or a count of cables, or for a cable by its id.",
    ]
    return "\n\n".join(lines)


def _years(inquiry: Inquiry) -> str:
    years: Counter[str] = Counter()
    for month, number in inquiry.library.months():
        years[month[:4] or "undated"] += number
    told = (f"{year}: {count(number, 'cable')}" for year, number in years.items())
    return "\n\n".join((f"The {count(years.total(), 'cable')} are dated {_ends(inquiry)}.", *told))


def _posts(inquiry: Inquiry) -> str:
    posts = [(post_name(post), number) for post, number in inquiry.library.counts("origin")]
    note = " STATE is the Department of State in Washington." if "STATE" in dict(posts) else ""
    return f"The cables come from {count(len(posts), 'post')}, so many each: {_listed(posts, len(posts))}.{note}"


def _people(inquiry: Inquiry) -> str:
    people = inquiry.library.people()
    if not people:
        return "It is not known yet who speaks in these cables."
    lines = []
    for each in people[:_PEOPLE]:
        office = f" ({each.titles[0]})" if each.titles else ""
        lines.append(f"{each.name}{office}: {count(each.said, 'sentence')} in {count(len(each.cables), 'cable')}")
    lead = f"{count(len(people), 'person')} are quoted in these cables; those with the most sentences are:"
    return "\n\n".join((lead, *lines))


def _size(inquiry: Inquiry) -> str:
    posts = count(len(inquiry.library.counts("origin")), "post")
    return f"{_held(inquiry)}, from {posts}, dated {_ends(inquiry)}."


def _held(inquiry: Inquiry) -> str:
    status = inquiry.library.status()
    return f"This archive holds {count(status.cables, 'cable')} with {count(status.paragraphs, 'paragraph')}"


def _tags(inquiry: Inquiry) -> str:
    tags = inquiry.library.counts("tag")
    return f"The cables have {count(len(tags), 'tag')}; the most frequent: {_listed(tags, _TAGS)}."


def _levels(inquiry: Inquiry) -> str:
    levels = inquiry.library.counts("classification")
    return f"The cables are classified as follows: {_listed(levels, len(levels))}."


def _ends(inquiry: Inquiry) -> str:
    ends = inquiry.library.dates()
    return f"{ends[0][:4]} to {ends[1][:4]}" if ends else "at unknown times"


def _listed(counts: list[tuple[str, int]], most: int) -> str:
    shown = [f"{name} {number:,}" for name, number in counts[:most]]
    more = len(counts) - len(shown)
    return ", ".join(shown or ["none"]) + (f" and {more:,} more" if more > 0 else "")


def _asking(words: str) -> frozenset[str]:
    return frozenset(words.split())


# In the order in which they are tried: the first counts of which a question has a word.
_TOPICS = (
    _Topic(
        _people,
        _PERSONAL
        | _asking(
            "quote quotes speak speaks talk talks name names named said says most often frequently top sources"
        )
        | _asking("leaders officials"),
        ranked=True,
    ),
    _Topic(_tags, _asking("tag tags topic topics subject subjects theme themes codes common frequent used use")),
    _Topic(
        _posts,
        _asking(
            "post posts embassy embassies consulate consulates mission missions country countries place places"
        )
        | _asking("capitals cities wrote sent send sender senders written different offices"),
    ),
    _Topic(
        _years,
        _asking(
            "year years date dates period periods time timeframe timespan span spans range ranges cover covers"
        )
        | _asking("covered covering coverage when far back reach frame go goes start starts end ends begin until"),
    ),
    _Topic(_levels, _asking("classification classifications classified level levels secret markings secrecy")),
    _Topic(_size, _asking("big large size long paragraphs extent huge words pages volume")),
)
