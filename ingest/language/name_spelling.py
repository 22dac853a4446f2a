"""How names are spelt: the same name in two spellings, found by its sound."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from ingest.language.letters import folded
from ingest.language.lexicon import OFFICES

ARTICLE = re.compile(r"^(?:al|el|ul|as|ash|an|ad|ar|at|az)-", re.IGNORECASE)


# One sound, many letters: what the romanizations of Arabic, Persian, Russian and Turkic names differ in.
SOUNDS = [
    pair.split(">")
    for pair in "x>ks sch>sh tch>ch kh>h gh>g ph>f dh>d q>k ck>k ou>u oo>u w>v iy>i yy>i y>i j>i z>s".split()
]

# Đorđević, Djordjevic, Dordevic. At the end of a word it is another sound: Hadj.
DJ = re.compile(r"dj(?=.)")

LEAST_ALIKE = 0.7


_WORDS = 1 << 16  # whose sound is remembered: names come again and again


# What many names have between their words, and what stands before them.
PARTICLES = frozenset("the a an of and bin ibn al el de del da di von van der la le".split())


def sounds(name: str) -> set[str]:
    """Return the words of a name as they sound, those left out that many names share: "bin", "von"."""
    words = [word for word in re.split(r"[\s-]+", name) if word and word.lower() not in PARTICLES]
    words = [word for word in words if not word.islower()] or words  # a name may be typed without its capitals
    return {sound for word in words if len(sound := skeleton(word)) > 1 and word.lower() not in OFFICES}


def alike(one: str, other: str) -> bool:
    """Whether two words are romanizations of one name, or one is the initial of the other."""
    a, b = romanized(one), romanized(other)
    if min(len(a), len(b)) == 1:
        return a[:1] == b[:1]
    return skeleton(one) == skeleton(other) and SequenceMatcher(None, a, b).ratio() >= LEAST_ALIKE


@lru_cache(_WORDS)
def romanized(word: str) -> str:
    """Return a word in plain small letters, those of one sound as one: what romanizations have in common."""
    plain = re.sub(r"[^a-z]", "", folded(ARTICLE.sub("", word)))
    plain = DJ.sub("d", plain)
    for letters, sound in SOUNDS:
        plain = plain.replace(letters, sound)
    return re.sub(r"(.)\1", r"\1", plain)


@lru_cache(_WORDS)
def skeleton(word: str) -> str:
    """The consonants of a name; Russian has no h and writes g for it: Huseynov, Guseinov."""
    plain = romanized(word)
    consonants = re.sub(r"[aeiou]", "", plain).replace("g", "h")
    return (plain[:1] if plain[:1] in "aeiou" else "") + re.sub(r"(.)\1", r"\1", consonants)
