"""What is quoted of passages in fair shares: the headline, and a short excerpt of every other period."""

from collections.abc import Sequence

from assistant.answer import FoundPeriod
from assistant.quoting.extract import EXCERPTS, FAR_BEHIND, Beside, Extract, extract
from assistant.quoting.score_sentences import Candidate
from assistant.quoting.whole_statements import place
from assistant.retrieval.fair_shares import period_of

_WORDS = 60  # of the excerpts of a period


def extract_each(
    ranked: Sequence[Candidate],
    shared: Sequence[Candidate],
    beside: Beside,
    periods: Sequence[FoundPeriod],
    behind: float,
) -> Extract:
    """Return the headline that the sentences give, `ranked` likeliest first, and an excerpt of each period.

    `shared` are the sentences of the passages in fair shares. An excerpt comes from another period than the
    headline; the earliest comes first. Where few periods have anything, what is quoted otherwise, no further than
    `behind`, follows.
    """
    whole = extract(ranked, beside, behind=behind)
    if not whole.best:
        return whole
    told = period_of(whole.best.passage, periods)
    also = [
        excerpt
        for period in periods
        if period != told and (excerpt := _of(period, periods, whole.best, shared, beside))
    ]
    places = {place(each[0])[:2] for each in also}
    rest = [excerpt for excerpt in whole.also if place(excerpt[0])[:2] not in places]
    return Extract(whole.headline, [*also, *rest[: max(0, EXCERPTS - len(also))]], whole.best)


def _of(
    period: FoundPeriod,
    periods: Sequence[FoundPeriod],
    best: Candidate,
    shared: Sequence[Candidate],
    beside: Beside,
) -> Sequence[Candidate]:
    """Return the sentences of a period that likeliest answer; none where they are far behind the best of all."""
    own = [each for each in shared if period_of(each.passage, periods) == period and beside(best, each)]
    if not own or own[0].score < best.score - FAR_BEHIND:
        return ()
    return extract(own, lambda first, each: each.passage == first.passage, words=_WORDS).headline
