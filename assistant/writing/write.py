"""What a chat model does: rewrite a question that leans on the conversation, and write the answer.

Nobody sees a sentence of it before that is checked against the passages that it cites.
"""

import dataclasses
import secrets
from collections.abc import Iterator, Sequence
from string import Template
from typing import TYPE_CHECKING

from assistant.answer import Answer, Passage, Turn
from assistant.question.fixed_sentences import ENGLISH, fixed_sentences
from assistant.question.foreign_language import Language
from assistant.question.understand import Question
from assistant.writing import second_opinion as opinion
from assistant.writing.examine import Examiner, Sentence
from assistant.writing.exhibits import LONGEST_FENCE, ShownPassage, as_shown, exhibits
from assistant.writing.fitting_passages import fitting
from assistant.writing.injected_orders import without_orders
from assistant.writing.listening import Listening, hold
from ingest import Library
from ingest.errors import ModelError

if TYPE_CHECKING:
    from assistant.writing.chat_model import ModelCall

_TURNS = 6  # of the conversation that it is told
_ADDED = 400  # characters by which a rewritten question may be longer than it was
_REMEMBERED = "The model's reply is reused from an earlier question (--no-cache turns this off)."
_CUT = "The model reached its token limit before it finished; --max-tokens sets the limit."


def standalone(call: "ModelCall", question: str, turns: Sequence[Turn]) -> str | None:
    """Return the question rewritten in English so that it needs no conversation; raises ModelError.

    None where what the model says is no question.
    """
    fence = secrets.token_hex(8)
    lines = [_line(turn) for turn in turns[-_TURNS:]]
    while lines and call.limits.room(_rewriting(call.prompts.standalone, fence, lines, question)) < 0:
        del lines[0]
    prompt = _rewriting(call.prompts.standalone, fence, lines, question)
    said = "".join(call.say(prompt, fence=fence, run="rewrite")).strip()
    if not said or call.cut or len(said.splitlines()) > 1 or len(said) > len(question) + _ADDED:
        return None
    call.keep()
    return said


def write(
    call: "ModelCall",
    library: Library,
    waiting: Answer,
    question: Question,
    candidates: Sequence[Passage],
    *,
    strict: bool = False,
    second_opinion: bool = False,
    language: Language | None = None,
) -> Iterator[Answer]:
    """Yield the answer as the model writes it, each sentence once it is checked.

    It is written from as many of the `candidates`, best first, as the model has room for; they become the passages
    of the answer.

    It is to be in the `language` that was asked in; None is English.

    A sentence that does not stand is left out if `strict`, else marked. For a `second_opinion` the model is asked
    about all that it wrote, so that nothing is yielded before. Raises ModelError when the model fails, says
    nothing, cites nothing that it was shown, or when less than half of its sentences stand.
    """
    fence = secrets.token_hex(8)
    put = in_language(question.in_full, language)
    room = call.limits.room(_prompt(call.prompts.answer, LONGEST_FENCE, [], put))
    left = exhibits(library, candidates)
    if not left:
        raise ModelError("The passages found have just been removed from the archive or replaced: ask again.")
    shown = fitting(library, left, question.in_full, room)
    best_first = sorted((each.passage for each in shown), key=lambda each: -each.score)
    waiting = dataclasses.replace(waiting, passages=tuple(best_first))
    examiner = Examiner(library, shown, language.name if language else None)
    sentences: list[Sentence] = []
    heard = Listening(call, _prompt(call.prompts.answer, fence, shown, put), fence, examiner)
    for sentence in heard:
        sentences.append(sentence)
        if hold(sentences) and not second_opinion:
            yield examiner.answer(waiting, sentences, strict=strict)
    if heard.refused:
        call.keep()
        yield refusal(_noted(waiting, call), question, language)
        return
    if not sentences:
        limit = "The model was cut off before it finished a sentence: raise --max-tokens."
        raise ModelError(limit if call.cut else "The model wrote nothing.")
    if not any(each.places for each in sentences):
        raise ModelError("The model cited no passage that it was shown.")
    _require_hold(sentences)
    call.keep()
    waiting = _noted(waiting, call)
    if second_opinion:
        try:
            sentences = opinion.second_opinion(call, sentences)
        except ModelError as error:
            waiting = _with_note(waiting, f"No second opinion: {error}")
        _require_hold(sentences)
    answer = examiner.answer(waiting, sentences, strict=strict)
    yield dataclasses.replace(answer, finished=True)


def refusal(waiting: Answer, question: Question, language: Language | None) -> Answer:
    """Return the answer that the archive does not say, in the language that was asked in."""
    words = fixed_sentences(language)
    tells_where = words is ENGLISH and not question.cables
    text = words.unanswered(question.cables) + (f" Searched: {waiting.searched}." if tells_where else "")
    return dataclasses.replace(waiting, text=text, outcome="refused", finished=True)


def in_language(question: str, language: Language | None) -> str:
    """Return a question with the word in which language its answer is to be; None is English."""
    if not language:
        return question
    return f"{question}\n\nWrite the answer in {language.name}. Leave quotations from the passages in English."


def _line(turn: Turn) -> str:
    """Return a turn on a line of its own: an answer quotes cables, which may hold orders and lines of any kind."""
    text = turn.text if turn.role == "user" else without_orders(turn.text)
    return f"{turn.role}: {' '.join(text.split())}"


def _rewriting(template: Template, fence: str, lines: Sequence[str], question: str) -> str:
    return template.substitute(fence=fence, conversation="\n".join(lines), question=" ".join(question.split()))


def _prompt(template: Template, fence: str, shown: Sequence[ShownPassage], question: str) -> str:
    return template.substitute(fence=fence, passages=as_shown(shown, fence), question=question)


def _noted(waiting: Answer, call: "ModelCall") -> Answer:
    """Return the answer with a word on where the model's words come from, if it was not simply asked."""
    return _with_note(waiting, _REMEMBERED if call.remembered else None, _CUT if call.cut else None)


def _with_note(waiting: Answer, *notes: str | None) -> Answer:
    return dataclasses.replace(waiting, note=" ".join(filter(None, (waiting.note, *notes))) or None)


def _require_hold(sentences: Sequence[Sentence]) -> None:
    if not hold(sentences):
        raise ModelError("Most of what the model wrote is not supported by what it cites.")
