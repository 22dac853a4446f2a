"""What the window shows before the first question: what the library contains, and what to ask."""

from assistant.suggestions.openers import openers
from ingest import Library
from ingest.language.counts import count
from ui.rendering.templates import render

SOON = "Questions to begin with appear here in a moment."
NOT_NOW = "Questions to begin with appear here when the page is opened again in a minute."
SAMPLE_QUESTIONS = (
    "what did Huseynli say about Russia",
    "what does Salmanli think of Ankara's terms for the Kura Line",
    "how did Chivangue's position on leasing Nacala change",
    "who classified the cable on Huseynli and Iran",
)


def examples(library: Library) -> tuple[str, ...]:
    """Return questions to begin with: those of the sample library, or some drawn from the library."""
    status = library.status()
    return SAMPLE_QUESTIONS if status.sample and status.samples == status.cables else openers(library)


def welcome(soon: str = "") -> str:
    """Return what the conversation shows while it is empty; `soon` tells why no questions are offered yet."""
    return render("window/welcome.html", soon=soon)


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
        samples=status.samples,
        all_cables=status.cables,
    )
