"""A comparison by quotes: a block for each side in the order asked; a side of which nothing is said is named."""

import re
from collections.abc import Sequence

from assistant.answer import Citation
from assistant.question.comparison import Comparison
from assistant.quoting.answerable import answers, comes_near, signs
from assistant.quoting.choose_sentences import PASSAGES, choose, counted, in_order, rank
from assistant.quoting.quoted_text import Told, quoted_text
from assistant.quoting.score_sentences import Candidate
from assistant.retrieval.key_terms import KeyTerms
from assistant.retrieval.sides import SidePassages, are_sides
from ingest import Library
from ingest.language.name_match import is_mentioned, is_named

_SPEAKS = 1.5  # log odds that it adds to a sentence that it is the words of the side's speaker
_MATTER = 0.5  # of the words of the matter, by rarity, that a passage must have
_BOTH = 0.99  # of the names of the sides, where only these are to be compared
_TOUCHES = 0.25  # the same, of whoever is named and comes near
_ASKS_LENGTH = re.compile(r"\bhow long\b", re.IGNORECASE)
_LENGTH = re.compile(
    r"\b(?:\d+|half|an?|[a-z]+teen|[a-z]+ty)[ -](?:minute|hour|day|week|month|year)s?\b", re.IGNORECASE
)
_LASTS = 4.0  # log odds that it adds to a sentence that it has a length of time where that is asked for


def compared(library: Library, found: Sequence[SidePassages], comparison: Comparison) -> Told | None:
    """Return a block for each side; None where these are no sides, or none has anything on the matter."""
    if not are_sides(found, comparison):
        return None
    least = _MATTER if comparison.matter else _BOTH
    matter = KeyTerms.of(library, comparison.matter or " ".join(each.name for each in comparison.sides))
    chosen = [_chosen(library, each, matter, least) for each in found]
    if not any(chosen):
        return None
    blocks: list[str] = []
    citations: list[Citation] = []
    for each, sentences in zip(found, chosen, strict=True):
        told = quoted_text(library, in_order(sentences), before=len(citations)) if sentences else None
        if told:
            blocks.append(f"{each.side.name}:\n{told[0]}")
            citations += told[1]
        else:
            on = f" on {comparison.matter}" if comparison.matter else ""
            blocks.append(f"{each.side.name}: nothing was found{on}.")
    return ("\n\n".join(blocks), citations) if citations else None


def _chosen(library: Library, found: SidePassages, matter: KeyTerms, least: float) -> list[Candidate]:
    """Return the sentences of a side on the matter, of which a passage has to have so much, likeliest first."""
    question = found.question
    looks, ranked = rank(library, question.asked, found.passages, question.who)
    if not looks:
        return []
    name = found.side.name
    own = ranked if question.hints else _of_somebody(ranked, name) or _of_somebody(ranked, name.split()[-1])
    theirs = {each.passage for each in own}
    shares = {
        each.passage: matter.share(each.passage.subject, each.passage.section, each.passage.text)
        for each in looks
        if each.passage in theirs
    }
    on_matter = {passage for passage, share in shares.items() if share >= least}
    if least == _BOTH and not on_matter:  # no passage names both: what is told of each alone
        on_matter = {passage for passage, share in shares.items() if share > 0}
    rest = [passage.score for passage in found.passages[PASSAGES:]]
    asked = KeyTerms.of(library, question.text)
    if not on_matter:
        given = signs(question, counted(library, question), looks, rest, ranked, asked)
        touches = comes_near(given) and max(shares.values(), default=0.0) >= _TOUCHES
        if not (answers(given) if question.hints else touches):
            return []
    own = [each for each in own if not on_matter or each.passage in on_matter]
    if not own:
        return []
    if _ASKS_LENGTH.search(question.asked):
        own.sort(key=lambda each: -(each.score + _LASTS * bool(_LENGTH.search(each.text))))
    return choose([each for each in own if each.passage.cable == own[0].passage.cable], together=False)


def _of_somebody(ranked: list[Candidate], name: str) -> list[Candidate]:
    """Return what somebody says, and what is told of them, their own words first among what is as likely.

    If that is nothing, what stands in a paragraph that names them; the words of nobody else are theirs.
    """
    spoken = {id(each) for each in ranked if each.speaker and is_named(name, each.speaker)}
    mine = [each for each in ranked if id(each) in spoken or is_mentioned(name, each.text)]
    mine = mine or [each for each in ranked if is_mentioned(name, each.passage.text)]
    return sorted(mine, key=lambda each: -(each.score + _SPEAKS * (id(each) in spoken)))
