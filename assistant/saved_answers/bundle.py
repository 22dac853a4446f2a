"""An answer as a file to keep: with all that it was made from, sealed, so that it can be checked years later."""

import dataclasses
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from assistant.answer import Answer, Citation, Passage, Turn, label
from assistant.answering import Asked
from assistant.assistant import Assistant
from ingest import Cable
from ingest.domain.keys import HEADER, Key
from ingest.errors import BundleError
from ingest.search.entries import header_text

if TYPE_CHECKING:
    from assistant.writing.prompt_recorder import PromptRecorder


@dataclass(frozen=True, slots=True)
class Stood:
    """A paragraph, or a header (`ordinal` 0), that an answer quotes or was made from: the SHA-256 of its text."""

    label: str
    cable: str
    paragraph: int | None
    ordinal: int
    sha256: str

    @property
    def key(self) -> Key:
        """Where it stood."""
        return Key(self.cable, self.ordinal)


@dataclass(frozen=True, slots=True)
class Bundle:
    """An answer, how it was asked for, and what it rests on.

    `filters` are those that were set. `prompts` is what a language model was sent, a text for each call of it,
    whether or not it then wrote the answer, and also where its reply was remembered. `paragraphs` are all that the
    answer was made from or quotes.
    """

    date: datetime  # in UTC
    versions: Mapping[str, str]
    filters: Mapping[str, str]
    literal: bool
    without: tuple[str, ...]  # what was understood and left out
    strict: bool
    turns: tuple[Turn, ...]
    prompts: tuple[str, ...]
    paragraphs: tuple[Stood, ...]
    answer: Answer
    model: str | None = None  # that was to write it: "" for none, None where an earlier version did not say


_SHAPE = TypeAdapter(Bundle)
_DECODER = json.JSONDecoder()
_BEFORE_A_BUNDLE = re.compile(r"\s*[\[,]\s*(?=[^\]\s])")
_NO_BUNDLE = "This is not a saved answer; `reftel ask QUESTION --save FILE` writes one."


class Recording:
    """A question as it is answered, overheard: what it makes can be kept."""

    def __init__(self, assistant: Assistant, asked: Asked) -> None:
        self._assistant, self._asked = assistant, asked
        self._sent: PromptRecorder | None = None
        if assistant.model:
            from assistant.writing import prompt_recorder

            self._sent = prompt_recorder.PromptRecorder()

    def stream(self) -> Iterator[Answer]:
        """Ask, and yield the answer as it comes."""
        yield from self._assistant.answers(self._asked, [self._sent] if self._sent else [])

    def bundle(self, answer: Answer) -> Bundle:
        """Return the finished answer with all that is needed to check it."""
        assistant, asked = self._assistant, self._asked
        filters = {name: value for name, value in dataclasses.asdict(asked.where).items() if value is not None}
        return Bundle(
            date=datetime.now(UTC).replace(microsecond=0),
            versions=assistant.library.versions,
            filters=filters,
            literal=asked.literal,
            without=asked.without,
            strict=assistant.strict,
            turns=asked.turns,
            prompts=tuple(self._sent.prompts) if self._sent else (),
            paragraphs=tuple(_stood(assistant, answer)),
            answer=answer,
            model=assistant.model or "",
        )


def record(assistant: Assistant, asked: Asked) -> Bundle:
    """Ask, and return the answer with all that is needed to check it."""
    recording = Recording(assistant, asked)
    *_, answer = recording.stream()
    return recording.bundle(answer)


def dumps(bundle: Bundle) -> bytes:
    """Return a bundle as the file that keeps it, with its seal.

    The seal is the SHA-256 of all else as JSON with sorted keys and without blanks, in UTF-8.
    """
    content = dataclasses.asdict(bundle)
    for name in ("steps", "periods"):
        if not content["answer"][name]:  # as it was written before there were any
            del content["answer"][name]
    for each in content["answer"]["passages"]:
        if not each["why"]:
            del each["why"]
    return _sealed(content)


def loads(written: bytes) -> Bundle:
    """Return the bundle that a file holds, whatever its seal says; raises BundleError when it holds none."""
    try:
        return _SHAPE.validate_python(_with_outcome(json.loads(written.decode("utf-8"))))
    except (ValueError, RecursionError, MemoryError) as error:
        raise BundleError(_NO_BUNDLE) from error


