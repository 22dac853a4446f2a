"""Who is logged in, how much they may see, and the logout; nothing if there are no logins."""

from importlib.resources import files

import gradio as gr

from ui.access.reader_access import OWNER, reader
from ui.rendering.templates import render


class Account:
    """The reader's name in the top bar."""

    def __init__(self) -> None:
        script = (files("ui") / "static" / "account.js").read_text(encoding="utf-8")
        self.html = gr.HTML(elem_id="account", js_on_load=script)

    def shown(self, request: gr.Request) -> str:
        """Return the HTML for the reader who sends a request."""
        who = reader(request)
        if who is OWNER:
            return ""
        # Behind a proxy that has logins of its own there is no session to leave.
        leaves = request.state.session
        return render("window/account.html", name=who.name, clearance=who.clearance, leaves=leaves)
