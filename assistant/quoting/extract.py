"""What is quoted of the sentences that may answer: a headline of one paragraph, and short excerpts of others."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Self

from assistant.quoting.score_sentences import SIGNS, Candidate
from assistant.quoting.whole_statements import Paragraphs, bare, place, says_something

HEADLINE_WORDS = 110
HEADLINE_SENTENCES = 3
MOST_WORDS = 160
EXCERPTS = 3
EXCERPT_SENTENCES = 2
# Log odds behind the likeliest sentence from which on another paragraph holds nothing more: beside what is
# claimed, and where nothing is.
BEHIND, FAR_BEHIND = 2.5, 4.0
_WITHIN = 5.0  # and from which on another sentence of the same paragraph adds nothing
_WORDS, _ALL = SIGNS.index("words"), 0.99

Beside = Callable[[Candidate, Candidate], bool]  # whether the second may be quoted beside the first


@dataclass(frozen=True, slots=True)
class Extract:
    """Sentences of the paragraph that likeliest answers, then excerpts of others; the `best` of all."""

    headline: Sequence[Candidate] = ()
    also: Sequence[Sequence[Candidate]] = ()
    best: Candidate | None = None

    def __bool__(self) -> bool:
        return bool(self.headline)

    def bare(self) -> Self:
        """Return it without what only marks its sentences in their cables."""
        also = tuple(tuple(map(bare, excerpt)) for excerpt in self.also)
        return type(self)(tuple(map(bare, self.headline)), also, bare(self.best) if self.best else None)


EMPTY = Extract()


def extract(
    ranked: Sequence[Candidate],
    beside: Beside,
    *,
    behind: float = BEHIND,
    settles: bool = False,
    words: int = HEADLINE_WORDS,
) -> Extract:
    """Return what is quoted of the sentences of some paragraphs, given likeliest first.

    `beside` says which may be quoted beside the likeliest one, `behind` how far, in log odds, those of other
    paragraphs may be behind it, `words` how long the headline may be. If it `settles` a question of yes or no it
    comes first, with what follows it, and no sentence that it leans on.
    """
    if not ranked:
        return EMPTY
    first = next((each for each in ranked if says_something(each.text)), ranked[0])
    # After the likeliest one, those with all words of the question go before others that are about as likely.
    order = sorted(ranked, key=lambda each: -(each.score + (each.signs[_WORDS] >= _ALL)))
    order = [each for each in order if beside(first, each) and says_something(each.text)]
    near = [each for each in order if each.score >= first.score - behind]
    order = [each for each in order if each.score >= first.score - _WITHIN]
    paragraphs = Paragraphs(ranked)
    begun = [first, *paragraphs.following(first)] if settles else paragraphs.with_support(first)
    headline = _grown(begun, order, paragraphs, words, HEADLINE_SENTENCES)
    if settles:  # what settles it in front of all others
        headline.sort(key=lambda each: each.start < first.start)
    also: list[Sequence[Candidate]] = []
    seen, room = {place(first)[:2]}, MOST_WORDS - _words(headline)
    told = {_letters(each) for each in headline}
    for each in near:
        if len(also) == EXCERPTS:
            break
        if place(each)[:2] in seen or _letters(each) in told:
            continue
        seen.add(place(each)[:2])
        excerpt = _grown(paragraphs.with_support(each), near, paragraphs, room, EXCERPT_SENTENCES)
        if _words(excerpt) <= room:
            also.append(excerpt)
            room -= _words(excerpt)
            told |= {_letters(each) for each in excerpt}
    return Extract(headline, also, first).bare()


def _grown(
    begun: Sequence[Candidate], order: Sequence[Candidate], paragraphs: Paragraphs, words: int, most: int
) -> list[Candidate]:
    """Return sentences with others of their paragraph as they stand there, each with what it leans on."""
    chosen = {place(each): each for each in begun}
    home = place(begun[0])[:2]
    for each in order:
        if len(chosen) >= most:
            break
        if place(each)[:2] == home and place(each) not in chosen:
            more = chosen | {place(other): other for other in paragraphs.with_support(each)}
            if len(more) <= most and _words(more.values()) <= words:
                chosen = more
    return [chosen[at] for at in sorted(chosen)]


def _letters(each: Candidate) -> str:
    """Return the letters of a sentence: a cable's summary repeats its paragraphs."""
    return "".join(filter(str.isalnum, bare(each).text.casefold()))


def _words(sentences: Collection[Candidate]) -> int:
    return sum(len(each.text.split()) for each in sentences)
