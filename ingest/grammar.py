"""The little grammar of cable prose that finding a speaker needs: words, noun phrases, and the subject of a verb.

No parser of English is at work here. A sentence is cut into words, quotations and asides are set apart, and the
subject is the noun phrase that stands where a subject must stand. A phrase is the pair of its first and last word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ingest.lexicon import lexicon
from ingest.reporting import (
    AUXILIARIES,
    CLAUSE_OPENERS,
    CONNECTIVES,
    COPULAS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    SPEAKERS,
)

Tense = Literal["past", "present", "perfect", "pluperfect"]
Phrase = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A word, mark or whole quotation; `low` is its lower case, and '"' for a quotation."""

    text: str
    low: str
    start: int
    end: int
    capital: bool

    @property
    def redacted(self) -> bool:
        """Whether a censor's crosses stand for a name."""
        return self.low.startswith("xxxx")


WORD = re.compile(
    r"(?P<quote>\"[^\"]*(?:\"|$)|“[^”]*(?:”|$))"
    r"|(?P<aside>(?<!^)\([^()]*\))"
    r"|(?:[^\W\d_]\.){2,}|[^\W_](?:[\w/&]|['’,.-](?=\w))*(?:(?<=\b[A-Z])\.)?|--+|[^\w\s]",
)
PARTICLES = lexicon("particles")
DATES = lexicon("dates")
NOT_NAMES = DATES | frozenset("summary comment note end begin action text".split())
AFTER_NOUNS = frozenset("of about are is were was and over regarding toward towards on".split())
COMMON_VERBS = frozenset("has had met did took made gave will would".split())
# Embassy officers under their telegraphic names: poloff, econcouns, polmilchief.
OFFICER = re.compile(
    r"(?:pol|econ|em|con|lab|ref|prt|mil|def|ag|pd|rso|leg|cult|fin|ener|est|cmd|em)+\w{0,6}?(?:offs?|couns|atts?|chief|mincouns|ad)"
)
NAMING = frozenset("called termed dubbed described labeled quoted rated".split())


def words(text: str) -> list[Word]:
    """Cut a sentence into words; a quotation is one word, and brackets inside it are left out."""
    found = []
    for match in WORD.finditer(text):
        if match["aside"]:
            continue
        token = '"' if match["quote"] else match[0]
        low = token.lower()
        capital = token != low or low.startswith("xxxx")  # "al-Hakim" and "vonBaro" are names too
        found.append(Word(token, low, match.start(), match.end(), capital))
    return found


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
    return (first, last - 1) if closes else None


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
    if tokens[j].low.isdigit() or tokens[j].low in DATES:
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
    if tag in {"s", "base"} and not helped and verb + 1 < len(tokens) and tokens[verb + 1].low in AFTER_NOUNS:
        return None  # "French views on grain are ..."
    head = tokens[phrase[1]]
    # "French views", "the report notes": a bare form or one in -s may as well be a noun.
    if (
        tag == "base"
        and not helped
        and not (
            head.low in {"they", "we"}
            or head.low.endswith("s")
            or "and" in {t.low for t in tokens[phrase[0] : phrase[1]]}
        )
    ):
        return None
    return phrase


def _is_passive(tokens: Sequence[Word], verb: int) -> bool:
    """`are reported`, `has been described`: the subject does not speak."""
    j = verb - 1
    while j >= 0 and tokens[j].low.endswith("ly"):
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


def noun_phrase(tokens: Sequence[Word], last: int) -> Phrase | None:
    """The phrase for a speaker that ends at word `last`, or None if the words there cannot be one."""
    if tokens[last].low in PRONOUNS or tokens[last].low == "we":
        return last, last
    start = _clause_start(tokens, last)
    if start > 1 and tokens[start - 1].low == "who":
        # "A student who took part in the march said": what stands before the verb ends the relative clause.
        return noun_phrase(tokens, start - (3 if tokens[start - 2].low == "," and start > 2 else 2))
    if tokens[start].low not in PREPOSITIONS:
        # "a member of the board", "the head of the FARC": the head stands before the first preposition.
        head = next((p - 1 for p in range(start + 1, last) if tokens[p].low in PREPOSITIONS), last)
        if head != last and (outer := _simple_phrase(tokens, head, start)) and outer[0] <= start + 1:
            # "the head of the FARC" but "Chief of Staff Baro" and "leader of the opposition Baro".
            inner = _simple_phrase(tokens, last, head + 2)
            named = (
                inner
                and tokens[inner[0]].low not in DETERMINERS
                and tokens[last - 1].capital
                and tokens[last].capital
            )
            proper = tokens[head].capital and tokens[head].low not in SPEAKERS
            return outer if proper and not named else (outer[0], last)
    return _simple_phrase(tokens, last, start)


def _clause_start(tokens: Sequence[Word], last: int) -> int:
    """Where the words begin that may belong to the subject ending at `last`."""
    start = last
    while start > 0:
        before = tokens[start - 1]
        if before.low in {"and", "&"} or (before.low == "," and _in_list(tokens, start - 1, last)):
            if start < 2 or not can_speak(tokens[start - (3 if tokens[start - 2].low == "," else 2)]):
                break
        elif (
            before.low in CLAUSE_OPENERS
            or not (before.text[0].isalnum() or before.low == "/")
            or before.low in COPULAS
            or (before.text.islower() and before.low in SAYING and SAYING[before.low] == "ed")
        ):
            break
        start -= 1
    return start


