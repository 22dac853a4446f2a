"""How many sessions of the window are kept for one reader, in Gradio's own memory."""

import asyncio

import gradio as gr
import pytest
from gradio.state_holder import StateHolder

from ui.access.reader_access import Reader
from ui.window import window_sessions
from ui.window.window_sessions import MOST, WindowSessions

ANN, BEN = Reader("ann"), Reader("ben")


@pytest.fixture
def blocks() -> gr.Blocks:
    with gr.Blocks() as blocks:
        gr.State("kept")
    StateHolder().set_blocks(blocks)
    return blocks


def opened(kept: WindowSessions, blocks: gr.Blocks, who: Reader, count: int) -> list[str]:
    """Use so many sessions, each with something that Gradio keeps of it."""
    names = [kept.bound(who, f"s{number}") for number in range(count)]
    for name in names:
        blocks.state_holder[name]
        blocks._queue.pending_messages_per_session[name] = asyncio.Queue()
        blocks._queue.pending_event_ids_session[name] = set()
        asyncio.run(kept.used(who, name))
    return names


def test_the_oldest_session_of_a_reader_makes_way_and_nobody_elses(blocks):
    kept = WindowSessions(blocks)
    theirs = opened(kept, blocks, BEN, 1)
    mine = opened(kept, blocks, ANN, MOST + 3)
    assert set(blocks.state_holder.session_data) == {*theirs, *mine[3:]}
    assert set(blocks._queue.pending_event_ids_session) == {*theirs, *mine[3:]}
    assert not any(name in blocks._queue.pending_messages_per_session for name in mine[:3])


def test_a_session_in_use_is_not_the_oldest(blocks):
    kept = WindowSessions(blocks)
    first, second, *_ = opened(kept, blocks, ANN, MOST)
    asyncio.run(kept.used(ANN, first))
    asyncio.run(kept.used(ANN, kept.bound(ANN, "another")))
    assert first in blocks.state_holder.session_data
    assert second not in blocks.state_holder.session_data


@pytest.mark.parametrize("unread", ["events", "messages"])
def test_who_has_much_under_way_or_unfetched_waits_and_others_do_not(blocks, monkeypatch, unread):
    monkeypatch.setattr(window_sessions, "MOST_EVENTS", 3)
    monkeypatch.setattr(window_sessions, "MOST_MESSAGES", 3)
    kept, queue = WindowSessions(blocks), blocks._queue
    mine, _ = opened(kept, blocks, ANN, 2)
    assert kept.has_room(ANN)
    if unread == "events":
        queue.pending_event_ids_session[mine] = {"a", "b", "c"}
        assert kept.has_room(ANN)  # of which Gradio knows nothing any more: a tab was closed
        queue.event_ids_to_events.update(dict.fromkeys("abc"))
    else:
        for number in range(3):
            queue.pending_messages_per_session[mine].put_nowait(number)
    assert not kept.has_room(ANN)
    assert kept.has_room(BEN)
