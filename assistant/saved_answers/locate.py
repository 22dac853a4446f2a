"""Where cited words are now: archives are read again, split and wrapped differently."""

from dataclasses import dataclass

from assistant.answer import Citation, label
from assistant.saved_answers.bundle import sha256
from assistant.saved_answers.consistency import squeezed
from ingest import Library, Paragraph
from ingest.domain.keys import HEADER


@dataclass(frozen=True, slots=True)
class Located:
    """The paragraph in which something stands now; None with the `reason`, in words for the reader."""

    paragraph: Paragraph | None
    reason: str | None = None


def locate(library: Library, citation: Citation, hashed: str | None = None) -> Located:
    """Return the paragraph that a citation rests on as the library has it now, whatever its number and place are.

    `hashed` is the SHA-256 of the paragraph's text, as a saved answer keeps it. Without it, or where no text has
    it, that is the paragraph in which the quote stands word for word, white space aside. Of several, the one with
    the number that was cited comes first, then the one at its place.
    """
    cable = library.cable(citation.cable)
    if cable is None:
        return Located(None, f"the archive has no cable {citation.cable}")
    if citation.ordinal == HEADER:
        return Located(None, f"{citation.label} is not a paragraph")
    quote = squeezed(citation.quote)
    found = [each for each in cable.paragraphs if sha256(each.text) == hashed] or [
        each for each in cable.paragraphs if quote and quote in squeezed(each.text)
    ]
    if found:
        return Located(
            max(found, key=lambda each: (each.number == citation.paragraph, each.ordinal == citation.ordinal))
        )
    labels = {label(each.cable, each.number, each.ordinal) for each in cable.paragraphs}
    if citation.label in labels:
        return Located(None, f"{citation.label} has different words now")
    return Located(None, f"{citation.cable} has neither {citation.label} nor its words now")
