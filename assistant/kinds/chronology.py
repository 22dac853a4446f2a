"""What happened when: "chronology of the war in Georgia", "how did X develop over time"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation
from assistant.citations import cite, day, year
from assistant.kinds.inquiry import Inquiry
from assistant.question.courtesy import plain
from assistant.question.hints import Hint, hints
from assistant.question.named_post import limited
from assistant.question.timeline_topic import timeline_topic
from assistant.retrieval.key_terms import KeyTerms
from assistant.retrieval.phrases import unattributed
from assistant.retrieval.retrieve import fuse
from ingest import Cable, Library, Paragraph
from ingest.domain.countries import place
from ingest.domain.filters import Filters, first_day, last_day
from ingest.domain.keys import HEADER, Key
from ingest.domain.posts import parts
from ingest.domain.statements import Statement
from ingest.search.word_index import stems

_DEPTH = 200  # paragraphs that share words with the topic, and as many near it in meaning
_MOST = 15  # cables that are told
_FITS = 0.6  # of the topic that a paragraph with its subject must have, and of the best one's share
_FITS_IN_LAND = 0.4  # the same, of the words besides the countries that it names, which must be there
_OWN = 0.3  # of the topic that the paragraph itself must have
_UNKNOWN = 0.4  # of the topic that may be words which stand nowhere
_LONG = 50  # words of a sentence of which only the first clauses are told
_SHORT = 15


@dataclass(frozen=True, slots=True)
class _Event:
    """A paragraph that fits, with its cable, and how well it does."""

    key: Key
    paragraph: Paragraph
    statements: Sequence[Statement]
    score: float
    date: str | None


def answer(inquiry: Inquiry) -> Answer | None:
    """Return the dated lines of a topic, one a cable; None where no timeline is asked for, or one cable fits."""
    post = limited(plain(inquiry.text), inquiry.without)
    read = hints(post.text)
    times = [hint for hint in read if not hint.origin]
    topic = timeline_topic(post.text, times)
    if not topic:
        return None
    where = post.within(inquiry.where)
    within = [hint for hint in times if len(times) == 1 and hint.words not in inquiry.without]
    for each in within:
        where = _narrowed(where, each)
    matter = KeyTerms.of(inquiry.library, topic)
    events = _fitting(inquiry.library, topic, matter, where)
    chosen = _spread(inquiry.library, events)
    if len(chosen) < 2:
        return None
    told = (*post.understood, *(each.words for each in within))
    return _told(inquiry, topic, matter, chosen, len(events), told)


def _narrowed(where: Filters, hint: Hint) -> Filters:
    """Return filters that also keep to a time."""
    since, until = where.since, where.until
    if hint.since and (since is None or first_day(hint.since) > first_day(since)):
        since = hint.since
    if hint.until and (until is None or last_day(hint.until) < last_day(until)):
        until = hint.until
    return replace(where, since=since, until=until)


def _fitting(library: Library, topic: str, matter: KeyTerms, where: Filters) -> list[_Event]:
    """Return the best paragraph of each cable that has the topic, the best first."""
    if not matter.weights:
        return []
    reading = library.reading(topic)
    rankings = [library.by_words(topic, _DEPTH, where)]
    rankings += [library.by_meaning(reading, _DEPTH, where)] if reading else []
    fused = fuse(*([key for key, _ in ranking if key.ordinal != HEADER] for ranking in rankings))
    if where.person:
        spoken = library.spoken_by(where.person, where)
        fused = {key: score for key, score in fused.items() if key in spoken}
    there = library.attributed_paragraphs(list(fused)[:_DEPTH])
    heads = library.heads({key.cable for key in there})
    own = {key: set(stems(paragraph.text)) for key, (paragraph, _) in there.items()}
    known = matter.weights.keys() & set().union(*own.values())
    if sum(matter.weights[term] for term in known) < (1 - _UNKNOWN) * matter.total:
        return []
    wanted = KeyTerms({term: weight for term, weight in matter.weights.items() if term in known})
    lands = _lands(topic)
    rest = KeyTerms.of(library, " ".join(word for word in topic.split() if not _lands(word)))
    besides = KeyTerms({term: weight for term, weight in rest.weights.items() if term in known})
    best: dict[str, _Event] = {}
    most = max(fused.values(), default=1.0)
    for key, (paragraph, statements) in there.items():
        head = f"{heads[key.cable].subject or ''} {paragraph.section or ''}" if key.cable in heads else ""
        about = own[key] | set(stems(head))
        share, mine = wanted.of_stems(about), wanted.of_stems(own[key])
        if not _has_topic(besides, about, lands):
            continue
        if mine < _OWN or not lands <= _lands(f"{head} {paragraph.text} {_post(key.cable)}"):
            continue
        score = share + mine + fused[key] / most
        date = heads[key.cable].date if key.cable in heads else None
        event = _Event(key, paragraph, statements or unattributed(paragraph), score, date)
        if key.cable not in best or event.score > best[key.cable].score:
            best[key.cable] = event
    found = sorted(best.values(), key=lambda event: -event.score)
    return [event for event in found if event.score >= _FITS * found[0].score]


def _has_topic(besides: KeyTerms, about: set[str], lands: set[str]) -> bool:
    """Whether a paragraph with its subject has enough of what the topic is besides its countries."""
    terms, lacks = len(besides.weights), len(besides.weights.keys() - about)
    if not terms or (terms == 1 and len(lands) > 1):  # "relations between Venezuela and Iran"
        return True
    least, few = (_FITS_IN_LAND, 2) if lands else (_FITS, 3)
    return besides.of_stems(about) >= least and lacks <= terms // few


def _lands(text: str) -> set[str]:
    """Return the countries that a text names."""
    return {land for word in re.findall(r"[\w.]+", text) if (land := place(word))}


def _post(cable: str) -> str:
    known = parts(cable)
    return known.post if known else ""


def _spread(library: Library, events: Sequence[_Event]) -> list[tuple[Cable, _Event]]:
    """Return the best cable of each month, and then the next best, as many as are told, in order."""
    months: set[str] = set()
    first: list[_Event] = []
    others: list[_Event] = []
    for event in events:
        month = (event.date or event.key.cable)[:7]
        (others if month in months else first).append(event)
        months.add(month)
    chosen = {event.key.cable: event for event in sorted([*first, *others][:_MOST], key=_when)}
    cables = library.cables(list(chosen))
    return [(cable, chosen[cable.id]) for cable in cables if chosen[cable.id].paragraph in cable.paragraphs]


def _when(event: _Event) -> tuple[str, str, int]:
    known = parts(event.key.cable)
    return event.date or year(None, event.key.cable) or "", _post(event.key.cable), known.number if known else 0


def _told(
    inquiry: Inquiry,
    topic: str,
    matter: KeyTerms,
    chosen: Sequence[tuple[Cable, _Event]],
    fitting: int,
    understood: tuple[str, ...],
) -> Answer:
    citations: list[Citation] = []
    lines: list[str] = []
    for number, (cable, event) in enumerate(chosen, start=1):
        start, end, speaker = _sentence(event, matter)
        citations.append(cite(number, cable, event.paragraph, start, end, speaker))
        cut = " …" if event.paragraph.text[end - 1] not in '.?!"”’)' else ""
        quote = f"“{event.paragraph.text[start:end]}{cut}”"
        lines.append(f"{day(cable.date, cable.id)} ({cable.id}): {quote} [{number}]")
    of = (
        f"the {len(chosen)} cables that fit best of {fitting}"
        if fitting > len(chosen)
        else f"{len(chosen)} cables"
    )
    head = f"Timeline of {topic}: {of}, in order of date."
    ids = [cable.id for cable, _ in chosen]
    return inquiry.answer("\n\n".join([head, *lines]), citations, cables=ids, understood=understood)


def _sentence(event: _Event, matter: KeyTerms) -> tuple[int, int, str | None]:
    """Return where the sentence of a paragraph stands that has most of the topic, or its first clauses."""
    text = event.paragraph.text

    def telling(each: Statement) -> float:
        words = len(text[each.start : each.end].split())
        return matter.share(text[each.start : each.end]) - 0.1 * (words > _LONG) - 0.2 * (words < 6)

    best = max(event.statements, key=lambda each: (telling(each), -each.start))
    end = best.end
    if len(text[best.start : end].split()) > _LONG:
        cuts = [cut.start() for cut in re.finditer(r"[,;](?= )| [-–—]+ ", text[best.start : end])]
        lengths = {cut: len(text[best.start : best.start + cut].split()) for cut in cuts}
        good = [cut for cut, words in lengths.items() if _SHORT <= words <= _LONG]
        end = best.start + max(good) if good else end
    return best.start, end, best.speaker
