"""Cables under addresses that last, fetched as a program would."""

from dataclasses import replace

import invented
import pytest
from fastapi.testclient import TestClient
from invented import ferry, hostile
from scripted import ScriptedAssistant, ScriptedLibrary

from ingest import Cable, parse_cable
from ui.access.gate import OwnersGate
from ui.access.reader_access import Access
from ui.pages import cable_page
from ui.rendering.addresses import permalink
from ui.server import http_server


def serving(*cables: Cable) -> TestClient:
    application = http_server.application()
    application.add_middleware(OwnersGate)
    application.add_middleware(http_server.KeepHome)
    application.include_router(cable_page.router(Access(ScriptedAssistant(ScriptedLibrary(*cables), {}))))
    return TestClient(application, base_url="http://localhost")


@pytest.fixture
def client():
    return serving(ferry(), hostile())


def test_a_cable_is_a_page_with_its_paragraphs_as_anchors_and_a_way_into_the_window(client):
    reply = client.get("/cable/10REYKJAVIK12")
    assert reply.status_code == 200
    assert '<div id="2" class="paragraph plain" data-ordinal="2"' in reply.text
    assert '<a class="to-window" href="/#/c/10REYKJAVIK12">' in reply.text
    assert "default-src 'self'" in reply.headers["content-security-policy"]


def test_an_id_may_be_written_as_cables_write_it(client):
    assert "FERRY TALKS ADRIFT" in client.get("/cable/10 Reykjavik 12").text


def test_an_id_may_have_a_slash_as_those_of_editions_do():
    cable = parse_cable(invented.RAW, name="10REYKJAVIK12")
    renamed = replace(cable, id="frus1969-76v27/d262", paragraphs=())
    reply = serving(renamed).get(permalink(renamed.id))
    assert reply.status_code == 200
    assert "FERRY TALKS ADRIFT" in reply.text


def test_an_unknown_cable_is_said_to_be_missing(client):
    reply = client.get("/cable/10OSLO<b>9")
    assert reply.status_code == 404
    assert "10OSLO&lt;b&gt;9 is not in this library" in reply.text


def test_hostile_text_stays_text(client):
    page = client.get("/cable/10REYKJAVIK66").text
    assert "<img" not in page
    assert "<title>10REYKJAVIK66: &lt;img src=x" in page
