"""The lines of a document that has paragraphs, as the lines of a text."""

from collections.abc import Iterable

LONGEST_LINE = 100  # characters; what is longer was not broken by hand, and is a paragraph


def laid_out(lines: Iterable[str]) -> str:
    """Return a text of these lines: a blank line stands around each that is a paragraph.

    Cables are pasted into documents in both ways: each line a paragraph of its own, with empty ones between the
    paragraphs of the cable, or each paragraph in one.
    """
    text: list[str] = []
    for line in lines:
        bare = line.rstrip()
        if text and bare and text[-1] and len(text[-1]) > LONGEST_LINE:
            text.append("")
        text.append(bare)
    return "\n".join(text).strip("\n") + "\n"
