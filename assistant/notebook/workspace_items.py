"""What lies on a page of a workspace: cables, paragraphs and sentences that were pinned, and the reader's words.

What is pinned is shown as far as a library has it. A reader under a clearance never learns of words that they may
no longer read, nor that something was pinned there.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from assistant.answer import Citation
from assistant.citations import cite
from assistant.notebook.cable_notes import CableNote
from assistant.notebook.kept_text import in_lines, in_one_line
from assistant.notebook.pinned_sentences import PinnedSentence
from ingest import Cable, Library, Paragraph
from ingest.domain.keys import HEADER
from ingest.domain.offsets import to_text
from ingest.domain.posts import cable_id
from ingest.errors import WorkspaceError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

ItemKind = Literal["heading", "text", "cable", "paragraph", "sentence", "note"]
LONGEST_HEADING = 200  # characters
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class WorkspaceItem:
    """One item of a page.

    `text` are the words: one's own, those quoted of a paragraph, a sentence with the marks `[1]` of its citations,
    or what somebody noted on the words that it cites; "" for a cable as a whole, which `cable` names. `cited` is
    where the words stand now. `doubt` is what was found against a sentence that a model wrote. `gone` are the
    places that no longer read as they did.
    """

    kind: ItemKind
    text: str = ""
    cable: str = ""
    cited: tuple[Citation, ...] = ()
    doubt: str = ""
    gone: tuple[str, ...] = ()
    id: str = field(default_factory=lambda: secrets.token_urlsafe(6))

    @property
    def is_own(self) -> bool:
        """Whether these are the reader's own words, which they may change."""
        return self.kind in ("heading", "text")

    @property
    def cables(self) -> tuple[str, ...]:
        """The cables that it rests on."""
        return (self.cable,) if self.cable else tuple(dict.fromkeys(each.cable for each in self.cited))

    @property
    def name(self) -> str:
        """What it is, in a few words."""
        if self.is_own:
            return _short(" ".join(self.text.split()))
        return self.cable or ", ".join(dict.fromkeys(each.label for each in self.cited))

    def pinned(self) -> dict[str, Any]:
        """Return what is kept of it beside its words."""
        return {"cable": self.cable, "cited": [asdict(each) for each in self.cited], "doubt": self.doubt}

    def is_same(self, other: "WorkspaceItem") -> bool:
        """Whether the other one is the same thing, pinned again."""
        places = [[(each.cable, each.quote) for each in one.cited] for one in (self, other)]
        return (self.kind, self.text, self.cable, places[0]) == (other.kind, other.text, other.cable, places[1])


@cache
def _citations() -> "TypeAdapter[tuple[Citation, ...]]":
    from pydantic import TypeAdapter  # which no question waits for

    return TypeAdapter(tuple[Citation, ...])


def kept(id: str, kind: ItemKind, text: str, pinned: dict[str, Any]) -> WorkspaceItem:
    """Return an item as it was kept."""
    cited = _citations().validate_python(pinned["cited"])
    return WorkspaceItem(kind, text, pinned["cable"], cited, pinned["doubt"], id=id)


def heading(text: str) -> WorkspaceItem:
    """Return a heading; raises WorkspaceError for one that is empty or too long."""
    line = in_one_line(text)
    if not line:
        raise WorkspaceError("A heading needs some words.")
    if len(line) > LONGEST_HEADING:
        raise WorkspaceError(f"A heading can have {LONGEST_HEADING} characters; this one has {len(line):,}.")
    return WorkspaceItem("heading", line)


def own_text(text: str) -> WorkspaceItem:
    """Return words of the reader's own; raises WorkspaceError for none, or too many."""
    words = in_lines(text)
    if not words:
        raise WorkspaceError("There is nothing to add: write some words.")
    if len(words) > LONGEST_TEXT:
        raise WorkspaceError(f"A text can have {LONGEST_TEXT:,} characters; this one has {len(words):,}.")
    return WorkspaceItem("text", words)


def cables(library: Library, ids: Iterable[str]) -> tuple[WorkspaceItem, ...]:
    """Return cables as a whole; raises WorkspaceError for one that the library does not have."""
    named = tuple(dict.fromkeys(cable_id(each) or " ".join(each.split()) for each in ids))
    there = set(library.present(named))
    if missing := [each for each in named if each not in there]:
        raise _no_cable(missing[0])
    return tuple(WorkspaceItem("cable", cable=each) for each in named)


