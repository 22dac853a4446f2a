"""A report as it grows in the window: what there is of it is kept when it is stopped."""

from dataclasses import replace
from threading import Lock

from assistant import Answer
from assistant.answer import DEEP
from assistant.deep.stopped import stopped
from assistant.saved_answers.bundle import Recording
from ui.access.reader_access import Access, Reader
from ui.rendering.conversation_html import Kept, NotKept
from ui.window.conversation_state import ConversationState
from ui.window.drawer import keep

StoppedReport = tuple[ConversationState, Answer, Kept | NotKept]


class ReportUnderWay:
    """A report, and the conversation that it belongs to.

    Both the reader's button and the end of what writes it stop it, the latter also when the browser goes away.
    Whichever comes first keeps it.
    """

    def __init__(
        self, access: Access, who: Reader, recording: Recording, conversation: ConversationState, *, goes_on: bool
    ) -> None:
        """`goes_on`: asking again takes it up where it was stopped."""
        self._access, self._who, self._recording = access, who, recording
        self._conversation, self._goes_on = conversation, goes_on
        self._latest: Answer | None = None
        self._kept: StoppedReport | None = None
        self._stopping = Lock()

    def grew(self, latest: Answer) -> None:
        """Take note of how far it has got."""
        self._latest = latest if latest.kind == DEEP and not latest.finished else None

    def stop(self) -> StoppedReport | None:
        """Keep what there is of it; return that, its conversation with it, and where it is kept.

        None where there is nothing yet, or where it is finished.
        """
        with self._stopping:
            if self._kept is None and self._latest is not None:
                answer = stopped(self._latest, goes_on=self._goes_on)
                self._kept = self._keep(answer) if answer else None
            return self._kept

    def _keep(self, answer: Answer) -> StoppedReport:
        state, kept = keep(self._access, self._who, self._conversation, self._recording.bundle(answer))
        turns = (*state.before, *answer.turns())
        return replace(state, turns=turns, spent=state.paid(answer.usage), report=None), answer, kept
