"""The sessions of the window: whose each is, and how many are kept for each reader.

The browser chooses the name of its session, by which Gradio finds the conversation that it keeps for it. That name
is made into another one with a key of this process and the reader who sends it: nobody can take part in a session
of somebody else, whatever they know of it. Gradio keeps what belongs to a session, and the messages that a browser
never fetched, long after it has ended; so the sessions of one reader are few, and the oldest makes way.
"""

import hashlib
import json
import secrets
from collections import OrderedDict, defaultdict

from gradio import Blocks

from ui.access.reader_access import Reader

MOST = 24  # of one reader: windows that are open at once
MOST_EVENTS = 32  # of one reader that are under way
MOST_MESSAGES = 2_000  # of one reader that nobody has fetched


class WindowSessions:
    """Belongs to one event loop."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self._key = secrets.token_bytes(32)
        self._of: defaultdict[Reader, OrderedDict[str, None]] = defaultdict(OrderedDict)

    def bound(self, who: Reader, session: str) -> str:
        """Return the name that a session of a reader has for Gradio."""
        named = json.dumps([who.owner, str(who.clearance), session]).encode()
        return hashlib.blake2b(named, key=self._key, digest_size=20).hexdigest()

    def has_room(self, who: Reader) -> bool:
        """Return whether a reader may send another event, or has too much in progress or unfetched already."""
        queue, events, messages = self._blocks._queue, 0, 0
        for bound in self._of[who]:
            events += len(queue.pending_event_ids_session.get(bound, set()) & queue.event_ids_to_events.keys())
            waiting = queue.pending_messages_per_session.get(bound)
            messages += waiting.qsize() if waiting else 0
        return events < MOST_EVENTS and messages < MOST_MESSAGES

    async def used(self, who: Reader, bound: str) -> None:
        """Note that a session of a reader is used. If there are too many, the least recently used is forgotten."""
        mine = self._of[who]
        mine[bound] = None
        mine.move_to_end(bound)
        while len(mine) > MOST:
            await self._forget(mine.popitem(last=False)[0])

    async def _forget(self, bound: str) -> None:
        queue, states = self._blocks._queue, self._blocks.state_holder
        await queue.clean_events(session_hash=bound)
        queue.pending_event_ids_session.pop(bound, None)
        queue.pending_messages_per_session.pop(bound, None)
        states.session_data.pop(bound, None)
        states.time_last_used.pop(bound, None)
