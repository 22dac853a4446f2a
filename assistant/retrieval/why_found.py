"""What spoke for a paragraph when it was ranked, and the same in words that a reader can check."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assistant.question.hints import Hint, fit
from assistant.question.understand import Question
from assistant.question_words import ASKING, WORD
from ingest.domain.filters import Filters
from ingest.domain.keys import Key
from ingest.domain.posts import parts
from ingest.search.word_index import stems

_FUSED = 0.5  # what the place in the rankings weighs beside the fit of the tokens
_SPEAKS = 0.02  # what it adds that the person asked about speaks in it
_NEAR = 0.1  # what it adds that the conversation was about that cable
_HINTED = 0.2  # what it adds that its cable is from when, or from where, the question says
# Of the twenty best paragraphs for a question, one in five is nearer than `_CLOSE`, and half are than `_RELATED`.
_CLOSE, _RELATED = 0.64, 0.6
_NOTHING = "among the nearest, though nothing stands out"
_MOST_WORDS = 6
_LETTERS = re.compile(r"\w+")
_OF_ITS_TIME = 0.5  # how well a cable must fit a time to be called close to it


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a paragraph as the answer to a question.

    `fit`: how well its tokens fit, as a cosine; `fused`: the score of its places in the rankings; `speaks`: the
    person asked about speaks in it; `near`: the conversation was about its cable; `hinted`: how well the cable is
    of the time and the post that the question names, 0 to 1.
    """

    fit: float
    fused: float
    speaks: float
    near: float
    hinted: float

    @property
    def score(self) -> float:
        """All of it weighed and added up."""
        return self.fit + _FUSED * self.fused + _SPEAKS * self.speaks + _NEAR * self.near + _HINTED * self.hinted


@dataclass(frozen=True)
class Reasons:
    """Why the paragraphs of a ranking were found, in words; `speaker` is who was asked about, if anybody."""

    signs: Mapping[Key, Signs]
    words: "SharedWords"
    speaker: str = ""
    hints: tuple[Hint, ...] = ()
    named: tuple[str, ...] = ()

    @classmethod
    def of(cls, question: Question, where: Filters, signs: Mapping[Key, Signs]) -> "Reasons":
        """Return the reasons for what a question found within some filters."""
        speaker = where.person or question.speaker
        return cls(signs, SharedWords.of(question.text), speaker, question.hints, question.cables)

    def why(self, key: Key, text: str, date: str | None) -> tuple[str, ...]:
        """Return what spoke for a paragraph with this text, of a cable of this date, a few words each."""
        found = self.signs.get(key)
        return tuple(self._told(key, found, text, date)) or (_NOTHING,) if found else ()

    def _told(self, key: Key, found: Signs, text: str, date: str | None) -> Iterator[str]:
        if key.cable in self.named:
            yield "the question names its cable"
        if shared := self.words.shared(text):
            yield f"shares the word{'s' if len(shared) > 1 else ''} {', '.join(shared)}"
        if found.fit >= _RELATED:
            yield "close in meaning" if found.fit >= _CLOSE else "related in meaning"
        if found.speaks:
            yield f"{self.speaker}, who was asked about, speaks in it"
        if found.hinted:
            yield from self._hinted(key, date)
        if found.near:
            yield "the conversation was about its cable"

    def _hinted(self, key: Key, date: str | None) -> Iterator[str]:
        id = parts(key.cable)
        for hint in self.hints:
            if hint.origin:
                if id and id.post == hint.origin:
                    yield f"sent from {hint.origin}, which was asked about"
            elif (nearness := fit(hint, date or (str(id.year) if id else None), None)) >= _OF_ITS_TIME:
                yield f"{'from' if nearness == 1 else 'from close to'} the time asked about ({hint.text})"


@dataclass(frozen=True)
class SharedWords:
    """The words of a question that are about something, to be found again in any of their forms.

    What begins as one of them does is looked for, and its stem decides: much faster than to stem whole paragraphs.
    """

    words: Mapping[str, str]  # by their stems
    _stem: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, text: str) -> "SharedWords":
        """Return those of a question."""
        words: dict[str, str] = {}
        for word in (re.sub(r"['’]s$", "", each) for each in WORD.findall(text)):
            if word.casefold() not in ASKING:
                for stem in stems(word)[:1]:
                    words.setdefault(stem, word)
        return cls(words)

    def shared(self, text: str) -> tuple[str, ...]:
        """Return those that stand in a text, as the question has them."""
        plain = text.casefold()
        return tuple(word for stem, word in self.words.items() if self._stands(stem, plain))[:_MOST_WORDS]

    def _stands(self, stem: str, plain: str) -> bool:
        begun = stem.removesuffix("i")  # "militari" of "military"
        at = plain.find(begun)
        while at >= 0:
            if at == 0 or not plain[at - 1].isalnum():
                whole = _LETTERS.match(plain, at)
                if whole and self._stem_of(whole[0]) == stem:
                    return True
            at = plain.find(begun, at + 1)
        return False

    def _stem_of(self, word: str) -> str:
        if word not in self._stem:
            self._stem[word] = next(iter(stems(word)), "")
        return self._stem[word]
