"""The right half of the window: the sources of an answer, and a cable as a whole."""

from importlib.resources import files

import gradio as gr

STATIC = files("ui") / "static"
NO_SOURCES = '<p class="empty">What an answer rests on is listed here, before the answer itself is written.</p>'
READER = """<div class="bar"><div role="tablist" aria-label="Reader">
<button type="button" role="tab" id="tab-sources" data-tab="sources" aria-controls="sources">Sources</button>
<button type="button" role="tab" id="tab-cable" data-tab="cable" aria-controls="cable-page">Cable</button>
</div>
<div class="tools" role="group" aria-label="In the cable">
<button type="button" class="step" data-by="-1" title="Previous citation (k)"
aria-label="Previous citation (k)">‹</button>
<span class="steps" role="status"></span>
<button type="button" class="step" data-by="1" title="Next citation (j)"
aria-label="Next citation (j)">›</button>
<button type="button" class="find" aria-controls="finder" title="Find in this cable (/)">Find</button>
</div>
<button type="button" class="close" aria-label="Close the reader">✕</button></div>
<div id="finder" role="search" hidden>
<input type="search" aria-label="Find in this cable" placeholder="Find in this cable">
<output></output>
<button type="button" class="find-previous" aria-label="Previous hit (Shift+Enter)" title="Shift+Enter">‹</button>
<button type="button" class="find-next" aria-label="Next hit (Enter)" title="Enter">›</button>
<button type="button" class="find-close" aria-label="Close find (Escape)" title="Escape">✕</button></div>
<div id="cable-page" role="tabpanel" aria-labelledby="tab-cable" tabindex="-1">
<p class="empty">A citation opens its cable here, at the words that it quotes.</p></div>
<div id="hover-card" aria-hidden="true" hidden></div>"""


class ReaderPane:
    """The tabs Sources and Cable, made where the window is being laid out; reader.js moves them."""

    def __init__(self) -> None:
        scripts = ((STATIC / name).read_text(encoding="utf-8") for name in ("reader.js", "finding.js"))
        gr.HTML(READER, elem_id="cable", js_on_load="\n".join(scripts))
        self.sources = gr.HTML(NO_SOURCES, elem_id="sources")
