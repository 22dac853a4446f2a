"""Kept answers and conversations as files: right in every form, for their holder alone, and fit to be verified."""

import json
import re
from pathlib import Path

import pytest
import quick
from click.testing import CliRunner
from fastapi import FastAPI
from fastapi.testclient import TestClient
from planted import Planted
from starlette.requests import Request

from assistant import Assistant
from assistant.answering import Asked
from assistant.kept_conversations.conversations import Notebook
from assistant.kept_conversations.feedback import Feedback, NotRelevant
from assistant.notebook.notebook_store import Holder
from assistant.saved_answers.bundle import loads, record, split
from ingest import Library
from ingest.domain.clearance import Clearance
from ui.access.reader_access import OWNER, Access, Reader
from ui.cli.main import reftel
from ui.conversations import downloads, routes
from ui.pages import trouble

QUESTIONS = ("what did Huseynli say about Russia?", "and about <b>Iran</b>?")


@pytest.fixture(scope="module")
def kept(library: Library, tmp_path_factory) -> tuple[Access, str]:
    """Access to a library, with a conversation of two answers, and the conversation's id."""
    access = Access(Assistant(library))
    access.notebook = Notebook.at(tmp_path_factory.mktemp("notebook") / "notebook.sqlite")
    id, turns = None, ()
    for question in QUESTIONS:
        bundle = record(access.whole, Asked(question, turns))
        id, _ = access.notebook.add(Holder(OWNER.name), bundle, id)
        turns += bundle.answer.turns()
    return access, id


def client(access: Access, reader: Reader = OWNER) -> TestClient:
    """What a reader of whom the gate knows gets."""
    app = FastAPI()

    @app.middleware("http")
    async def gate(request: Request, call_next):
        request.state.reader = reader
        return await call_next(request)

    app.include_router(downloads.router(access))
    app.include_router(routes.router(access))
    trouble.tell(app)
    return TestClient(app)


def test_markdown_holds_every_answer_with_notes_of_its_own(kept):
    access, id = kept
    one = client(access).get(f"/export/{id}/1.md")
    assert one.headers["content-disposition"] == (
        'attachment; filename="reftel-what-did-huseynli-say-about-russia-1.md"'
    )
    assert one.headers["cache-control"] == "no-store"
    assert one.text.startswith("# what did Huseynli say about Russia?\n")
    whole = client(access).get(f"/export/{id}.md").text
    assert re.findall(r"^#+ .*", whole, re.MULTILINE) == [
        "# what did Huseynli say about Russia?",
        "## what did Huseynli say about Russia?",
        r"## and about \<b\>Iran\</b\>?",
    ]
    notes = re.findall(r"^\[\^([\d-]+)\]:", whole, re.MULTILINE)
    assert len(notes) == len(set(notes))
    assert {note.split("-")[0] for note in notes} == {"1", "2"}
    assert set(notes) <= set(re.findall(r"\[\^([\d-]+)\](?!:)", whole))


def test_html_loads_nothing_from_elsewhere_and_shows_text_as_text(kept):
    access, id = kept
    for place in (f"{id}/2", id):
        page = client(access).get(f"/export/{place}.html").text
        assert not re.search(r"<(?!/?(?:html|head|meta|title|body|h1|h2|p|br|em|sup|a|ol|li|q)\b|!doctype)", page)
        assert "&lt;b&gt;Iran&lt;/b&gt;" in page
        assert all(target.startswith("#note-") for target in re.findall(r'(?:href|src)="([^"]*)', page))
        assert {*re.findall(r'href="#([^"]+)', page)} == {*re.findall(r'id="([^"]+)', page)}


def verified(file: Path, folder: Path):
    return CliRunner().invoke(reftel, ["verify", str(file), "--library", str(folder)])


