"""Whose words an answer has: who is asked about and does not speak in it is told, never given another's words."""

from collections.abc import Sequence

from assistant.answer import Citation, Passage
from assistant.question.understand import Question
from assistant.quoting.score_sentences import Candidate
from ingest import Library
from ingest.domain.filters import Filters
from ingest.domain.keys import Key
from ingest.language.name_spelling import sounds


def is_named(name: str, speaker: str) -> bool:
    """Whether a name may be that of a speaker: one has all words of the other, and the surname asked for."""
    wanted, called = sounds(name), sounds(speaker)
    surname = sounds(name.rsplit(maxsplit=1)[-1]) if name else set()
    return bool(surname) and surname <= called and (wanted <= called or called <= wanted)


def may_be_quoted(question: Question, first: Candidate, each: Candidate) -> bool:
    """Whether a sentence may be quoted beside the `first`, which answers likeliest.

    Who asks for somebody's words gets these, and what is told of them; who only names somebody gets nobody else's
    words; and where it is not told by name whom they ask about, nobody's but the first speaker's.
    """
    name, speaker = question.speaker, each.speaker
    if each.passage == first.passage and speaker in (None, first.speaker):
        return True
    if question.words and name:
        surname = sounds(name.rsplit(maxsplit=1)[-1])
        return is_named(name, speaker) if speaker else surname <= sounds(each.text)
    if name:
        return speaker is None or is_named(name, speaker)
    return not question.words or speaker in (None, first.speaker)


def spoken(library: Library, name: str, where: Filters) -> list[Key]:
    """Return the paragraphs in which somebody speaks who may be called so."""
    found = library.spoken_by(name, where) if name else {}
    return [key for key, speakers in found.items() if any(is_named(name, each) for each in speakers)]


def notice(
    library: Library,
    question: Question,
    citations: Sequence[Citation],
    passages: Sequence[Passage],
    where: Filters,
) -> str | None:
    """Return what is to be told before quotes that are none of whom a question asks for; "" where they are.

    None where that person neither speaks in the archive nor is named in what is quoted: that is no answer.
    """
    name = question.speaker if question.words else ""
    if not name or any(is_named(name, each.speaker) for each in citations if each.speaker):
        return ""
    cited = {(each.cable, each.ordinal) for each in citations}
    texts = (f"{each.subject or ''} {each.text}" for each in passages if (each.cable, each.ordinal) in cited)
    if not any(sounds(name) <= sounds(text) for text in texts) and not spoken(library, name, where):
        return None
    return f"No words of {name} on this were found. What comes near:\n\n"
