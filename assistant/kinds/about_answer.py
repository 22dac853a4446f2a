"""What is asked about the answer before: "in which cable?", "are you sure?", "shorter", "when was that?"."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.answer import Answer, Citation, label
from assistant.citations import as_found, cite, cite_header, day
from assistant.kinds.earlier_answer import EarlierAnswer
from assistant.kinds.inquiry import Inquiry
from assistant.question.courtesy import phrases, unmarked
from assistant.quoting.choose_sentences import rank
from assistant.quoting.quoted_text import Told, quoted_text
from assistant.quoting.score_sentences import Candidate
from ingest import Library
from ingest.domain.cable import Cable
from ingest.language.counts import count

_IT = r"(?:that|this|it|so|those|these)"
_SAYING = r"(?:says?|said|find|found|get|got|read|have|see|saw|reports?|tells?|claims?|claimed)"
_MEETING_WORD = r"(?:meeting|conversation|talk|lunch|dinner|visit|discussion|call|breakfast)"
_PLACE = r"(?:where|(?:in )?(?:which|what) (?:cable|telegram|paragraph|document)s?)(?: exactly| precisely)?"
_SOURCE = r"(?:(?:the|your|its|a) )?(?:sources?|citations?|references?)"
_WHERE = phrases(
    _PLACE,
    rf"{_PLACE} (?:does|do|did) (?:it|they|the cables?|you) {_SAYING} {_IT}(?: from)?",
    rf"{_PLACE} (?:is|was|are|were|does) {_IT}(?: (?:said|written|stated|reported|from|in|come|coming|quoted))*",
    rf"{_PLACE} {_SAYING} {_IT}(?: from)?",
    rf"(?:(?:what(?:['’]?s| is| are)?|cite|give(?: me)?|show(?: me)?) )?{_SOURCE}(?: (?:for|of) {_IT})?",
    rf"cite {_IT}",
)
_WHO = phrases(rf"who (?:{_SAYING}|told (?:you|them|us)|reported) {_IT}", "says who", "according to whom")
_SURE = phrases(
    rf"(?:(?:are|r) (?:you|u) )?(?:(?:really|absolutely|quite|so) )?(?:sure|certain|serious)(?: (?:about"
    rf"|of) {_IT})?",
    "really",
    rf"how (?:sure|certain|reliable) (?:are you|is {_IT})(?: (?:about|of) {_IT})?",
    rf"(?:is|was) {_IT} (?:really )?(?:true|right|correct|certain|reliable|so|sure)",
    rf"how do (?:you|we) know(?: {_IT})?",
    rf"can (?:i|we) (?:trust|rely on|believe) (?:{_IT}|you)",
    rf"(?:(?:what(?:['’]?s| is) the|show me the|any|your) )?(?:evidence|proof)(?: (?:for|of) {_IT})?",
    "prove it",
)
_SHORTER = phrases(
    rf"(?:(?:make|say|put|give|keep) (?:{_IT} )?(?:(?:to )?me )?)?(?:(?:a|the|much|bit|more|little) ){{0,4}}"
    r"(?:short(?:er|ly|en)?|brief(?:er|ly)?|in (?:short|brief|(?:a|one|1) (?:single )?(?:sentence|line|word)"
    r"|a nutshell)"
    rf"|tl;?dr|concise(?:ly)?)(?: (?:{_IT}|answer|version|one)){{0,3}}",
    rf"(?:(?:{_IT}(?:['’]s| is| was)) )?(?:too|so) long",
    "(?:one|1) sentence(?: only)?",
    "(?:only|just) (?:one|the main|the first|the best) (?:sentence|point)",
    rf"sum {_IT} up",
    "bottom line",
)
_ON_WHICH_DAY = r"(?:when|(?:on )?(?:what|which) (?:date|day|year))(?: exactly)?"
_WHEN = phrases(
    "when|date",
    rf"{_ON_WHICH_DAY} (?:was|is|were|did) (?:{_IT}|he|she|they)"
    rf"(?: (?:said|say(?: {_IT})?|happen(?:ing|ed)?|written|take place|taking place|dated|speak)){{0,2}}",
    rf"what(?:['’]?s| is) the date(?: of {_IT})?",
)
_WHEN_MET = phrases(
    rf"{_ON_WHICH_DAY} (?:was|is|were|did) (?:that|this|the|their) {_MEETING_WORD}"
    r"(?: (?:held|happen|take place|taking place)){0,2}",
    rf"{_ON_WHICH_DAY} (?:did|have) (?:they|he|she) (?:meet|met)",
)
_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DATED = re.compile(rf"\b{_MONTH} \d{{1,2}}(?!\d)|\b\d{{1,2}} {_MONTH}", re.IGNORECASE)
_MEETING = re.compile(
    r"\bm(?:et|eet(?:s|ing)?)\b|\b(?:told|visit\w*|call(?:ed)? on|host\w*|lunch|dinner|breakfast|discuss\w*"
    r"|deliver\w*"
    r"|convers\w*|brief\w*|summoned|receiv\w*|conven\w*)\b",
    re.IGNORECASE,
)


def answer(inquiry: Inquiry) -> Answer | None:
    """Return what is asked about the answer before; None where something else is asked, or there is none."""
    asked = unmarked(inquiry.text)
    tell = next((tell for pattern, tell in _TELLS if pattern.fullmatch(asked)), None)
    earlier = EarlierAnswer.of(inquiry.library, inquiry.turns) if tell else None
    told = tell(inquiry.library, earlier) if tell and earlier else None
    if not told or not earlier:
        return None
    text, citations = told
    return inquiry.answer(text, citations, cables=earlier.cables)


def _where(library: Library, earlier: EarlierAnswer) -> Told | None:
    """The cables, each with its date and subject, and the paragraphs that were quoted."""
    lines: list[str] = []
    citations: list[Citation] = []
    told = earlier.told
    ids = dict.fromkeys((*(each.passage.cable for each in told), *earlier.cables[:1]))
    for cable in library.cables(list(ids)):
        if head := cite_header(len(citations) + 1, cable, "subject") or cite_header(
            len(citations) + 1, cable, "header"
        ):
            citations.append(head)
            origin = f"{cable.origin}, " if cable.origin else ""
            lines.append(
                f"{cable.id}, {origin}{day(cable.date, cable.id)}: {cable.subject or 'no subject'} [{head.number}]"
            )
        for each, citation in _cited(cable, told, len(citations)):
            citations.append(citation)
            place = label(cable.id, each.passage.paragraph, each.passage.ordinal)
            lines.append(f"{place}: “{each.text}” [{citation.number}]")
    return ("\n\n".join(lines), citations) if lines else None


def _cited(cable: Cable, told: Sequence[Candidate], before: int) -> Iterator[tuple[Candidate, Citation]]:
    for each in told:
        if each.passage.cable == cable.id and (paragraph := as_found(cable, each.passage)):
            before += 1
            yield each, cite(before, cable, paragraph, each.start, each.end, each.speaker)


def _who(library: Library, earlier: EarlierAnswer) -> Told | None:
    """The sentences that are somebody's words, with whose."""
    told = earlier.told
    return quoted_text(library, [each for each in told if each.speaker] or told)


