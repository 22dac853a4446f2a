"""Words of a sentence that its sources do not have, where so many stand together that they say something new."""

from collections.abc import Iterator, Sequence

from assistant.verification.wording import Token, keys, phrase, tokens
from ingest.language.lexicon import lexicon
from ingest.language.reporting_verbs import SAYING

# A sentence needs these to tell what a cable says, in whatever words the cable has.
_TELLING = frozenset(
    """account according already also answer based being brief call case cite comment condition contact contrast
    describe detail during example express former give given go held hold however include including instance issue
    itself less like made main make meanwhile meet meeting met name note occur only order others own part particular
    people place point position previous put reason receive regard related say second separate set several show
    similar since so some source speak speaking specific such take than then thing time today told too took total two
    use view visit way went while whose word write year years yet""".split()
)
_PEOPLE = lexicon("speakers") | lexicon("offices") | lexicon("dates") | lexicon("portfolios")
_TOGETHER = 2  # words, one after the other, that make it a statement of its own


def missing(sentence: str, texts: Sequence[str]) -> Iterator[str]:
    """Yield the stretches of a sentence whose words none of the texts has; names and numbers are left to others."""
    given = keys(token for text in texts for token in tokens(text))
    run: list[Token] = []
    for token in tokens(sentence):
        if not token.says or token.figure or token.capital:
            continue
        if token.keys & given or _tells(token):
            yield from _told(sentence, run)
            run = []
        else:
            run.append(token)
    yield from _told(sentence, run)


def _told(sentence: str, run: Sequence[Token]) -> Iterator[str]:
    if len(run) >= _TOGETHER:
        yield phrase(sentence, run)


def _tells(token: Token) -> bool:
    return token.low in _TELLING or token.low in _PEOPLE or token.low in SAYING
