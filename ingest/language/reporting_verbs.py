"""The words with which a cable reports what somebody said: verbs in all forms, phrases, nouns for speakers."""

from collections.abc import Iterator
from typing import Literal

from ingest.language.lexicon import lexicon

# A verb's form: bare, third person, past or participle; "is" for a copula with a stance.
Form = Literal["base", "s", "ed", "ing", "is"]

_IRREGULAR = {
    "say": "said",
    "begin": "began begun",
    "find": "found",
    "stand": "stood",
    "swear": "swore sworn",
    "understand": "understood",
    "spell": "spelled spelt",
    "sum": "summed",
    "tell": "told",
    "speak": "spoke spoken",
    "write": "wrote written",
    "foresee": "foresaw foreseen",
    "feel": "felt",
    "think": "thought",
    "see": "saw seen",
    "rebut": "rebutted",
    "admit": "admitted",
    "commit": "committed",
    "regret": "regretted",
    "refer": "referred",
    "defer": "deferred",
    "snap": "snapped",
    "slam": "slammed",
    "prod": "prodded",
    "signal": "signaled signalled",
    "label": "labeled labelled",
    "quarrel": "quarreled quarrelled",
    "plead": "pleaded pled",
    "quip": "quipped",
    "infer": "inferred",
    "concur": "concurred",
    "demur": "demurred",
    "confer": "conferred",
    "brag": "bragged",
    "beg": "begged",
    "flag": "flagged",
    "retell": "retold",
}


def _forms(verb: str) -> Iterator[tuple[str, Form]]:
    """Yield each inflected form of a verb."""
    yield verb, "base"
    if verb.endswith("y") and verb[-2] not in "aeo":
        third = f"{verb[:-1]}ies"
    else:
        third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    yield third, "s"
    stem = verb
    if verb in _IRREGULAR:
        past = _IRREGULAR[verb].split()
        if past[0].endswith("ed"):
            stem = past[0][:-2]
    elif verb.endswith("e"):
        past = [f"{verb}d"]
    elif verb.endswith("y") and verb[-2] not in "aeo":
        past = [f"{verb[:-1]}ied"]
    else:
        past = [f"{verb}ed"]
    for form in past:
        yield form, "ed"
    yield (verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else stem) + "ing", "ing"


SAYING: dict[str, Form] = {form: tag for verb in sorted(lexicon("saying")) for form, tag in _forms(verb)}
HOLDING: dict[str, Form] = {form: tag for verb in sorted(lexicon("holding")) for form, tag in _forms(verb)}
STANCES = lexicon("stances")
COPULAS = lexicon("copulas")
SPEAKERS = lexicon("speakers")
DETERMINERS = lexicon("determiners")
PRONOUNS = lexicon("pronouns")
AUXILIARIES = lexicon("auxiliaries")
CLAUSE_OPENERS = lexicon("clause openers")
PREPOSITIONS = lexicon("prepositions")
CONNECTIVES = lexicon("connectives")
# Verbs that report only with the word after them.
IDIOMS = {
    "put": ("it", "forward"),
    "made": ("clear", "it", "excuses", "known", "mention", "reference"),
    "makes": ("clear", "it"),
    "ticked": ("off",),
    "rattled": ("off",),
    "reeled": ("off",),
    "laid": ("out",),
    "lays": ("out",),
    "pointed": ("to", "out"),
    "points": ("to", "out"),
    "took": ("issue", "the", "note"),
    "went": ("on", "so", "further"),
    "ran": ("through",),
    "continued": ("that", "by", "with", ",", ":", "to"),
    "opened": ("with", "by"),
    "set": ("out", "forth"),
    "gave": ("assurances", "his", "her"),
    "came": ("back", "down"),
    "turned": ("to",),
    "weighed": ("in",),
    "chimed": ("in",),
    "brought": ("up",),
    "drew": ("attention", "parallels"),
    "paid": ("tribute",),
    "heaped": ("praise",),
    "cast": ("doubt",),
    "hit": ("back",),
    "shot": ("back",),
    "touched": ("on", "upon"),
    "committed": ("to",),
    "commits": ("to",),
}
