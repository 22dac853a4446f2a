"""What every door says while the database is down, and that it answers again when it is back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from quick import done, quick_library, write
from servers import Postgres
from starlette.testclient import TestClient

from assistant import Assistant
from ui.access.reader_access import Access
from ui.application import site

SENTENCE = "cannot be reached at the moment"


@pytest.fixture
def client(postgres: Postgres, tmp_path: Path) -> Iterator[TestClient]:
    library = quick_library(tmp_path / "library", postgres.database())
    done(library.ingest([write(tmp_path / "cables", 1)]))
    with TestClient(site(Access(Assistant(library))), base_url="http://127.0.0.1") as opened:
        yield opened
    library.close()


def test_while_the_database_is_down_each_door_says_so_in_a_sentence(client, postgres):
    doors = [("/healthz", ""), ("/library", "text/html"), ("/cable/10OSLO1", "text/html"), ("/api/status", "")]
    doors += [("/talks", "text/html"), ("/api/cable/10OSLO1", "")]
    assert {client.get(path).status_code for path, _ in doors} == {200}
    postgres.stop()
    try:
        for path, accept in doors:
            reply = client.get(path, headers={"accept": accept})
            assert reply.status_code == 503, path
            assert (SENTENCE in reply.text) is (path != "/healthz")
            assert "Traceback" not in reply.text
        asked = client.post("/api/ask", json={"question": "what did the Minister say?"})
        assert (asked.status_code, SENTENCE in asked.json()["error"]) == (503, True)
    finally:
        postgres.start()
    assert {client.get(path).status_code for path, _ in doors} == {200}
