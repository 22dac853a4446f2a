"""Answers and their sources as HTML for the chat window. Pure functions; `ui/templates/answer` has the markup."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from assistant import Answer, Citation, Passage
from assistant.answer import Usage, highest_marking, label
from assistant.citations import day
from assistant.citing.office_names import office_name
from assistant.kept_conversations.feedback import LONGEST_REASON, NotRelevant
from assistant.retrieval.fair_shares import cited_in
from ingest.domain.pages import misread_words, page_words
from ingest.language.counts import count
from ui.rendering.addresses import Place, cable_among, cables_page, keeping
from ui.rendering.answer_text import blocks
from ui.rendering.cable_table import CableTable, without_entries
from ui.rendering.conversation_html import Kept, NotKept
from ui.rendering.outcome_words import beneath_outcome, outcome_words
from ui.rendering.quotation_marks import inside_quotation
from ui.rendering.templates import one_line, render
from ui.rendering.timeline import Dot, NotedYears, Timeline, timeline

Source = TypeVar("Source", Citation, Passage)


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A paragraph among the sources: what is quoted of it, under a number, or what was found.

    `why` is what spoke for it; `not_relevant` is set where the reader calls it that.
    """

    to: Place
    label: str
    place: str
    words: str
    ordinal: int
    number: int | None = None
    speaker: str | None = None
    why: Sequence[str] = ()
    not_relevant: NotRelevant | None = None


@dataclass(frozen=True, slots=True)
class SourceCard:
    """One cable among the sources: its facts once, then its paragraphs."""

    cable: str
    href: str
    page: str
    facts: str
    marking: str | None
    subject: str
    entries: Sequence[SourceEntry]


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """Cables among the sources; with a heading, which counts their passages, they can be folded."""

    heading: str
    passages: int
    is_open: bool
    cards: Sequence[SourceCard]


def reply(
    answer: Answer,
    spent: Usage | None = None,
    followups: Sequence[str] = (),
    kept: Kept | NotKept | None = None,
    table: CableTable | None = None,
) -> str:
    """Return an answer, finished or in the making, as one line of HTML for the conversation.

    `spent` is what a model was sent and wrote in the whole conversation; `followups` are what may be asked next;
    `kept` is where the answer is kept, or why it is not; `table` are the cables that it lists.
    """
    if not answer.text and not answer.finished:
        return _reading(answer)
    shown = replace(answer, text=without_entries(answer)) if table and table.is_open else beneath_outcome(answer)
    html = render(
        "answer/reply.html",
        answer=answer,
        blocks=blocks(shown),
        table=table,
        listed=cables_page(answer=f"{kept.id}/{kept.number}")[1:] if isinstance(kept, Kept) else "",
        keep=keeping(list=f"answer={kept.id}/{kept.number}")[1:] if isinstance(kept, Kept) else "",
        csv=f"export/{kept.id}/{kept.number}.csv" if isinstance(kept, Kept) else "",
        said=outcome_words(answer),
        seconds=_seconds(answer.seconds),
        session=spent if spent != answer.usage else None,
        followups=followups,
        sources_button=_sources_button(answer),
        kept=kept if isinstance(kept, Kept) else None,
        not_kept=kept if isinstance(kept, NotKept) else None,
    )
    return _unbroken(html)


def question(text: str) -> str:
    """Return what the reader asked as HTML that shows it as typed."""
    return _unbroken(render("answer/question.html", lines=text.splitlines()))


def waiting() -> str:
    """Return what stands in the place of an answer until its passages are found."""
    return render("answer/waiting.html", doing="Searching the archive", steps=())


def stopped() -> str:
    """Return what stands in the place of an answer that was stopped."""
    return render("answer/stopped.html")


def trouble(message: str) -> str:
    """Return an error in words as HTML for the conversation."""
    return render("answer/trouble.html", message=message)


def no_conversation() -> str:
    """Return what stands in the place of a conversation that the reader does not have."""
    return _unbroken(render("answer/no_conversation.html"))


def sources(answer: Answer, kept: Kept | NotKept | None = None, *, is_earlier: bool = False) -> str:
    """Return the cables that an answer quotes, then those that were read beside them, as HTML.

    Of an answer that is `kept` each source can be called not relevant. Those of an earlier answer say of which
    question they are.
    """
    judging = kept if isinstance(kept, Kept) else None
    beside = _Beside.of(answer, judging)
    cited = {(citation.cable, citation.ordinal) for citation in answer.citations}
    others = [passage for passage in answer.passages if (passage.cable, passage.ordinal) not in cited]
    quoting, reading = _by_cable(answer.citations), _by_cable(others)
    groups = [
        SourceGroup("", 0, False, _cards(quoting, beside.quoted, answer.question)),
        SourceGroup(
            "Read but not cited" if cited else "Passages found",
            len(others),
            not cited,
            _cards(reading, beside.found, answer.question),
        ),
    ]
    shown = [group for group in groups if group.cards]
    quoted = ", ".join(group[0].cable for group in quoting)
    return render(
        "answer/sources.html",
        line=_line_of_time(answer),
        groups=shown,
        quoted=quoted,
        of=answer.question if is_earlier else "",
        judging=judging,
        longest=LONGEST_REASON,
    )


