"""Words and noun phrases of cable prose: what may be the words for a speaker, and where they begin and end.

No parser of English is at work here. A sentence is cut into words, quotations and asides are set apart, and a
phrase is the pair of its first and last word.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.language.lexicon import lexicon
from ingest.language.reporting_verbs import (
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

Phrase = tuple[int, int]


class Word(NamedTuple):
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
MOST_WORDS = 500  # of a sentence; the longest of the published ones has 453
PARTICLES = lexicon("particles")
DATES = lexicon("dates")
NOT_NAMES = DATES | frozenset("summary comment note end begin action text".split())
LINKS = SPEAKERS | {"and", "of"}
ENDS = AUXILIARIES | CLAUSE_OPENERS | PREPOSITIONS | SAYING.keys()  # of a noun phrase
# Embassy officers under their telegraphic names: poloff, econcouns, polmilchief. None of the first parts begins
# another one, or "ememem" could be cut up in more ways than can be tried.
OFFICER = re.compile(
    r"(?:pol|econ|em|con|lab|ref|prt|mil|def|ag|pd|rso|leg|cult|fin|ener|est|cmd)+\w{0,6}?(?:offs?|couns|atts?|chief|mincouns|ad)"
)


def words(text: str) -> list[Word]:
    """Cut a sentence into words; a quotation is one word, and brackets inside it are left out.

    Only the first words of a very long sentence come: who speaks is looked for from each verb back.
    """
    found: list[Word] = []
    for match in WORD.finditer(text):
        if match["aside"]:
            continue
        if len(found) == MOST_WORDS:
            break
        token = '"' if match["quote"] else match[0]
        low = token.lower()
        capital = token != low or low.startswith("xxxx")  # "al-Hakim" and "vonBaro" are names too
        found.append(Word(token, low, match.start(), match.end(), capital))
    return found


def noun_phrase(tokens: Sequence[Word], last: int) -> Phrase | None:
    """The phrase for a speaker that ends at word `last`, or None if the words there cannot be one."""
    if tokens[last].low in PRONOUNS or tokens[last].low == "we":
        return last, last
    if tokens[last].low in DETERMINERS or tokens[last].low.endswith(("'s", "’s")):
        return None
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
        if head != last and tokens[start].low in DETERMINERS and tokens[head + 1].low != "by":
            return None  # "The war in Georgia showed": what stands under the head does not speak
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
    ahead = [t.low for t in tokens[comma + 1 : min(comma + 10, last + 1)]]
    return comma > 0 and tokens[comma - 1].capital and "and" in ahead and tokens[comma + 1].capital


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


def phrase_at_start(tokens: Sequence[Word]) -> Phrase | None:
    """The noun phrase for a speaker with which the words begin, as after `according to`."""
    last = 0
    while last < len(tokens) and _may_follow(tokens[last]) and not (last and tokens[last].low == "that"):
        last += 1
        after = tokens[last] if last < len(tokens) else None
        if tokens[last - 1].redacted and after and after.low not in {"and", ","}:
            break  # "according to XXXX Baro left" leaves open who XXXX is
        if tokens[last - 1].low in SPEAKERS and after and not after.capital and after.low not in SPEAKERS:
            break
    while last and tokens[last - 1].low in {"and", "of", *DETERMINERS}:
        last -= 1
    head = next((k for k in range(last) if k + 1 == last or tokens[k + 1].low in {"of", "and"}), None)
    return (0, last - 1) if head is not None and can_speak(tokens[head]) else None


def _may_follow(word: Word) -> bool:
    """Whether a noun phrase may run on with the word."""
    if word.capital or word.low in DETERMINERS or word.low in PARTICLES or word.low in LINKS:
        return True
    return word.text.replace("-", "").isalpha() and word.low not in ENDS
