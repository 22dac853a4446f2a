"""Which sentences of the passages answer a question, or that none does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.answer import AnswerOutcome, Passage
from assistant.question.completion import is_completed
from assistant.question.understand import Question, understand
from assistant.quoting.answerable import answers, comes_near, probability, signs
from assistant.quoting.extract import BEHIND, EMPTY, FAR_BEHIND, Extract, extract
from assistant.quoting.extract_each import extract_each
from assistant.quoting.read_passages import read
from assistant.quoting.score_sentences import SIGNS, Candidate, PassageEvidence, candidates, weights
from assistant.quoting.wanted_thing import wanted_thing
from assistant.quoting.whole_statements import Paragraphs, asks_yes_or_no, bare, says_something
from assistant.quoting.whose_words import may_be_quoted, own_words_first
from assistant.retrieval.fair_shares import BY_RANK, FairShares
from assistant.retrieval.key_terms import KeyTerms
from assistant.retrieval.retrieve import retrieve
from assistant.sureness import USUAL, Thresholds
from ingest import Library
from ingest.domain.filters import Filters
from ingest.domain.keys import Key
from ingest.domain.statements import Statement
from ingest.language.sentences import sentences

PASSAGES = 8  # whose sentences are considered
USUAL_WORDS = 74  # of an answer's quotations
MOST_WORDS = 150
MOST_SENTENCES = 9
_SURE = 0.5  # how likely it must be that one of the sentences answers for the usual words to do
_LIKELY = -1.0  # log odds from which on a sentence that the same person says elsewhere likely answers, too
_WORDS, _ALL = SIGNS.index("words"), 0.99
_SPEAKS_OF = 0.25  # of a question's words that a named cable must have to be taken to answer it
_OF_NAMED = 130  # words of cables that the question names
_HAS_ALL = 1.5  # log odds that all words of the question are worth in them
_FAR = 4.0  # log odds behind the likeliest from which on a sentence without all of these words is left out
_FEWEST_WORDS, _SHORT = 4, 12  # of a sentence there that is quoted, and of one that needs the next
_COMPARED = 3  # cables that a comparison quotes
_ELSEWHERE = 1.5  # log odds that a sentence of another cable may fall behind to answer a further part


@dataclass(frozen=True, slots=True)
class Choice:
    """What is quoted, how likely it is right, None where nothing was to be estimated, and if it is claimed."""

    extract: Extract = EMPTY
    confidence: float | None = None
    outcome: AnswerOutcome = "answered"
    signs: tuple[float, ...] = ()  # what the confidence was estimated from


def choice(
    library: Library,
    question: Question,
    passages: Sequence[Passage],
    where: Filters,
    thresholds: Thresholds = USUAL,
    shares: FairShares = BY_RANK,
) -> Choice:
    """Return the sentences that likeliest answer, none where the passages have nothing on it.

    For each part of a question its best, for a comparison several cables' in the order of their dates. In fair
    `shares`, some of each period too; how sure the answer is, the best passages tell as ever.
    """
    if len(question.parts) > 1:
        chosen, least = _by_part(library, question, where)
        return Choice(Extract(in_order(chosen)), least, thresholds.outcome(least))
    looks, ranked = rank(library, question.asked, passages, question.who)
    if not looks:
        return Choice()
    given = _signs(library, question, looks, ranked, passages)
    if question.cables:
        near = comes_near(given) or speaks_of(library, question)
        return Choice(Extract(in_order(choose_of_named(ranked)))) if near else Choice()
    # A question that only makes sense in the conversation, and is found where that was, has an answer.
    leads_on = question.stays and not question.stands_alone
    sure = None if leads_on else probability(given)
    outcome = thresholds.outcome(sure) if leads_on or answers(given) else "refused"
    beside = partial(may_be_quoted, question)
    behind = BEHIND if outcome == "answered" else FAR_BEHIND
    if shares.periods:
        _, shared = rank(library, question.asked, shares.passages, question.who)
        return Choice(extract_each(ranked, shared, beside, shares.periods, behind), sure, outcome, given)
    if question.compares and len({each.passage.cable for each in ranked}) > 1:
        best = {each.passage.cable: each for each in reversed(ranked)}
        found = sorted(best.values(), key=lambda each: -each.score)[:_COMPARED]
        return Choice(Extract(sorted(found, key=lambda each: each.passage.date or "")), sure, outcome, given)
    settles = asks_yes_or_no(question.asked)
    ordered = own_words_first(question, read(question, counted(library, question), looks, ranked))
    quoted = extract(ordered, beside, behind=behind, settles=settles)
    if outcome == "answered" and not leads_on and not _gives_what_is_wanted(quoted, question.asked):
        outcome = "excerpts"
    return Choice(quoted, sure, outcome, given)


def _gives_what_is_wanted(quoted: Extract, asked: str) -> bool:
    """Return whether what is quoted has the number or the time that a question asks for, if it asks for one."""
    wanted = wanted_thing(asked)
    all_quoted = (each for group in (quoted.headline, *quoted.also) for each in group)
    return wanted is None or any(wanted.given_in(each.text) for each in all_quoted)


def _signs(
    library: Library,
    question: Question,
    looks: Sequence[PassageEvidence],
    ranked: Sequence[Candidate],
    passages: Sequence[Passage],
) -> tuple[float, ...]:
    rest = [passage.score for passage in passages[PASSAGES:]]
    matter = KeyTerms.of(library, question.text)
    return signs(question, counted(library, question), looks, rest, ranked, matter)


def speaks_of(library: Library, question: Question) -> bool:
    """Return whether the cables that a question names have words of its matter, apart from whom it asks about."""
    about = question.text.replace(question.who, " ") if question.who else question.text
    matter = KeyTerms.of(library, about)
    cables = library.cables(question.cables)
    texts = (text for cable in cables for text in (cable.subject, *(each.text for each in cable.paragraphs)))
    return not matter.weights or matter.share(*texts) >= _SPEAKS_OF


def rank(
    library: Library, text: str, passages: Sequence[Passage], who: str | None = None
) -> tuple[list[PassageEvidence], list[Candidate]]:
    """Return the evidence of the best passages for a question, and their sentences, likeliest first.

    `who` are the words in it for whom it asks about.
    """
    looks = look(library, text, passages)
    return looks, candidates(text, library.reading(text), looks, KeyTerms.of(library, text), who)


def counted(library: Library, question: Question) -> NDArray[np.float32]:
    """Return how much each token of a question counts; none where nothing is indexed by meaning."""
    reading = library.reading(question.asked)
    return weights(question.asked, reading, question.who) if reading else np.zeros(0, dtype=np.float32)


def look(library: Library, text: str, passages: Sequence[Passage]) -> list[PassageEvidence]:
    """Return the evidence of each of the best passages whose text is still the one that was found."""
    best = {Key(each.cable, each.ordinal): each for each in passages[:PASSAGES]}
    reading = library.reading(text)
    near = library.affinities(reading, list(best)) if reading else {}
    attributed = library.attributed_paragraphs(list(best))
    return [
        PassageEvidence(passage, attributed[key][0], attributed[key][1] or _unattributed(passage), near.get(key))
        for key, passage in best.items()
        if key in attributed and attributed[key][0].text == passage.text
    ]


def _unattributed(passage: Passage) -> list[Statement]:
    """Return the sentences of a passage whose speakers have not been identified yet."""
    return [Statement(passage.ordinal, start, end, "narration") for start, end in sentences(passage.text)]


def _by_part(library: Library, question: Question, where: Filters) -> tuple[list[Candidate], float]:
    """Return for each part of a question its best sentences, from a cable of its own where one comes close.

    With the least probability that those of a part are right.
    """
    chosen: list[Candidate] = []
    sure = 1.0
    for text in question.parts:
        # "three years later" is understood from the whole question.
        hints = tuple(hint for hint in question.hints if hint.text in text)
        part = replace(understand(text), hints=hints, cables=question.cables, searched=question.searched)
        same = chosen[0].passage.cable if chosen and is_completed(text, question.text) else None
        if same:  # what "he" is asked is told where he is
            part = replace(part, near=(same,))
        passages = retrieve(library, part, where)
        looks, ranked = rank(library, text, passages, part.who)
        sure = min(sure, probability(_signs(library, part, looks, ranked, passages)) if looks else 0.0)
        own = choose(ranked if same else _elsewhere(ranked, chosen), 1.2 / len(question.parts))
        chosen += _whole(own, ranked)
    return chosen, sure


def _whole(chosen: Sequence[Candidate], known: Sequence[Candidate]) -> list[Candidate]:
    """Return sentences that say something, each with those that it leans on."""
    paragraphs = Paragraphs(known)
    supported = [each for one in chosen for each in paragraphs.with_support(one)]
    return [bare(each) for each in supported if says_something(each.text)] or list(chosen)


def _elsewhere(ranked: Sequence[Candidate], chosen: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the candidates from cables not yet quoted if they come close: parts are asked of several cables."""
    quoted = {each.passage.cable for each in chosen}
    others = [each for each in ranked if each.passage.cable not in quoted]
    return others if others and others[0].score >= ranked[0].score - _ELSEWHERE else ranked


