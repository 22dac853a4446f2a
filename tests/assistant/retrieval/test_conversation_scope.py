"""A question stays with the cables of the conversation unless it names something that they do not have."""

import pytest

from assistant import Turn
from assistant.question.understand import understand
from assistant.retrieval.conversation_scope import scoped

TURNS = (
    Turn("user", "what did Salmanli say about Turkey?"),
    Turn("assistant", "Robbery [1].", ("09BAKU941",), ("Vugar Salmanli",)),
)


@pytest.mark.parametrize(
    ("asked", "stays"),
    [
        ("did the ambassador believe him?", True),
        ("and what about Georgia?", True),
        ("what was the switch for?", True),
        ("and what did Muianga say?", False),  # nobody of that cable
        ("what did Salmanli say about Georgia?", False),  # it may be asked of the whole archive
        ("what does the fish cost?", False),
    ],
)
def test_what_is_asked_decides(library, asked, stays):
    assert scoped(library, understand(asked, TURNS)).stays is stays


def test_all_that_is_quoted_is_from_there(assistant):
    turns = assistant.ask("what did Salmanli say about the Georgians?").turns()
    answer = assistant.ask("and what did he call the Turks?", turns)
    assert {citation.cable for citation in answer.citations} == {turns[1].cables[0]}
