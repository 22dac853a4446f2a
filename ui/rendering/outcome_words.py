"""What an answer is, and how sure, in the words that every interface uses."""

from dataclasses import replace

from assistant import Answer
from assistant.sureness import in_words

_REFUSED, _EXCERPTS = "The archive does not say", "The archive may say"


def outcome_words(answer: Answer) -> str:
    """Return what an answer is: "The archive says: likely right (72%)"; "" where nothing had to be estimated.

    Excerpts and refusals are always called so. Where a model wrote, its sentences have verdicts of their own.
    """
    if answer.refused:
        return _REFUSED
    sure = (
        f": {in_words(answer.confidence)} right ({answer.confidence:.0%})" if answer.confidence is not None else ""
    )
    if answer.outcome == "excerpts":
        return f"{_EXCERPTS}{sure}"
    return f"The archive says{sure}" if sure else ""


def beneath_outcome(answer: Answer) -> Answer:
    """Return an answer as it is shown beneath these words, without an opening that says them once more."""
    for words in (f"{_REFUSED}.", f"{_REFUSED}:", f"{_EXCERPTS}:"):
        if answer.finished and not answer.sentences and answer.text.startswith(words):
            rest = answer.text.removeprefix(words).lstrip()
            return replace(answer, text=rest[:1].upper() + rest[1:])
    return answer
