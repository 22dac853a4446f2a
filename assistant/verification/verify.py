"""Whether the paragraphs that a sentence cites support it, judged without a language model.

Every aspect is checked by itself: quotations, numbers, dates, names, the speaker, what is affirmed or denied, and
whether the paragraphs are about the subject at all. Without understanding, paraphrase and falsehood can be
distinguished only so far; so `supported` means that nothing speaks against the sentence, and the reasons say what
does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import STANDING, WORST_FIRST, Verdict
from assistant.verification import (
    claimed_dates,
    exchanged_names,
    missing_words,
    names,
    numbers,
    polarity,
    quotations,
    silent_passages,
    speakers,
    unnamed,
)
from assistant.verification.cited_source import CitedSource
from assistant.verification.content import Rarity, content, share, weigh
from assistant.verification.frame import Framed, framed
from assistant.verification.occasions import scenes
from ingest.attribution.grammatical_speaker import Attribution
from ingest.domain.countries import place
from ingest.domain.statements import Statement

_MARKS = re.compile(r"(?<!\s)\s*+\[(?:\d+|[0-9A-Z]+ (?:¶ ?\d+|\[\d+\]|header))\]")
_MATTER = 0.3  # of the content that a paragraph must have to speak of the matter at all
_MOST = 0.5  # of the content that it has where it bears out the sentence as a whole
_ENOUGH = 3  # names and numbers of the paragraph that tell as much, where its other words are the sentence's own
_NOTHING = 0.1  # of the content: a paragraph with less is cited for nothing
_NEAREST = 0.9  # of the best statement's share that another needs to be meant as well
_EARLY = 12  # words before whoever speaks, where a sentence has told already who reports it
_ABBREVIATED = re.compile(r"(?<![\w’'-])(?P<whole>(?:[\w’'-]++ ){2,8})\((?P<short>[A-Z]{3,8})\)")
_LEAST = 2  # words of content in a sentence that tells anything
_OF_WASHINGTON = re.compile(r"\bUS|STATE")
_LEADING = 30  # characters of a sentence in which it tells when something was said
_AND_ANOTHER = re.compile(r"[,;] (?:but|and|while|whereas|although|though|yet) (?=(?:the )?[A-Z])")
_TOLD = re.compile(r"\b(?:told|to|with|informed|assured|asked|reminded|thanked)(?: [\w/.-]++){0,3} $")
_BEFORE_A_LISTENER = 60  # characters
_MEANT = 0.35  # of the content that a statement must have to be the one meant


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a sentence, and the reasons, in words for its reader.

    The verdicts are those of `Checked`. `opinion` is a model's own, None where none was asked for.
    """

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    opinion: Verdict | None = None

    @property
    def stands(self) -> bool:
        """Whether what the sentence cites supports it, at least for the most part."""
        return self.verdict in STANDING


@dataclass(frozen=True, slots=True)
class _Finding:
    """What was found against a sentence: something denied, something not found, or a part not found."""

    reason: str
    verdict: Verdict = "unsupported"


def verify(
    sentence: str, sources: Sequence[CitedSource], rarity: Rarity | None = None, language: str | None = None
) -> Judgement:
    """Return whether a sentence of an answer, with or without its marks, is supported by what it cites.

    `rarity` weighs stems, as `Library.rarity` does; without it all count alike. Of a sentence in another language
    than its sources, `language` by its English name, only the numbers can be compared: it is never `supported`.
    """
    claim = _MARKS.sub("", sentence).strip()
    if silence := silent_passages.silence(claim):
        return Judgement("supported", (f"“{silence}” claims nothing of what the cables say",))
    if not sources:
        return Judgement("uncited", ("no paragraph is cited",))
    if language:
        findings = [_Finding(f"it is in {language}, so that only its numbers could be checked", "partly")]
        findings.extend(_numbers(claim, sources))
    else:
        findings = list(_findings(claim, sources, rarity))
    reasons = tuple(dict.fromkeys(finding.reason for finding in findings))
    worst = min((finding.verdict for finding in findings), key=WORST_FIRST.index, default=None)
    return Judgement(worst or "supported", reasons)


def _findings(claim: str, sources: Sequence[CitedSource], rarity: Rarity | None) -> Iterator[_Finding]:
    """Yield all that speaks against a sentence in the language of its sources."""
    told = framed(claim)
    words, scene = scenes(told.words)
    yield from _sender(told, sources)
    yield from _facts(_without(scene, claim), sources)
    yield from _facts(scene, [source.with_opening() for source in sources])
    yield from _speaker(told.words, sources)
    yield from _order(told.words, words, sources)
    yield from _polarity(told.words, sources)
    yield from _matter(claim, words, sources, rarity)
    yield from _added(told.words, sources)


