"""Whose words an answer has: who is asked about and does not speak in it is told, never given another's words."""

import re
from collections.abc import Sequence

from assistant.answer import Citation, Passage
from assistant.question.hints import Hint
from assistant.question.understand import Question
from assistant.quoting.score_sentences import Candidate
from assistant.quoting.whole_statements import says_something
from ingest import Library
from ingest.domain.countries import country_of, place
from ingest.domain.filters import Filters
from ingest.domain.keys import Key
from ingest.domain.posts import post_name
from ingest.language.name_match import is_mentioned, is_named

_SAYS = re.compile(
    r"\b(?:sa(?:y|ys|id)|t(?:ell|ells|old)|th(?:ink|inks|ought)|according|view\w*|opinion|words|claim\w*|argu\w+|explain\w*"
    r"|describ\w+|call\w*|complain\w*|warn\w*|suggest\w*|ask\w*|promis\w+|propos\w+|believ\w+|expect\w*)\b",
    re.IGNORECASE,
)
_NEARLY = 3.0  # log odds that somebody's own words may be behind what others say
_YES_OR_NO = re.compile(r"(?:did|does|do|was|were|is|are|has|had|would|will|could|can)\b", re.IGNORECASE)


def may_be_quoted(question: Question, first: Candidate, each: Candidate) -> bool:
    """Whether a sentence may be quoted beside the `first`, which answers likeliest.

    Who asks for somebody's words gets these, and what is told of them; who only names somebody gets nobody else's
    words; and where it is not told by name whom they ask about, nobody's but the first speaker's.
    """
    name, speaker = question.speaker, each.speaker
    if each.passage == first.passage and speaker == first.speaker:
        return True
    if question.words and name:
        return is_named(name, speaker) if speaker else is_mentioned(name.rsplit(maxsplit=1)[-1], each.text)
    if name:
        return speaker is None or is_named(name, speaker)
    return not question.words or speaker in (None, first.speaker)


def own_words_first(question: Question, ranked: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return sentences, given likeliest first, with one of whoever's words are asked for in front.

    It has to come nearly as near as the likeliest, which may be what the post says of that person.
    """
    if not (ranked and question.words and question.speaker):
        return ranked
    own = (each for each in ranked if each.speaker and is_named(question.speaker, each.speaker))
    best = next((each for each in own if says_something(each.text)), None)
    if best is None or best.score < ranked[0].score - _NEARLY:
        return ranked
    return [best, *(each for each in ranked if each is not best)]


def spoken(library: Library, name: str, where: Filters) -> list[Key]:
    """Return the paragraphs in which somebody speaks who may be called so."""
    found = library.spoken_by(name, where) if name else {}
    return [key for key, speakers in found.items() if any(is_named(name, each) for each in speakers)]


def absent_posts(library: Library, question: Question) -> list[str]:
    """Return the posts whose cables a question asks for, as they are printed, where none of these has any."""
    asked = dict.fromkeys(hint.origin for hint in question.hints if hint.origin)
    there = {name for name, _ in library.counts("origin")} if asked else set()
    return [] if there & asked.keys() else [post_name(origin) for origin in asked]


def no_cable_from(posts: Sequence[str]) -> str:
    """Return that there is no cable from some posts."""
    return f"There is no cable from {' or '.join(posts)} in this archive."


def _tells_of(hint: Hint, text: str) -> bool:
    """Whether a text names the city of a post, or its country."""
    land = place(post_name(hint.origin or "")) or country_of(hint.origin or "")
    words = set(re.findall(r"[^\W\d_]+", text))
    return is_mentioned(post_name(hint.origin or ""), text) or any(place(word) == land for word in words)


def notice(
    library: Library,
    question: Question,
    citations: Sequence[Citation],
    passages: Sequence[Passage],
    where: Filters,
) -> str | None:
    """Return what is to be told before quotes that are none of whom a question asks for; "" where they are.

    None where that person neither speaks in the archive nor is named in what is quoted: that is no answer. "Did
    Chirac want him to go?" is answered by what is told of Chirac, too, and a country has no words of its own.
    """
    if absent := absent_posts(library, question):
        named = [hint for hint in question.hints if hint.origin and post_name(hint.origin) in absent]
        cited = {(each.cable, each.ordinal) for each in citations}
        texts = [f"{each.subject or ''} {each.text}" for each in passages if (each.cable, each.ordinal) in cited]
        if not any(_tells_of(hint, text) for hint in named for text in texts):
            return None
    lead = f"{no_cable_from(absent)} What others have:\n\n" if absent else ""
    name = question.speaker if question.words else ""
    if not name or any(is_named(name, each.speaker) for each in citations if each.speaker):
        return lead
    told = _YES_OR_NO.match(question.asked) or not _SAYS.search(question.asked)
    if told and any(is_mentioned(name, each.quote) for each in citations):
        return lead
    cited = {(each.cable, each.ordinal) for each in citations}
    texts = [f"{each.subject or ''} {each.text}" for each in passages if (each.cable, each.ordinal) in cited]
    if not any(is_mentioned(name, text) for text in texts) and not spoken(library, name, where):
        return None
    head = no_cable_from(absent) + " " if absent else ""
    return f"{head}No words of {name} on this were found. What comes near:\n\n"
