"""A phrase of a sentence of which its sources have no word: a detail that somebody added.

Whoever tells a paragraph in other words exchanges a word here and there, and what stands around them is the
paragraph's. An added detail is a phrase of its own, set off by a comma, and nothing in it is the paragraph's.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.verification.wording import Token, keys, phrase, tokens
from ingest.language.lexicon import lexicon
from ingest.language.reporting_verbs import HOLDING, SAYING

# A sentence needs these to tell what a cable says, in whatever words the cable has.
_TELLING = frozenset(
    """account embassy post cable same puts gives according already also answer based being brief call cannot
    case cite comment condition contact contrast describe detail during example express former give given go
    held hold however include including instance issue itself less like made main make meanwhile meet
    meeting met name note occur only order others own part particular people place point position previous
    put reason receive regard related second separate set several show similar since so source speak
    speaking specific such take than then thing time today too took total two use view visit way went while
    whose word write wrote year years yet said says say told tell noted notes added adds commented stated
    reported reports explained described spoke asked replied argued""".split()
)
_HALF = frozenset().union(
    *(lexicon(name) for name in ("speakers", "offices", "dates", "portfolios")), SAYING, HOLDING
)
_TELLING |= lexicon("particles") | {"ones"}
_SET_OFF = re.compile(r"[,;()]|\s[-–—]{1,2}\s|[—–]")
_VERB = re.compile(r"(?:ing|ed)$")
_NEW = 2.0  # what its missing words must weigh: who is spoken of, and saying itself, count half
_HARDLY = 0.2  # of the weight of a phrase that its sources may have all the same


def missing(sentence: str, texts: Sequence[str]) -> Iterator[str]:
    """Yield the phrases of a sentence that are new; a phrase with one of the sources' names or numbers is not."""
    words = [token for text in texts for token in tokens(text)]
    given = keys(words).union(*(token.alike for token in words))
    for part in _phrases(sentence):
        found = [(token, _weight(token)) for token in part if token.says]
        there = [bool((token.keys | token.alike) & given) for token, _ in found]
        if any(each and (token.capital or token.figure) for (token, _), each in zip(found, there, strict=True)):
            continue
        new = sum(weight for (_, weight), each in zip(found, there, strict=True) if not each)
        known = sum(weight for (_, weight), each in zip(found, there, strict=True) if each)
        if new >= _NEW and known <= _HARDLY * (new + known):
            yield phrase(sentence, part)


def _phrases(sentence: str) -> Iterator[Sequence[Token]]:
    """Yield the words of each phrase that is set off and hangs on another: "after ...", "citing ..."."""
    found = tokens(sentence)
    first, at = 0, 0
    for sign in [*_SET_OFF.finditer(sentence), None]:
        while at < len(found) and (sign is None or found[at].start < sign.start()):
            at += 1
        if first and at > first and (not found[first].says or _VERB.search(found[first].low)):
            yield found[first:at]
        first = at


def _weight(token: Token) -> float:
    if token.low in _TELLING:
        return 0.0
    return 0.5 if token.low in _HALF else 1.0