def _without(scene: str, claim: str) -> str:
    """Return a sentence without the scene that it sets."""
    return claim.replace(scene, " ", 1) if scene and scene in claim else claim


def _sender(told: Framed, sources: Sequence[CitedSource]) -> Iterator[_Finding]:
    """Yield the post that a sentence says has sent a cable, where it has sent none of those cited."""
    for post in told.posts:
        texts = [f"{source.origin or ''} {_sent_by(source.label)}" for source in sources]
        named = names.stand(names.names(f"x {post}"), texts)
        at_home = place(post) == "us" and not any(_OF_WASHINGTON.search(text) for text in texts)
        if not named or not all(named.values()) or at_home:
            places = " or ".join(dict.fromkeys(source.label.split()[0] for source in sources))
            yield _Finding(f"{places} was not sent from {post}", "contradicted")


def _sent_by(label: str) -> str:
    return re.sub(r"\d", " ", label.split(maxsplit=1)[0])


def _facts(claim: str, sources: Sequence[CitedSource]) -> Iterator[_Finding]:
    """Yield the quotations, numbers, dates and names that occur in none of the sources."""
    places = " or ".join(source.label for source in sources)
    texts = [f"{source.text}\n{source.subject or ''}" for source in sources]
    for quotation in quotations.quotations(claim):
        if not any(quotations.stands(quotation, text) for text in texts):
            yield _Finding(f"“{quotation}” is not in {places}")
    yield from _numbers(claim, sources)
    for date in claimed_dates.dates(claim):
        here = [source.opening for source in sources] if date.day and date.start < _LEADING else texts
        numeral = date.month is None and any(re.search(rf"\b{date.year}\b", text) for text in texts)
        if not numeral and not any(
            claimed_dates.stands(date, f"{text}\n{more}", source.sent)
            for text, more, source in zip(texts, here, sources, strict=True)
        ):
            yield _Finding(f"the date “{date.text}” is not in {places}")
    missing = unnamed.unnamed(claim, [text for source in sources for text in _naming(source)])
    people = [spelling for source in sources for each in source.people for spelling in (each.name, *each.titles)]
    elsewhere = {name for name, stands in names.stand(missing, people).items() if stands}
    openings = [source.opening for source in sources]
    for name in missing:
        if _is_told(name, claim) and any(names.stand([name], openings).values()):
            continue  # who listens is told where the cable begins
        doubtful = name.opens or name in elsewhere
        yield _Finding(f"“{name.text}” is not named in {places}", "partly" if doubtful else "unsupported")


def _is_told(name: names.Name, claim: str) -> bool:
    """Whether a name in a sentence is that of somebody to whom something is said."""
    return any(
        _TOLD.search(claim[max(0, found.start() - _BEFORE_A_LISTENER) : found.start()])
        for found in re.finditer(re.escape(name.text), claim)
    )


def _numbers(claim: str, sources: Sequence[CitedSource]) -> Iterator[_Finding]:
    """Yield the numbers that occur in none of the sources."""
    places = " or ".join(source.label for source in sources)
    texts = [f"{source.text}\n{source.subject or ''}" for source in sources]
    for number in numbers.numbers(claim):
        if not any(numbers.stands(number, text) for text in texts):
            yield _Finding(f"“{number.text}” is not in {places}")


def _naming(source: CitedSource) -> Iterator[str]:
    """Yield every text that may contain a name which a sentence about the source may use.

    Who is named in it by a surname has a first name and an office in the rest of the cable.
    """
    yield from (source.text, source.subject or "", source.origin or "", re.sub(r"\d", " ", source.label))
    yield from source.speakers
    for found in _ABBREVIATED.finditer(source.opening):
        if found["short"] in source.text:
            yield found["whole"]
    for person in source.people:
        if person.name in source.speakers or source.mentions(person):
            yield from (person.name, *person.titles, *person.spellings)


def _speaker(words: str, sources: Sequence[CitedSource]) -> Iterator[_Finding]:
    """Yield what speaks against the speakers whom the sentence names, one in each of its clauses at most."""
    clauses = _AND_ANOTHER.split(words)
    if len(clauses) > 1 and all(speakers.voice(clause) for clause in clauses):
        for clause in clauses:
            yield from _one_speaker(clause, sources)
    else:
        yield from _one_speaker(words, sources)


