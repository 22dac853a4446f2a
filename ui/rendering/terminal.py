"""Answers, passages and cables as text for a terminal, and as JSON for programs."""

from __future__ import annotations

import dataclasses
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant import Answer, Checked, Citation, Passage
from assistant.answer import Step, label
from assistant.citations import day
from assistant.retrieval.fair_shares import cited_in
from ingest import Cable, Paragraph
from ingest.attribution.statement_rows import StatementRow
from ingest.domain.pages import misread_words, page_words
from ingest.domain.posts import post_name
from ingest.domain.statements import Statement
from ingest.language.counts import count
from ingest.parsing.sections import missing_sections
from ingest.parsing.versions import Version
from ingest.progress import OUTCOMES
from ui.rendering.answer_text import DOUBTS
from ui.rendering.cable_table import without_entries
from ui.rendering.outcome_words import outcome_words
from ui.rendering.templates import one_line

if TYPE_CHECKING:  # an answer is printed without a database
    from ingest import Status
    from ingest.attribution.acquaintances import EncounterRow
    from ingest.attribution.people import Individual
    from ingest.catalogue.catalogue import CableSummary
    from ingest.catalogue.ledger import IngestRun

_WIDTH = 88
_MOST_TITLES = 5  # and spellings, of one person
_MOST_CABLES = 8
_MOST_KINDS = 12  # of files, in a line
_MOST_FILES = 3
_MOST_OF_STEP = 160  # characters


def answer(given: Answer) -> str:
    """Return the answer, its citations with their places, and what was said about how it was made."""
    if table := _table(given):
        return table
    parts = [wrapped(given.text)]
    if given.confidence is not None and not given.refused:
        parts.append(outcome_words(given))
    if doubts := [_doubt(given, each) for each in given.sentences if each.verdict != "supported"]:
        parts.append("\n".join(doubts))
    if given.citations:
        parts.append("\n".join(_citation(given, each) for each in given.citations))
    if given.periods:
        parts.append(_periods(given))
    if given.marking:
        parts.append(f"Highest marking cited: {given.marking}")
    if given.understood:
        parts.append(_understood(given))
    if given.steps:
        parts.append("\n".join(("Looked up:", *map(step, given.steps))))
    if given.note:
        parts.append(wrapped(given.note))
    if given.usage:
        parts.append(str(given.usage))
    return "\n\n".join(parts)


