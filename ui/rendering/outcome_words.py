"""What an answer is, and how sure, in the words that every interface uses."""

from assistant import Answer
from assistant.sureness import in_words


def outcome_words(answer: Answer) -> str:
    """Return what an answer is: "The archive says: likely right (72%)"; "" where nothing had to be estimated.

    Excerpts and refusals are always called so. Where a model wrote, its sentences have verdicts of their own.
    """
    if answer.refused:
        return "The archive does not say"
    sure = (
        f": {in_words(answer.confidence)} right ({answer.confidence:.0%})" if answer.confidence is not None else ""
    )
    if answer.outcome == "excerpts":
        return f"The archive may say{sure}"
    return f"The archive says{sure}" if sure else ""
