"""Who speaks in a sentence, judged by its own words alone: "the Minister", "He", "a source"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from more_itertools import triplewise

from ingest.language.grammar import (
    Tense,
    copula,
    first_subject,
    inverted,
    is_aside,
    is_subordinate,
    subject,
    tense_of,
)
from ingest.language.noun_phrases import Phrase, Word, phrase_at_start, words
from ingest.language.reporting_verbs import HOLDING, IDIOMS, PRONOUNS, SAYING, STANCES

Manner = Literal["said", "held", "according", "aside", "told", "within", "acted"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """The words for who speaks, as the sentence has them ("the Minister", "He"), where, and how it says so.

    `said` by a verb of saying, `held` by a verb of holding a view, `according` to somebody, in an `aside`
    (", he said,"), `told` in the passive, `within` a subordinate clause. `acted` is the subject of some other
    verb: nobody speaks yet. `verb` is the verb or adjective that reports, as it stands.
    """

    mention: str
    start: int
    manner: Manner
    tense: Tense = "past"
    verb: str = ""

    @property
    def pronoun(self) -> bool:
        """Whether the mention is a mere `he`, `she` or `they`."""
        return self.mention.lower() in PRONOUNS


POSSESSORS = {"his": "he", "her": "she", "their": "they"}
ACCORDING = re.compile(
    r"\b(?:according to|in the (?:view|opinion|words|judgment|estimation) of|as stated by)\s+", re.IGNORECASE
)
CLOSING = re.compile(r",\s+according to\s+[^,]{1,80}$", re.IGNORECASE)
VANTAGE = (
    "view|opinion|telling|words|estimation|judgment|assessment|perspective|standpoint|point of view|mind|eyes"
)
PERSPECTIVE = re.compile(
    rf"\b(?:in|from|for|to)\s++(?P<who>[^,.;:]{{1,60}}?)(?:['’]s?)?\s++(?:own |personal )?(?:{VANTAGE})\b",
    re.IGNORECASE,
)
VANTAGES = tuple(VANTAGE.split("|"))
NOBODY = frozenset({"our", "the", "my", "a", "this", "general"})
# "Baro's answer was ...", "His view is ..."
POSSESSED = re.compile(
    r"(?P<who>(?:the )?[A-Z][\w’'.-]*(?: [\w’'.-]+){0,5}?|his|her|their)(?:['’]s?)? (?:\w+ ){0,2}?"
    r"(?:response|answer|reply|view|assessment|message|position|opinion|analysis|argument|point|reaction|advice"
    r"|conclusion|complaint|concern|prediction|explanation|request|plea|demand|account|reading|forecast|take|warning)s?"
    r"(?: (?:of|on|about|regarding|to|for) [^,.;:]{1,60}?)?(?:: | (?:was|is|were|are|posits|that|remains)\b)"
)
PARTICIPLE = re.compile(
    r"(?:[,-]| by) (saying|claiming|stating|arguing|adding|noting|insisting|warning|telling|asserting|explaining"
    r"|suggesting|complaining|observing|commenting|declaring|alleging|maintaining|stressing|emphasizing"
    r"|remarking|pointing out)\b"
)
INFINITIVE = re.compile(
    r"(?<!\bagreed )\bto (stress|emphasize|urge|complain|express|reiterate|explain|warn|discourage|convey|thank"
    r"|underline|underscore|protest|insist|apologize|announce)\b"
)
OPENED = frozenset("opened began started closed concluded".split())
# "In a meeting with Minister Baro on the margins, he said": whom they met is who speaks.
MET = re.compile(
    r"(?:In|During|At|Over)\b[^,]{0,60}?"
    r"\b(?:meeting|conversation|discussion|lunch|dinner|call|interview|exchange)s? with "
    r"(?P<who>(?:[A-Z][\w’'./-]*+|of|for|and|the)(?: (?:[A-Z][\w’'./-]*+|of|for|and|the|al|bin|de))*+)[^,]*+, "
)
# "The Ambassador met separately with Minister Baro."
HOSTED = re.compile(
    r"(?:(?:On|In|At|During) [^,]{3,40}, )?(?:the )?(?:\w+ )?(?:ambassador|charge|dcm|emboffs?|poloffs?|econoffs?"
    r"|pol\w{3,10}|econ\w{3,10}|we|post|cg|consul general|codel \w+|staffdel|embassy officers?)\b"
    r"[^.;]{0,60}?\b(?:met|spoke|talked|sat down|dined|lunched|called)(?: \w+ly)? (?:with|on|to)\s+",
    re.IGNORECASE,
)
TOLD = re.compile(
    r"\b(?:told|informed|advised|assured|warned|described|reported|asked|briefed|approached|reminded|expressed"
    r"|raised|echoed|quoted|characterized|called|shared|confirmed|stated|noted)\b(?: \w+)? by\s+",
    re.IGNORECASE,
)


THIRD = re.compile(r"\b(?:he|she|they)\b[^,.;]{0,60}$", re.IGNORECASE)


def attribution(text: str) -> Attribution | None:
    """Return who speaks in a sentence by its own words, or the subject that acts, or None."""
    return next(iter(attributions(text)), None)


def attributions(text: str) -> list[Attribution]:
    """Return who may speak in a sentence by its own words, the likeliest first, each mention once."""
    tokens = words(text)
    main, within, aside = _clauses(text, tokens)
    according = _according(text)
    likeliest = _likeliest(text, tokens, main, within, aside, according)
    found: dict[str, Attribution] = {}
    for each in (likeliest, aside, according, *main, within):
        if each:
            found.setdefault(each.mention.lower(), each)
    return list(found.values())


def _likeliest(
    text: str,
    tokens: Sequence[Word],
    main: list[Attribution],
    within: Attribution | None,
    aside: Attribution | None,
    according: Attribution | None,
) -> Attribution | None:
    """Return whose words the sentence reports, given who speaks in its clauses."""
    if aside:
        return aside
    if according and (not main or _covers(according, main[0], text)):
        return according
    if main:
        return _meant(main, text, tokens)
    if told := _told(text):
        return told
    actor = _actor(text, tokens)
    participle = PARTICIPLE.search(text) if actor else None
    if actor and within and participle and participle.start() < within.start:
        return replace(actor, manner="said", verb=participle[1])  # "Baro spoke, claiming that Ito denied it"
    if within:
        # "When Baro came in he said ...": the pronoun is whom the sentence began with.
        before = actor if actor and within.pronoun and actor.start < within.start else None
        return replace(within, mention=before.mention, start=before.start) if before else within
    if actor and (participle := participle or INFINITIVE.search(text)):
        return replace(actor, manner="said", verb=participle[1])
    if actor and (verb := _coordinate(tokens, actor)):
        return replace(actor, manner="said", verb=verb)
    return actor


# What opens that which is said, behind a verb: "and asked who had", but not "and raised the port".
OPENING_WHAT_IS_SAID = frozenset('" about for how if that what when where whether who why'.split())


def _coordinate(tokens: Sequence[Word], actor: Attribution) -> str | None:
    """The second verb of the subject, if it reports: "Baro had not heard of it and asked who had"."""
    first = next(i for i, word in enumerate(tokens) if word.start == actor.start)
    if is_subordinate(tokens, first):
        return None
    for before, word, after in triplewise(tokens[first:]):
        if before.low == ",":
            return None  # from here on, another may be the subject
        if (
            before.low in {"and", "but", "then"}
            and SAYING.get(word.low) == "ed"
            and after.low in OPENING_WHAT_IS_SAID
        ):
            return word.low
    return None


def _clauses(
    text: str, tokens: Sequence[Word]
) -> tuple[list[Attribution], Attribution | None, Attribution | None]:
    """Return who speaks in the main clauses, in the first subordinate one, and in an aside, which ends it."""
    main: list[Attribution] = []
    within: Attribution | None = None
    reported = -1  # the verb of the last main clause
    shouted = text.upper() == text
    for i, word in enumerate(tokens):
        if word.capital and not shouted:
            continue
        verb, manner, tag = _reporting(tokens, i)
        if tag is None:
            continue
        if after := inverted(tokens, verb, tag):
            return main, within, Attribution(_mention(text, tokens, after), tokens[after[0]].start, "aside")
        phrase = subject(tokens, verb, tag)
        if not phrase:
            continue
        first, last = phrase
        mention, tense = _mention(text, tokens, phrase), tense_of(tokens, last, verb, tag)
        found = Attribution(mention, tokens[first].start, manner, tense, word.low)
        if is_aside(tokens, first, i):
            # "Baro doubted it, but he agreed, ..."
            return main, within, main[0] if main and found.pronoun else replace(found, manner="aside")
        if is_subordinate(tokens, first):
            within = within or replace(found, manner="within")
        else:
            if main and found.start <= main[-1].start and last >= reported:
                main.pop()  # "News reports said ...": what looked like a verb was a noun of the subject
            main.append(found)
            reported = verb
    return main, within, None


def _reporting(tokens: Sequence[Word], i: int) -> tuple[int, Manner, str | None]:
    """Where the verb stands whose reporting word is at `i`, how it reports, and its form; None if it does not."""
    low = tokens[i].low
    if low == "called" and _is_visit(tokens, i):
        return i, "said", None
    if low in {"made", "makes"} and any(token.low.startswith("point") for token in tokens[i + 1 : i + 5]):
        return i, "said", "ed"  # "made the following points"
    if low in SAYING:
        return i, "said", SAYING[low]
    if low in HOLDING:
        return i, "held", HOLDING[low]
    if i + 1 < len(tokens) and tokens[i + 1].low in IDIOMS.get(low, ()):
        return i, "said", "ed"
    if low in OPENED and any(token.low == "by" for token in tokens[i + 1 : i + 5]):
        return i, "said", "ed"  # "opened the talks by thanking"
    if low in STANCES and (verb := copula(tokens, i)):
        return verb, "held", "is"
    return i, "said", None


def _is_visit(tokens: Sequence[Word], i: int) -> bool:
    """Whether `called on` means a visit to somebody, and not that they should do something."""
    after = [token.low for token in tokens[i + 1 : i + 16]]
    return after[:1] == ["on"] and "to" not in after


def _meant(main: Sequence[Attribution], text: str, tokens: Sequence[Word]) -> Attribution:
    """Whose words the sentence as a whole reports; a pronoun is resolved where the sentence itself allows it."""
    first = main[0]
    if first.pronoun and (met := MET.match(text)) and met.end() <= first.start + 1:
        return replace(first, mention=_clean(met["who"]), start=met.start("who"))
    if first.pronoun and first.start > 0:
        actor = _actor(text, tokens)
        if actor and actor.start == 0 and not actor.pronoun:
            # "Baro looked tired as he said ..."
            return replace(first, mention=actor.mention, start=actor.start)
    # "Iran worries about drugs, and Baro stressed ...": the view is part of what Baro stressed.
    said = next((found for found in main[1:] if found.manner == "said"), None)
    if said and first.manner == "held" and re.search(r"\b(?:and|but)\s+$", text[: said.start]):
        # "Baro thought it would be harder, but he agreed ...": he is Baro.
        return replace(said, mention=first.mention, start=first.start) if said.pronoun else said
    return first


def _covers(according: Attribution, main: Attribution, text: str) -> bool:
    """Whether `according to ...` covers the main clause too, and not only a part of what its speaker said."""
    closing = CLOSING.search(text) and according.start > len(text) // 3
    return according.start < main.start or main.manner == "held" or bool(closing)


def _according(text: str) -> Attribution | None:
    if match := ACCORDING.search(text):
        return _at(text, match.end(), "according")
    if (match := POSSESSED.match(text)) and ("'" in match[0] or "’" in match[0] or match["who"].islower()):
        who = _clean(re.sub(r"['’]s?$", "", match["who"]))
        return Attribution(POSSESSORS.get(who.lower(), who), 0, "according", verb="possessed")
    # The long pattern is tried only where it can hold.
    if (
        any(word in text for word in VANTAGES)
        and (match := PERSPECTIVE.search(text))
        and (who := _clean(match["who"]))
    ):
        if who.lower() in POSSESSORS:
            return Attribution(POSSESSORS[who.lower()], match.start(), "according")
        if who.lower() not in NOBODY and (who[0].isupper() or who.startswith("the ")):
            return Attribution(who, match.start(), "according")
    return None


def _told(text: str) -> Attribution | None:
    match = TOLD.search(text) if " by " in text else None
    if match and THIRD.search(text[: match.start()]):
        return None  # "He was told by Ito": that is what he says
    return _at(text, match.end(), "told") if match else None


def met(text: str) -> Attribution | None:
    """Return whom the post met, in a sentence about nothing else: the next `he` is the guest, not the host."""
    match = HOSTED.match(text)
    return _at(text, match.end(), "acted") if match else None


def _at(text: str, start: int, manner: Manner) -> Attribution | None:
    """The speaker whose words begin at `start`."""
    tokens = words(text[start : start + 160])
    phrase = phrase_at_start(tokens)
    return Attribution(_mention(text[start:], tokens, phrase), start, manner) if phrase else None


def _actor(text: str, tokens: Sequence[Word]) -> Attribution | None:
    """The subject of the sentence's first verb: whom the next `he` may mean."""
    phrase = first_subject(tokens)
    return Attribution(_mention(text, tokens, phrase), tokens[phrase[0]].start, "acted") if phrase else None


def _mention(text: str, tokens: Sequence[Word], phrase: Phrase) -> str:
    return _clean(text[tokens[phrase[0]].start : tokens[phrase[1]].end])


def _clean(mention: str) -> str:
    """The words for a speaker without asides and loose marks."""
    mention = re.sub(r"\([^()]*\)", " ", mention)
    return " ".join(mention.split()).strip(" ,.;:-\"“”'’")
