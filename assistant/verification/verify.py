"""Whether the paragraphs that a sentence cites support it, judged without a language model.

Every aspect is checked by itself: quotations, numbers, dates, names, the speaker, what is affirmed or denied, and
whether the paragraphs are about the subject at all. Without understanding, paraphrase and falsehood can be
distinguished only so far; so `supported` means that nothing speaks against the sentence, and the reasons say what
does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Verdict
from assistant.verification import claimed_dates, names, numbers, polarity, quotations, speakers
from assistant.verification.cited_source import CitedSource
from assistant.verification.content import Rarity, content, share, weigh
from ingest.attribution.grammatical_speaker import Attribution
from ingest.domain.statements import Statement

_MARKS = re.compile(r"(?<!\s)\s*+\[(?:\d+|[0-9A-Z]+ (?:¶ ?\d+|\[\d+\]|header))\]")
_MATTER = 0.3  # of the content that a paragraph must have to speak of the matter at all
_MOST = 0.5  # of the content that it has where it bears out the sentence as a whole
_NOTHING = 0.1  # of the content: a paragraph with less is cited for nothing
_NEAREST = 0.9  # of the best statement's share that another needs to be meant as well
_LEAST = 2  # words of content in a sentence that tells anything
_MEANT = 0.35  # of the content that a statement must have to be the one meant


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a sentence, and the reasons, in words for its reader.

    `unsupported`: what it cites says something different. `partly`: something in it could not be found there,
    though most could. `uncited`: it cites nothing. `opinion` is a model's own, None where none was asked for.
    """

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    opinion: Verdict | None = None

    @property
    def stands(self) -> bool:
        """Whether what the sentence cites supports it, at least for the most part."""
        return self.verdict in ("supported", "partly")


@dataclass(frozen=True, slots=True)
class _Finding:
    reason: str
    certain: bool = True


def verify(
    sentence: str, sources: Sequence[CitedSource], rarity: Rarity | None = None, language: str | None = None
) -> Judgement:
    """Return whether a sentence of an answer, with or without its marks, is supported by what it cites.

    `rarity` weighs stems, as `Library.rarity` does; without it all count alike. Of a sentence in another language
    than its sources, `language` by its English name, only the numbers can be compared: it is never `supported`.
    """
    if not sources:
        return Judgement("uncited", ("no paragraph is cited",))
    claim = _MARKS.sub("", sentence).strip()
    if language:
        findings = [_Finding(f"it is in {language}, so that only its numbers could be checked", certain=False)]
        findings.extend(_numbers(claim, sources))
    else:
        findings = [finding for check in (_facts, _speaker, _polarity) for finding in check(claim, sources)]
        findings.extend(_matter(claim, sources, rarity))
    reasons = tuple(dict.fromkeys(finding.reason for finding in findings))
    if any(finding.certain for finding in findings):
        return Judgement("unsupported", reasons)
    return Judgement("partly" if findings else "supported", reasons)


def _facts(claim: str, sources: Sequence[CitedSource]) -> Iterator[_Finding]:
    """Yield the quotations, numbers, dates and names that occur in none of the sources."""
    places = " or ".join(source.label for source in sources)
    texts = [f"{source.text}\n{source.subject or ''}" for source in sources]
    for quotation in quotations.quotations(claim):
        if not any(quotations.stands(quotation, text) for text in texts):
            yield _Finding(f"“{quotation}” is not in {places}")
    yield from _numbers(claim, sources)
    for date in claimed_dates.dates(claim):
        numeral = date.month is None and any(re.search(rf"\b{date.year}\b", text) for text in texts)
        if not numeral and not any(
            claimed_dates.stands(date, t, s.date) for t, s in zip(texts, sources, strict=True)
        ):
            yield _Finding(f"the date “{date.text}” is not in {places}")
    standing = names.stand(names.names(claim), [text for source in sources for text in _naming(source)])
    missing = [name for name, stands in standing.items() if not stands]
    people = [spelling for source in sources for each in source.people for spelling in (each.name, *each.titles)]
    elsewhere = {name for name, stands in names.stand(missing, people).items() if stands}
    for name in missing:
        yield _Finding(f"“{name.text}” is not named in {places}", not name.opens and name not in elsewhere)


