"""What a reader may spend in a day on models that run elsewhere."""

from datetime import date

import pytest

from assistant.writing.chat_model import Model, chat_model
from ingest.errors import ModelError
from ui.access.spending import Spending

FIRST, SECOND = date(2026, 3, 1), date(2026, 3, 2)


class Days:
    def __init__(self):
        self.now = FIRST

    def __call__(self):
        return self.now


def test_what_is_used_up_is_told_and_comes_back_the_next_day(tmp_path):
    days = Days()
    ann = Spending(tmp_path, 1_000, days).of("ann")
    ann.begin()
    ann.end(1_200)
    with pytest.raises(ModelError, match="1,000 tokens a day"):
        ann.begin()
    days.now = SECOND
    ann.begin()


def test_each_reader_has_their_own(tmp_path):
    spending = Spending(tmp_path, 1_000)
    spending.of("ann").begin()
    spending.of("ann").end(2_000)
    spending.of("rob").begin()


def test_a_restart_does_not_forget_and_yesterdays_file_goes(tmp_path):
    days = Days()
    Spending(tmp_path, 1_000, days).of("ann").end(1_200)
    with pytest.raises(ModelError):
        Spending(tmp_path, 1_000, days).of("ann").begin()
    (file,) = tmp_path.iterdir()
    assert "ann" not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    days.now = SECOND
    Spending(tmp_path, 1_000, days).of("ann").begin()
    assert [*tmp_path.iterdir()] == []


def test_a_damaged_file_keeps_nobody_from_asking(tmp_path):
    (tmp_path / f"spent-{FIRST}.txt").write_bytes(b"x -1\nx 9" + "\u00b2".encode() + b"\n\xff")
    Spending(tmp_path, 10, Days()).of("ann").begin()


def test_many_questions_at_once_do_not_pass_before_the_first_is_paid(tmp_path):
    ann = Spending(tmp_path, 5_000).of("ann")
    ann.begin()
    with pytest.raises(ModelError):
        ann.begin()
    ann.end(100)
    ann.begin()


def test_where_the_folder_cannot_be_written_it_is_known_until_the_end(tmp_path):
    ann = Spending(tmp_path / "missing", 1_000).of("ann")
    ann.end(1_200)
    with pytest.raises(ModelError):
        ann.begin()


def test_a_model_pays_for_what_it_was_sent_and_said_even_where_it_does_not_count(tmp_path, model):
    model.will_say("one two three")
    spending = Spending(tmp_path, 1_000)
    writer = Model("openai:scripted", chat_model("openai:scripted"), allowance=spending.of("ann"))
    assert "".join(writer.call({}).say("Hello there")) == "one two three "
    assert spending.of("ann").spent == 5  # as the server counts: two sent, three said
    call = writer.call({})
    stopped = call.say("Hello there")
    next(stopped)
    stopped.close()
    assert spending.of("ann").spent > 5
