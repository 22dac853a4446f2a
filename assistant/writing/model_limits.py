"""What a chat model is held to, and what its tokens cost."""

import math
import re
from dataclasses import dataclass, replace

_CAPITALS = re.compile(r"[A-Z]{2,}")
_DIGITS = re.compile(r"\d")
_SIGNS = re.compile(r"[^\w\s]|_")
_ANSWER = 1_000  # tokens kept free for the answer where no limit is set; the prompt asks for five sentences


@dataclass(frozen=True, slots=True)
class ModelLimits:
    """`max_tokens` of an answer (None: the provider's own limit), `timeout` seconds of silence after which a model
    has failed, and the `context`: how many tokens it can be given, the answer among them. A report may take
    `deep_rounds` of searching and `deep_tokens` in all, sent and written.
    """

    max_tokens: int | None = None
    timeout: float = 60.0
    context: int = 8_192
    deep_rounds: int = 5
    deep_tokens: int = 100_000

    def within(self, context: int | None) -> "ModelLimits":
        """Return the limits for a model that takes no more than so many tokens; None where that is not known."""
        return self if context is None else replace(self, context=min(self.context, context))

    def room(self, prompt: str) -> int:
        """Return how many tokens the context holds beside a prompt and the answer to it."""
        return self.context - (self.max_tokens or _ANSWER) - tokens(prompt)


USUAL = ModelLimits()


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost in USD: of the `input` that a model is sent, of the `output` that it writes."""

    input: float
    output: float

    def of(self, input: int, output: int) -> float:
        """Return the price in USD of so many tokens."""
        return (input * self.input + output * self.output) / 1_000_000


def tokens(text: str) -> int:
    """Return how many tokens a text has at most, as nearly every model cuts it.

    Each has a tokenizer of its own, which would have to be downloaded. Four of them, among them one with the small
    vocabulary of older models, never cut cables into more: running text has more than four bytes a token, words in
    capitals more than two, each digit may be one, and so nearly may each sign.
    """
    capitals = sum(map(len, _CAPITALS.findall(text)))
    digits = len(_DIGITS.findall(text))
    signs = len(_SIGNS.findall(text))
    beyond = len(text.encode("utf-8", "replace")) - len(text)  # the bytes that letters beyond ASCII have more
    running = len(text) - capitals - digits - signs
    return math.ceil(running / 4 + capitals / 2 + digits + 0.8 * signs + beyond / 2)
