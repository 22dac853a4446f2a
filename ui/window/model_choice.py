"""Choosing the model that writes the answers of a conversation: a line beneath the question box, and its panel."""

from importlib.resources import files

import gradio as gr

from assistant.model_servers.model_name import title
from ingest.errors import ModelNotOffered
from ui.access.model_choices import OFF, ModelChoices, ModelOffer
from ui.rendering.templates import render
from ui.window.filter_boxes import PRIVATE


class ModelChoice:
    """The line and its panel, created where the window is laid out; models.js moves them.

    `chosen` is the choice on the server, an input of every event that asks: None for the usual model.
    """

    def __init__(self, models: ModelChoices) -> None:
        self._models = models
        script = (files("ui") / "static" / "models.js").read_text(encoding="utf-8")
        self.chosen = gr.State(None)
        self.html = gr.HTML("", elem_id="model", js_on_load=script)
        self.html.choose(self._choose, None, [self.chosen, self.html], api_name="choose_model", **PRIVATE)
        self.html.look(self._look_again, self.chosen, self.html, api_name="look_for_models", **PRIVATE)

    def shown(self, chosen: str | None) -> str:
        """Return the line with its panel, as things stand; it may take as long as a look at this machine does."""
        return self._drawn(chosen, self._models.offered())

    def shown_anew(self, chosen: str | None) -> str:
        """Return the same after a question, which the chosen model may not have survived."""
        if self._models.servers and self._name(chosen) != OFF:
            self._models.servers.again()
        return self.shown(chosen)

    def _name(self, chosen: str | None) -> str:
        return self._models.usual if chosen is None else chosen

    def _choose(self, pressed: gr.EventData) -> tuple[str, str]:
        try:
            chosen = self._models.checked(str(pressed.name))
        except ModelNotOffered as error:
            raise gr.Error(str(error), print_exception=False) from None
        return chosen, self.shown(chosen)

    def _look_again(self, chosen: str | None) -> str:
        if self._models.servers:
            self._models.servers.again()
        return self._drawn(chosen, self._models.offered(), is_open=True)

    def _drawn(self, chosen: str | None, offered: tuple[ModelOffer, ...], *, is_open: bool = False) -> str:
        name = self._name(chosen)
        offer = next((each for each in offered if each.name == name), None)
        return render(
            "window/model.html",
            off=OFF,
            name=name,
            title=offer.title if offer else title(name),
            chosen=offer,
            offered=offered,
            looks=self._models.servers is not None,
            is_open=is_open,
        )