def intact(bundle: Bundle, written: bytes) -> bool:
    """Whether a file is, byte for byte, what `dumps` of this or an earlier version made of its bundle.

    Of whatever is changed in it, either the content is another and so is its seal, or it is the same and is
    written in another way. An earlier version had other fields of an answer: what both have must be the same.
    """
    content = json.loads(written.decode("utf-8"))
    content.pop("seal", None)
    return _sealed(content) == written and _is_part(content, json.loads(dumps(bundle)))


def join(written: Sequence[bytes]) -> bytes:
    """Return the bundles of a conversation as one file: a JSON list of them, each as `dumps` wrote it."""
    return b"[\n" + b",\n".join(written) + b"]\n"


def split(written: bytes) -> tuple[bytes, ...]:
    """Return each bundle of a file as it stands there, be it a list of them or one by itself.

    Raises BundleError where the file begins as a list and is none.
    """
    if not written.startswith(b"["):
        return (written,)
    found: list[bytes] = []
    end = 0
    try:
        text = written.decode("utf-8")
        json.loads(text)
        while before := _BEFORE_A_BUNDLE.match(text, end):
            _, end = _DECODER.raw_decode(text, before.end())
            found.append(f"{text[before.end() : end]}\n".encode())
    except (ValueError, RecursionError, MemoryError) as error:
        raise BundleError(_NO_BUNDLE) from error
    if not found:
        raise BundleError(_NO_BUNDLE)
    return tuple(found)


def save(bundle: Bundle, path: str) -> None:
    """Write a bundle to a file; raises BundleError where that cannot be."""
    try:
        Path(path).write_bytes(dumps(bundle))
    except OSError as error:
        raise BundleError(f"{path} cannot be written: {error.strerror}.") from error


def read(path: str) -> bytes:
    """Return what a file holds; raises BundleError where that cannot be had."""
    try:
        return Path(path).read_bytes()
    except IsADirectoryError as error:
        raise BundleError(
            f"{path} is a folder: name the file that `reftel ask QUESTION --save FILE` wrote."
        ) from error
    except OSError as error:
        raise BundleError(f"{path} cannot be read: {error.strerror}.") from error


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def text_at(cable: Cable, ordinal: int) -> str:
    """Return the text of a paragraph, or of the header where the ordinal is 0."""
    return header_text(cable) if ordinal == HEADER else cable.paragraphs[ordinal - 1].text


def _stood(assistant: Assistant, answer: Answer) -> list[Stood]:
    places: tuple[Passage | Citation, ...] = (*answer.passages, *answer.citations)
    numbers = {Key(each.cable, each.ordinal): each.paragraph for each in places}
    found = {Key(each.cable, each.ordinal): each.text for each in answer.passages}
    cables = {each.id: each for each in assistant.library.cables(list({key.cable for key in numbers}))}
    texts = {
        key: found.get(key) or text_at(cables[key.cable], key.ordinal)  # as it read when the answer was made of it
        for key in numbers
        if key in found or (key.cable in cables and key.ordinal <= len(cables[key.cable].paragraphs))
    }
    return [
        Stood(label(key.cable, numbers[key], key.ordinal), key.cable, numbers[key], key.ordinal, sha256(text))
        for key, text in texts.items()
    ]


def _sealed(content: Mapping[str, Any]) -> bytes:
    seal = hashlib.sha256(_json(content, separators=(",", ":"))).hexdigest()
    return _json({**content, "seal": seal}, indent=1) + b"\n"


def _with_outcome(content: Any) -> Any:
    """Return what a file holds, with the outcome of an answer from before there were three."""
    answer = content.get("answer") if isinstance(content, dict) else None
    if not isinstance(answer, dict) or "outcome" in answer or not isinstance(answer.get("answered"), bool):
        return content
    return content | {"answer": answer | {"outcome": "answered" if answer["answered"] else "refused"}}


def _is_part(kept: Any, now: Any) -> bool:
    """Whether each value of a file is that of the bundle read from it, as far as a bundle has it today."""
    if isinstance(kept, dict) and isinstance(now, dict):
        return all(_is_part(value, now[name]) for name, value in kept.items() if name in now)
    if isinstance(kept, list) and isinstance(now, list):
        return len(kept) == len(now) and all(map(_is_part, kept, now))
    return type(kept) is type(now) and bool(kept == now)


def _json(content: Mapping[str, Any], **how: Any) -> bytes:
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, default=_plain, **how)
    return written.encode("utf-8", "replace")  # half a character, which a terminal may hand over, is no UTF-8


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else dict(value)
