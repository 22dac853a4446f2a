"""What the window shows of kept conversations, as HTML. Pure functions; titles and reasons stay text."""

from collections.abc import Iterable, Sequence
from html import escape

from assistant import Answer
from assistant.citations import day
from assistant.notebook.conversations import LONGEST_TITLE, Conversation
from assistant.notebook.feedback import LONGEST_REASON, Feedback
from ui.rendering.answer_html import one_line

FORMS = {"md": "Markdown", "html": "HTML", "json": "JSON, to verify"}
NOTHING_KEPT = '<li class="none">Nothing is kept yet. A conversation is, from its first answer on.</li>'


def beneath(id: str, number: int, feedback: Feedback = Feedback(), gone: Sequence[str] = ()) -> str:  # noqa: B008  # frozen
    """Return what stands in the footer of a kept answer: its exports, what its reader thinks of it, what is gone.

    Gradio's sanitiser leaves no data attributes: talks.js reads off the exports which answer it is.
    """
    thumbs = "".join(
        f'<button type="button" class="thumb {way}{" on" if feedback.thumb == way else ""}">'
        f'<span class="said">{name}</span></button>'
        for way, name in (("up", "Good answer"), ("down", "Bad answer"))
    )
    flagged = " on" if feedback.wrong or feedback.reason else ""
    lost = (
        f'<span class="gone">No longer in the archive as cited: {escape(", ".join(gone))}</span>' if gone else ""
    )
    return (
        f'<details class="export"><summary>Export</summary><span class="forms">{exports(f"{id}/{number}")}</span>'
        f'</details><span class="thumbs">{thumbs}'
        f'<button type="button" class="flag{flagged}">Wrong citation</button></span>{lost}'
    )


def not_kept(reason: str) -> str:
    """Return what stands in the footer of an answer that could not be kept."""
    return f'<span class="gone">Not kept: {escape(one_line(reason))}</span>'


def exports(place: str) -> str:
    """Return links to the forms in which a conversation, or an answer of it, can be had as a file."""
    return "".join(f'<a href="/export/{escape(place)}.{form}" download>{name}</a>' for form, name in FORMS.items())


def listed(conversations: Iterable[Conversation], current: str | None = None) -> str:
    """Return conversations as the entries of a list, each with what can be done with it."""
    return "".join(_entry(each, current) for each in conversations) or NOTHING_KEPT


def form(answer: Answer, feedback: Feedback) -> str:
    """Return the form in which a reader says which citations of an answer are wrong, and why."""
    boxes = "".join(
        f'<label><input type="checkbox" name="wrong" value="{each.number}"'
        f"{' checked' if each.number in feedback.wrong else ''}>"
        f"<span><b>{each.number}</b> {escape(each.label)} <q>{escape(one_line(each.quote))}</q></span></label>"
        for each in answer.citations
    )
    cited = f"<fieldset><legend>Which citations are wrong?</legend>{boxes}</fieldset>" if boxes else ""
    return (
        f'{cited}<label class="reason">Why?<textarea name="reason" rows="3" maxlength="{LONGEST_REASON}">'
        f"{escape(feedback.reason)}</textarea></label>"
        "<p>Who looks after this archive can read it, with the question and the citations, but not your name.</p>"
        '<div class="deeds"><button type="button" class="cancel">Cancel</button>'
        '<button type="submit" class="save">Save</button></div>'
    )


def _entry(each: Conversation, current: str | None) -> str:
    here = ' aria-current="page"' if each.id == current else ""
    id, title = escape(each.id), escape(each.title)
    return (
        f'<li data-talk="{id}"><a class="open" href="/?c={id}"{here}><span>{title}</span>'
        f'<time datetime="{each.changed}">{day(each.changed[:10])}</time></a>'
        f'<details><summary aria-label="What to do with “{title}”">⋯</summary><div class="deeds">'
        '<button type="button" class="rename">Rename</button>'
        f'<button type="button" class="delete">Delete</button>{exports(each.id)}</div></details>'
        f'<form class="renaming" hidden><input name="title" aria-label="Title" maxlength="{LONGEST_TITLE}"'
        f' value="{title}" required><button type="submit">Save</button></form>'
        '<p class="sure" hidden>Delete it for good? <button type="button" class="yes">Delete</button>'
        '<button type="button" class="no">Keep</button></p></li>'
    )