def choose(ranked: Sequence[Candidate], share: float = 1.0, *, together: bool = True) -> list[Candidate]:
    """Return the likeliest sentences, as many as the usual words allow, and more while none of them is likely.

    `share` is how much of those words there is for them. `together`: those of the likeliest one's story. Whoever
    asks for somebody's words gets one paragraph: several contain the answer a little more often, but quote
    somebody else in every fourth answer.
    """
    chosen: list[Candidate] = []
    words, missed = 0, 1.0
    # After the likeliest one, those with all words of the question go before others that are about as likely.
    others = sorted(ranked[1:], key=lambda each: -(each.score + (each.signs[_WORDS] >= _ALL)))
    for each in (*ranked[:1], *others):
        length = len(each.text.split())
        room = share * (USUAL_WORDS if missed <= 1 - _SURE else MOST_WORDS) - words
        if chosen and (length > room or (together and not _one_story(chosen[0], each))):
            continue
        chosen.append(each)
        words += length
        missed *= 1 - each.likelihood
        if len(chosen) == MOST_SENTENCES:
            break
    return chosen


def choose_of_named(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Return the likeliest sentences of cables that were named: what they say of a matter, in several places.

    A short one, as of a list, goes with the sentence after it.
    """
    after = {
        _place(before): each for before, each in pairwise(sorted(ranked, key=_place)) if _adjoin(before, each)
    }
    chosen: dict[tuple[str, int, int], Candidate] = {}
    words = 0
    others = sorted(ranked[1:], key=lambda each: -(each.score + _HAS_ALL * (each.signs[_WORDS] >= _ALL)))
    for first in (*ranked[:1], *others):
        length = len(first.text.split())
        far = first.score < ranked[0].score - _FAR and first.signs[_WORDS] < _ALL
        if chosen and (length < _FEWEST_WORDS or far):
            continue
        for each in (first, after.get(_place(first)) if length < _SHORT else None):
            length = len(each.text.split()) if each else 0
            if each and _place(each) not in chosen and (not chosen or words + length <= _OF_NAMED):
                chosen[_place(each)] = each
                words += length
        if len(chosen) >= MOST_SENTENCES:
            break
    return list(chosen.values())


def _place(candidate: Candidate) -> tuple[str, int, int]:
    return candidate.passage.cable, candidate.passage.ordinal, candidate.start


def _adjoin(first: Candidate, second: Candidate) -> bool:
    return _place(first)[:2] == _place(second)[:2]


def _one_story(first: Candidate, other: Candidate) -> bool:
    """Return whether a sentence is in the first one's paragraph, or the same person says it in the same cable and
    it is likely, or has all that the question is about."""
    if other.passage.cable != first.passage.cable:
        return False
    his = first.speaker is not None and first.speaker == other.speaker
    fits = other.score >= _LIKELY or other.signs[_WORDS] >= _ALL
    return other.passage.ordinal == first.passage.ordinal or (his and fits)


def in_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return sentences without doubles, grouped by cable in the order given, as they stand in each."""
    order = list(dict.fromkeys(each.passage.cable for each in chosen))
    unique = {(each.passage.cable, each.passage.ordinal, each.start): each for each in chosen}
    return [unique[place] for place in sorted(unique, key=lambda place: (order.index(place[0]), *place[1:]))]