def _one_speaker(words: str, sources: Sequence[CitedSource]) -> Iterator[_Finding]:
    """Yield what speaks against the speaker whom a clause names."""
    speaker = speakers.voice(words)
    if speaker is None or _is_late(speaker, words):
        return
    meant = _meant(words, speaker, sources)
    if any(
        each.speaker and _is_of(each.speaker, words[: speaker.start + len(speaker.mention)]) for _, each in meant
    ):
        return
    if words[:1] == " " and speaker.manner == "held" and all(each.kind == "comment" for _, each in meant):
        return  # the post tells what they think
    if any(speakers.is_quoted_by(speaker, each.speaker, words) for _, each in meant):
        return
    objections = [speakers.objection(speaker, source, each) for source, each in meant]
    if objections and None not in objections:
        objection = min((each for each in objections if each), key=lambda each: each.certain)
        yield _Finding(objection.reason, "contradicted" if objection.certain else "partly")


def _is_of(owner: str, words: str) -> bool:
    """Whether what speaks is somebody's, or they are its: "Transparency's index", "Baro of the LDP"."""
    own = re.escape(owner)
    return re.search(rf"{own}['’]s? [^,;:]{{1,50}}$|{own} (?:of|from|for|at) [^,;:]{{1,50}}$", words) is not None


def _is_late(speaker: Attribution, words: str) -> bool:
    """Whether somebody speaks only within what a post reports: "the policy that the President announced"."""
    return words[:1] == " " and speaker.manner == "said" and len(words[: speaker.start].split()) > _EARLY


def _order(words: str, said: str, sources: Sequence[CitedSource]) -> Iterator[_Finding]:
    """Yield a name that stands where the sources have another; `said` are the words without their scene."""
    speaker = speakers.voice(words)
    mention = speaker.mention if speaker else ""
    texts = [source.text for source in sources]
    places = " or ".join(source.label for source in sources)
    if pair := exchanged_names.exchanged(words, texts, mention):
        yield _Finding(f"in {places} “{pair[0]}” and “{pair[1]}” stand the other way round", "contradicted")
    elif pair := exchanged_names.displaced(said, texts, mention):
        yield _Finding(f"where it has “{pair[0]}”, {places} has “{pair[1]}”", "contradicted")


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


def _polarity(words: str, sources: Sequence[CitedSource]) -> Iterator[_Finding]:
    """Yield what the sentence affirms and its sources deny, or the other way round."""
    said = speakers.without(words, speakers.voice(words), verb=False)
    if opposed := polarity.contradiction(said, [source.text for source in sources]):
        ours, theirs = opposed
        yield _Finding(f"“{ours}” is at odds with “{theirs}”", "contradicted")


def _matter(claim: str, words: str, sources: Sequence[CitedSource], rarity: Rarity | None) -> Iterator[_Finding]:
    """Yield what speaks against the sources being about what the sentence is about."""
    wanted = content(speakers.without(words, speakers.voice(words)))
    if _empty(claim, wanted):
        yield _Finding("nothing in it can be checked")
    held = [content(source.text) for source in sources]
    weights = weigh(wanted, rarity)
    places = " and ".join(source.label for source in sources)
    covered = share(wanted, {stem for stems in held for stem in stems}, weights)
    if covered < _MATTER:
        yield _Finding(
            f"{places} is about something else" if len(sources) == 1 else f"{places} are about something else"
        )
    elif covered < _MOST and _particulars(words, sources) < _ENOUGH:
        yield _Finding(f"only part of it is in {places}", "partly")
    if len(sources) > 1:
        for source, stems in zip(sources, held, strict=True):
            if share(wanted, stems, weights) < _NOTHING:
                yield _Finding(f"none of it is in {source.label}", "partly")


def _added(words: str, sources: Sequence[CitedSource]) -> Iterator[_Finding]:
    """Yield the phrases that somebody has added."""
    places = " or ".join(source.label for source in sources)
    for phrase in missing_words.missing(words, [_with_header(source) for source in sources]):
        yield _Finding(f"nothing like “{phrase}” is in {places}", "partly")


def _with_header(source: CitedSource) -> str:
    return f"{source.text}\n{source.subject or ''}\n{source.opening}"


def _particulars(words: str, sources: Sequence[CitedSource]) -> int:
    """Return how many names, numbers and words of quotations a sentence has from its sources."""
    texts = [source.text for source in sources]
    return (
        sum(names.stand(names.names(words), texts).values())
        + sum(any(numbers.stands(each, text) for text in texts) for each in numbers.numbers(words))
        + sum(
            1 + len(each.split())
            for each in quotations.quotations(words)
            if any(quotations.stands(each, text) for text in texts)
        )
    )


def _empty(claim: str, wanted: Sequence[str]) -> bool:
    """Whether a sentence says nothing that could be looked up: "He said so", "HACKED", "All is well in Baku"."""
    if quotations.quotations(claim) or numbers.numbers(claim) or claimed_dates.dates(claim):
        return False
    if speakers.voice(claim):
        return not wanted
    named = {stem for name in names.names(claim) for stem in content(name.text)}
    return len(wanted) < _LEAST or named.issuperset(wanted)
