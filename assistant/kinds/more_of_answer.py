"""What leads on from an answer in its cable: "tell me more", "why?", "who else was there?", the post's comment."""

import re
from collections.abc import Callable, Sequence

from assistant.answer import STATEMENT, Answer, Passage, Turn
from assistant.kinds.earlier_answer import EarlierAnswer
from assistant.kinds.inquiry import Inquiry
from assistant.question.courtesy import phrases, unmarked
from assistant.quoting.choose_sentences import MOST_WORDS, USUAL_WORDS, in_order, rank
from assistant.quoting.quoted_text import quoted_text
from assistant.quoting.score_sentences import Candidate
from assistant.retrieval.retrieve import as_passages
from ingest import Library
from ingest.domain.keys import Key
from ingest.search.word_index import stems

Chosen = Sequence[Candidate]

_IT = r"(?:it|that|this)"
_HIM = r"(?:him|her|them)"
_DETAILS = r"(?:more|further|details?|information|info|context)"
_MORE = phrases(
    rf"(?:(?:tell|give|show) (?:me|us) )?(?:(?:some|a bit|a little) )?(?:{_DETAILS} ?){{1,3}}(?:(?:about|on"
    rf"|of) {_IT})?",
    rf"(?:(?:tell|give|show) (?:me|us) )?the rest(?: of {_IT})?",
    rf"(?:go on|continue|elaborate|expand)(?: (?:on )?{_IT})?",
    r"what else(?: (?:does|did|do) (?:it|he|she|they|the cable) (?:say|tell|report))?",
    r"(?:is there )?(?:anything|something) else",
    "say more|then",
)
_WHY = phrases(
    rf"why(?: (?:not|so|(?:is|was) {_IT}|did (?:he|she|they|it) (?:say|do|think|believe) (?:{_IT}|so)))?",
    "how (?:come|so)|what for|for what reasons?",
    rf"what(?:['’]?s)? (?:(?:is|was|are|were) )?the reasons?(?: for {_IT})?",
)
_ROOM = phrases(
    rf"who (?:else )?(?:was|were|is) (?:(?:also|else) )?(?:there|present|with {_HIM}|attending|in attendance"
    rf"|around the table"
    r"|in (?:the|that) (?:room|meeting)|at (?:the|that|this) (?:meeting|lunch|dinner|table|talks?))"
    rf"(?: too| with {_HIM})?",
    rf"who (?:else )?(?:attended|took part|participated|joined(?: {_HIM})?|came along|sat in)(?: (?:in|the"
    rf"|that|meeting|it)){{0,3}}",
    "(?:the )?(?:participants|attendees)",
    rf"who (?:else )?(?:did (?:he|she|they) (?:meet|see)|met {_HIM})(?: with| there)?",
)
_US = (
    r"(?:the )?(?:u\.?s\.? )?(?:embassy|post|ambassador|consulate|mission|americans?|diplomats?|authors?|writers?"
    r"|author of the cable|charge|poloffs?)"
)
_OF = rf"(?: (?:of|on|about) (?:{_IT}|{_HIM}|all (?:that|this)))?"
_VIEW = r"(?:views?|comments?|opinion|take|assessment|judge?ment|reading|analysis)"
_COMMENT = phrases(
    rf"what (?:did|does|do|was|is) {_US}(?: (?:itself|themselves))? (?:think|make|say|believe|comment|conclude"
    rf"|reckon)(?: {_IT})?{_OF}",
    rf"(?:did|does|do|was|were) {_US}(?: \w+)? (?:believe|trust|agree(?: with)?|buy|doubt|like|comment(?: on)?"
    rf"|(?:convinced|impressed)"
    rf"(?: by)?)(?: (?:{_IT}|{_HIM}))?",
    rf"{_US}(?:['’]s?)? {_VIEW}{_OF}",
    rf"what (?:was|is|were)(?: the)? (?:{_US}(?:['’]s?)? )?{_VIEW}{_OF}",
    rf"how did (?:the )?(?:embassy|post) (?:see|judge|assess) (?:{_IT}|{_HIM})",
    rf"(?:and )?{_US}",
)
_RELATION = re.compile(
    r"(?:(?:what|how) about )?(?:his|her|their) (?P<who>brother|sister|wife|husband|son|daughter|father|mother"
    r"|cousin|uncle|aunt|nephew|niece|predecessor|successor|deputy|boss)",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?:because|since|due to|owing to|in order to|so that|as a result|therefore|reasons?|given (?:that|the)"
    r"|in light of|so as (?:not )?to|for fear|to avoid|caused|led to|prompted|attribut\w+|explain\w*|rationale"
    r"|motivat\w+"
    r"|argu(?:ed|ing)|concern(?:ed|s)? that)\b",
    re.IGNORECASE,
)
_REASONED = 4  # paragraphs in which a cause is looked for
_CAUSAL = 1.5  # log odds that it adds to an answer to "why?" that a sentence names a cause
_STRONG = re.compile(
    r"\b(?:attend(?:ed|ing|ees?)|participa(?:nts?|ted)|accompanied|joined (?:by|the|in)|also (?:present"
    r"|attended|joined)"
    r"|were present|was present|in attendance|consist(?:ing|ed) of|comprised|sat in|note ?takers?|(?:were"
    r"|was) met by)\b",
    re.IGNORECASE,
)
_WEAK = re.compile(r"\b(?:met|meeting|hosted|received|called on|delegation|summoned|accompan\w+)\b", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][a-z][\w’'-]*(?: (?:al |bin |de |van )?[A-Z][\w’'-]+)+")
_NAMED_CABLES = 3
_COMMENTED = 110  # words of a comment
_LISTED = re.compile(
    r"\s*(?:participants|attendees|present|u\.?s\.? participants)\b[^.]{0,20}:?\s*$", re.IGNORECASE
)


