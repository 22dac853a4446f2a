"""A model's answer as it comes: sentence by sentence, each examined before anybody sees it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.writing.examine import Examiner, Sentence
from assistant.writing.reply_sentences import cited, stretches
from ingest.errors import ModelError

if TYPE_CHECKING:
    from assistant.writing.chat_model import ModelCall

CANNOT_ANSWER = "NOT IN THE ARCHIVE"  # what the prompts have the model say
_LONGEST = 8_000  # characters of what it writes in one go


class Listening:
    """The sentences that a model writes to one prompt. `refused`: it says that the archive does not have it."""

    def __init__(self, call: "ModelCall", prompt: str, fence: str, examiner: Examiner, run: str = "write") -> None:
        self.refused = False
        self._heard: list[Sentence] = []
        self._call, self._examiner = call, examiner
        self._parts = call.say(prompt, fence=fence, run=run)

    def __iter__(self) -> Iterator[Sentence]:
        """Yield them; raises ModelError when the model fails or does not stop writing."""
        length, rest = 0, ""
        for part in self._parts:
            length, rest = length + len(part), rest + part
            if length > _LONGEST:
                raise ModelError("The model did not stop writing.")
            self.refused = self.refused or CANNOT_ANSWER in rest
            if not self.refused and (found := cited(stretches(rest, ended=False))):
                rest = rest[sum(map(len, found)) :]
                yield from self._examined(found)
        if not self.refused and not self._call.cut:  # else what is left is half a sentence
            yield from self._examined(stretches(rest, ended=True))

    def _examined(self, written: Sequence[str]) -> Sequence[Sentence]:
        examined = self._examiner.examine_all(written, self._heard)
        self._heard += examined
        return examined


def hold(sentences: Sequence[Sentence]) -> bool:
    """Whether at least half of the sentences are borne out by what they cite."""
    return 2 * sum(each.judgement.stands for each in sentences) >= len(sentences)
