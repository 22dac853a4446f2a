"""A second opinion: the model is asked, once, whether what its sentences cite bears them out.

It sees what the rules cannot, such as a word that means something else here. But it reads what a cable may have
been made to say, so it can only lower what the rules found; and it answers in set words, none of which is shown.
"""

import dataclasses
import re
import secrets
from collections.abc import Sequence
from string import Template
from typing import TYPE_CHECKING

from assistant.answer import WORST_FIRST, Verdict
from assistant.verification.verify import Judgement
from assistant.writing.examine import Sentence
from assistant.writing.exhibits import ShownPassage, as_shown
from ingest.errors import ModelError

if TYPE_CHECKING:
    from assistant.writing.chat_model import ModelCall

_VERDICTS: dict[str, Verdict] = {"yes": "supported", "partly": "partly", "no": "unsupported"}
_REASONS: dict[Verdict, str] = {
    "partly": "when asked again, the model found only part of it there",
    "unsupported": "when asked again, the model did not find it there",
}
_LINE = re.compile(rf"(\d+): ({'|'.join(_VERDICTS)})\.?", re.IGNORECASE)
_LONGEST = 30  # characters of a line


def second_opinion(call: "ModelCall", sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences with the verdicts of the rules, or with those of the model where these are worse.

    It is asked about those that stand. Raises ModelError when it fails or answers in another form than it was
    told to.
    """
    asked = [each for each in sentences if each.judgement.stands]
    fence = secrets.token_hex(8)
    prompt = _prompt(call.prompts.opinion, fence, asked)
    if call.limits.room(prompt) < 0:
        raise ModelError("The passages and the sentences do not fit into the model's context.")
    said = ""
    for part in call.say(prompt, fence=fence, run="second opinion"):
        said += part
        if len(said) > _LONGEST * len(asked):
            break
    opinions = iter(_read(said, len(asked)))
    call.keep()
    return [
        dataclasses.replace(each, judgement=lowered(each.judgement, next(opinions)))
        if each.judgement.stands
        else each
        for each in sentences
    ]


def lowered(judgement: Judgement, opinion: Verdict | None) -> Judgement:
    """Return a judgement by the rules with the opinion of the model, and its verdict where that is worse."""
    if opinion is None or WORST_FIRST.index(opinion) >= WORST_FIRST.index(judgement.verdict):
        return dataclasses.replace(judgement, opinion=opinion)
    return Judgement(opinion, (*judgement.reasons, _REASONS[opinion]), opinion)


def _prompt(template: Template, fence: str, asked: Sequence[Sentence]) -> str:
    cited: dict[tuple[str, int], ShownPassage] = {
        place.paragraph: place.exhibit for each in asked for place in each.places
    }
    return template.substitute(
        fence=fence,
        passages=as_shown(list(cited.values()), fence),
        sentences="\n".join(f"{number}: {_written(each)}" for number, each in enumerate(asked, start=1)),
    )


def _written(sentence: Sentence) -> str:
    """Return a sentence in one line, with the labels of what it cites."""
    parts = (part if isinstance(part, str) else f" [{part.exhibit.passage.label}]" for part in sentence.parts)
    return " ".join("".join(parts).split())


def _read(said: str, count: int) -> list[Verdict]:
    """Return the verdicts on so many sentences; raises ModelError unless there is a line for each, in order."""
    lines = [_LINE.fullmatch(line.strip()) for line in said.splitlines() if line.strip()]
    found = [line for line in lines if line]
    if len(found) != len(lines) or [int(line[1]) for line in found] != list(range(1, count + 1)):
        raise ModelError("The model did not answer yes, partly or no for each sentence.")
    return [_VERDICTS[line[2].lower()] for line in found]
