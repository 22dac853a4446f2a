"""What there is of an answer that is stopped before it is finished."""

from dataclasses import replace

from assistant.answer import Answer
from ingest.language.counts import count

_STOPPED = "Stopped before it was finished."
_GOES_ON = "Asked again, it goes on from here."


def stopped(answer: Answer, *, goes_on: bool) -> Answer | None:
    """Return an answer as it stood when it was stopped, which its note tells; None where it has nothing yet.

    A report that was not written yet has what was looked up for it, and claims nothing. `goes_on`: what the model
    has said so far is remembered, so that asking again takes the report up where it was.
    """
    if answer.text:
        told = answer
    elif any(step.round for step in answer.steps):
        told = replace(answer, text=f"Nothing was written yet. {_found(answer)}", outcome="excerpts")
    else:
        return None
    note = (answer.note, _STOPPED, _GOES_ON if goes_on and answer.steps else None)
    return replace(told, finished=True, note=" ".join(filter(None, note)))


def _found(answer: Answer) -> str:
    cables = len({each.cable for each in answer.passages})
    return f"Found so far: {count(len(answer.passages), 'passage')} from {count(cables, 'cable')}."
