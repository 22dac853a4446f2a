"""A value that is kept until its library is another, and made once however many ask."""

import threading

from ingest.cached_per_revision import Latest


def test_it_is_made_anew_only_for_another_stamp():
    made = iter("abc")
    latest = Latest(lambda: next(made))
    assert [latest.of(stamp) for stamp in (1, 1, 2, 2)] == ["a", "a", "b", "b"]


def test_all_who_ask_while_it_is_made_get_the_same():
    made: list[object] = []
    asking, go_on = threading.Barrier(9), threading.Event()

    def make() -> object:
        go_on.wait(0.2)  # long enough for all to have asked
        made.append(object())
        return made[-1]

    latest, got = Latest(make), []

    def ask() -> None:
        asking.wait()
        got.append(latest.of(1))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    asking.wait()
    for each in threads:
        each.join()
    assert (len(made), len(got), set(got)) == (1, 8, set(made))