def _table(given: Answer) -> str:
    """Return a list of cables as aligned columns, one citation a line; "" for any other answer."""
    if given.kind != "list" or not given.citations:
        return ""
    rows = [
        (f"[{each.number}]", each.cable, (each.date or "")[:10], each.marking or "", one_line(each.subject or ""))
        for each in given.citations
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    lead, *rest = without_entries(given).split("\n\n")
    parts = [wrapped(lead), "\n".join(lines), *map(wrapped, rest)]
    if given.understood:
        parts.append(_understood(given))
    return "\n\n".join(parts)


def step(given: Step) -> str:
    """Return what was looked up for a report, and what came of it, in a line."""
    return textwrap.shorten(f"  {given.round}. {given.asked}: {given.found}", _MOST_OF_STEP, placeholder=" ...")


def _periods(given: Answer) -> str:
    cited = cited_in(given.periods, given.citations)
    told = (f"{each} {count(each.found, 'cable')} found, {cited[each]} cited" for each in given.periods)
    return wrapped(f"Spread over the years: {'; '.join(told)}")


def _understood(given: Answer) -> str:
    return f"Interpreted as: {'; '.join(given.understood)} (--literal turns that off)"


def _doubt(given: Answer, sentence: Checked) -> str:
    words = textwrap.shorten(given.text[sentence.start : sentence.end], _WIDTH, placeholder=" ...")
    verdict = DOUBTS[sentence.verdict][1].capitalize()
    return wrapped(f"{verdict}: {words} ({'; '.join(sentence.reasons)})")


def _citation(given: Answer, citation: Citation) -> str:
    on = page_words(citation.pages)
    said = (
        on,
        misread_words(citation.confidence),
        day(citation.date, citation.cable),
        citation.origin,
        citation.marking,
    )
    facts = ", ".join(filter(None, said))
    likeliest = "  (likeliest)" if citation.number == given.likeliest else ""
    return f"[{citation.number}] {citation.label}  {facts}{likeliest}"


def answer_json(given: Answer, id: str | None = None) -> dict[str, Any]:
    """Return the answer as `reftel ask --json` prints it."""
    return {
        **({"id": id} if id is not None else {}),
        "question": given.question,
        "answered": given.answered,
        "outcome": given.outcome,
        "confidence": given.confidence,
        "likeliest": given.likeliest,
        "kind": given.kind,
        "cables": list(given.cables),
        "text": given.text,
        "seconds": given.seconds,
        "searched": given.searched,
        "understood": list(given.understood),
        "note": given.note,
        "marking": given.marking,
        "model": given.model,
        "usage": dataclasses.asdict(given.usage) if given.usage else None,
        "periods": [dataclasses.asdict(each) for each in given.periods],
        "citations": [dataclasses.asdict(each) for each in given.citations],
        "sentences": [dataclasses.asdict(each) for each in given.sentences],
        "passages": [passage_json(each) for each in given.passages],
        "steps": [dataclasses.asdict(each) for each in given.steps],
    }


def passage_json(given: Passage) -> dict[str, Any]:
    """Return a passage as the commands print it with `--json`."""
    return dataclasses.asdict(given)


def passages(found: list[Passage]) -> str:
    """Return ranked paragraphs, each with its place, what its cable is about, and its beginning."""
    return "\n\n".join(
        f"{each.label}  {day(each.date, each.cable)}, {each.origin or '?'}: {each.subject or 'no subject'}\n"
        + _indented(textwrap.shorten(each.text, 3 * _WIDTH, placeholder=" ..."))
        for each in found
    )


def cable(
    given: Cable,
    refers_to: Sequence[CableSummary | str] = (),
    referred_by: Sequence[CableSummary | str] = (),
    files: Sequence[str] = (),
    versions: Sequence[Version] = (),
) -> str:
    """Return a cable for reading: its header facts, its paragraphs under their headings, its references.

    `files`: where it was read from, for its owner alone. `versions`: what other texts of it have.
    """
    facts = (
        ("Date", day(given.date) if given.date else given.year and str(given.year)),
        ("From", given.origin),
        *(("Read from", each) for each in files),
        ("Classification", " ".join(filter(None, (given.classification, *given.captions)))),
        ("Tags", " ".join(given.tags)),
        ("Subject", given.subject),
        ("Classified by", given.classified_by and given.classified_by.raw),
        ("Withheld", ", ".join(given.withheld)),
        ("Section", missing_sections(given)),
        ("Note", given.notice),
    )
    lines = [given.id, *(f"{name + ':':16}{value}" for name, value in facts if value)]
    section = None
    for each in given.paragraphs:
        if each.section and each.section != section:
            lines += ["", each.section]
        section = each.section
        lines += ["", paragraph(each.text, each.number, each.mark_raw)]
    for version in versions:
        lines += ["", *_version(version)]
    for title, references in (("Refers to", refers_to), ("Referred to by", referred_by)):
        if references:
            lines += ["", title, *(f"  {_reference(each)}" for each in references)]
    return "\n".join(lines)


def parsed(given: Cable) -> str:
    """Return a cable for reading, and beneath it what the parser remarks on."""
    unplaced = sum(span.end - span.start for span in given.spans if span.kind == "unplaced")
    remarks = (
        ("Remarks", ", ".join(each.replace("_", " ") for each in given.flags)),
        ("Not placed", f"{count(unplaced, 'character')} in no field and no paragraph" if unplaced else ""),
    )
    lines = [f"{name + ':':16}{value}" for name, value in remarks if value]
    return "\n".join((cable(given), *([""] if lines else []), *lines))


def _version(given: Version) -> Iterator[str]:
    """Yield what another text of a cable has: what is different, and the words that this one lacks."""
    yield f"Another version  {given.place}"
    yield _indented(f"{given.in_short}.")
    for each in given.differences:
        if each.there and each.kind != "hidden there":
            yield _indented(f"there {paragraph(each.there, each.number, None)}")


def _reference(given: CableSummary | str) -> str:
    if isinstance(given, str):
        return f"{given:16}not in the library"
    return f"{given.id:16}{day(given.date, given.id)}: {given.subject or 'no subject'}"


def paragraph(text: str, number: int | None, mark: str | None) -> str:
    """Return a paragraph with its number and portion mark in front."""
    front = " ".join(filter(None, (f"{number}." if number is not None else "", f"({mark})" if mark else "")))
    return wrapped(f"{front} {text}".strip())


def statements(of: Paragraph, said: Sequence[Statement]) -> str:
    """Return a paragraph's sentences, each under whose words it is."""
    place = label(of.cable, of.number, of.ordinal)
    lines = [f"{place}  {_voice(each)}\n{_indented(of.text[each.start : each.end])}" for each in said]
    return "\n".join(lines)


def statement_rows(rows: Sequence[StatementRow]) -> str:
    """Return statements line by line, each with its place and whose words it is, or possibly is."""
    return "\n".join(
        f"{label(each.cable, each.paragraph, each.ordinal)}  {_whose(each)}: {each.text}" for each in rows
    )


def _whose(row: StatementRow) -> str:
    return row.speaker or (f"possibly {row.possibly}" if row.possibly else row.kind)


def _voice(statement: Statement) -> str:
    """Whose words a statement is, or else its kind and whose it may be."""
    doubt = f", or possibly {statement.possibly}" if statement.possibly else ""
    return statement.speaker or f"{statement.kind}{doubt}"


def statements_json(of: Paragraph, said: Sequence[Statement]) -> dict[str, Any]:
    """Return a paragraph's sentences as `reftel statements --json` prints them."""
    return {
        "cable": of.cable,
        "paragraph": of.number,
        "ordinal": of.ordinal,
        "sentences": [
            {
                "text": of.text[each.start : each.end],
                "kind": each.kind,
                "speaker": each.speaker,
                "sure": each.sure,
                "possibly": each.possibly,
            }
            for each in said
        ],
    }


def people(found: Sequence[Individual]) -> str:
    """Return people with their offices, how much they say where, and other spellings of their names."""
    blocks = []
    for each in found:
        lines = [f"{each.name}  {count(each.said, 'sentence')}, {count(len(each.cables), 'cable')}"]
        others = [spelling for spelling in each.spellings if spelling != each.name]
        shown = (("as", each.titles[:_MOST_TITLES]), ("also", others[:_MOST_TITLES]), ("perhaps", each.perhaps))
        for name, values in shown:
            if values:
                lines.append(_indented(f"{name} {', '.join(values)}"))
        lines.append(_indented(" ".join(each.cables[:_MOST_CABLES]) + " ..." * (len(each.cables) > _MOST_CABLES)))
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def encounter(row: EncounterRow) -> str:
    """Return who met whom, where that stands, and the sentence that says so."""
    whom = f"{row.other} ({post_name(row.post or '')})" if row.is_post else row.other
    how = "met" if row.kind == "met" else "spoke with"
    head = f"{row.one} {how} {whom}"
    place = f"{day(row.date, row.cable)}  {row.cable}, paragraph {row.paragraph or row.ordinal}"
    return f"{head}\n{_indented(place)}\n{_indented(row.text)}\n"


def _indented(text: str) -> str:
    return textwrap.indent(wrapped(text), "  ")


def status(given: Status) -> str:
    """Return what a library holds."""
    years = f", {given.first} to {given.last}" if given.first else ""
    lines = [
        f"Library              {given.folder}",
        f"Cables               {given.cables:,}{years}",
        f"Paragraphs           {given.paragraphs:,}",
        f"Indexed by words     {given.indexed:,}",
        f"Speakers identified  {given.heard:,}",
        f"Indexed by meaning   {given.embedded:,}",
        f"Embedding model      {given.embedder}",
        f"Search by meaning    {given.searched_by}",
    ]
    if given.better_embedder:
        lines.append(
            f"Better model         {given.better_embedder}, taught on cables: `reftel reindex` turns to it"
        )
    waiting = given.paragraphs - min(given.indexed, given.embedded)
    if waiting:
        lines.append(f"Not yet indexed      {count(waiting, 'paragraph')}: `reftel ingest` resumes indexing")
    if given.last_run:
        lines.append(f"Last ingest          {_run(given.last_run)}")
    if given.failed:
        lines.append(f"Unreadable           {count(given.failed, 'item')}: ingest the files again to list them")
    if given.sample:
        lines.append(f"This library contains {count(given.samples, 'sample cable')}, which are invented.")
    return "\n".join(lines)


def counts(given: dict[str, int]) -> str:
    """Return how many cables had which outcome; the rare ones only where there are any."""
    always = ("added", "unchanged", "replaced", "duplicate", "failed")
    return ", ".join(
        f"{given.get(name, 0):,} {'removed' if name == 'dropped' else name}"
        for name in OUTCOMES
        if name in always or given.get(name)
    )


def passed_over(kinds: Mapping[str, int]) -> str:
    """Return how many files were not read, by their suffixes, the most frequent first; "" for none."""
    if not kinds:
        return ""
    often = sorted(kinds, key=lambda kind: -kinds[kind])
    named = [_kind(kind, kinds[kind]) for kind in often if kind]
    told = " ".join(named[:_MOST_KINDS]) + (" ..." if len(named) > _MOST_KINDS else "")
    listed = ", ".join(filter(None, (told, _kind("none", kinds[""]) if "" in kinds else "")))
    return f"{count(sum(kinds.values()), 'file')} of other kinds passed over: {listed}"


def _kind(suffix: str, number: int) -> str:
    return suffix if number == 1 else f"{suffix} ({number:,})"


def missing(places: Sequence[str]) -> str:
    """Return that files are gone whose cables are still in the library; "" where none is."""
    if not places:
        return ""
    one = len(places) == 1
    which = f"{', '.join(places[:_MOST_FILES])}{', ...' if len(places) > _MOST_FILES else ''}"
    was = "file that was read before is" if one else "files that were read before are"
    removes = f"`reftel forget PATH` removes {'it' if one else 'them'}"
    return f"{len(places):,} {was} not there any more ({removes}): {which}"


def _run(run: IngestRun) -> str:
    when = run.begun[:16].replace("T", " ") + " UTC"
    state = "interrupted" if run.state == "broken off" else run.state
    return f"{when}, {state}: {counts(run.counts)}"


def wrapped(text: str) -> str:
    """Return the text with its lines broken at words; its own line breaks stay."""
    return "\n".join(
        textwrap.fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False) for line in text.splitlines()
    )
