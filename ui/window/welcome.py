"""What the window says before the first question: what the library holds, and what one may ask it."""

from html import escape

from assistant.suggestions.openers import openers
from ingest import Library
from ingest.latest import Latest

SAMPLE_QUESTIONS = (
    "what did Huseynli say about Russia",
    "what does Salmanli think of Ankara's terms for the Kura Line",
    "how did Chivangue's position on leasing Nacala change",
    "who classified the cable on Huseynli and Iran",
)


def examples(library: Library) -> tuple[str, ...]:
    """Return questions to begin with: of the sample library, or drawn from what a library holds."""
    return SAMPLE_QUESTIONS if library.status().sample else openers(library)


class Examples:
    """The questions to begin with, found out once a state of a library: that takes as long as some answers."""

    def __init__(self) -> None:
        self._of: dict[Library, Latest[tuple[str, ...]]] = {}

    def of(self, library: Library) -> tuple[str, ...]:
        """Return the questions for a library as it is now."""
        return self._of.setdefault(library, Latest(lambda: examples(library))).of(library.revision)


def not_yet(why: str) -> str:
    """Return the line of HTML that stands there while the library cannot be read."""
    return f'<p class="standing" role="status">{escape(why)}</p>'


def standing(library: Library, model: str | None) -> str:
    """Return one line of HTML: what the library holds, how much of it is indexed, who writes the answers."""
    status, dates = library.status(), library.dates()
    facts = [f"{status.cables:,} cable{'' if status.cables == 1 else 's'}"]
    if dates:
        first, last = dates[0][:4], dates[1][:4]
        facts.append(first if first == last else f"{first} to {last}")
    if status.embedded < status.paragraphs:
        done = 100 * status.embedded // status.paragraphs
        facts.append(f'<span class="indexing">meaning is still being indexed: {done} %</span>')
    facts.append(f"model: {escape(model)}" if model else "no model: answers are quotes")
    sample = '<span class="sample">Sample library: invented cables, no official record</span>'
    line = " · ".join(facts)
    return f'<p class="standing" role="status">{line}</p>{sample if status.sample else ""}'
