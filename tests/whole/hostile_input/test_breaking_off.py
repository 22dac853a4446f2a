"""Work that takes too long is broken off wherever it is, and nothing but the work."""

import gc
import sys
import time
import weakref
from types import SimpleNamespace

import growing
import pytest
from growing import MOST, growth


class Thing:
    """Something to refer to weakly."""


@pytest.fixture(autouse=True)
def quickly(monkeypatch):
    monkeypatch.setattr(growing, "_LONGEST", 0.1)


@pytest.fixture
def dropped(monkeypatch):
    """What was raised where Python can only drop it."""
    dropped = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: dropped.append(told.exc_value))
    return dropped


def spin() -> None:
    for _ in range(300_000):
        pass


def test_work_is_broken_off_that_is_in_the_callback_of_a_weak_reference_half_of_the_time(dropped):
    def endless(text: str) -> None:
        while True:
            spin()
            thing = Thing()
            reference = weakref.ref(thing, lambda _: spin())
            del thing
            assert reference() is None

    assert growth(endless, "a".__mul__, short=40) > MOST
    assert dropped == []


def test_what_else_goes_wrong_in_a_callback_is_still_told(dropped):
    def work(text: str) -> None:
        thing = Thing()
        reference = weakref.ref(thing, lambda _: {}["nothing"])
        del thing
        assert reference() is None

    growth(work, "a".__mul__)
    assert {type(each) for each in dropped} == {KeyError}


def test_nothing_is_collected_while_work_is_timed():
    thing, called = Thing(), []
    thing.itself = thing  # only the collector can free it
    reference = weakref.ref(thing, called.append)
    del thing
    during = []

    def work(text: str) -> None:
        before = len(called)  # between two runs it may be collected
        kept = [SimpleNamespace() for _ in range(20_000)]
        during.append((len(kept), len(called) - before))

    growth(work, "a".__mul__)
    assert set(during) == {(20_000, 0)}
    assert gc.isenabled()
    gc.collect()
    assert called == [reference]


def test_only_work_is_broken_off(monkeypatch):
    """The time may be up while what was changed for the work is put back."""
    monkeypatch.setattr(growing, "_LONGEST", 0.01)
    before = sys.unraisablehook
    end = time.thread_time() + 0.2
    with growing._broken_off():
        while time.thread_time() < end:
            spin()
    assert sys.unraisablehook is before
