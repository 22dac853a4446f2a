"""The text of an answer by quotes: the sentences that were chosen, with their speakers and their marks."""

import re
from collections.abc import Sequence

from assistant.answer import Citation
from assistant.citations import as_found, cite, day
from assistant.quoting.score_sentences import Candidate
from ingest import Library
from ingest.parsing.table_lines import has_table

_COMMENT = re.compile(r"\b(?:comments?|assessment|analysis)\b", re.IGNORECASE)

_WITHHELD = re.compile(r"[\W_xX]+")

Told = tuple[str, list[Citation]]  # the text of an answer, and what it quotes


def quoted_text(
    library: Library, chosen: Sequence[Candidate], before: int = 0, also: Sequence[Sequence[Candidate]] = ()
) -> Told | None:
    """Return the text of an answer: a block for each cable, with the speaker named before the quotations.

    Each excerpt in `also` has a block of its own, introduced by "Also". The marks are numbered from the one after
    `before`. What was removed or replaced since it was found is skipped; None means that nothing is left.
    """
    all_of_them = [*chosen, *(each for excerpt in also for each in excerpt)]
    cables = {cable.id: cable for cable in library.cables(list({each.passage.cable for each in all_of_them}))}
    offices = library.offices(cables)
    opening = {id(excerpt[0]) for excerpt in also if excerpt}
    citations: list[Citation] = []
    blocks: list[str] = []
    last: tuple[str, str | None] | None = None
    named: set[tuple[str, str | None]] = set()
    for each in all_of_them:
        cable = cables.get(each.passage.cable)
        paragraph = as_found(cable, each.passage)
        if not cable or not paragraph:
            continue
        number = before + len(citations) + 1
        citations.append(cite(number, cable, paragraph, each.start, each.end, each.speaker))
        opens = last is None or last[0] != cable.id
        voice, office = _voice(each), offices.get((cable.id, each.speaker or ""))
        place = f"{cable.origin or cable.id}, {day(cable.date, cable.id)}."
        if id(each) in opening and blocks:
            blocks.append(f"Also {place}" if opens else f"Also in that cable{',' if voice else ':'}")
            opens, last = True, None
        elif opens:
            blocks.append(place)
        if last != (cable.id, voice) and (voice or not opens):
            known = (cable.id, voice) in named or not office
            blocks[-1] += f" {voice or 'The cable'}:" if known else f" {voice}, {office}:"
            named.add((cable.id, voice))
        blocks[-1] += f" “{_lines(each)}” [{number}]"
        last = (cable.id, voice)
    return ("\n\n".join(blocks), citations) if citations else None


def _lines(each: Candidate) -> str:
    """Return the words of a sentence; of a table its lines, the first with its indent on a line of its own."""
    before = each.passage.text[: each.start]
    line = before.rstrip(" ")
    if not line.endswith("\n") or line == before or not has_table(each.text):
        return each.text
    return f"\n{before[len(line) :]}{each.text}"


def _voice(each: Candidate) -> str | None:
    """Return who says a sentence; None for the cable's own narration.

    A comment of the post is called one where the cable does so: what else it judges is narration to a reader.
    """
    if each.statement.kind == "comment":
        is_called_so = _COMMENT.search(f"{each.passage.section or ''} {each.passage.text}")
        return "Comment by the post" if is_called_so else None
    return "Name withheld" if each.speaker and _WITHHELD.fullmatch(each.speaker) else each.speaker
