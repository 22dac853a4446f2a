"""The little grammar of cable prose that finding a speaker needs: the subject of a verb, its tense and its place.

The subject is the noun phrase that stands where a subject must stand.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from ingest.language.noun_phrases import DATES, PARTICLES, Phrase, Word, can_speak, noun_phrase
from ingest.language.reporting_verbs import (
    AUXILIARIES,
    CLAUSE_OPENERS,
    CONNECTIVES,
    COPULAS,
    DETERMINERS,
    HOLDING,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    SPEAKERS,
)

Tense = Literal["past", "present", "perfect", "pluperfect"]
AFTER_NOUNS = frozenset(
    "of about are is were was and over regarding toward towards on from by between have has had will would can"
    " could may might should".split()
)
COMMON_VERBS = frozenset("has had met did took made gave will would".split())
NAMING = frozenset("called termed dubbed described labeled quoted rated".split())
# "Officials let others respond", "to hear critics complain": the verb is no statement of theirs.
CAUSING = frozenset(
    "let lets letting help helps helped hear hearing heard make makes making made to watch".split()
)
SUBORDINATING = CLAUSE_OPENERS - {"and", "but", "or", "so"}
# Adjectives that stand for a people: "the French believe".
PEOPLE = ("ench", "tish", "nish", "rish", "lish", "wish", "nese", "tuguese", "utch", "wiss")
DEGREES = frozenset("best least less more most worst".split())
MANY = frozenset("all both few many most others several some".split())
# "Baro responded by closing the mill": speaking all the same, unlike "a ship reported by Baro".
BY_DOING = frozenset("responded replied reacted retorted countered began opened concluded continued".split())


def subject(tokens: Sequence[Word], verb: int, tag: str) -> Phrase | None:
    """The noun phrase that is the subject of the verb at `verb`: its first and last word."""
    j = verb - 1
    helped = False
    if tag == "ed" and _is_passive(tokens, verb):
        return None
    while j >= 0 and (tokens[j].low in AUXILIARIES or (tokens[j].low.endswith("ly") and not tokens[j].capital)):
        helped = helped or tokens[j].low not in {"to", "been", "being"}
        if tokens[j].low == "to" and tag == "base" and not (j > 0 and tokens[j - 1].low in {"on", "went"}):
            return None
        j -= 1
    if j < 0 or (tag == "ing" and tokens[verb - 1].low not in {"are", "is", "was", "were", "been", "also"}):
        return None
    if tag == "ed" and j > 0 and tokens[j].low in DEGREES and tokens[j - 1].low in DETERMINERS:
        return None  # "the most poorly advised" says nothing
    if tokens[j].low.isdigit() or (tokens[j].capital and tokens[j].low in DATES):
        # "Press reports on May 5 cited ..."
        while j > 0 and (
            tokens[j].low.isdigit() or tokens[j].low in DATES or tokens[j].low in {"on", "in", "last"}
        ):
            j -= 1
    if tokens[j].low == ",":
        return _before_comma(tokens, j)
    phrase = noun_phrase(tokens, j)
    if not phrase:
        return None
    if tag == "ed" and not helped and _is_reduced(tokens, phrase, verb):
        return None
    if tag in {"s", "base"} and not helped and _is_noun(tokens, phrase, verb, tag):
        return None
    return phrase


def _is_noun(tokens: Sequence[Word], phrase: Phrase, verb: int, tag: str) -> bool:
    """Whether what looks like a verb in the present is a noun: `French views are ...`, `member states`."""
    first, last = phrase
    head, after = tokens[last], tokens[verb + 1].low if verb + 1 < len(tokens) else ""
    if head.low in PRONOUNS or head.low == "we":
        return False
    if after in {",", ":", "or"} and not (
        verb + 2 < len(tokens) and tokens[verb + 2].low in {"however", "though"}
    ):
        return True
    if after in AFTER_NOUNS or SAYING.get(after) == "base" or HOLDING.get(after) == "base":
        return True
    if tag == "s":
        return head.low.endswith(PEOPLE)
    if tokens[first].low in CAUSING or (first > 0 and tokens[first - 1].low in CAUSING):
        return True
    # "contacts in the Ministry suggest": what stands before the preposition is many or one.
    many = next((tokens[i - 1] for i in range(first + 1, last) if tokens[i].low in PREPOSITIONS), head)
    plural = many.low.endswith(("s", *PEOPLE)) or tokens[first].low in MANY
    return not plural and "and" not in {token.low for token in tokens[first:last]}


def _is_reduced(tokens: Sequence[Word], phrase: Phrase, verb: int) -> bool:
    """Whether the verb only qualifies what stands before it: `men reported killed`, `a group said to be`."""
    word, rest = tokens[verb].low, tokens[verb + 1 : verb + 3]
    after = [token.low for token in rest]
    if not after:
        return False
    if after[0] == "by":
        return word not in BY_DOING
    if after[0] == "to" and after[1:] and after[1] in {"be", "have"}:
        return word in {"believed", "said", "reported", "alleged", "suspected", "known", "thought", "understood"}
    if word in NAMING and rest[0].capital and tokens[verb - 1].low == ",":
        return True
    return word in {"reported", "believed", "presumed"} and after[0].endswith(("ed", "issing", "ead"))


def _is_passive(tokens: Sequence[Word], verb: int) -> bool:
    """`are reported`, `has been described`: the subject does not speak."""
    j = verb - 1
    while j >= 0 and (
        tokens[j].low.endswith("ly") or tokens[j].low in {"also", "not", "already", "often", "once"}
    ):
        j -= 1
    return j >= 0 and tokens[j].low in {"is", "are", "was", "were", "be", "been", "being"}


def _before_comma(tokens: Sequence[Word], comma: int) -> Phrase | None:
    """The subject before an apposition: `Baro, head of the mill, said`, or an adverb: `Baro, however, said`."""
    commas = [-1, *(k for k in range(comma) if tokens[k].low in {",", "--"}), comma]
    phrases = []
    for before, stop in pairwise(commas):
        start = before + 1
        if before == -1 and tokens[0].low in {"but", "and", "so", "yet", "still", "thus"}:
            start = 1
        opener = tokens[start].low if start < stop else "who"
        if (
            opener.endswith(("ing", "ly"))
            or opener in CLAUSE_OPENERS
            or opener in CONNECTIVES
            or (opener in PREPOSITIONS and stop != comma)
        ):
            continue
        phrase = noun_phrase(tokens, stop - 1)
        if (
            phrase
            and (phrase[0] <= start + 1 or before == -1)
            and (stop != comma or before == -1 or _is_name(tokens, start, stop))
        ):
            phrases.append(phrase)
    # The name itself rather than the office beside it: `the mayor of the town, Baro, said`.
    return next((p for p in phrases if _is_name(tokens, p[0], p[1] + 1)), phrases[0] if phrases else None)


def _is_name(tokens: Sequence[Word], start: int, stop: int) -> bool:
    return all(token.capital or token.low in PARTICLES for token in tokens[start:stop])


def first_subject(tokens: Sequence[Word]) -> Phrase | None:
    """The subject of the first verb that can be told for one, whatever the verb says."""
    for i, word in enumerate(tokens[1:25], start=1):
        verb = word.low.endswith("ed") or word.low in COPULAS or word.low in COMMON_VERBS
        if not verb or not word.text.islower():
            continue
        # "Baro, a banker close to Ito, called on us."
        phrase = _before_comma(tokens, i - 1) if tokens[i - 1].low == "," else noun_phrase(tokens, i - 1)
        if phrase:
            return phrase
    return None


def inverted(tokens: Sequence[Word], verb: int, tag: str) -> Phrase | None:
    """`..., opined Baro.`: the verb follows a comma or a quotation and its subject closes the clause."""
    if tag == "ing" or verb == 0 or tokens[verb - 1].low not in {",", '"', "--"} or tokens[verb].low in NAMING:
        return None
    first = verb + 1
    last = first
    while last < len(tokens) and (
        tokens[last].capital
        or tokens[last].low in PARTICLES
        or tokens[last].low in DETERMINERS
        or tokens[last].low in SPEAKERS
    ):
        last += 1
    if (
        last == first
        or tokens[first].low == "that"
        or tokens[last - 1].low in DETERMINERS
        or not can_speak(tokens[last - 1])
    ):
        return None
    closes = last == len(tokens) or tokens[last].low in {",", ".", ";", '"', "?", "!"}
    if tokens[verb - 1].low == '"' and (verb == 1 or not tokens[verb - 2].text[0].isalnum()):
        # `"It is over," sighed Baro over tea`: the quotation is a clause of its own.
        closes = closes or tokens[last].low in PREPOSITIONS or tokens[last].low in CLAUSE_OPENERS
    return (first, last - 1) if closes else None


def is_aside(tokens: Sequence[Word], first: int, verb: int) -> bool:
    """`Syria, Baro said, has ...` or `... at risk," he said.`: the words around it are what was said."""
    if first == 0 or tokens[first - 1].low not in {",", '"', "--", ";", "-"} or verb + 1 > len(tokens):
        return False
    after = tokens[verb + 1].low if verb + 1 < len(tokens) else "."
    return after in {",", ".", ";", "?", "!", "--", "-"}


def is_subordinate(tokens: Sequence[Word], first: int) -> bool:
    """Whether the clause whose subject starts at `first` hangs on another: `while`, `as`, `which` ..."""
    return first > 0 and tokens[first - 1].low in SUBORDINATING


def copula(tokens: Sequence[Word], stance: int) -> int:
    """Where the `was` of `was very adamant` stands, or 0."""
    j = stance - 1
    while j > 0 and (
        tokens[j].low in {"very", "so", "more", "also", "deeply", "quite", "not"} or tokens[j].low.endswith("ly")
    ):
        j -= 1
    return j if j > 0 and tokens[j].low in COPULAS else 0


def tense_of(tokens: Sequence[Word], subject: int, verb: int, tag: str) -> Tense:
    """When the subject spoke, by the words between it and its verb."""
    between = {token.low for token in tokens[subject + 1 : verb]}
    if "had" in between:
        return "pluperfect"
    if between & {"has", "have"}:
        return "perfect"
    if tag == "is":
        return (
            "past"
            if tokens[verb].low in {"was", "were", "became", "seemed", "appeared", "remained"}
            else "present"
        )
    return "past" if tag == "ed" or between & {"did", "was", "were"} else "present"
