"""Whether a saved answer still stands: untouched, at one with itself, and borne out by the archive of today."""

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Verdict, label
from assistant.question.foreign_language import recognised
from assistant.saved_answers.bundle import Bundle, Stood, intact, join, loads, sha256, split, text_at
from assistant.saved_answers.consistency import MARK, Finding, disagreements, named, squeezed
from assistant.writing.examine import Examiner
from assistant.writing.exhibits import exhibits
from assistant.writing.second_opinion import lowered
from ingest import Cable, Library, Paragraph
from ingest.domain.keys import HEADER, Key

_BROKEN = Finding("file", "it has been changed: its checksum is wrong")
# What is kept has the corrected citation; and earlier versions called what is contradicted unsupported.
_SAME: tuple[tuple[Verdict, Verdict], ...] = (("elsewhere", "supported"), ("unsupported", "contradicted"))


@dataclass(frozen=True, slots=True)
class Report:
    """A saved answer and everything that is wrong with it."""

    bundle: Bundle
    findings: tuple[Finding, ...]


def audit(library: Library, written: bytes) -> Report:
    """Return what is wrong with a saved answer; raises BundleError when the file holds none.

    Needs neither a language model nor an embedding model.
    """
    bundle = loads(written)
    archive = _Archive(library, bundle)
    findings = [] if intact(bundle, written) else [_BROKEN]
    for part in (disagreements(bundle), archive.moved(), archive.misquoted(), archive.misjudged()):
        findings += part
    return Report(bundle, tuple(dict.fromkeys(findings)))


def audits(library: Library, written: bytes) -> tuple[Report, ...]:
    """Return what is wrong with each answer of a file, which holds one or those of a conversation.

    Raises BundleError when the file holds none.
    """
    parts = split(written)
    first, *others = (audit(library, part) for part in parts)
    if parts != (written,) and join(parts) != written:
        first = dataclasses.replace(first, findings=tuple(dict.fromkeys((_BROKEN, *first.findings))))
    return (first, *others)


def moved(library: Library, bundle: Bundle, also: Collection[tuple[str, int]] = ()) -> tuple[str, ...]:
    """Return the places that a kept answer cites, and of these others, that no longer read as they did."""
    meant = {(each.cable, each.ordinal) for each in bundle.answer.citations} | set(also)
    rests = tuple(each for each in bundle.paragraphs if (each.cable, each.ordinal) in meant)
    archive = _Archive(library, dataclasses.replace(bundle, paragraphs=rests))
    return tuple(finding.place for finding in archive.moved())


