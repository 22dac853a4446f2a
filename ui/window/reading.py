"""The right half of the window: the sources of an answer, and a cable as a whole."""

from importlib.resources import files

import gradio as gr

NO_SOURCES = '<p class="empty">What an answer rests on is listed here, before the answer itself is written.</p>'
READER = """<div class="bar"><div role="tablist" aria-label="Reader">
<button type="button" role="tab" id="tab-sources" data-tab="sources" aria-controls="sources">Sources</button>
<button type="button" role="tab" id="tab-cable" data-tab="cable" aria-controls="cable-page">Cable</button>
</div><button type="button" class="close" aria-label="Close the reader">✕</button></div>
<div id="cable-page" role="tabpanel" aria-labelledby="tab-cable" tabindex="-1">
<p class="empty">A citation opens its cable here, at the words that it quotes.</p></div>
<div id="hover-card" aria-hidden="true" hidden></div>"""


class Reading:
    """The tabs Sources and Cable, made where the window is being laid out; reader.js moves them."""

    def __init__(self) -> None:
        script = (files("ui") / "static" / "reader.js").read_text(encoding="utf-8")
        gr.HTML(READER, elem_id="cable", js_on_load=script)
        self.sources = gr.HTML(NO_SOURCES, elem_id="sources")
