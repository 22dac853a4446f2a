"""What a chat model is held to, and what its tokens cost."""

import math
from dataclasses import dataclass

_ANSWER = 1_000  # tokens kept free for the answer where no limit is set; the prompt asks for five sentences


@dataclass(frozen=True, slots=True)
class ModelLimits:
    """`max_tokens` of an answer (None: the provider's own limit), `timeout` seconds of silence after which a model
    has failed, and the `context`: how many tokens it can be given, the answer among them.
    """

    max_tokens: int | None = None
    timeout: float = 60.0
    context: int = 8_192

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

    Each has a tokenizer of its own, which would have to be downloaded; all of them put more than three bytes of
    running text into a token.
    """
    return math.ceil(len(text.encode("utf-8", "replace")) / 3)