def test_an_answer_and_a_conversation_verify(kept, sample_folder, tmp_path):
    access, id = kept
    file = tmp_path / "kept.json"
    for place, reported in ((f"{id}/2", r" UTC: \d+ quotation"), (id, " UTC: 2 answers, ")):
        file.write_bytes(client(access).get(f"/export/{place}.json").content)
        result = verified(file, sample_folder)
        assert (result.exit_code, bool(re.search(reported, result.output))) == (0, True), result.output
    assert [loads(part).answer.question for part in split(file.read_bytes())] == list(QUESTIONS)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b'"and about', b'"nor about', "answer 2, file: "),
        (b"Huseynli say", b"Huseynly say", "answer 1, file: "),
        (b"}\n,\n{", b"}\n, {", "answer 1, file: "),
        (b"[\n{", b"[{", "answer 1, file: "),
    ],
)
def test_no_change_of_a_conversation_goes_unnoticed(kept, sample_folder, tmp_path, old, new, expected):
    access, id = kept
    written = client(access).get(f"/export/{id}.json").content
    assert old in written
    file = tmp_path / "kept.json"
    file.write_bytes(written.replace(old, new, 1))
    result = verified(file, sample_folder)
    assert result.exit_code == 1
    assert expected in result.output


@pytest.mark.parametrize("junk", ["[]", "[1]", "[{}]", "[", '[{"a": 1},]', "[" * 5_000])
def test_a_list_of_something_else_is_no_saved_answer(sample_folder, tmp_path, junk):
    file = tmp_path / "junk.json"
    file.write_text(junk, encoding="utf-8")
    with pytest.raises(Exception, match="not a saved answer"):
        raise verified(file, sample_folder).exception


@pytest.mark.parametrize("reader", [Reader("bob", "curator"), Reader("Owner")])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("GET", f"/export/{{id}}{place}") for place in (".md", ".html", ".json", "/1.md", "/1.html", "/1.json")),
        ("GET", "/talks/{id}/1/feedback"),
        ("PATCH", "/talks/{id}/1/feedback"),
        ("PUT", "/talks/{id}"),
        ("DELETE", "/talks/{id}"),
    ],
)
def test_others_get_nothing(kept, reader, method, path):
    access, id = kept
    body = {"thumb": "up", "title": "mine"}
    reply = client(access, reader).request(method, path.format(id=id), json=None if method == "GET" else body)
    assert (reply.status_code, reply.json()) == (404, {"error": "There is no such conversation."})
    assert [each.title for each in access.notebook.conversations(Holder(OWNER.name))] == [QUESTIONS[0]]


def test_what_is_not_there_is_not_found(kept):
    access, id = kept
    for place in (f"{id}/3.md", "nothing.md", f"{id}/1.exe", f"{id}/-1.json"):
        assert client(access).get(f"/export/{place}").status_code in (404, 422)


def test_feedback_is_changed_field_by_field_and_only_by_what_makes_sense(kept):
    access, id = kept
    reader, path = client(access), f"/talks/{id}/1/feedback"
    assert reader.patch(path, json={"thumb": "up"}).json() == {
        "thumb": "up",
        "wrong": [],
        "reason": "",
        "not_relevant": [],
    }
    assert reader.patch(path, json={"wrong": [1], "reason": "<i>no</i>"}).json()["thumb"] == "up"
    assert "&lt;i&gt;no&lt;/i&gt;" in reader.get(path).text
    assert 'value="1" checked' in reader.get(path).text
    for nonsense in ({"thumb": "sideways"}, {"wrong": [99]}, {"wrong": "all"}):
        assert reader.patch(path, json=nonsense).status_code == 422
    assert reader.patch(path, json={"thumb": None, "wrong": [], "reason": ""}).status_code == 200
    assert list(access.notebook.judged()) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"reason": "x" * 1_001}, "A reason can have at most 1,000 characters."),
        ({"wrong": [1] * 201}, "At most 200 citations can be marked wrong."),
        ({"wrong": [[[[1]]]]}, "This is not valid feedback."),
    ],
)
def test_feedback_that_is_too_much_is_told_in_a_line(kept, said, expected):
    access, id = kept
    reply = client(access).patch(f"/talks/{id}/1/feedback", json=said)
    assert (reply.status_code, reply.json()) == (422, {"error": expected})


def test_deep_json_is_refused(kept):
    access, id = kept
    for deep in ('{"wrong":' * 100_000, "[" * 100_000):
        headers = {"content-type": "application/json"}
        assert client(access).patch(f"/talks/{id}/1/feedback", content=deep, headers=headers).status_code == 400


