"""What leads on from an answer in the same cable: "tell me more", "who else was there?", "what did the embassy think?"."""

import re
from collections.abc import Callable, Sequence

from assistant.answer import Answer, Passage
from assistant.kinds.earlier_answer import EarlierAnswer
from assistant.kinds.inquiry import Inquiry
from assistant.question.politeness import plainly
from assistant.quoting.choose_sentences import MOST_WORDS, USUAL_WORDS, in_order, rank
from assistant.quoting.quoted_text import quoted_text
from assistant.quoting.score_sentences import Candidate
from assistant.retrieval.retrieve import as_passages
from ingest import Library
from ingest.domain.keys import Key

Chosen = Sequence[Candidate]

_MORE = re.compile(
    r"(?:(?:tell|give|show) (?:me|us) )?(?:some |a bit |a little )?(?:more|further|details?|the rest)(?: (?:details?|information|info|context|of (?:it|that)))*"
    r"(?: (?:about|on|of) (?:it|that|this))?|(?:please )?(?:go on|continue|elaborate|expand)(?: (?:on )?(?:it|that|this))?"
    r"|what else(?: (?:does|did|do) (?:it|he|she|they|the cable) (?:say|tell|report))?|(?:is there )?(?:anything|something) else|say more|and then",
    re.IGNORECASE,
)
_ROOM = re.compile(
    r"who (?:else )?(?:was|were|is) (?:also |else )?(?:there|present|in (?:the|that) (?:room|meeting)|at (?:the|that|this) (?:meeting|lunch|dinner|table|talks?)"
    r"|with (?:him|her|them)|attending|in attendance|around the table)(?: (?:too|with (?:him|her|them)))?"
    r"|who (?:else )?(?:attended|took part|participated|joined(?: (?:him|her|them))?|came along|sat in)(?: (?:in|the|that|meeting|it|with (?:him|her|them)))*"
    r"|(?:the )?(?:participants|attendees)|who (?:else )?(?:did (?:he|she|they) (?:meet|see)|met (?:him|her|them))(?: (?:with|there))?",
    re.IGNORECASE,
)
_US = r"(?:the )?(?:u\.?s\.? )?(?:embassy|post|ambassador|consulate|mission|americans?|diplomats?|authors?|writers?|author of the cable|charge|poloffs?)"
_COMMENT = re.compile(
    rf"what (?:did|does|do|was|is) {_US}(?: (?:itself|themselves))? (?:think|make|say|believe|comment|conclude|reckon)"
    r"(?: (?:of|about|on))?(?: (?:it|that|this|him|her|them|all (?:that|this)))?"
    rf"|(?:did|does|do|was|were) {_US}(?: \w+)? (?:believe|trust|agree(?: with)?|buy|doubt|like|comment(?: on)?|convinced(?: by)?|impressed(?: by)?)"
    r"(?: (?:it|that|this|him|her|them))?"
    rf"|{_US}(?:['’]s?)? (?:view|views|comment|opinion|take|assessment|judge?ment|reading|analysis)(?: (?:of|on|about) (?:it|that|this|him|her|them))?"
    rf"|what (?:was|is|were)(?: the)? (?:{_US}(?:['’]s?)? )?(?:comments?|view|opinion|take|assessment|judge?ment|analysis)"
    r"(?: (?:of|on|about) (?:it|that|this|him|her|them))?|how did (?:the )?(?:embassy|post) (?:see|judge|assess) (?:it|that|this|him|her|them)"
    rf"|(?:and )?{_US}",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"why(?: (?:not|so|is (?:that|this|it)|was (?:that|this|it)|did (?:he|she|they|it) (?:say|do|think|believe) (?:that|so|this)))?"
    r"|how (?:come|so)|what for|for what reasons?|what (?:is|was|are|were) the reasons?(?: for (?:that|this|it))?|what(?:['’]s)? the reason",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?:because|since|due to|owing to|in order to|so that|as a result|therefore|reasons?|given (?:that|the)|in light of|so as (?:not )?to"
    r"|for fear|to avoid|caused|led to|prompted|attribut\w+|explain\w*|rationale|motivat\w+|argu(?:ed|ing)|concern(?:ed|s)? that)\b",
    re.IGNORECASE,
)
_CAUSAL = 1.5  # log odds that it adds to an answer to "why?" that a sentence names a cause
_STRONG = re.compile(
    r"\b(?:attend(?:ed|ing|ees?)|participa(?:nts?|ted|ting)|accompanied|joined (?:by|the|in)|also (?:present|attended|joined)|were present|was present"
    r"|in attendance|consist(?:ing|ed) of|comprised|sat in|note ?takers?|(?:were|was) met by)\b",
    re.IGNORECASE,
)
_WEAK = re.compile(r"\b(?:met|meeting|hosted|received|called on|delegation|summoned|accompan\w+)\b", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][a-z][\w’'-]*(?: (?:al |bin |de |van )?[A-Z][\w’'-]+)+")
_COMMENTED = 110  # words of a comment
_LISTED = re.compile(r"\s*(?:participants|attendees|present|u\.?s\.? participants)\b[^.]{0,20}:?\s*$", re.IGNORECASE)


