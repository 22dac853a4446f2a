"""How writers wait for one another, and what is told of it."""

import logging

import pytest

from ingest.errors import LibraryBusy
from ingest.files.lock import up_to, writing


@pytest.mark.parametrize(
    ("patience", "words"),
    [
        (600.0, "up to 10 minutes"),
        (60.0, "up to 1 minute"),
        (30.0, "up to 30 seconds"),
        (1.0, "up to 1 second"),
        (0.2, "up to 1 second"),
    ],
)
def test_how_long_somebody_waits_is_told_in_whole_minutes_or_seconds(patience, words):
    assert up_to(patience) == words


def test_who_waits_for_another_is_told_for_whom_and_how_long(tmp_path, caplog):
    with (
        caplog.at_level(logging.WARNING),
        writing(tmp_path, "ingest"),
        pytest.raises(LibraryBusy),
        writing(tmp_path, "check", patience=0.1),
    ):
        pass
    assert caplog.messages[0].endswith("(ingest); waiting up to 1 second for it to finish.")