def _sure(library: Library, earlier: EarlierAnswer) -> Told | None:
    """The sentences that the answer rests on, and what kind of evidence they are."""
    chosen = earlier.told
    quoted = quoted_text(library, chosen)
    if not quoted:
        return None
    text, citations = quoted
    ids = list(dict.fromkeys(each.passage.cable for each in chosen))
    rests = (
        f"The answer rests on {count(len(citations), 'sentence')} of {' and '.join(ids)}, quoted word for word."
    )
    return f"{rests} {_how_sure(chosen)}\n\n{text}", citations


def _how_sure(chosen: Sequence[Candidate]) -> str:
    speakers = list(dict.fromkeys(each.speaker for each in chosen if each.speaker))
    if speakers:
        said = "what " + " and ".join(speakers) + " said, as the post reports it"
    elif any(each.statement.kind == "comment" for each in chosen):
        said = "the post's own judgement"
    else:
        said = "what the post reports"
    return f"That is {said}; whether it is true the archive alone cannot tell."


def _shorter(library: Library, earlier: EarlierAnswer) -> Told | None:
    """The one sentence that answers best."""
    told = earlier.told
    passages = list({(each.passage.cable, each.passage.ordinal): each.passage for each in told}.values())
    places = {(each.passage.cable, each.passage.ordinal, each.start) for each in told}
    _, ranked = rank(library, earlier.question, passages)
    best = [each for each in ranked if (each.passage.cable, each.passage.ordinal, each.start) in places]
    return quoted_text(library, (best or told)[:1])


def _when(library: Library, earlier: EarlierAnswer) -> Told | None:
    """The sentence that tells a day, rather one of the answer's own, and when the cable was sent."""
    quoted = {each.passage.ordinal for each in earlier.told}
    return _dated(
        library,
        earlier,
        lambda each: (
            each not in earlier.told,
            not _MEETING.search(each.text),
            each.passage.ordinal not in quoted,
        ),
    )


def _when_met(library: Library, earlier: EarlierAnswer) -> Told | None:
    """The first sentence that tells the day of a meeting, and when the cable was sent."""
    return _dated(library, earlier, lambda each: (not _MEETING.search(each.text), False, False))


def _dated(
    library: Library, earlier: EarlierAnswer, behind: Callable[[Candidate], tuple[bool, bool, bool]]
) -> Told | None:
    """Return the dated sentence that is least `behind` others, and when the cable was sent."""
    cable = library.cable(earlier.cable)
    if cable is None:
        return None
    dated = [each for each in earlier.sentences if each.passage.cable == cable.id and _DATED.search(each.text)]
    text, citations = quoted_text(library, sorted(dated, key=behind)[:1]) or ("", [])
    number = len(citations) + 1
    if sent := cite_header(number, cable, "dtg") or cite_header(number, cable, "header"):
        citations.append(sent)
        origin = f" by {cable.origin}" if cable.origin else ""
        text = f"{text}\n\n{cable.id} was sent{origin} on {day(cable.date, cable.id)} [{number}]."
    return (text.strip(), citations) if citations else None


_TELLS: tuple[tuple[re.Pattern[str], Callable[[Library, EarlierAnswer], Told | None]], ...] = (
    (_WHERE, _where),
    (_WHO, _who),
    (_SURE, _sure),
    (_SHORTER, _shorter),
    (_WHEN, _when),
    (_WHEN_MET, _when_met),
)
