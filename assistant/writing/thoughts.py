"""What a model says, without what it thinks aloud before: some servers leave that in its reply, between tags."""

from collections.abc import Iterable, Iterator

from ingest.errors import ModelError

_TAGS = {"<think>": "</think>", "<thinking>": "</thinking>", "[THINK]": "[/THINK]"}
_LONGEST = 200_000  # characters of a thought


def without_thoughts(parts: Iterable[str]) -> Iterator[str]:
    """Yield the parts of a reply that come after a thought, or all where it opens with none.

    Raises ModelError where a thought does not end.
    """
    parts = iter(parts)
    held, closing, length = "", "", 0
    for part in parts:
        held += part
        if not closing:
            opening = held.lstrip()
            closing = next((_TAGS[tag] for tag in _TAGS if opening.startswith(tag)), "")
            if not closing and any(tag.startswith(opening) for tag in _TAGS):
                continue
            if not closing:
                break
        _, is_over, held = held.partition(closing) if closing in held else ("", "", held)
        if is_over:
            break
        held = held[1 - len(closing) :]
        if (length := length + len(part)) > _LONGEST:
            raise ModelError("The model did not stop thinking.")
    else:
        held = "" if closing else held
    if held:
        yield held
    yield from parts