def test_a_citation_is_called_wrong_once(kept):
    access, id = kept
    path = f"/talks/{id}/1/feedback"
    assert client(access).patch(path, json={"wrong": [1] * 150}).json()["wrong"] == [1]
    client(access).patch(path, json={"wrong": []})


def test_half_a_character_spoils_no_conversation(kept):
    access, id = kept
    path, headers = f"/talks/{id}/1/feedback", {"content-type": "application/json"}
    reply = client(access).patch(path, content=rb'{"reason": "no\ud800"}', headers=headers)
    assert (reply.status_code, reply.json()["reason"]) == (200, "no?")
    assert client(access).get(path).status_code == 200
    assert client(access, Reader("cora", "curator")).get("/export/feedback.jsonl").status_code == 200
    client(access).patch(path, json={"reason": ""})


@pytest.mark.parametrize("title", ["x" * 81, "", " "])
def test_a_title_that_is_too_long_or_none_is_told_in_a_line(kept, title):
    access, id = kept
    reply = client(access).put(f"/talks/{id}", json={"title": title})
    assert (reply.status_code, reply.json()) == (422, {"error": "A title must have 1 to 80 characters."})


def test_a_title_holds_no_control_characters(kept):
    access, id = kept
    client(access).put(f"/talks/{id}", json={"title": "a\0b\x1b[31m"})
    assert [each.title for each in access.notebook.conversations(Holder(OWNER.name))] == ["a b [31m"]
    client(access).put(f"/talks/{id}", json={"title": QUESTIONS[0]})


def test_curators_alone_have_what_readers_say_and_no_names(kept):
    access, id = kept
    access.notebook.judge(Holder(OWNER.name), id, 1, Feedback("up"))
    assert client(access, Reader("anne")).get("/export/feedback.jsonl").status_code == 403
    lines = client(access, Reader("cora", "curator")).get("/export/feedback.jsonl").text.splitlines()
    assert [json.loads(line)["question"] for line in lines] == [QUESTIONS[0]]
    assert OWNER.name not in "".join(lines).casefold()
    access.notebook.judge(Holder(OWNER.name), id, 1, Feedback())


def test_everything_of_ones_own_can_be_wiped_and_nothing_of_others(library, tmp_path):
    access = Access(Assistant(library))
    access.notebook = Notebook.at(tmp_path / "notebook.sqlite")
    bundle = record(access.whole, Asked(QUESTIONS[0]))
    for holder in (Holder("anne"), Holder("anne", "S"), Holder("bob")):
        access.notebook.add(holder, bundle)
    assert client(access, Reader("anne")).delete("/talks").status_code == 204
    held = [
        len(access.notebook.conversations(each)) for each in (Holder("anne"), Holder("anne", "S"), Holder("bob"))
    ]
    assert held == [0, 0, 1]


def test_a_notebook_that_cannot_be_read_is_told_in_its_own_words(library, tmp_path):
    access = Access(Assistant(library))
    access.notebook = Notebook.at(tmp_path / "notebook.sqlite")
    (tmp_path / "notebook.sqlite").write_bytes(b"no database " * 99)
    reply = client(access, Reader("ann")).get("/talks")
    assert (reply.status_code, "is damaged" in reply.json()["error"]) == (409, True)
    assert str(tmp_path) not in reply.text
    assert str(tmp_path) in client(access, OWNER).get("/talks").text  # whose machine it is


def test_a_curator_with_a_ceiling_gets_no_feedback_on_what_was_raised_above_it(tmp_path):
    planted, files, library = Planted(), tmp_path / "cables", quick.quick_library(tmp_path / "library")
    files.mkdir()
    for cable, text in planted.texts.items():
        (files / f"{cable}.txt").write_text(text)
    quick.done(library.ingest([files]))
    access, under, cora = Access(Assistant(library)), Holder("rob", "C"), Reader("cora", "curator", Clearance("C"))
    bundle = record(access.assistant(cora), Asked(planted.question("C")))
    access.notebook.judge(under, *access.notebook.add(under, bundle), Feedback("up"))
    cited = bundle.answer.citations[0].cable
    assert cited in client(access, cora).get("/export/feedback.jsonl").text
    (files / f"{cited}.txt").write_text(planted.texts[cited].replace("(C)", "(S)"))
    quick.done(library.ingest([files]))
    assert client(access, cora).get("/export/feedback.jsonl").text == ""
    library.close()