def _numbers(claim: str, sources: Sequence[CitedSource]) -> Iterator[_Finding]:
    """Yield the numbers that occur in none of the sources."""
    places = " or ".join(source.label for source in sources)
    texts = [f"{source.text}\n{source.subject or ''}" for source in sources]
    for number in numbers.numbers(claim):
        if not any(numbers.stands(number, text) for text in texts):
            yield _Finding(f"“{number.text}” is not in {places}")


def _naming(source: CitedSource) -> Iterator[str]:
    """Yield every text that may contain a name which a sentence about the source may use."""
    yield from (source.text, source.subject or "", source.origin or "", re.sub(r"\d", " ", source.label))
    yield from source.speakers
    for person in source.people:
        if person.name in source.speakers:
            yield from (*person.titles, *person.spellings)


def _speaker(claim: str, sources: Sequence[CitedSource]) -> Iterator[_Finding]:
    """Yield what speaks against the speaker whom the sentence names."""
    speaker = speakers.voice(claim)
    if speaker is None:
        return
    objections = [speakers.objection(speaker, source, each) for source, each in _meant(claim, speaker, sources)]
    if objections and None not in objections:
        objection = min((each for each in objections if each), key=lambda each: each.certain)
        yield _Finding(objection.reason, objection.certain)


def _meant(
    claim: str, speaker: Attribution, sources: Sequence[CitedSource]
) -> list[tuple[CitedSource, Statement]]:
    """Return the statements that the sentence may rest on: those closest to it, if any is close."""
    wanted = content(speakers.without(claim, speaker))
    quoted = quotations.quotations(claim)
    weights = weigh(wanted, None)
    scored = [
        (
            share(wanted, content(text), weights) + any(quotations.stands(each, text) for each in quoted),
            source,
            said,
        )
        for source in sources
        for said in source.statements
        for text in [source.words(said)]
    ]
    least = max(_NEAREST * max((score for score, *_ in scored), default=0.0), _MEANT)
    return [(source, said) for score, source, said in scored if score >= least]


def _polarity(claim: str, sources: Sequence[CitedSource]) -> Iterator[_Finding]:
    """Yield what the sentence affirms and its sources deny, or the other way round."""
    if opposed := polarity.contradiction(
        speakers.without(claim, speakers.voice(claim), verb=False), "\n".join(source.text for source in sources)
    ):
        ours, theirs = opposed
        yield _Finding(f"“{ours}” is at odds with “{theirs}”")


def _matter(claim: str, sources: Sequence[CitedSource], rarity: Rarity | None) -> Iterator[_Finding]:
    """Yield what speaks against the sources being about what the sentence is about."""
    wanted = content(speakers.without(claim, speakers.voice(claim)))
    if _empty(claim, wanted):
        yield _Finding("nothing in it can be checked")
    weights = weigh(wanted, rarity)
    held = [content(source.text) for source in sources]
    places = " and ".join(source.label for source in sources)
    covered = share(wanted, {stem for stems in held for stem in stems}, weights)
    if covered < _MATTER:
        yield _Finding(
            f"{places} is about something else" if len(sources) == 1 else f"{places} are about something else"
        )
    elif covered < _MOST:
        yield _Finding(f"only part of it is in {places}", certain=False)
    if len(sources) > 1:
        for source, stems in zip(sources, held, strict=True):
            if share(wanted, stems, weights) < _NOTHING:
                yield _Finding(f"none of it is in {source.label}", certain=False)


def _empty(claim: str, wanted: Sequence[str]) -> bool:
    """Whether a sentence says nothing that could be looked up: "He said so", "HACKED", "All is well in Baku"."""
    if quotations.quotations(claim) or numbers.numbers(claim) or claimed_dates.dates(claim):
        return False
    if speakers.voice(claim):
        return not wanted
    named = {stem for name in names.names(claim) for stem in content(name.text)}
    return len(wanted) < _LEAST or named.issuperset(wanted)
