"""The way from a question to an answer: understood, looked for, written or quoted.

Without a model nothing of LangChain is needed for it, and so nothing of it is loaded: a third of what a question
from the command line costs. `chain.py` makes a runnable of it.
"""

import dataclasses
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from assistant.answer import COMPARISON, Answer, Passage, Turn
from assistant.citations import with_pages
from assistant.kinds import registry
from assistant.kinds.inquiry import Inquiry
from assistant.question import question_limits
from assistant.question.fixed_sentences import fixed_sentences
from assistant.question.given import Given, read
from assistant.question.understand import Question, by_names, understand
from assistant.quoting.quote import account, answer_by_names, answer_by_quotes
from assistant.retrieval.conversation_scope import scoped
from assistant.retrieval.fair_shares import BY_RANK, FairShares, fair_shares
from assistant.retrieval.find import find as find_passages
from assistant.retrieval.part_passages import DEEP, WIDE, part_passages
from assistant.retrieval.retrieve import LIMIT
from assistant.retrieval.whose_name import named_in_full
from assistant.sureness import USUAL, Thresholds
from ingest import Library
from ingest.domain.filters import EVERYWHERE, Filters
from ingest.errors import ModelError

if TYPE_CHECKING:
    from assistant.writing.chat_model import ModelCall

