"""Conversations that are shared by their link: with those who may see all of them, and with nobody else."""

from collections.abc import Sequence

import sqlalchemy as sql

from assistant.kept_conversations.conversations import KeptAnswer, Notebook
from assistant.notebook.notebook_store import Holder, NotebookStore, may_see
from assistant.notebook.notebook_store import conversations as _conversations
from assistant.notebook.notebook_store import shared_conversations as _shared
from ingest.domain.clearance import Clearance


class SharedConversations:
    """Any thread and process may use it; raises NotebookError where conversations cannot be got at."""

    def __init__(self, store: NotebookStore) -> None:
        self._store, self._notebook = store, Notebook(store)

    def share(self, holder: Holder, id: str, shared: bool = True) -> bool:
        """Share a conversation of the holder's, or no longer; returns whether they have it."""
        if self._notebook.conversation(holder, id) is None:
            return False
        with self._store.begin() as connection:
            connection.execute(sql.delete(_shared).where(_shared.c.conversation == id))
            if shared:
                connection.execute(sql.insert(_shared).values(conversation=id))
        return True

    def answers(self, clearance: Clearance | None, id: str) -> Sequence[KeptAnswer]:
        """Return the answers of a conversation that somebody shares; none where there is no such one to be seen.

        What was answered may tell of anything that its holder might see, so whoever may see less sees nothing.
        """
        if self._store.is_empty():
            return ()
        query = sql.select(_conversations.c.owner, _conversations.c.clearance).join(_shared)
        with self._store.begin() as connection:
            held = connection.execute(query.where(_conversations.c.id == id)).first()
        if held is None or not may_see(clearance, held.clearance):
            return ()
        return self._notebook.answers(Holder(held.owner, held.clearance), id)