def test_a_source_is_called_not_relevant_exported_and_taken_back(kept):
    access, id = kept
    answer = access.notebook.answers(Holder(OWNER.name), id)[0].bundle.answer
    cited = {(each.cable, each.ordinal) for each in answer.citations}
    found = next(each for each in answer.passages if (each.cable, each.ordinal) not in cited and each.paragraph)
    reader, path = client(access), f"/talks/{id}/1/not-relevant/{found.ordinal}/{found.cable}"
    assert reader.put(path, json={"reason": " Another port. "}).json()["not_relevant"] == [
        {"cable": found.cable, "ordinal": found.ordinal, "reason": "Another port."}
    ]
    line = json.loads(client(access, Reader("cora", "curator")).get("/export/feedback.jsonl").text)
    assert {"cable": found.cable, "paragraphs": [found.paragraph]} in line["wrong"]
    assert line["note"] == f"{found.label} is not relevant: Another port."
    assert reader.delete(path).json()["not_relevant"] == []
    assert client(access, Reader("cora", "curator")).get("/export/feedback.jsonl").text == ""


def test_only_sources_of_ones_own_answers_are_judged_and_in_few_words(kept):
    access, id = kept
    answer = access.notebook.answers(Holder(OWNER.name), id)[0].bundle.answer
    place = f"{answer.passages[0].ordinal}/{answer.passages[0].cable}"
    anne = client(access, Reader("anne"))
    assert anne.put(f"/talks/{id}/1/not-relevant/{place}", json={"reason": ""}).status_code == 404
    reader = client(access)
    assert reader.put(f"/talks/{id}/1/not-relevant/1/99NOWHERE1", json={"reason": ""}).status_code == 404
    assert reader.put(f"/talks/{id}/1/not-relevant/{place}", json={"reason": "a" * 1001}).status_code == 422
    wild = reader.patch(f"/talks/{id}/1/feedback", json={"not_relevant": [{"cable": "x", "ordinal": 1}]})
    assert wild.status_code == 422


def test_a_judged_source_that_was_raised_above_the_curators_ceiling_is_not_told(tmp_path):
    planted, files, library = Planted(), tmp_path / "cables", quick.quick_library(tmp_path / "library")
    files.mkdir()
    for cable, text in planted.texts.items():
        (files / f"{cable}.txt").write_text(text)
    quick.done(library.ingest([files]))
    access, under, cora = Access(Assistant(library)), Holder("rob", "C"), Reader("cora", "curator", Clearance("C"))
    bundle = record(access.assistant(cora), Asked(planted.question("C")))
    cited = {each.cable for each in bundle.answer.citations}
    judged = next(
        each for each in bundle.answer.passages if each.cable not in cited and "(C)" in planted.texts[each.cable]
    )
    said = Feedback("up", not_relevant=(NotRelevant(judged.cable, judged.ordinal, "Off."),))
    access.notebook.judge(under, *access.notebook.add(under, bundle), said)
    assert judged.cable in client(access, cora).get("/export/feedback.jsonl").text
    (files / f"{judged.cable}.txt").write_text(planted.texts[judged.cable].replace("(C)", "(S)"))
    quick.done(library.ingest([files]))
    assert client(access, cora).get("/export/feedback.jsonl").text == ""
    library.close()


def test_a_list_comes_as_a_table_of_all_its_cables(kept):
    access, _ = kept
    id, number = access.notebook.add(
        Holder(OWNER.name), record(access.whole, Asked("list all cables from baku")), None
    )
    got = client(access).get(f"/export/{id}/{number}.csv")
    assert got.headers["content-type"] == "text/csv; charset=utf-8"
    assert [line.split(",")[1] for line in got.text.splitlines()] == ["Cable", "09BAKU941", "10BAKU79"]


def test_what_lists_nothing_has_no_table(kept):
    access, id = kept
    assert client(access).get(f"/export/{id}/9.csv").status_code == 404
