"""What a chat model is sent, overheard by a callback: it is what really left, also where the model failed."""

from dataclasses import dataclass, field
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import BaseMessage

from assistant.writing.chat_model import REMEMBERED


@dataclass(eq=False)
class PromptRecorder(BaseCallbackHandler):
    """Overhears what a chat model is sent, or was when it said what is remembered: the words, and never a key."""

    prompts: list[str] = field(default_factory=list)

    def on_chat_model_start(self, serialized: dict[str, Any], messages: list[list[BaseMessage]], **_: Any) -> None:
        """Note what is sent."""
        self.prompts += ["\n\n".join(str(message.content) for message in call) for call in messages]

    def on_custom_event(self, name: str, data: Any, **_: Any) -> None:
        """Note what would have been sent, had the reply not been remembered."""
        if name == REMEMBERED:
            self.prompts.append(data)
