"""The REST door as a program meets it, over the sample library."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from alike import as_told
from fastapi import FastAPI
from invented import ferry
from jsonschema import Draft202012Validator
from scripted import ScriptedAssistant, ScriptedLibrary, citing
from starlette.testclient import TestClient

from assistant import Assistant
from ingest import Library
from ingest.domain.serialization import to_json
from ingest.errors import LibraryBusy
from ui.access.gate import OwnersGate
from ui.access.reader_access import Access
from ui.access.refusals import BROKEN
from ui.application import site
from ui.programs import rest
from ui.rendering import terminal
from ui.server.worker_threads import WorkerThreads

QUESTION = "what did Huseynli say about Russia?"
FERRY = citing("why?", "Yildiz had no money.[1]", (ferry(), 2, "Yildiz had no money"))


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[TestClient]:
    with TestClient(site(Access(assistant)), base_url="http://127.0.0.1") as opened:
        yield opened


@contextmanager
def over(assistant: ScriptedAssistant, workers: WorkerThreads | None = None) -> Iterator[TestClient]:
    """The door alone, over a scripted assistant."""
    application = FastAPI()
    application.add_middleware(OwnersGate)
    application.include_router(rest.router(Access(assistant), workers or WorkerThreads()))
    with TestClient(application, base_url="http://127.0.0.1") as opened:
        yield opened


def ask(client: TestClient, question: str = QUESTION, **more: object):
    return client.post("/api/ask", json={"question": question, **more})


def test_an_answer_is_what_the_command_line_prints(client, assistant):
    reported, printed = ask(client).json(), terminal.answer_json(assistant.ask(QUESTION))
    assert reported == as_told(json.loads(json.dumps(printed)))
    assert {(each["cable"], each["paragraph"]) for each in reported["citations"]} >= {("10BAKU79", 5)}


def test_filters_and_literal_hold(client):
    reported = ask(
        client, "what about Russia?", filters={"origin": "Moscow", "since": "2010"}, literal=True
    ).json()
    assert {passage["cable"] for passage in reported["passages"]} == {"10MOSCOW1874"}
    assert reported["understood"] == []


def test_a_collection_is_listed_and_asked_and_searched_within(client, sample_folder):
    kept = Assistant(Library.open(sample_folder))
    kept.collections.create("Nacala", ["06MAPUTO512", "09MAPUTO744"], note="The port")
    listed = next(each for each in client.get("/api/collections").json() if each["name"] == "Nacala")
    assert (listed["name"], listed["note"], listed["cables"]) == (
        "Nacala",
        "The port",
        ["06MAPUTO512", "09MAPUTO744"],
    )
    for named in ("Nacala", listed["id"]):
        reported = ask(client, "list all cables", collection=named, filters={"since": "2009"}).json()
        assert reported["cables"] == ["09MAPUTO744"]
    found = client.get("/api/search", params={"query": "mackerel", "collection": "Nacala"}).json()["passages"]
    assert {each["cable"] for each in found} == {"06MAPUTO512", "09MAPUTO744"}
    refused = ask(client, collection="Another")
    assert (refused.status_code, refused.json()) == (
        422,
        {"error": "There is no collection “Another” of yours, nor one that others share."},
    )
    kept.collections.delete("Nacala")
    kept.library.close()


def test_a_follow_up_is_completed_from_the_turns(client):
    first = ask(client).json()
    turns = [
        {"role": "user", "text": QUESTION},
        {"role": "assistant", "text": first["text"], "cables": ["10BAKU79"], "speakers": ["Elchin Huseynli"]},
    ]
    reported = ask(client, "did he suggest another way?", turns=turns).json()
    assert {each["cable"] for each in reported["citations"]} == {"10BAKU79"}


def test_a_stream_begins_with_the_passages_and_ends_with_the_answer(client):
    reply = client.post("/api/ask/stream", json={"question": QUESTION})
    lines = [json.loads(line) for line in reply.text.splitlines()]
    assert (lines[0]["finished"], lines[0]["text"]) == (False, "")
    assert lines[0]["passages"]
    assert lines[-1].pop("finished")
    assert lines[-1] | {"seconds": 0} == ask(client).json() | {"seconds": 0}


def test_a_stream_that_breaks_says_so_in_its_last_line():
    class Breaking(ScriptedAssistant):
        def stream(self, question, **how):
            yield replace(FERRY, finished=False)
            raise LibraryBusy("Another process is writing.")

    with over(Breaking(ScriptedLibrary(), {})) as client:
        last = client.post("/api/ask/stream", json={"question": "why?"}).text.splitlines()[-1]
    assert json.loads(last) == {"error": "Another process is writing."}


def test_search_ranks_paragraphs(client):
    passages = client.get("/api/search", params={"query": "Kura Line terms", "limit": 3}).json()["passages"]
    assert len(passages) == 3
    assert passages[0]["score"] >= passages[1]["score"] >= passages[2]["score"]
    only = client.get("/api/search", params={"query": "Kura Line terms", "origin": "ANKARA"}).json()["passages"]
    assert {each["cable"][2:8] for each in only} == {"ANKARA"}


def test_a_cable_comes_as_show_prints_it(client, library):
    reply = client.get("/api/cable/10 Baku 79").json()
    assert reply == json.loads(json.dumps(to_json(library.cable("10BAKU79")))) | {"pages": []}


def test_people_are_found_by_other_spellings(client):
    (person,) = client.get("/api/people", params={"name": "Guseinli"}).json()
    assert person["name"] == "Elchin Huseynli"


def test_statements_say_where_it_is_not_sure_who_speaks(client):
    asked = {"person": "Guseinli", "limit": 1000}
    rows = client.get("/api/statements", params=asked).json()["statements"]
    unsure = [each for each in rows if each["speaker"] is None]
    assert unsure
    assert all(each["possibly"] == "Elchin Huseynli" and each["kind"] != "said" for each in unsure)
    assert {each["speaker"] for each in rows if each["kind"] == "said"} == {"Elchin Huseynli"}
    about = client.get("/api/statements", params=asked | {"about": "Russia", "origin": "BAKU"}).json()[
        "statements"
    ]
    assert 0 < len(about) < len(rows)
    assert len(client.get("/api/statements", params=asked | {"limit": 2}).json()["statements"]) == 2
    assert client.get("/api/statements", params={"person": "Zornobody"}).json() == {"statements": []}


def test_the_status_tells_what_there_is_and_nothing_of_the_server(client, library):
    reply = client.get("/api/status").json()
    assert (reply["cables"], reply["sample"], reply["model"]) == (24, True, None)
    assert str(library.folder) not in json.dumps(reply)


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("GET", "/api/cable/10BAKU1", None, 404, "The library has no cable 10BAKU1."),
        ("POST", "/api/ask", {"question": "why?", "filters": {"since": "soon"}}, 422, "'soon' is not a date"),
        ("POST", "/api/ask/stream", {"question": "why?", "filters": {"until": "x"}}, 422, "'x' is not a date"),
        ("GET", "/api/search?query=why&since=soon", None, 422, "'soon' is not a date"),
        ("GET", "/api/search?query=why&posts=BAKU", None, 422, "posts: Extra inputs"),
        ("POST", "/api/ask", {"question": "x" * 2_001}, 422, "question: String should have at most 2000"),
        ("GET", f"/api/search?query={'x' * 2_001}", None, 422, "String should have at most 2000"),
        (
            "POST",
            "/api/ask",
            {"question": "why?", "turns": [{"role": "user", "text": "x" * 30_000}] * 2},
            422,
            "The conversation before this question is too long",
        ),
        (
            "POST",
            "/api/ask/stream",
            {"question": "why?", "turns": [{"role": "user", "text": "x" * 30_000}] * 2},
            422,
            "The conversation before this question is too long",
        ),
        ("POST", "/api/ask", {"question": "  "}, 422, "question: "),
        ("POST", "/api/ask", {"question": "why?", "turns": [{"role": "user", "text": "a"}] * 51}, 422, "turns: "),
        (
            "POST",
            "/api/ask",
            {"question": "why?", "turns": [{"role": "system", "text": "a"}]},
            422,
            "turns.0.role",
        ),
        ("POST", "/api/ask", {"question": "x" * (1 << 20)}, 413, "The body is larger than 1,048,576 bytes."),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_status(client, method, path, body, status, words):
    reply = client.request(method, path, json=body)
    assert reply.status_code == status
    assert list(reply.json()) == ["error"]
    assert words in reply.json()["error"]
    assert "\n" not in reply.json()["error"]


def test_a_library_that_cannot_be_read_at_present_is_a_503():
    assistant = ScriptedAssistant(ScriptedLibrary(), {}, errors={"why?": LibraryBusy("Under repair.")})
    with over(assistant) as client:
        for path in ("/api/ask", "/api/ask/stream"):
            reply = client.post(path, json={"question": "why?"})
            assert (reply.status_code, reply.json()) == (503, {"error": "Under repair."})
            assert reply.headers["retry-after"] == "60"


def test_a_bug_shows_nothing_of_itself():
    assistant = ScriptedAssistant(ScriptedLibrary(), {}, errors={"why?": KeyError("secret")})
    with over(assistant) as client:
        reply = client.post("/api/ask", json={"question": "why?"})
    assert (reply.status_code, reply.json()) == (500, {"error": BROKEN})


class Slow(ScriptedAssistant):
    """Begins each answer when it is let."""

    let = threading.Event()
    begun = threading.Semaphore(0)

    def stream(self, question, **how):
        self.begun.release()
        assert self.let.wait(30)
        yield FERRY


def test_a_rush_is_turned_away_and_leaves_the_rest_answering():
    slow = Slow(ScriptedLibrary(), {})
    with over(slow, WorkerThreads(at_work=1, waiting=0)) as client:
        waiting = threading.Thread(target=ask, args=(client,))
        waiting.start()
        assert slow.begun.acquire(timeout=30)
        assert client.get("/api/openapi.json").status_code == 200
        refused = ask(client)
        slow.let.set()
        waiting.join()
    assert (refused.status_code, list(refused.json())) == (503, ["error"])


@pytest.fixture(scope="module")
def described(client) -> dict:
    return client.get("/api/openapi.json").json()


def test_the_description_has_every_route_with_a_summary_and_no_other(described):
    assert list(described["paths"]) == [
        "/api/ask", "/api/ask/stream", "/api/search", "/api/cable/{id}", "/api/people", "/api/statements", "/api/encounters", "/api/models", "/api/status", "/api/collections", "/api/workspaces", "/api/workspaces/{id}", "/api/notes",
    ]  # fmt: skip
    for path in described["paths"].values():
        for operation in path.values():
            assert operation["description"]
            assert "422" in operation["responses"]


def test_what_comes_back_is_what_the_description_says(client, described):
    replies = {
        "Reply": ask(client).json(),
        "Snapshot": json.loads(client.post("/api/ask/stream", json={"question": QUESTION}).text.splitlines()[0]),
        "Found": client.get("/api/search", params={"query": "Russia"}).json(),
        "CableRecord": client.get("/api/cable/10BAKU79").json(),
        "Standing": client.get("/api/status").json(),
        "Refusal": client.get("/api/cable/10BAKU1").json(),
    }
    for name, reply in replies.items():
        schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
        Draft202012Validator(schema).validate(reply)
        assert reply.keys() == described["components"]["schemas"][name]["properties"].keys()


def test_there_is_no_page_that_loads_a_script_from_elsewhere(client):
    for path in ("/docs", "/redoc"):
        assert "swagger" not in client.get(path).text.lower()