def paragraph(
    library: Library, cable: str, ordinal: int, start: int | None = None, end: int | None = None
) -> WorkspaceItem:
    """Return a paragraph, or the words of it that stand at `start:end` of the cable's raw text.

    Raises WorkspaceError where the library has none there.
    """
    found = library.cable(cable)
    if found is None:
        raise _no_cable(cable)
    meant = next((each for each in found.paragraphs if each.ordinal == ordinal), None)
    if meant is None:
        raise WorkspaceError(f"{cable} has no such paragraph.")
    words = (0, len(meant.text))
    if start is not None and end is not None:
        try:
            words = to_text(meant, start, end, found.raw)
        except ValueError as error:
            raise WorkspaceError(f"{cable} has no such words.") from error
    quoted = cite(1, found, meant, *words)
    return WorkspaceItem("paragraph", " ".join(meant.text[slice(*words)].split()), cited=(quoted,))


def numbered_paragraph(library: Library, cable: str, number: int) -> WorkspaceItem:
    """Return the first paragraph of a cable with a number; raises WorkspaceError where there is none."""
    found = library.cable(cable_id(cable) or cable)
    if found is None:
        raise _no_cable(cable)
    for each in found.numbered(number):
        return paragraph(library, found.id, each.ordinal)
    raise WorkspaceError(f"{found.id} has no paragraph {number}; `reftel show {found.id}` prints all of them.")


def sentences(chosen: Iterable[PinnedSentence]) -> tuple[WorkspaceItem, ...]:
    """Return sentences of an answer, each with its citations."""
    return tuple(WorkspaceItem("sentence", each.text, cited=each.citations, doubt=each.doubt) for each in chosen)


def note(library: Library, given: CableNote) -> WorkspaceItem:
    """Return a note as it is now, with the words that it is on; a highlight is these words alone.

    Raises WorkspaceError where they no longer stand in the cable.
    """
    cable, now = library.cable(given.cable), given.now
    marked = (
        next((each for each in cable.paragraphs if now and each.ordinal == now.ordinal), None) if cable else None
    )
    if cable is None or now is None or marked is None:
        raise WorkspaceError(f"The words of this note no longer stand in {given.cable}.")
    quoted = cite(1, cable, marked, now.start, now.end)
    if not given.text:
        return WorkspaceItem("paragraph", " ".join(now.exact.split()), cited=(quoted,))
    return WorkspaceItem("note", given.text, cited=(quoted,))


def as_seen(library: Library, items: Sequence[WorkspaceItem]) -> tuple[WorkspaceItem, ...]:
    """Return the items as far as a library has them, in their order, each with where its words stand now.

    What is gone from the archive is told; to a reader of everything with the words that were pinned.
    """
    ids = list(dict.fromkeys(id for each in items for id in each.cables))
    here: dict[str, Cable | None] = dict.fromkeys(library.present(ids))
    quoted = {place.cable for each in items for place in each.cited}
    here |= {each.id: each for each in library.cables([id for id in here if id in quoted])}
    forgotten = set(library.forgotten(ids))
    seen = (_seen(each, here, forgotten, is_cleared=library.is_cleared_copy) for each in items)
    return tuple(each for each in seen if each)


def _seen(
    item: WorkspaceItem, here: dict[str, Cable | None], forgotten: set[str], *, is_cleared: bool
) -> WorkspaceItem | None:
    if item.cable:
        missing = [] if item.cable in here else [item.cable]
        cited: tuple[Citation, ...] = ()
    else:
        found = [(each, _now(here.get(each.cable), each)) for each in item.cited]
        missing = [each.label for each, now in found if now is None]
        cited = tuple(now or each for each, now in found)
    if not missing:
        return replace(item, cited=cited)
    if not is_cleared:
        return replace(item, cited=cited, gone=tuple(dict.fromkeys(missing)))
    if forgotten.issuperset(item.cables):
        return replace(item, text="", doubt="", cited=(), gone=item.cables)
    return None  # they may no longer read it: not even that there is something


def _now(cable: Cable | None, citation: Citation) -> Citation | None:
    """Return a citation as its words stand in a cable now; None where they do not."""
    if cable is None:
        return None
    quote = "".join(citation.quote.split())
    if citation.ordinal == HEADER:
        return citation if quote in "".join(cable.raw.split()) else None
    for each in sorted(cable.paragraphs, key=lambda each: each.ordinal != citation.ordinal):
        if words := _words(each, quote):
            return replace(cite(citation.number, cable, each, *words, citation.speaker), verdict=citation.verdict)
    return None


def _words(paragraph: Paragraph, quote: str) -> tuple[int, int] | None:
    """Return where words, given without white space, stand in the text of a paragraph."""
    at = "".join(paragraph.text.split()).find(quote)
    if at < 0 or not quote:
        return None
    inked = [place for place, char in enumerate(paragraph.text) if not char.isspace()]
    return inked[at], inked[at + len(quote) - 1] + 1


def _no_cable(id: str) -> WorkspaceError:
    return WorkspaceError(f"There is no cable {_short(in_one_line(id))} in this library.")


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79].rstrip()}…"