def narrowed(filters: Mapping[str, str]) -> str:
    """Return the filters in force, by name and in words, as chips that can be removed."""
    return render("window/filters.html", filters=filters)


def wrong(message: str) -> str:
    """Return what is wrong with the filters as HTML in one line."""
    return render("window/wrong_filter.html", message=message)


def _unbroken(html: str) -> str:
    """Return HTML without the ends of lines that a text may have brought along, all of Unicode's.

    The window takes what follows an empty line for Markdown, and would fetch the pictures in it.
    """
    return " ".join(html.splitlines())


def _line_of_time(answer: Answer) -> Timeline | None:
    """The cables of an answer by date, the cited ones full; a dot leads to the first place in its cable."""
    cited = {citation.cable for citation in answer.citations}
    found: list[Citation | Passage] = [*answer.citations, *answer.passages]
    first = {each.cable: each for each in reversed(found)}
    dots = [
        Dot(Place.of(each).href, cable, each.date, each.subject, "cited" if cable in cited else "")
        for cable, each in first.items()
        if each.date
    ]
    told = " by date; filled dots are cited" if cited else " found, by date"
    caption = f"{count(len(dots), 'cable')}{told}"
    return timeline(dots, caption=caption, stretches=_stretches(answer))


def _stretches(answer: Answer) -> list[NotedYears]:
    """Return the periods over which an answer is spread, each with how many cables were found and cited."""
    cited = cited_in(answer.periods, answer.citations)
    return [
        NotedYears(each.first, each.last, f"{each}: {each.found:,} found, {cited[each]:,} cited")
        for each in answer.periods
    ]


def _reading(answer: Answer) -> str:
    if not answer.passages:
        return waiting()
    cables = count(len({passage.cable for passage in answer.passages}), "cable")
    passages = count(len(answer.passages), "passage")
    return _unbroken(render("answer/waiting.html", doing=f"Reading {passages} from {cables}", steps=answer.steps))


def _seconds(seconds: float | None) -> str:
    return f"{seconds:.{1 if seconds >= 1 else 2}f} s" if seconds else ""


def _sources_button(answer: Answer) -> str:
    """Return the name of the button that shows the sources; nothing where there are none."""
    if not answer.citations and not answer.passages:
        return ""
    cables = len({citation.cable for citation in answer.citations})
    return count(cables, "source") if cables else "Passages found"


def _by_cable(found: Iterable[Source]) -> list[list[Source]]:
    """Group by cable, in the order in which the cables first occur."""
    groups: dict[str, list[Source]] = {}
    for source in found:
        groups.setdefault(source.cable, []).append(source)
    return list(groups.values())


def _cards(
    groups: Sequence[list[Source]], entry: Callable[[Source], SourceEntry], question: str
) -> list[SourceCard]:
    """Return a card for each cable, whose page leads on to the others of them."""
    ids = [group[0].cable for group in groups]
    return [_card(group, list(map(entry, group)), cable_among(group[0].cable, ids, question)) for group in groups]


def _card(group: list[Source], entries: Sequence[SourceEntry], page: str) -> SourceCard:
    first = group[0]
    return SourceCard(
        first.cable,
        Place(first.cable).href,
        page[1:],
        " · ".join(filter(None, (first.origin and office_name(first.origin), day(first.date, first.cable)))),
        highest_marking(source.marking for source in group),
        one_line(first.subject or "No subject"),
        entries,
    )


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the sources of an answer, by their places."""

    why: Mapping[tuple[str, int], Sequence[str]]
    judged: Mapping[tuple[str, int], NotRelevant]

    @classmethod
    def of(cls, answer: Answer, kept: Kept | None) -> "_Beside":
        judged = kept.feedback.not_relevant if kept else ()
        return cls(
            {(each.cable, each.ordinal): each.why for each in answer.passages},
            {(each.cable, each.ordinal): each for each in judged},
        )

    def quoted(self, citation: Citation) -> SourceEntry:
        words = inside_quotation(one_line(citation.quote))
        if citation.ordinal == 0 and words.casefold() == f"subject: {one_line(citation.subject or '')}".casefold():
            words = ""  # the card says it above
        return self._entry(citation, words, citation.number, citation.speaker)

    def found(self, passage: Passage) -> SourceEntry:
        return self._entry(passage, one_line(passage.text))

    def _entry(
        self, source: Citation | Passage, words: str, number: int | None = None, speaker: str | None = None
    ) -> SourceEntry:
        place = source.cable, source.ordinal
        return SourceEntry(
            Place.of(source),
            source.label,
            _paragraph(source),
            words,
            source.ordinal,
            number,
            speaker,
            self.why.get(place, ()),
            self.judged.get(place),
        )


def _paragraph(source: Citation | Passage) -> str:
    """Return the place within its cable, `¶5` or `[2], p. 3`: the card names the cable already."""
    place = label("", source.paragraph, source.ordinal).strip()
    if not isinstance(source, Citation):
        return place
    return ", ".join(filter(None, (place, page_words(source.pages), misread_words(source.confidence))))
