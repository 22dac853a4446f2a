"""The words with which people ask for a cable, and which say nothing of its matter."""

import re
from collections.abc import Collection

from assistant.question_words import ASKING

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_ENDING = re.compile(r"['’]s$")
_SUMMARY = re.compile(r"summ?[aeiou]r\w*")  # summarise, summarize, sumary
_UNMARKED = {"whats": "what", "whos": "who", "wheres": "where", "whens": "when", "its": "it"}

_POLITE = frozenset(
    """
    please pls plz kindly hi hello hey thanks thank thx cheers ok okay so well now just quickly quick simply again
    need know like let lets us help actually really maybe perhaps exactly anyway u can
    """.split()
)
_CABLE = frozenset(
    """
    cable telegram telex message document doc report dispatch memo memorandum airgram wire one text file record id
    number no itself thing
    """.split()
)
_FURTHER = frozenset("does did am yes when until till long by which due".split())
PLAIN = ASKING | _POLITE | _CABLE | _FURTHER


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, without "'s"; those for summing up are all "summary"."""
    plain = (_SUMMARY.sub("summary", _ENDING.sub("", each)) for each in _WORD.findall(text.casefold()))
    return [_UNMARKED.get(each, each) for each in plain]


def are_all_in(text: str, vocabulary: Collection[str]) -> bool:
    """Return whether a text says nothing but words of a vocabulary."""
    return all(each in vocabulary for each in words(text))


def any_of(*alternatives: str) -> re.Pattern[str]:
    """Return what finds any of these phrases, patterns each, as whole words in any case."""
    return re.compile("|".join(rf"\b(?:{each})\b" for each in alternatives), re.IGNORECASE)