class _Archive:
    """What the archive has today of the paragraphs that a bundle rests on."""

    def __init__(self, library: Library, bundle: Bundle) -> None:
        self._library, self._bundle = library, bundle
        rests: tuple[Stood | Citation, ...] = (*bundle.paragraphs, *bundle.answer.citations)
        ids = list({each.cable for each in rests})
        self._cables: Mapping[str, Cable] = {each.id: each for each in library.cables(ids)}
        hashes = {each.key: each.sha256 for each in bundle.paragraphs}
        self._now: dict[Key, Paragraph] = {}
        for each in rests:
            key, cable = Key(each.cable, each.ordinal), self._cables.get(each.cable)
            if cable and (found := found_again(cable, each.paragraph, key, hashes.get(key))):
                self._now[key] = found

    def moved(self) -> Iterator[Finding]:
        """Yield the paragraphs that do not read as they did, or not under their number."""
        for each in self._bundle.paragraphs:
            cable = self._cables.get(each.cable)
            if cable is None:
                yield Finding(each.label, f"the archive has no cable {each.cable}")
            elif fault := self._fault(each, cable):
                yield Finding(each.label, fault)

    def _fault(self, each: Stood, cable: Cable) -> str | None:
        if each.ordinal == HEADER:
            same = sha256(text_at(cable, HEADER)) == each.sha256
            return None if same else "the archive has different words there"
        now = self._now.get(each.key)
        if now is None:
            return "the archive has no such paragraph"
        if sha256(now.text) != each.sha256:
            return "the archive has different words there"
        if now.number != each.paragraph:
            return f"its words are at {label(now.cable, now.number, now.ordinal)}"
        return None

    def misquoted(self) -> Iterator[Finding]:
        """Yield the quotations that do not stand in the archive, or not with the facts told of them."""
        for citation in self._bundle.answer.citations:
            cable = self._cables.get(citation.cable)
            now = self._now.get(Key(citation.cable, citation.ordinal))
            text = cable.raw if cable and citation.ordinal == HEADER else now.text if now else None
            if cable is None or text is None:
                yield Finding(named(citation), "what it quotes is not in the archive")
                continue
            if squeezed(citation.quote) not in squeezed(text):
                yield Finding(named(citation), "the quotation is not there word for word")
            for fact, kept, held in self._facts(citation, cable, now):
                if kept != held:
                    yield Finding(named(citation), f"its {fact} {_differs(kept, held)}")

    def _facts(
        self, citation: Citation, cable: Cable, now: Paragraph | None
    ) -> Iterator[tuple[str, str | None, str | None]]:
        marking = "/".join(filter(None, (now.level, *now.caveats))) if now else cable.classification
        yield "date", citation.date, cable.date
        yield "sender", citation.origin, cable.origin
        yield "subject", citation.subject, cable.subject
        yield "marking", citation.marking, marking or None
        if now and citation.speaker:
            key = Key(now.cable, now.ordinal)
            said = self._library.statements([key]).get(key, ())
            speakers = dict.fromkeys(each.speaker for each in said if each.speaker)
            if speakers and citation.speaker not in speakers:
                yield "speaker", citation.speaker, ", ".join(speakers)

    def misjudged(self) -> Iterator[Finding]:
        """Yield the sentences that a model wrote and that come out otherwise when they are judged again."""
        answer = self._bundle.answer
        if not answer.sentences:
            return
        cited = {Key(each.cable, each.ordinal) for each in answer.citations}
        passages = [
            dataclasses.replace(each, ordinal=now.ordinal, text=now.text)
            for each in answer.passages
            if (key := Key(each.cable, each.ordinal)) in cited and (now := self._now.get(key))
        ]
        asked_in = recognised(answer.question)
        shown = exhibits(self._library, passages)
        examiner = Examiner(self._library, shown, asked_in.name if asked_in else None)
        for number, sentence in enumerate(answer.sentences, start=1):
            ruled = examiner.examine(_as_written(answer, sentence.start, sentence.end)).judgement
            judged = lowered(ruled, sentence.opinion)
            if (sentence.verdict, judged.verdict) not in _SAME and judged.verdict != sentence.verdict:
                why = f" ({'; '.join(judged.reasons)})" if judged.reasons else ""
                yield Finding(
                    f"sentence {number}", f"it was judged {sentence.verdict} and is now {judged.verdict}{why}"
                )


def found_again(cable: Cable, number: int | None, key: Key, hashed: str | None) -> Paragraph | None:
    """Return the paragraph of a cable that was known by this number, place and hash, wherever it stands now.

    One with the number and the hash comes first, then one with the hash, then one with the number and, where
    several have it, the place: a cable that is read anew may be cut otherwise.
    """

    def nearness(each: Paragraph) -> tuple[bool, bool, bool, bool]:
        numbered, same = each.number == number, sha256(each.text) == hashed
        return numbered and same, same, numbered and number is not None, each.ordinal == key.ordinal

    best = max(cable.paragraphs, key=nearness, default=None)
    return best if best and any(nearness(best)) and key.ordinal != HEADER else None


def _as_written(answer: Answer, start: int, end: int) -> str:
    """Return a sentence of the answer with the labels that the model wrote in place of the numbers."""
    labels = {str(citation.number): f"[{citation.label}]" for citation in answer.citations}
    return MARK.sub(lambda mark: labels.get(mark[1], mark[0]), answer.text[start:end])


def _differs(kept: str | None, held: str | None) -> str:
    """Return in words what a saved answer says and what the archive does, either of which may be nothing."""
    if kept is None:
        return f"is missing here and is “{held}” in the archive"
    return f"is “{kept}” here and {'missing' if held is None else f'“{held}”'} in the archive"
