"""Answers without a model: the sentences that answer, verbatim, each with its paragraph; or a refusal."""

from collections.abc import Mapping, Sequence

from assistant.answer import Answer, Citation, Passage, highest_marking
from assistant.citations import as_found, cite, cite_header, day
from assistant.question.spelling import nearest_name, read
from assistant.question.understand import Question
from assistant.quoting.choose_sentences import choice
from assistant.quoting.score_sentences import Candidate
from ingest import Library
from ingest.domain.filters import Filters
from ingest.language.counts import count
from ingest.parsing.table_lines import has_table
from ingest.search.word_index import stems

Told = tuple[str, list[Citation]]  # the text of an answer, and what it quotes

_TOPICS = 3  # cables that a refusal names in which somebody speaks
_NAMED = 2  # names of a question that a passage has where nothing else of it could be read
_LISTED = 10  # cables of a list


def answer_by_quotes(library: Library, question: Question, passages: Sequence[Passage], where: Filters) -> Answer:
    """Return the answer that the best passages give in their own words, or a refusal with what was searched."""
    quoted: Told | None
    if read(library, question.asked).nobody:
        quoted = None  # what is asked about somebody who is not in the archive, others cannot answer
    elif question.lists and passages:
        quoted = _listed(library, passages)
    else:
        quoted = _quoted(library, choice(library, question, passages, where))
    if quoted is None:
        return refuse(library, question, passages, where)
    text, citations = quoted
    return Answer(
        question=question.asked,
        text=text,
        answered=True,
        citations=tuple(citations),
        passages=tuple(passages),
        searched=account(library, where),
        marking=highest_marking(each.marking for each in citations),
    )


def answer_by_names(
    library: Library, question: Question, named: Sequence[str], passages: Sequence[Passage], where: Filters
) -> Answer:
    """Return the answer to a question of which only what it names could be read, or a refusal.

    What answers has two of these names, or the only one, in a passage that it quotes.
    """
    answer = answer_by_quotes(library, question, passages, where)
    wanted = {word: set(stems(word)) for word in named if not word.isdigit()}
    speakers = {(each.cable, each.ordinal): each.speaker for each in answer.citations}
    cited = [each for each in passages if (each.cable, each.ordinal) in speakers]
    texts = [f"{speakers[each.cable, each.ordinal]} {each.subject} {each.text}" for each in cited]
    held = [sum(bool(wanted[word] & there) for word in wanted) for there in map(set, map(stems, texts))]
    if answer.answered and max(held, default=0) >= min(_NAMED, len(wanted)) > 0:
        return answer
    return refuse(library, question, passages, where)


def refuse(library: Library, question: Question, passages: Sequence[Passage], where: Filters) -> Answer:
    """Return the answer that the archive does not say: what was searched, which names are not in it, what is known
    of the person asked about, and the nearest passage."""
    searched = account(library, where)
    told = (
        f"Searched: {searched}.",
        *(_not_mentioned(library, name) for name in read(library, question.asked).missing),
        _speaks(library, question, where),
    )
    parts = [question.unanswered, *(told if not question.cables else ())]
    if passages:
        parts.append(f"Closest match: {_titled(passages[0].label, passages[0].subject)}.")
    return Answer(
        question=question.asked,
        text=" ".join(part for part in parts if part),
        answered=False,
        passages=tuple(passages),
        searched=searched,
    )


def _not_mentioned(library: Library, name: str) -> str:
    nearest = nearest_name(library, name)
    return f"The archive does not mention {name}{f'; the nearest name is {nearest}' if nearest else ''}."


def _speaks(library: Library, question: Question, where: Filters) -> str:
    """Return in how many cables the person named in the question speaks, and what these are about."""
    spoken = library.spoken_by(question.speaker, where) if question.speaker else {}
    if not spoken:
        return ""
    cables = list(dict.fromkeys(key.cable for key in spoken))
    heads = library.heads(cables[:_TOPICS])
    subjects = [(id, heads[id].subject) for id in cables[:_TOPICS] if id in heads]
    topics = "; ".join(f"{subject} ({id})" if subject else id for id, subject in subjects)
    if not topics:
        return ""
    more = " and others" if len(cables) > _TOPICS else ""
    return f"{question.speaker} speaks in {len(cables):,} of them: {topics}{more}."


def _titled(label: str, subject: str | None) -> str:
    return f"{label}, {subject}" if subject else label


def account(library: Library, where: Filters) -> str:
    """Return what was searched: "161 cables, 2004 to 2010"."""
    status = library.status()
    years = f", {status.first[:4]} to {status.last[:4]}" if status.first and status.last else ""
    filtered = ", limited by your filters" if where else ""
    return f"{count(status.cables, 'cable')}{years}{filtered}"


# What was found may have been removed or replaced meanwhile: then it is skipped, and None means that nothing is
# left.


def _quoted(library: Library, chosen: Sequence[Candidate]) -> Told | None:
    """Return the text of an answer: a block for each cable, with the speaker named before the quotations."""
    cables = {cable.id: cable for cable in library.cables(list({each.passage.cable for each in chosen}))}
    offices = library.offices(cables)
    citations: list[Citation] = []
    blocks: list[str] = []
    last: tuple[str, str | None] | None = None
    for each in chosen:
        cable = cables.get(each.passage.cable)
        paragraph = as_found(cable, each.passage)
        if not cable or not paragraph:
            continue
        number = len(citations) + 1
        citations.append(cite(number, cable, paragraph, each.start, each.end, each.speaker))
        opens = last is None or last[0] != cable.id
        if opens:
            blocks.append(f"{cable.origin or cable.id}, {day(cable.date, cable.id)}.")
        voice = _voice(each, offices)
        if last != (cable.id, voice) and (voice or not opens):
            blocks[-1] += f" {voice or 'The cable'}:"
        blocks[-1] += f" “{_lines(each)}” [{number}]"
        last = (cable.id, voice)
    return ("\n\n".join(blocks), citations) if citations else None


def _lines(each: Candidate) -> str:
    """Return the words of a sentence; of a table its lines, the first with its indent on a line of its own."""
    before = each.passage.text[: each.start]
    line = before.rstrip(" ")
    if not line.endswith("\n") or line == before or not has_table(each.text):
        return each.text
    return f"\n{before[len(line) :]}{each.text}"


def _voice(each: Candidate, offices: Mapping[tuple[str, str], str]) -> str | None:
    """Return who says a sentence, with the office that the cable gives; None for the cable's own narration."""
    if each.statement.kind == "comment":
        return "Comment by the post"
    if each.speaker is None:
        return None
    return ", ".join(filter(None, (each.speaker, offices.get((each.passage.cable, each.speaker)))))


def _listed(library: Library, passages: Sequence[Passage]) -> Told | None:
    """Return the cables of the passages, the best first, each with its date and its subject cited."""
    ids = list(dict.fromkeys(passage.cable for passage in passages))[:_LISTED]
    lines: list[str] = []
    citations: list[Citation] = []
    for cable in library.cables(ids):
        number = len(citations) + 1
        citation = cite_header(number, cable, "subject") or cite_header(number, cable, "header")
        if citation:
            citations.append(citation)
            lines.append(f"{cable.id}, {day(cable.date, cable.id)}: {cable.subject or 'no subject'} [{number}]")
    return ("\n\n".join(lines), citations) if citations else None
