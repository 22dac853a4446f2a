"""The window's door for programs, met by the real `gradio_client`."""

import json

import pytest
from alike import as_told
from gradio_client import Client
from gradio_client.exceptions import AppError
from served import served

from ui.access.reader_access import Access
from ui.application import site
from ui.rendering import terminal

QUESTION = "what did Huseynli say about Russia?"


@pytest.fixture(scope="module")
def client(assistant):
    with served(site(Access(assistant))) as address:
        yield Client(address, verbose=False)


def test_an_answer_is_what_the_rest_door_gives(client, assistant):
    reported = client.predict(question=QUESTION, api_name="/ask")
    assert reported == as_told(json.loads(json.dumps(terminal.answer_json(assistant.ask(QUESTION)))))


def test_filters_and_turns_hold(client):
    reported = client.predict(question="what about Russia?", filters={"origin": "Moscow"}, api_name="/ask")
    assert {passage["cable"][2:8] for passage in reported["passages"]} == {"MOSCOW"}
    turns = [{"role": "user", "text": QUESTION}, {"role": "assistant", "text": "No.", "cables": ["10BAKU79"]}]
    reported = client.predict(question="did he suggest another way?", turns=turns, api_name="/ask")
    assert {each["cable"] for each in reported["citations"]} == {"10BAKU79"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"question": " "}, "question: "),
        ({"question": "x" * 2_001}, "question: String should have at most 2000"),
        ({"question": "why?", "turns": [{"role": "user", "text": "x" * 30_000}] * 2}, "The conversation before"),
        ({"question": "why?", "filters": {"since": "soon"}}, "'soon' is not a date"),
        ({"question": "why?", "filters": {"posts": "BAKU"}}, "filters.posts: Extra inputs"),
    ],
)
def test_a_mistake_is_told_in_words(client, given, words):
    with pytest.raises(AppError, match=words):
        client.predict(**given, api_name="/ask")


def test_nothing_else_of_the_window_is_offered(client):
    offered = client.view_api(return_format="dict")
    assert list(offered["named_endpoints"]) == ["/ask"]
    assert offered["unnamed_endpoints"] == {}