def answer(inquiry: Inquiry) -> Answer | None:
    """Return what leads on from the answer before; None where something else is asked or nothing leads on."""
    asked = unmarked(inquiry.text)
    tell = next((tell for pattern, tell in _TELLS if pattern.fullmatch(asked)), None)
    if tell and _found_nothing(inquiry.turns):
        return inquiry.answer("The answer before found nothing that this could be about.", answered=False)
    if relation := _RELATION.fullmatch(asked):
        return _no_relation(inquiry, relation["who"])
    earlier = EarlierAnswer.of(inquiry.library, inquiry.turns) if tell else None
    chosen = tell(inquiry, earlier) if tell and earlier else ()
    told = quoted_text(inquiry.library, chosen) if chosen else None
    if earlier and tell is _comment and not any(each.statement.kind == "comment" for each in earlier.sentences):
        return _no_comment(inquiry, earlier)
    if not told or not earlier:
        return None
    passages = list({(each.passage.cable, each.passage.ordinal): each.passage for each in chosen}.values())
    ids = tuple(dict.fromkeys((*(each.passage.cable for each in chosen), *earlier.cables)))
    return inquiry.answer(*told, cables=ids[: max(1, len(earlier.cables))], passages=passages)


def _found_nothing(turns: Sequence[Turn]) -> bool:
    """Whether the last answer was a refusal."""
    last = next((turn for turn in reversed(turns) if turn.role == "assistant"), None)
    return last is not None and last.kind == STATEMENT and not last.cables


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
    """The sentences that tell who took part; where none does, the first words of whoever speaks."""
    mine = [each for each in earlier.sentences if each.passage.cable == earlier.cable]
    listed = next((n for n, each in enumerate(mine) if _LISTED.match(each.text)), None)
    if listed is not None:
        return in_order(_within(MOST_WORDS, mine[listed:]))
    strong = [each for each in mine if _STRONG.search(each.text) and _NAME.search(each.text)]
    weak = [each for each in mine if _WEAK.search(each.text) and _NAME.search(each.text)]
    most = sorted(weak, key=lambda each: (each.passage.ordinal > 2, -len(_NAME.findall(each.text))))
    heard = {each.speaker: each for each in reversed(mine) if each.speaker}  # else whoever speaks, first words
    return in_order(_within(MOST_WORDS, strong or most[:1] or list(heard.values())[::-1]))


def _why(inquiry: Inquiry, earlier: EarlierAnswer) -> Chosen:
    """The sentences on the matter that name a cause, in the same cable."""
    library, told = inquiry.library, earlier.told
    mine = dict.fromkeys(
        Key(earlier.cable, each.passage.ordinal)
        for each in earlier.sentences
        if each.passage.cable == earlier.cable
    )
    _, ranked = rank(library, earlier.question, _nearest(library, earlier.question, list(mine))[:_REASONED])
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


def _no_relation(inquiry: Inquiry, who: str) -> Answer | None:
    """Return that no cable of the answer before names somebody's brother; None where one does."""
    earlier = EarlierAnswer.of(inquiry.library, inquiry.turns)
    wanted = set(stems(who))
    if earlier is None or any(wanted & set(stems(each.text)) for each in earlier.sentences):
        return None
    ids = earlier.cables[:_NAMED_CABLES]
    text = f"The archive does not say: no {who.lower()} is named in {' or '.join(ids)}."
    return inquiry.answer(text, cables=earlier.cables, answered=False)


def _no_comment(inquiry: Inquiry, earlier: EarlierAnswer) -> Answer:
    ids = earlier.cables[:_NAMED_CABLES]
    text = f"The archive does not say: no comment of the post stands in {' or '.join(ids)}."
    return inquiry.answer(text, cables=earlier.cables, answered=False)


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