def _in_list(tokens: Sequence[Word], comma: int, last: int) -> bool:
    """Whether a comma separates names: `Baro, Ito, and Osei`."""
    ahead = [t.low for t in tokens[comma + 1 : last + 1]]
    return comma > 0 and tokens[comma - 1].capital and "and" in ahead[:9] and tokens[comma + 1].capital


def _simple_phrase(tokens: Sequence[Word], last: int, start: int) -> Phrase | None:
    """Determiner, adjectives and nouns up to `last`, not further left than `start`."""
    head = tokens[last]
    if not can_speak(head):
        return None
    first = last
    while first > start and _continues(tokens, first - 1, named=head.capital):
        first -= 1
        if tokens[first].low in DETERMINERS and not (first > start + 1 and tokens[first - 1].low in {"and", "&"}):
            break
    while first < last and (
        tokens[first].low in {"and", ",", "&"} or (first == 0 and tokens[0].low.endswith("ly"))
    ):
        first += 1
    if tokens[first].low.endswith("ing") and tokens[first].low != "beijing" and first == 0:
        return None
    return first, last


def _continues(tokens: Sequence[Word], i: int, *, named: bool) -> bool:
    """Whether the word at `i` belongs to the noun phrase that starts right after it."""
    word, following = tokens[i], tokens[i + 1]
    if word.low in DETERMINERS:
        return True
    if word.low in {"and", "&", ","}:
        return i > 0 and can_speak(tokens[i - (2 if tokens[i - 1].low == "," else 1)])
    if word.low in PARTICLES and following.capital:
        return i > 0 and tokens[i - 1].capital
    if word.low in PREPOSITIONS or word.low in CLAUSE_OPENERS or word.low in AUXILIARIES or word.low in NOT_NAMES:
        return False
    if word.capital:
        return True
    if not word.text[0].isalpha() or word.low in COPULAS:
        return False
    return word.low in SPEAKERS if named else SAYING.get(word.low) != "ed" or word.low == "unnamed"


def can_speak(word: Word) -> bool:
    """Whether a noun phrase that names a speaker may end in the word."""
    if word.low in PRONOUNS or word.redacted or word.low in SPEAKERS or OFFICER.fullmatch(word.low):
        return True
    if word.low in CONNECTIVES:
        return False
    return (
        word.capital
        and word.low not in NOT_NAMES
        and word.low not in DETERMINERS
        and not word.low.endswith(("'s", "’s"))
        and word.low not in {"it", "i", "you", "there", "we"}
        and word.low not in CLAUSE_OPENERS
        and word.low not in PREPOSITIONS
    )


def is_aside(tokens: Sequence[Word], first: int, verb: int) -> bool:
    """`Syria, Baro said, has ...` or `... at risk," he said.`: the words around it are what was said."""
    if first == 0 or tokens[first - 1].low not in {",", '"', "--", ";", "-"} or verb + 1 > len(tokens):
        return False
    after = tokens[verb + 1].low if verb + 1 < len(tokens) else "."
    return after in {",", ".", ";", "?", "!", "--", "-"}


def is_subordinate(tokens: Sequence[Word], first: int) -> bool:
    """Whether the clause whose subject starts at `first` hangs on another: `while`, `as`, `which` ..."""
    return first > 0 and tokens[first - 1].low in CLAUSE_OPENERS - {"and", "but", "or", "so"}


def phrase_at_start(tokens: Sequence[Word]) -> Phrase | None:
    """The noun phrase for a speaker with which the words begin, as after `according to`."""
    last = 0
    while last < len(tokens) and _may_follow(tokens[last]):
        last += 1
        after = tokens[last] if last < len(tokens) else None
        if tokens[last - 1].low in SPEAKERS and after and not after.capital and after.low not in SPEAKERS:
            break
    while last and tokens[last - 1].low in {"and", "of", *DETERMINERS}:
        last -= 1
    head = next((k for k in range(last) if k + 1 == last or tokens[k + 1].low in {"of", "and"}), None)
    return (0, last - 1) if head is not None and can_speak(tokens[head]) else None


def _may_follow(word: Word) -> bool:
    """Whether a noun phrase may run on with the word."""
    if word.capital or word.low in DETERMINERS or word.low in PARTICLES or word.low in SPEAKERS | {"and", "of"}:
        return True
    return word.text.isalpha() and word.low not in AUXILIARIES | CLAUSE_OPENERS | PREPOSITIONS | SAYING.keys()


def first_subject(tokens: Sequence[Word]) -> Phrase | None:
    """The subject of the first verb that can be told for one, whatever the verb says."""
    for i, word in enumerate(tokens[1:25], start=1):
        verb = word.low.endswith("ed") or word.low in COPULAS or word.low in COMMON_VERBS
        if verb and word.text.islower() and (phrase := noun_phrase(tokens, i - 1)):
            return phrase
    return None