_OF_CATALOGUE = frozenset(("header", "list", "count", "references", "library"))  # kinds of questions
_NO_MODEL = "A report needs a language model (--model)."
# How many passages are looked for: the best, many of them, or also those for each part of a question, for a model.
Reach = Literal["best", "many", "parts"]
Find = Callable[[Question, Filters, Reach], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the conversation before it and the filters that it is asked under.

    `literal`: nothing is made of the person, the time and the post that it names; `without`: nothing of what an
    earlier answer told as `understood` in these words; `deep`: the model searches again by itself and writes a
    report; `spread`: sources are taken in equal shares from the periods in which some were found. Raises
    QuestionError where it is too long.
    """

    question: str
    turns: tuple[Turn, ...] = ()
    where: Filters = EVERYWHERE
    literal: bool = False
    without: tuple[str, ...] = ()
    deep: bool = False
    spread: bool = False

    def __post_init__(self) -> None:
        question_limits.check(self.question, self.turns)

    @classmethod
    def of(cls, given: "str | Mapping[str, Any] | Asked") -> "Asked":
        """Read a question from a text, or from a mapping with `question` and perhaps `turns` and filters."""
        if isinstance(given, Asked):
            return given
        if isinstance(given, str):
            return cls(given)
        filters = dict(given)
        question, turns = filters.pop("question"), tuple(filters.pop("turns", ()))
        literal = bool(filters.pop("literal", False))
        without = tuple(filters.pop("without", ()))
        deep, spread = bool(filters.pop("deep", False)), bool(filters.pop("spread", False))
        return cls(question, turns, Filters(**filters), literal, without, deep, spread)


class Answering:
    """Answers questions about a library, as whole snapshots: first the passages, at last the finished answer."""

    def __init__(
        self,
        library: Library,
        *,
        strict: bool = False,
        second_opinion: bool = False,
        thresholds: Thresholds = USUAL,
    ) -> None:
        """`strict` leaves out what a model writes and what its citations do not bear out; for a `second_opinion`
        it is asked whether they do. `thresholds` say how sure quotes must be to be claimed or shown.
        """
        self.library = library
        self.strict = strict
        self.second_opinion = second_opinion
        self.thresholds = thresholds

    def answers(self, asked: Asked, call: "ModelCall | None" = None, find: Find | None = None) -> Iterator[Answer]:
        """Yield the answer as it comes: written by a model, or else made of quotes.

        `find` is what looks for passages, by default the retrieval itself.
        """
        began = time.perf_counter()
        for answer in self._snapshots(asked, call, find or self._find):
            seconds = round(time.perf_counter() - began, 3)
            usage = call.usage if call else None
            cited = with_pages(self.library, answer.citations)
            yield dataclasses.replace(
                answer, question=asked.question, seconds=seconds, usage=usage, citations=cited
            )

    def _find(self, question: Question, where: Filters, reach: Reach) -> Sequence[Passage]:
        if reach == "parts":
            return part_passages(self.library, question, where)
        how_many = (WIDE, DEEP) if reach == "many" else ()
        return find_passages(self.library, question, where, *how_many)

    def _shares(self, asked: Asked, question: Question, find: Find, *, for_model: bool) -> FairShares:
        """Return the passages for a question, in fair shares of periods if that is wanted, else best first."""
        reach: Reach = "parts" if for_model else "many" if asked.spread else "best"
        found = tuple(find(question, asked.where, reach))
        return fair_shares(found) if asked.spread else FairShares(found, ranked=found)

    def _snapshots(self, asked: Asked, call: "ModelCall | None", find: Find) -> Iterator[Answer]:
        text = _writable(asked.question)
        given = read(self.library, text, asked.turns, literal=asked.literal, without=asked.without)
        if not (asked.deep and call) and (exact := self._exact(asked, given)):
            yield exact
            return
        note, translated = _NO_MODEL if asked.deep and not call else None, False
        question = understand(given.text, given.turns, literal=asked.literal, without=asked.without)
        question = named_in_full(self.library, scoped(self.library, question), asked.where).without(asked.without)
        if call and (given.language or (given.turns and not given.follow_up)):
            from assistant.writing.write import standalone

            try:
                if whole := standalone(call, given.text, given.turns):
                    # What the conversation was about still counts a little more, though the question names it now.
                    rewritten = understand(_writable(whole), literal=asked.literal, without=asked.without)
                    question = dataclasses.replace(rewritten, near=question.near)
                    translated = True
                    if given.language and (exact := self._exact_again(asked, whole)):
                        yield exact
                        return
            except ModelError as error:
                call, note = None, _instead(error)
        foreign = None if translated else given.language
        if foreign:
            question = by_names(given.named).without(asked.without)
        # By quotes, each side of a comparison is looked for by itself.
        is_found = bool(question.text or question.near) and (call or not question.comparison)
        shares = self._shares(asked, question, find, for_model=bool(call)) if is_found else BY_RANK
        waiting = Answer(
            question=asked.question,
            text="",
            outcome="answered",
            passages=shares.passages[:LIMIT],
            periods=shares.periods,
            searched=account(self.library, asked.where),
            model=call.name if call else None,
            understood=(*given.understood, *question.understood),
            note=" ".join(filter(None, (note, self._by_words_alone(shares.passages[:LIMIT])))) or None,
            finished=False,
        )
        yield waiting
        if call and waiting.passages and not foreign:
            try:
                yield from self._written(asked, given, call, waiting, question, shares.passages)
                return
            except ModelError as error:
                sides = question.comparison
                shares = BY_RANK if sides else self._shares(asked, question, self._find, for_model=False)
                waiting = _from_quotes(waiting, shares, _instead(error))
        yield self._quoted(asked, given, waiting, question, shares, by_names_alone=foreign is not None)

    def _quoted(
        self,
        asked: Asked,
        given: Given,
        waiting: Answer,
        question: Question,
        shares: FairShares,
        *,
        by_names_alone: bool,
    ) -> Answer:
        """Return the answer made of quotes: to what a question of another language names, if no more was read."""
        best, how = shares.ranked[:LIMIT], (asked.where, self.thresholds, fixed_sentences(given.language))
        if by_names_alone and given.language:
            answer = answer_by_names(self.library, question, given.named, best, *how)
            answer = dataclasses.replace(answer, text=f"{answer.text}\n\n{given.language.why}")
        else:
            answer = answer_by_quotes(self.library, question, best, *how, shares)
        understood = waiting.understood
        if question.comparison and answer.kind != COMPARISON:  # it only looked like one
            understood = tuple(each for each in understood if each != question.comparison.words)
        if waiting.periods:
            answer = dataclasses.replace(answer, passages=waiting.passages, periods=waiting.periods)
        return dataclasses.replace(answer, note=waiting.note, understood=understood)

    def _written(
        self,
        asked: Asked,
        given: Given,
        call: "ModelCall",
        waiting: Answer,
        question: Question,
        found: Sequence[Passage],
    ) -> Iterator[Answer]:
        """Return the answer as a model writes it, or the report."""
        how: dict[str, Any] = {
            "strict": self.strict,
            "second_opinion": self.second_opinion,
            "language": given.language,
        }
        from assistant.writing.write import write

        if asked.deep:
            from assistant.deep.report import Reporting

            return Reporting(call, self.library, waiting, question, **how).answers(asked.where, found)
        return write(call, self.library, waiting, question, found, **how)

    def _exact_again(self, asked: Asked, whole: str) -> Answer | None:
        """Return what the catalogue has on a question of another language, as the model translated it."""
        found = None if asked.deep else self._exact(asked, Given(_writable(whole)))
        return found if found and found.kind in _OF_CATALOGUE else None

    def _exact(self, asked: Asked, given: Given) -> Answer | None:
        """Return the answer of a kind of question that the library answers by itself, unless taken literally."""
        inquiry = Inquiry(self.library, given.text, given.turns, asked.where, asked.without)
        found = None if asked.literal else registry.answer(inquiry)
        return dataclasses.replace(found, understood=(*given.reread, *found.understood)) if found else None

    def _by_words_alone(self, passages: Sequence[Passage]) -> str | None:
        """Return what to say while not everything is indexed by meaning; what was found is to be so next."""
        status = self.library.status()
        if status.embedded >= status.paragraphs:
            return None
        self.library.want({each.cable for each in passages})
        done = 100 * status.embedded // status.paragraphs
        return f"The search by meaning covers {done}% of the paragraphs so far; the rest are found only by words."


def _writable(text: str) -> str:
    """Return a text without halves of characters, which JSON may hold and no index or model takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _from_quotes(waiting: Answer, shares: FairShares, note: str) -> Answer:
    """Return an answer in the making with the passages that quotes are taken from."""
    return dataclasses.replace(waiting, note=note, passages=shares.passages[:LIMIT], periods=shares.periods)


def _instead(error: ModelError) -> str:
    return f"{error} This answer consists of quotations instead."
