"""Who said some words, half remembered perhaps, and where: "who said 'cut off the head of the snake'"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Passage
from assistant.citations import cite, cite_header, day
from assistant.kinds.inquiry import Inquiry
from assistant.question.courtesy import plain
from assistant.quoting.quote import account
from assistant.retrieval.near_match import MOST_WORDS, ComparedWords
from assistant.retrieval.phrases import PhrasePlace, find_phrase
from ingest import Cable
from ingest.attribution.cast import REDACTED
from ingest.attribution.name_mentions import namings
from ingest.language.counts import count

_SAYING = (
    r"(?:said|says?|saying|told (?:us|me|him|her|them|the (?:embassy|ambassador))|claim(?:ed|s)?|exclaim(?:ed|s)"
    r"|remark(?:ed|s)|quip(?:ped|s)|jok(?:ed|es)|declar(?:ed|es)|complain(?:ed|s)|warn(?:ed|s)|add(?:ed|s)"
    r"|stat(?:ed|es)|stress(?:ed|es)|insist(?:ed|s)|admit(?:ted|s)|boast(?:ed|s)|argu(?:ed|es)|comment(?:ed|s)"
    r"|utter(?:ed|s)|wrote|writes|coined|called|calls|describ(?:ed|es)|dubbed|likened|compared|came up with"
    r"|spoke of|put it|used the (?:words?|phrase|expression))"
)
# "who said that the numbers are terrible", "somebody said he has two bosses"
_WHO_SAID = re.compile(
    r"(?:who(?: was it| is it| else| on earth)?(?: that| who)?|(?:which|what|some) [\w-]+(?: [\w-]+){0,2}?"
    rf"|some(?:body|one)) (?:(?:[a-z]+ly|once|ever|has|had|have|did) ){{0,2}}{_SAYING}\b[:,]?(?: that\b)? "
    r"(?!(?:for|about|on|against|of|over|to) )",
    re.IGNORECASE,
)
_SOURCE = (
    r"(?:quot(?:e|ation)|phrase|words|line|sentence|saying|remark|expression"
    r"|source (?:of|for)(?: the (?:quote|words|phrase|line))?)"
)
# "source of the quote X", "find the quote about X", "whose words are X"
_QUOTE = re.compile(
    rf"(?:whose {_SOURCE} (?:are|is|was|were)"
    rf"|(?:(?:find|give me|look up|search for) )?(?:the |that |this )?{_SOURCE}"
    r"(?: (?:of|for|about|like|that|with)){0,2}):? ",
    re.IGNORECASE,
)
_WHERE = re.compile(rf"where (?:does|do|did|is|are|was) (?:the )?(?:{_SOURCE} )?", re.IGNORECASE)
_FROM = re.compile(r" (?:come |coming |taken )?from\Z", re.IGNORECASE)
# What is asked behind the words: "X, and about whom?", "X - who said that", "X: where is this from"
_MARK = r"[-–—,;:.?!…]"
_ASKS_BEHIND = re.compile(
    rf"(?:{_MARK} ?| )(?:and |so )?(?:who|whom|whose|where|when|in which|which|to whom|about whom|source)\b"
    rf"[^-–—,;:.?!…\"“”]{{0,40}}\Z",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"\b(?:that|this|it|said|says?|calls?|called|words?|quote|line|from|source|whom)\b", re.IGNORECASE
)
_MARKED = re.compile(
    r"[\"“”„«»](?P<double>[^\"“”„«»]{3,600}+)[\"“”„«»]|(?<!\w)['‘](?P<single>(?:[^'’‘]|['’](?=\w)){3,600}+)['’](?!\w)"
)
# What may stand around words in quotation marks, where their source is all that is asked.
_ASKS_SOURCE = frozenset(
    """
    a about again an and anybody anyone are archive ascribed attributed cable cables called calls came can coined
    come comes could did do does ever exact exactly exclaimed express expression find first from give has he help
    hey hi here i in is it its know line me minister official of on once or originally origin person phrase please
    pls president politician put quotation quote quoted quotes remark remarked remember said saw say saying says
    sentence she somebody someone something source spoke statement tell term that the their these they this those
    told to up us used uses uttered was were what when where which who whom whose with word words wrote you
    """.split()
)
_ABOUT_WHOM = re.compile(r"\b(?:about|of) (?:whom|who|what)\b", re.IGNORECASE)
_OPENS = re.compile(
    r"(?:who|what|when|where|why|how|which|whose|whom|did|does|do|is|are|was|were|has|have|had|can|could|should"
    r"|would|will|list|show|count|summari[sz]e|tell|give|find|compare|timeline|chronology|explain|define)\b",
    re.IGNORECASE,
)

_MOST = 5  # places that are told
_NAMED = 3  # people in the paragraph of words that are nobody's
_EXACT = 0.98  # a score that is all but word for word
_BEHIND = 0.1  # how far another place may fall behind the best


@dataclass(frozen=True, slots=True)
class _Remembered:
    """ComparedWords whose source is asked for, and how near a place has to come to them to be it."""

    words: ComparedWords
    least: float
    marked: bool = False


def answer(inquiry: Inquiry) -> Answer | None:
    """Return where the words of a question stand, and who says them; None where it asks for no words.

    Where words in quotation marks stand nowhere, that is the answer.
    """
    for asked in _remembered(inquiry.text):
        found = find_phrase(inquiry.library, asked.words, inquiry.where, asked.least)
        if found:
            return _told(inquiry, [each for each in found if each.score >= found[0].score - _BEHIND][:_MOST])
        if asked.marked and asked.words.matter >= 2:
            return _nowhere(inquiry, asked)
    return None


def _remembered(text: str) -> list[_Remembered]:
    """Return the words that a question may ask the source of, each way to read it."""
    marked = [match for match in _MARKED.finditer(text) if match["double"] or match["single"]]
    if marked:
        longest = max(marked, key=lambda match: len(match[0]))
        words = ComparedWords.of(longest["double"] or longest["single"], MOST_WORDS)
        around = text[: longest.start()] + " " + text[longest.end() :]
        if all(word.lower() in _ASKS_SOURCE for word in re.findall(r"[^\W\d_]+", around)) and words.matter:
            return [_Remembered(words, 0.7 if words.matter > 1 else 0.99, marked=True)]
    whole = plain(text).rstrip(" ?.!…")
    framed = [ComparedWords.of(words, MOST_WORDS) for words in dict.fromkeys(_framed(whole))]
    if not framed and not _OPENS.match(whole):
        bare = ComparedWords.of(whole, MOST_WORDS + 1)
        known = bare.matter > 1 and 6 <= len(bare.stems) <= MOST_WORDS
        return [_Remembered(bare, 0.85 if bare.matter > 2 else 0.95)] if known else []
    return [_Remembered(words, _least(words)) for words in framed if words.matter > 1]


def _least(words: ComparedWords) -> float:
    """Return how near words have to come that a question only reports: the fewer, the nearer."""
    return 0.75 if words.matter > 2 else 0.83 if len(words.stems) > 4 else 0.95


def _framed(text: str) -> Iterator[str]:
    """Yield the words of which a question asks who said them or where they are from, each way to read it."""
    behind = _ASKS_BEHIND.search(text)
    before = text[: behind.start()] if behind else text
    if opening := _WHO_SAID.match(text) or _QUOTE.match(text):
        yield before[opening.end() :] if len(before) > opening.end() else text[opening.end() :]
    elif (opening := _WHERE.match(text)) and (closing := _FROM.search(text)):
        yield text[opening.end() : closing.start()]
    elif behind and (_REFERS.search(behind[0]) or behind[0].strip(" -–—,;:.?!…").lower() == "who"):
        yield before


def _told(inquiry: Inquiry, found: Sequence[PhrasePlace]) -> Answer | None:
    """Return the answer that gives each place with its speaker; of whom they speak may stand a sentence before."""
    cables = {each.id: each for each in inquiry.library.cables(list({place.key.cable for place in found}))}
    offices = inquiry.library.offices(cables)
    before = bool(_ABOUT_WHOM.search(inquiry.text))
    citations: list[Citation] = []
    lines: dict[tuple[str, str], str] = {}
    for place in found:
        cable = cables.get(place.key.cable)
        start, end = place.sentences(before=before)
        quote = place.paragraph.text[start:end]
        if cable is None or (cable.id, quote) in lines or place.paragraph not in cable.paragraphs:
            continue
        number = len(citations) + 1
        citations.append(cite(number, cable, place.paragraph, start, end, place.main.speaker))
        sent = ", ".join(filter(None, (cable.origin, day(cable.date, cable.id))))
        lines[cable.id, quote] = f"{_voice(cable, place, offices)}, in {cable.id} ({sent}): “{quote}” [{number}]"
    if not lines:
        return None
    head = f"These words stand in {count(len(lines), 'place')}." if len(lines) > 1 else ""
    if found[0].score < _EXACT:
        head = "The words are not quite these. The nearest are:"
    passages = [_passage(cables[each.key.cable], each) for each in found if each.key.cable in cables]
    return inquiry.answer("\n\n".join(filter(None, [head, *lines.values()])), citations, passages=passages)


def _voice(cable: Cable, place: PhrasePlace, offices: Mapping[tuple[str, str], str]) -> str:
    """Return who says the words, as far as the cable tells."""
    main = place.main
    if main.kind == "comment":
        return "Written by the post itself, in its comment"
    if main.speaker == REDACTED:
        return "Said by somebody whose name is blacked out"
    if main.speaker:
        return "Said by " + ", ".join(filter(None, (main.speaker, offices.get((cable.id, main.speaker)))))
    names = dict.fromkeys(each.name for each in namings(place.paragraph.text) if " " in each.name)
    named = f"; the paragraph names {', '.join(list(names)[:_NAMED])}" if names else ""
    return f"The cable names no speaker{named}"


def _nowhere(inquiry: Inquiry, asked: _Remembered) -> Answer:
    """Return that nobody says some words: that they are the subject of a cable, or stand nowhere."""
    plain = " ".join(asked.words.plain)
    titled = [] if inquiry.where.person else sorted(inquiry.library.titled([plain]))
    if titled := inquiry.library.present(titled, inquiry.where)[:_MOST]:
        return _subject(inquiry, titled)
    nearest = find_phrase(inquiry.library, asked.words, inquiry.where, 0.45)[:1]
    cables = {each.id: each for each in inquiry.library.cables([place.key.cable for place in nearest])}
    passages = [_passage(cables[each.key.cable], each) for each in nearest if each.key.cable in cables]
    closest = "".join(
        f" Closest match: {each.label}: “{place.words}”." for each, place in zip(passages, nearest, strict=False)
    )
    searched = account(inquiry.library, inquiry.where)
    text = f"These words are not in the archive. Searched: {searched}.{closest}"
    return inquiry.answer(text, passages=passages, answered=False)


def _subject(inquiry: Inquiry, ids: Sequence[str]) -> Answer:
    """Return that words are the subject of some cables, which the post wrote."""
    citations: list[Citation] = []
    lines: list[str] = []
    for cable in inquiry.library.cables(ids):
        if cited := cite_header(len(citations) + 1, cable, "subject"):
            citations.append(cited)
            sent = ", ".join(filter(None, (cable.origin, day(cable.date, cable.id))))
            lines.append(
                f"The subject of {cable.id} ({sent}), as the post wrote it: {cable.subject} [{cited.number}]"
            )
    head = "Nobody says these words in a cable; they stand in a subject."
    return inquiry.answer("\n\n".join((head, *lines)), citations, answered=bool(citations))


def _passage(cable: Cable, place: PhrasePlace) -> Passage:
    paragraph = place.paragraph
    return Passage(
        cable=cable.id,
        paragraph=paragraph.number,
        ordinal=paragraph.ordinal,
        score=place.score,
        text=paragraph.text,
        section=paragraph.section,
        marking="/".join(filter(None, (paragraph.level, *paragraph.caveats))) or None,
        subject=cable.subject,
        date=cable.date,
        origin=cable.origin,
    )
