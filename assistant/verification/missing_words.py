"""Words of a sentence that its sources do not have, where so many stand together that they say something new."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.verification.wording import Token, keys, tokens
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
_TOGETHER = 4  # words that say something, one after the other
_NEW = 1.5  # what those that are missing must weigh: who is spoken of, and saying itself, count half


def missing(sentence: str, texts: Sequence[str]) -> Iterator[str]:
    """Yield the stretches of a sentence whose words no text has; names and numbers are left to others."""
    words = [token for text in texts for token in tokens(text)]
    given = keys(words).union(*(token.alike for token in words))
    said = [token for token in tokens(sentence) if token.says and not token.figure and not token.capital]
    weights = [0.0 if (token.keys | token.alike) & given else _weight(token) for token in said]
    run: list[Token] = []
    for n, token in enumerate(said):
        starts = range(max(0, n - _TOGETHER + 1), n + 1)
        if weights[n] and any(sum(weights[start : start + _TOGETHER]) >= _NEW for start in starts):
            run.append(token)
        elif run and n + 1 < len(said) and not weights[n + 1]:
            yield _joined(sentence, run)
            run = []
    if run:
        yield _joined(sentence, run)


def _joined(sentence: str, run: Sequence[Token]) -> str:
    """Return some words of a sentence, with an ellipsis where others stand between them."""
    said = run[0].text
    for one, other in pairwise(run):
        said += " " if sentence[one.end : other.start].isspace() else " … "
        said += other.text
    return said


def _weight(token: Token) -> float:
    if token.low in _TELLING:
        return 0.0
    return 0.5 if token.low in _HALF else 1.0
