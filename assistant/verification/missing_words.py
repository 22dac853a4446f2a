"""A phrase of a sentence of which its sources have no word: a detail that somebody added.

Whoever tells a paragraph in other words exchanges a word here and there, and what stands around them is the
paragraph's. An added detail is a phrase of its own, set off by a comma, and nothing in it is the paragraph's.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from assistant.verification.wording import Token, phrase, tokens
from ingest.language.lexicon import lexicon
from ingest.language.reporting_verbs import HOLDING, SAYING

# A sentence needs these to tell what a cable says, in whatever words the cable has.
_TELLING = frozenset(
    """account embassy post cable passage passages words marks rather contact person
    conversation discussion interview
    same puts gives according already also answer based being brief call cannot
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
# What a frame or a scene has left blank parts its neighbours, too.
_SET_OFF = re.compile(r"[,;()]|\s[-–—]{1,2}\s|[—–]|\s{4,}")
_AND = frozenset("and but or".split())
_VERB = re.compile(r"(?:ing|ed)$")
_NEW = 1.0  # what its missing words must weigh: who is spoken of, and saying itself, count half
_HARDLY = 0.5  # of the weight of a phrase that its sources may have together all the same
_TOGETHER = 8  # more words than the phrase has, within which a source has it


def missing(sentence: str, texts: Sequence[str]) -> Iterator[str]:
    """Yield the phrases of a sentence that are new; a phrase with one of the sources' names or numbers is not.

    That a source has its words here and there is not enough: it must have most of them together.
    """
    sources = [tokens(text) for text in texts]
    for part in _phrases(sentence):
        said = [token for token in part if token.says]
        places = [_places(said, words) for words in sources]
        there = {n for found in places for _, n in found}
        if any(said[n].capital or said[n].figure for n in there):
            continue
        weights = [_weight(token) for token in said]
        known = max((_together(found, weights, len(part) + _TOGETHER) for found in places), default=0.0)
        # "favored" may be the verb of all the sentence, and "and" open another half of it.
        clear = not part[0].says and part[0].low not in _AND and not any(n.figure or n.capital for n in said)
        new = _NEW if clear else 2 * _NEW
        if sum(weights) - known >= new and known <= _HARDLY * sum(weights):
            yield phrase(sentence, part)


def _places(said: Sequence[Token], words: Sequence[Token]) -> list[tuple[int, int]]:
    """Return where a source has which of some words, or others of much the same meaning, in its order."""
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    for n, token in enumerate(said):
        for key in token.keys | token.alike:
            by_key[key].append(n)
    return [
        (at, n)
        for at, token in enumerate(words)
        for n in sorted({n for key in token.keys | token.alike for n in by_key.get(key, ())})
    ]


def _together(places: Sequence[tuple[int, int]], weights: Sequence[float], reach: int) -> float:
    """Return the most that the words weigh which a source has within some words of one another."""
    held: Counter[int] = Counter()
    weight, best, first = 0.0, 0.0, 0
    for at, n in places:
        held[n] += 1
        weight += weights[n] if held[n] == 1 else 0.0
        while at - places[first][0] > reach:
            left = places[first][1]
            held[left] -= 1
            weight -= weights[left] if not held[left] else 0.0
            first += 1
        best = max(best, weight)
    return best


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
    if token.low in _TELLING or token.figure:
        return 0.0
    return 0.5 if token.low in _HALF else 1.0