def answer(inquiry: Inquiry) -> Answer | None:
    """Return what leads on from the answer before; None where something else is asked, or the cable has nothing."""
    asked = plainly(inquiry.text)
    tell = next((tell for pattern, tell in _TELLS if pattern.fullmatch(asked)), None)
    earlier = EarlierAnswer.of(inquiry.library, inquiry.turns) if tell else None
    chosen = tell(inquiry, earlier) if tell and earlier else ()
    told = quoted_text(inquiry.library, chosen) if chosen else None
    if not told or not earlier:
        return None
    passages = list({(each.passage.cable, each.passage.ordinal): each.passage for each in chosen}.values())
    ids = tuple(dict.fromkeys((*(each.passage.cable for each in chosen), *earlier.cables)))
    return inquiry.answer(*told, cables=ids[: max(1, len(earlier.cables))], passages=passages)


def _more(inquiry: Inquiry, earlier: EarlierAnswer) -> Chosen:
    """The sentences behind those that were told, to the end of the cable."""
    told = earlier.told
    if not told:
        return ()
    said = " ".join(turn.text for turn in inquiry.turns if turn.role == "assistant")
    cable = told[0].passage.cable
    first = min((each.passage.ordinal, each.start) for each in told if each.passage.cable == cable)
    after = [
        each
        for each in earlier.sentences
        if each.passage.cable == cable and (each.passage.ordinal, each.start) > first and each.text not in said
    ]
    same = [each for each in after if each.passage.ordinal == told[0].passage.ordinal]
    others = [each for each in after if each.passage.ordinal != told[0].passage.ordinal]
    return in_order(_within(USUAL_WORDS, (*same, *others)))


def _room(inquiry: Inquiry, earlier: EarlierAnswer) -> Chosen:
    """The sentences that tell who took part."""
    cable = (earlier.told[0].passage.cable if earlier.told else earlier.cables[0],)
    mine = [each for each in earlier.sentences if each.passage.cable in cable]
    listed = next((n for n, each in enumerate(mine) if _LISTED.match(each.text)), None)
    if listed is not None:
        return in_order(_within(MOST_WORDS, mine[listed:]))
    strong = [each for each in mine if _STRONG.search(each.text) and _NAME.search(each.text)]
    weak = [each for each in mine if _WEAK.search(each.text) and len(_NAME.findall(each.text)) > 1]
    most = sorted(weak, key=lambda each: (each.passage.ordinal > 2, -len(_NAME.findall(each.text))))
    return in_order(_within(MOST_WORDS, strong or most[:1]))


def _why(inquiry: Inquiry, earlier: EarlierAnswer) -> Chosen:
    """The sentences on the matter that name a cause, in the same cable."""
    library, told = inquiry.library, earlier.told
    cable = told[0].passage.cable if told else earlier.cables[0]
    mine = dict.fromkeys(Key(cable, each.passage.ordinal) for each in earlier.sentences if each.passage.cable == cable)
    _, ranked = rank(library, earlier.question, _nearest(library, earlier.question, list(mine)))
    known = {(each.passage.ordinal, each.start) for each in told}

    def fits(each: Candidate) -> float:
        if _CAUSE.search(each.text):
            return each.score + _CAUSAL
        return each.score - _CAUSAL * ((each.passage.ordinal, each.start) in known)

    return in_order(_within(USUAL_WORDS, sorted(ranked, key=fits, reverse=True)))


def _comment(inquiry: Inquiry, earlier: EarlierAnswer) -> Chosen:
    """What the post itself comments on the matter, in the same cables."""
    library, text = inquiry.library, f"{inquiry.text} {earlier.question}"
    comments = {
        (each.passage.cable, each.passage.ordinal): each.passage
        for each in earlier.sentences
        if each.statement.kind == "comment"
    }
    keys = [Key(*place) for place in comments]
    kinds = library.paragraphs(keys)
    own = [key for key in keys if key in kinds and kinds[key].kind == "comment"] or keys
    _, ranked = rank(library, text, _nearest(library, text, own))
    ranked = [each for each in ranked if each.statement.kind == "comment"]
    best = [each for each in ranked if each.passage == ranked[0].passage] if ranked else []
    opening = sorted(best, key=lambda each: each.start)[:1]
    return in_order(_within(_COMMENTED, (*best[:1], *opening, *best[1:])))


def _nearest(library: Library, text: str, keys: Sequence[Key]) -> list[Passage]:
    reading = library.reading(text)
    fits = library.fits([reading], keys) if reading else {}
    scores = {key: fits[key][0] if key in fits else 0.0 for key in keys}
    return as_passages(library, dict(sorted(scores.items(), key=lambda item: -item[1])))


def _within(words: int, sentences: Sequence[Candidate]) -> list[Candidate]:
    """Return the first of these sentences, as many as so many words allow."""
    chosen: list[Candidate] = []
    for each in sentences:
        length = len(each.text.split())
        if each in chosen or (chosen and length > words):
            continue
        chosen.append(each)
        words -= length
    return chosen


_TELLS: tuple[tuple[re.Pattern[str], Callable[[Inquiry, EarlierAnswer], Chosen]], ...] = (
    (_MORE, _more),
    (_WHY, _why),
    (_ROOM, _room),
    (_COMMENT, _comment),
)
