"""What the window shows before the first question: what the library contains, and what to ask."""

from assistant.suggestions.openers import openers
from ingest import Library
from ingest.language.counts import count
from ui.rendering.templates import render

SAMPLE_QUESTIONS = (
    "what did Huseynli say about Russia",
    "what does Salmanli think of Ankara's terms for the Kura Line",
    "how did Chivangue's position on leasing Nacala change",
    "who classified the cable on Huseynli and Iran",
)


def examples(library: Library) -> tuple[str, ...]:
    """Return questions to begin with: those of the sample library, or some drawn from the library."""
    return SAMPLE_QUESTIONS if library.status().sample else openers(library)


def not_yet(why: str) -> str:
    """Return the line of HTML shown while the library cannot be read."""
    return render("window/not_yet.html", why=why)


def standing(library: Library) -> str:
    """Return one line of HTML: what the library contains, how much of it is indexed."""
    status, dates = library.status(), library.dates()
    first, last = (date[:4] for date in dates or ("", ""))
    indexed = 100 * status.embedded // status.paragraphs if status.embedded < status.paragraphs else None
    return render(
        "window/standing.html",
        cables=count(status.cables, "cable"),
        years=first if first == last else f"{first} to {last}",
        indexed=indexed,
        sample=status.sample,
    )
