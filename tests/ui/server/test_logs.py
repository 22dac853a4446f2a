"""What a log holds, and what it does not."""

import json
import logging
import re

import pytest
from starlette.testclient import TestClient

from ui.access.reader_access import Access
from ui.application import site
from ui.server import logs

QUESTION = "what did Huseynli say about Russia?"


@pytest.fixture(autouse=True)
def _as_before():
    """Leave logging as it was found."""
    root, ours = logging.getLogger(), [logging.getLogger(name) for name in ("ui", "ui.server.request_log")]
    kept = root.handlers[:], root.level, [each.level for each in ours]
    yield
    root.handlers[:], root.level = kept[0], kept[1]
    for logger, level in zip(ours, kept[2], strict=True):
        logger.setLevel(level)


@pytest.fixture
def logged(assistant, capsys):
    """Asks at the REST door and returns the lines of stderr."""

    def asking(form: str | None, **how: bool) -> tuple[str, list[str]]:
        logs.configure(form, **how)
        client = TestClient(site(Access(assistant)), base_url="http://127.0.0.1")
        reply = client.post("/api/ask", json={"question": QUESTION})
        client.get("/api/search", params={"query": QUESTION})
        return reply.headers["x-request-id"], written(capsys).splitlines()

    return asking


def written(capsys) -> str:
    """Return what was logged until now, which is written beside."""
    (handler,) = logging.getLogger().handlers
    handler.queue.join()
    return capsys.readouterr().err


def test_a_question_and_its_request_are_a_line_of_json_each(logged):
    request_id, lines = logged("json")
    question, request, search = (json.loads(line) for line in lines)
    assert (question["message"], question["door"], question["reader"]) == ("question", "api", "owner")
    assert (question["outcome"], question["cited"]) == ("answered", 1)
    assert (request["message"], request["method"], request["path"]) == ("request", "POST", "/api/ask")
    assert (request["status"], request["reader"]) == (200, "owner")
    assert question["request_id"] == request["request_id"] == request_id != search["request_id"]
    assert all(
        each["seconds"] >= 0 and each["timestamp"] and each["level"] == "INFO" for each in (question, request)
    )


def test_as_text_they_are_a_line_each_too(logged):
    request_id, lines = logged("text")
    assert len(lines) == 3
    assert re.fullmatch(
        rf"\S+ \S+ INFO question door=api reader=owner outcome=answered seconds=[\d.]+ cited=1 request_id={request_id}",
        lines[0],
    )


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_question_is_in_the_log_unless_asked_for(logged, form):
    assert "Huseynli" not in "\n".join(logged(form)[1])
    assert QUESTION in "\n".join(logged(form, questions=True)[1])


def test_without_a_form_only_warnings_are_told(logged, capsys):
    assert logged(None)[1] == []
    logging.getLogger("ui.window").warning("Something is odd")
    assert written(capsys).endswith("WARNING Something is odd\n")


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_path_cannot_forge_a_line(assistant, capsys, form):
    logs.configure(form)
    TestClient(site(Access(assistant)), base_url="http://127.0.0.1").get(
        "/api/cable/x%0A2026-01-01 INFO question reader=curator"
    )
    (line,) = written(capsys).splitlines()
    assert "\\n2026-01-01" in line


def test_a_failure_is_told_with_its_traceback_as_one_line_of_json(capsys):
    logs.configure("json")
    try:
        raise KeyError("x")
    except KeyError:
        logging.getLogger("ui.programs.rest").exception("A request failed")
    (line,) = written(capsys).splitlines()
    assert "KeyError" in json.loads(line)["exc_info"]
