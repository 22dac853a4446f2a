"""Whether a name that is asked for is that of a speaker, or stands in a text: one rule for all who ask."""

import re
from functools import lru_cache

from ingest.language.letters import folded
from ingest.language.lexicon import OFFICES
from ingest.language.name_spelling import PARTICLES, alike, skeleton, sounds

_NAMES = 1 << 14  # pairs of which is remembered whether they are one name: few people speak again and again


@lru_cache(_NAMES)
def bears(name: str, wanted: str) -> bool:
    """Whether a name has all words of another, each spelt as it is or as one says it."""
    words = name_words(name)
    return bool(words) and all(any(_same(a, b) for b in words) for a in name_words(wanted))


@lru_cache(_NAMES)
def is_named(name: str, speaker: str) -> bool:
    """Whether a name may be that of a speaker: one has all words of the other, and the surname asked for."""
    surname = name_words(name)[-1:]
    return bool(surname) and bears(speaker, surname[0]) and (bears(speaker, name) or bears(name, speaker))


def is_mentioned(name: str, text: str) -> bool:
    """Whether all words of a name sound in a text, or stand there where they have no sound: "UAE", "Wu Yi"."""
    if wanted := sounds(name):
        return wanted <= sounds(text)
    words = {folded(word) for word in name_words(name)} - PARTICLES
    return bool(words) and words <= {folded(word) for word in re.findall(r"\w+", text)}


def is_whole(name: str) -> bool:
    """Whether it is more than a surname: "de la Vega" is none, "Kidwai" neither."""
    return len(name_words(name)) > 1


@lru_cache(_NAMES)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell who it is: "Stuart A. Levey" is Stuart Levey."""
    words = tuple(word for word in re.split(r"[\s-]+", name) if word and word.lower() not in PARTICLES)
    return (
        tuple(each for each in words if len(each.strip(".")) > 1 and each.lower().strip(".") not in OFFICES)
        or words
    )


def _same(one: str, other: str) -> bool:
    sound = skeleton(one)
    return folded(one) == folded(other) or (len(sound) > 1 and sound == skeleton(other) and alike(one, other))
