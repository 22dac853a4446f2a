"""Answers without a model: the sentences that answer, verbatim, each with its paragraph; or a refusal."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import COMPARISON, STATEMENT, TOPIC, Answer, Citation, Passage, highest_marking
from assistant.citations import cite_header, day
from assistant.question.cable_ids import asked_of
from assistant.question.fixed_sentences import ENGLISH, FixedSentences
from assistant.question.spelling import nearest_name, read
from assistant.question.understand import Question
from assistant.quoting.choose_sentences import Choice, choice
from assistant.quoting.compare import compared
from assistant.quoting.extract import Extract
from assistant.quoting.quoted_text import Told, quoted_text
from assistant.quoting.topic_quotes import nothing_on, told_on
from assistant.quoting.whose_words import absent_posts, no_cable_from, notice, spoken
from assistant.retrieval.fair_shares import BY_RANK, FairShares
from assistant.retrieval.retrieve import LIMIT, retrieve
from assistant.retrieval.sides import in_turn, retrieve_sides
from assistant.sureness import USUAL, Thresholds
from ingest import Library
from ingest.domain.filters import FILTERS, Filters
from ingest.domain.keys import Key
from ingest.language.counts import count
from ingest.search.word_index import stems

_TOPICS = 3  # cables that a refusal names in which somebody speaks
_NAMED = 2  # names of a question that a passage has where nothing else of it could be read
_LISTED = 10  # cables of a list


def answer_by_quotes(
    library: Library,
    question: Question,
    passages: Sequence[Passage],
    where: Filters,
    thresholds: Thresholds = USUAL,
    words: FixedSentences = ENGLISH,
    shares: FairShares = BY_RANK,
) -> Answer:
    """Return the answer that the best passages give in their own words, or a refusal with what was searched.

    Between the `thresholds` of how likely these words are right they are shown, as excerpts, and not claimed.
    In fair `shares` something is quoted of each period that has anything.

    A comparison needs no passages: each of its sides is looked for by itself. `words` are those of the language
    that was asked in.
    """
    quoted: Told | None = None
    kind, chosen = STATEMENT, Choice()
    fair = shares.passages[:LIMIT] or passages
    sides = retrieve_sides(library, question, question.comparison, where) if question.comparison else ()
    if read(library, question.asked).nobody:
        quoted = None  # what is asked about somebody who is not in the archive, others cannot answer
    elif question.topic and passages:  # its words stand there: that is never refused
        quoted, kind = told_on(library, question, question.topic, fair), TOPIC
    elif sides and question.comparison and (quoted := compared(library, sides, question.comparison)):
        kind, passages = COMPARISON, in_turn(sides)[:LIMIT]
    elif question.comparison and question.comparison.is_sure:
        quoted = None  # nothing is told of anybody who is to be compared
    elif question.lists and passages:
        quoted = _listed(library, fair)
    else:
        passages = passages or (retrieve(library, question, where) if question.comparison else ())
        chosen = choice(library, question, passages, where, thresholds, shares)
        quoted = quoted_text(library, chosen.extract.headline, also=chosen.extract.also)
    told = notice(library, question, quoted[1], passages, where) if quoted and kind == STATEMENT else ""
    if quoted is None or told is None or chosen.outcome == "refused":
        return replace(refuse(library, question, passages, where, words), confidence=chosen.confidence)
    text, citations = f"{told}{quoted[0]}", quoted[1]
    outcome, likeliest = chosen.outcome, None
    if outcome == "excerpts":
        likeliest = _likeliest(chosen.extract, citations)
        text = f"{told.strip() or words.may_say}\n\n{quoted[0]}"
    return Answer(
        question=question.asked,
        text=text,
        outcome=outcome,
        confidence=chosen.confidence,
        likeliest=likeliest,
        citations=tuple(citations),
        passages=tuple(passages),
        searched=account(library, where),
        kind=kind,
        marking=highest_marking(each.marking for each in citations),
    )


def answer_by_names(
    library: Library,
    question: Question,
    named: Sequence[str],
    passages: Sequence[Passage],
    where: Filters,
    thresholds: Thresholds = USUAL,
    words: FixedSentences = ENGLISH,
) -> Answer:
    """Return what may answer a question of which only what it names could be read, or a refusal.

    What may answer has two of these names, or the only one, in a passage that it quotes; of a cable that is named
    any will do. Nothing is claimed, and no probability given: what is asked of these names is not known.
    """
    answer = answer_by_quotes(library, question, passages, where, thresholds, words)
    wanted = {word: set(stems(word)) for word in named if not word.isdigit() and not asked_of(word)}
    speakers = {(each.cable, each.ordinal): each.speaker for each in answer.citations}
    cited = [each for each in passages if (each.cable, each.ordinal) in speakers]
    texts = [f"{speakers[each.cable, each.ordinal]} {each.subject} {each.text}" for each in cited]
    held = [sum(bool(wanted[word] & there) for word in wanted) for there in map(set, map(stems, texts))]
    enough = max(held, default=0) >= min(_NAMED, len(wanted)) if wanted else bool(question.cables)
    if not answer.refused and enough:
        if answer.answered:
            answer = replace(answer, text=f"{words.may_say}\n\n{answer.text}", outcome="excerpts")
        return replace(answer, confidence=None, likeliest=None)
    return refuse(library, question, passages, where, words)


def refuse(
    library: Library,
    question: Question,
    passages: Sequence[Passage],
    where: Filters,
    words: FixedSentences = ENGLISH,
) -> Answer:
    """Return the answer that the archive does not say: what was searched, which names are not in it, what is known
    of the person asked about, and the nearest passage.

    In other `words` than English it is as short as it can be, without what there is no word for in them.
    """
    searched = account(library, where)
    if words is ENGLISH and (text := _filtered_out(library, where)):
        return Answer(question=question.asked, text=text, outcome="refused", searched=searched)
    if question.topic and not passages:
        text = nothing_on(library, question.topic, searched, where)
        return Answer(question=question.asked, text=text, outcome="refused", searched=searched)
    absent = absent_posts(library, question)
    told = (
        ()
        if words is not ENGLISH
        else (
            no_cable_from(absent) if absent else "",
            f"Searched: {searched}.",
            *(_not_mentioned(library, name) for name in read(library, question.asked).missing),
            _speaks(library, question, where),
        )
    )
    parts = [words.unanswered(question.cables), *(told if not question.cables else ())]
    if passages:
        parts.append(f"{words.closest}{_titled(passages[0].label, passages[0].subject)}.")
    return Answer(
        question=question.asked,
        text=" ".join(part for part in parts if part),
        outcome="refused",
        passages=tuple(passages),
        searched=searched,
    )


def _likeliest(extract: Extract, citations: Sequence[Citation]) -> int | None:
    """Return the number of the citation of the sentence that likeliest answers, if it is not the only one."""
    best = extract.best
    if best is None or len(citations) < 2:
        return None
    key = Key(best.passage.cable, best.passage.ordinal)
    words = "".join(best.text.split())
    same = (
        each.number
        for each in citations
        if Key(each.cable, each.ordinal) == key and "".join(each.quote.split()) in words
    )
    return next(same, None)


def _filtered_out(library: Library, where: Filters) -> str:
    """Return that filters leave no cable, and how many each of them leaves by itself; "" where they leave some."""
    if not where or library.how_many(where):
        return ""
    alone = [
        f"{library.how_many(Filters(**{each.name: value})):,} {each.told(value)}"
        for each in FILTERS
        if (value := getattr(where, each.name)) is not None
    ]
    return f"Your filters leave no cable to search. By itself, each leaves: {'; '.join(alone)}."


def _not_mentioned(library: Library, name: str) -> str:
    nearest = nearest_name(library, name)
    return f"The archive does not mention {name}{f'; the nearest name is {nearest}' if nearest else ''}."


def _speaks(library: Library, question: Question, where: Filters) -> str:
    """Return in how many cables the person named in the question speaks, and what these are about."""
    cables = list(dict.fromkeys(key.cable for key in spoken(library, question.speaker, where)))
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
