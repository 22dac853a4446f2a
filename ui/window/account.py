"""Who is logged in, how much he may see, and the way out; nothing where there are no logins."""

from html import escape
from importlib.resources import files

import gradio as gr

from ui.access.desk import OWNER, Reader, reader


class Account:
    """A part of the top bar."""

    def __init__(self) -> None:
        script = (files("ui") / "static" / "account.js").read_text(encoding="utf-8")
        self.html = gr.HTML(elem_id="account", js_on_load=script)

    def shown(self, request: gr.Request) -> str:
        """Return the HTML for whoever sends a request."""
        who = reader(request)
        return "" if who is OWNER else _account(who, leaves=request.state.session)


def _account(who: Reader, *, leaves: bool) -> str:
    """`leaves`: whether there is a session to end, which is not so behind a proxy that has logins of its own."""
    ceiling = (
        f"<span>up to {who.clearance}</span>" if who.clearance else '<span class="all">sees everything</span>'
    )
    out = '<form method="post" action="/logout"><button class="log-out">Log out</button></form>' if leaves else ""
    return f'<p class="who"><b>{escape(who.name)}</b> {ceiling}</p>{out}'
