"""What is counted, and who may see it."""

import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from scripted import ScriptedAssistant, ScriptedLibrary, refusal
from starlette.testclient import TestClient

from assistant import Answer, Usage
from ui.access.reader_access import OWNER, Reader
from ui.server import metrics, request_log
from ui.server.request_log import RequestLog, Visit


class As:
    """A gate for one reader."""

    def __init__(self, app, reader):
        self.app, self.reader = app, reader

    async def __call__(self, scope, receive, send):
        scope.setdefault("state", {})["reader"] = self.reader
        await self.app(scope, receive, send)


def client(reader: Reader, address: str = "192.0.2.7") -> TestClient:
    application = FastAPI()
    application.include_router(metrics.router())
    application.add_middleware(As, reader=reader)
    application.add_middleware(RequestLog)
    return TestClient(application, client=(address, 50000))


def count(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0


def asked(question: str, *, leave: bool = False, **how) -> None:
    """Ask at the REST door, perhaps leaving before the answer is there."""
    written = Answer(question, "Yes.", "answered", usage=Usage(100, 20))
    scripted = ScriptedAssistant(ScriptedLibrary(), {"yes?": written, "no?": refusal("no?")}, **how)
    answers = request_log.noted(Visit("api", OWNER), question, scripted.stream(question))
    for _ in answers:
        if leave:
            answers.close()


@pytest.mark.parametrize(
    ("question", "how", "outcome"),
    [("yes?", {}, "answered"), ("no?", {}, "refused"), ("yes?", {"leave": True}, "left")],
)
def test_each_question_counts_once_by_how_it_ended(question, how, outcome):
    before = count("reftel_questions_total", door="api", outcome=outcome)
    took = count("reftel_question_seconds_count", door="api")
    asked(question, **how)
    assert count("reftel_questions_total", door="api", outcome=outcome) == before + 1
    assert count("reftel_question_seconds_count", door="api") == took + 1
    assert count("reftel_questions_in_flight", door="api") == 0


def test_a_failure_counts_as_one():
    before = count("reftel_questions_total", door="api", outcome="failed")
    with pytest.raises(KeyError):
        asked("yes?", errors={"yes?": KeyError()})
    assert count("reftel_questions_total", door="api", outcome="failed") == before + 1


def test_tokens_add_up():
    before = count("reftel_model_tokens_total", direction="output")
    asked("yes?")
    assert count("reftel_model_tokens_total", direction="output") == before + 20


def test_prometheus_can_read_them():
    families = {each.name for each in text_string_to_metric_families(client(OWNER).get("/metrics").text)}
    assert {"reftel_questions", "reftel_question_seconds", "reftel_requests", "reftel_model_tokens"} <= families


def test_they_tell_nothing_of_what_the_archive_holds():
    reply = client(OWNER).get("/metrics").text
    assert "cable" not in reply
    assert "paragraph" not in reply


@pytest.mark.parametrize(
    ("role", "address", "headers", "status"),
    [
        ("curator", "192.0.2.7", {}, 200),
        ("reader", "192.0.2.7", {}, 403),
        ("reader", "127.0.0.1", {}, 200),
        ("reader", "::1", {}, 200),
        ("reader", "127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, 403),
        ("reader", "127.0.0.1", {"Forwarded": "for=192.0.2.7"}, 403),
    ],
)
def test_they_are_for_curators_and_for_the_machine_itself(role, address, headers, status):
    reply = client(Reader("anna", role), address).get("/metrics", headers=headers)
    assert reply.status_code == status
    assert ("reftel_requests_total" in reply.text) == (status == 200)


def test_requests_count_by_place_and_status():
    before = count("reftel_requests_total", place="metrics", status="403")
    client(Reader("anna")).get("/metrics")
    client(Reader("anna")).get("/a/path/of/somebody's/own")
    assert count("reftel_requests_total", place="metrics", status="403") == before + 1
    assert count("reftel_requests_total", place="window", status="404") >= 1
