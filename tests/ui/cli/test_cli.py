"""The command line as a user meets it: what goes to stdout and stderr, and the exit status."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from model_server import serving

from ingest.samples import SAMPLES
from ui.cli import main

QUESTION = "what did Huseynli say about Russia?"


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def reftel(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sample_folder: Path, tmp_path: Path
) -> Callable[..., Ran]:
    """Runs the command line over the sample library, in an empty working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("REFTEL_LIBRARY", str(sample_folder))

    def run(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["reftel", *arguments])
        with pytest.raises(SystemExit) as ended:
            main.main()
        out, err = capsys.readouterr()
        return Ran(ended.value.code or 0, out, err)

    return run


@pytest.mark.parametrize("command", [[], *([name] for name in main.reftel.commands)], ids=" ".join)
def test_every_command_explains_itself(reftel, command):
    helped = reftel(*command, "--help")
    assert helped.status == 0
    assert helped.out.startswith("Usage: reftel")


def test_ask_prints_the_answer_and_where_each_citation_stands(reftel):
    asked = reftel("ask", QUESTION)
    assert (asked.status, asked.err) == (0, "")
    assert '"willing to move beyond words"' in " ".join(asked.out.split())
    assert "10BAKU79 ¶5  4 February 2010, AMEMBASSY BAKU, C\n" in asked.out
    assert "\n\nHighest marking cited: C\n" in asked.out
    assert asked.out.endswith("\n\nInterpreted as: said by Huseynli (--literal turns that off)\n")


def test_a_question_may_be_taken_literally(reftel):
    assert "Interpreted as" not in reftel("ask", QUESTION, "--literal").out


def test_only_what_one_person_says_is_searched(reftel):
    (row,) = reftel("ask", "what about the Kura Line?", "--person", "Salmanli", "--json").rows
    assert {citation["speaker"] for citation in row["citations"]} >= {"Vugar Salmanli"}
    assert {passage["cable"] for passage in row["passages"]} <= {"09BAKU941", "09ANKARA1702"}


def test_ask_as_json(reftel, assistant):
    (row,) = reftel("ask", QUESTION, "--json", "--origin", "BAKU", "--since", "2010").rows
    assert row["question"] == QUESTION
    assert row["answered"] is True
    assert row["text"] == assistant.ask(QUESTION, origin="BAKU", since="2010").text
    assert {"cable", "paragraph", "quote", "speaker"} <= set(row["citations"][0])
    assert {"cable", "paragraph", "score"} <= set(row["passages"][0])
    assert {passage["cable"] for passage in row["passages"]} == {"10BAKU79"}
    assert "id" not in row


@pytest.fixture
def model(monkeypatch):
    """A chat model that gives a year which its paragraph does not have, beside two true sentences."""
    with serving() as scripted:
        monkeypatch.setenv("OPENAI_BASE_URL", scripted.url)
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        scripted.will_say(
            "Huseynli questioned whether Russia is willing to move beyond words [10BAKU79 ¶5]. "
            "He was reluctant to confront Russia in public [10BAKU79 ¶2]. "
            "He offered the plenary of 2008 as his example [10BAKU79 ¶4]."
        )
        yield "openai:scripted"


def test_what_a_model_writes_and_its_sources_do_not_bear_out_is_listed(reftel, model):
    ran = reftel("ask", QUESTION, "--model", model)
    reported = " ".join(ran.out.split())
    assert (
        "Not supported: He offered the plenary of 2008 as his example [3]. (the date “2008” is not in 10BAKU79 ¶4)"
        in reported
    )
    (row,) = reftel("ask", QUESTION, "--model", model, "--json").rows
    assert [each["verdict"] for each in row["sentences"]] == ["supported", "supported", "unsupported"]
    assert row["citations"][2]["verdict"] == "unsupported"


def test_what_a_model_costs_is_told_and_nothing_where_it_said_it_before(reftel, model):
    Path("reftel.toml").write_text(f'[prices]\n"{model}" = {{input = 0.15, output = 0.6}}\n')
    fresh = ("ask", "what did Huseynli say about Russia and Iran?", "--model", model)
    assert re.search(r"\n\n\d,\d{3} tokens in, 33 out, \$0\.000\d\n$", reftel(*fresh).out)
    (again,) = reftel(*fresh, "--json").rows
    assert again["usage"] is None
    assert "is reused from an earlier question" in again["note"]
    (asked,) = reftel(*fresh, "--no-cache", "--json").rows
    assert asked["usage"]["output"] == 33
    assert asked["usage"]["price"] > 0
    assert asked["note"] is None


def test_a_model_is_held_to_its_limits(reftel, model):
    ran = reftel("ask", QUESTION, "--model", model, "--max-tokens", "14", "--no-cache")
    assert "reached its token limit" in " ".join(ran.out.split())
    assert "2008" not in ran.out


def test_strictness_leaves_it_out(reftel, model):
    out = reftel("ask", QUESTION, "--model", model, "--strict").out
    assert "beyond words [1]" in out
    assert "2008" not in out
    assert "Not supported" not in out


def test_a_batch_of_questions_gives_a_line_each_in_order(reftel):
    rows = reftel("ask", "--batch", str(SAMPLES / "questions.jsonl"), "--json").rows
    given = [json.loads(line) for line in (SAMPLES / "questions.jsonl").read_text("utf-8").splitlines()]
    assert [(row["id"], row["question"]) for row in rows] == [(each["id"], each["question"]) for each in given]
    for row in rows:
        assert {"answered", "text", "seconds", "citations", "passages"} <= set(row)
        assert len(row["passages"]) <= 20
        scores = [passage["score"] for passage in row["passages"]]
        assert scores == sorted(scores, reverse=True)


def test_a_batch_of_conversations_gives_a_line_for_each_turn(reftel, tmp_path):
    batch = tmp_path / "conversations.jsonl"
    turns = [{"question": "what did Huseynli say about Russia?"}, {"question": "and did he propose anything?"}]
    batch.write_text(f"{json.dumps({'id': 'c1', 'turns': turns})}\n\n{json.dumps({'question': QUESTION})}\n")
    rows = reftel("ask", "--batch", str(batch), "--json").rows
    assert [row["id"] for row in rows] == ["c1.1", "c1.2", "3"]
    assert "10BAKU79" in [passage["cable"] for passage in rows[1]["passages"]][:3]


def test_search_prints_ranked_paragraphs(reftel):
    found = reftel("search", "Huseynli Russia", "--limit", "3")
    assert found.status == 0
    assert found.out.count("\n\n") == 2
    assert "10BAKU79 ¶5  4 February 2010, AMEMBASSY BAKU: BAKU HEARS US OUT" in found.out
    rows = reftel("search", "Huseynli Russia", "--limit", "3", "--json").rows
    assert len(rows) == 3
    assert {"cable", "paragraph", "score", "text"} <= set(rows[0])


def test_search_says_when_there_is_nothing(reftel):
    assert reftel("search", "Russia", "--until", "1970").out == "Nothing found.\n"


@pytest.mark.parametrize("command", [["ask", "Russia"], ["search", "Russia"], ["status"], ["forget", "10BAKU79"]])
def test_a_folder_without_a_library_stays_as_it_is(reftel, tmp_path, command):
    (tmp_path / "letters").mkdir()
    result = reftel(*command, "--library", str(tmp_path / "letters"))
    assert (result.status, result.out) == (1, "")
    assert f"There is no library in {tmp_path / 'letters'}: `reftel ingest PATH` reads yours" in result.err
    assert list((tmp_path / "letters").iterdir()) == []


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_library_without_cables_is_not_asked(reftel, tmp_path, command):
    reftel("ingest", "--library", str(tmp_path / "new"))
    result = reftel(command, "Russia", "--library", str(tmp_path / "new"))
    assert (result.status, result.out) == (1, "")
    assert "contains no cables: `reftel ingest PATH` reads yours" in result.err


@pytest.mark.parametrize("name", ["10BAKU79", "10baku79", "10BAKU00079"])
def test_show_prints_a_paragraph_of_a_cable_however_it_is_named(reftel, name):
    shown = reftel("show", name, "-p", "5")
    assert shown.status == 0
    assert shown.out.startswith("5. (C) Giving his private opinion")


def test_show_prints_a_cable(reftel):
    shown = reftel("show", "10BAKU79")
    assert shown.out.startswith("10BAKU79\nDate:           4 February 2010\n")
    assert "Classification: CONFIDENTIAL" in shown.out
    assert "\n\n5. (C) Giving his private opinion" in shown.out
    assert "\n  10STATE9124     29 January 2010: ACTION REQUEST" in shown.out
    (row,) = reftel("show", "10BAKU79", "--json").rows
    assert [paragraph["number"] for paragraph in row["paragraphs"]] == [1, 2, 3, 4, 5]


def test_parse_prints_a_line_for_each_cable_without_a_library(reftel, monkeypatch, tmp_path):
    monkeypatch.setenv("REFTEL_LIBRARY", str(tmp_path / "none"))
    rows = reftel("parse", "--json", str(SAMPLES / "10BAKU79.txt"), str(SAMPLES / "09OSLO702.txt")).rows
    assert [row["id"] for row in rows] == ["10BAKU79", "09OSLO702"]
    assert {"post", "date", "subject", "paragraphs", "references", "flags"} <= set(rows[0])
    assert not (tmp_path / "none").exists()


def test_status_tells_what_the_library_holds(reftel, sample_folder):
    result = reftel("status")
    assert "Cables               24, 1976-05-31 to 2010-08-18" in result.out
    (row,) = reftel("status", "--json").rows
    assert row["folder"] == str(sample_folder)
    assert row["cables"] == 24
    assert row["paragraphs"] == row["indexed"] == row["embedded"]


def test_ingest_reports_what_became_of_each_file(reftel, tmp_path):
    cables = tmp_path / "cables"
    cables.mkdir()
    (cables / "10BAKU79.txt").write_bytes((SAMPLES / "10BAKU79.txt").read_bytes())
    (cables / "empty.txt").write_bytes(b"")
    library = ("--library", str(tmp_path / "library"))
    first = reftel("ingest", str(cables), *library)
    assert first.status == 0
    assert first.out == "1 added, 0 unchanged, 0 replaced, 0 duplicate, 1 failed\n"
    assert f"{cables / 'empty.txt'}: is empty\n" in first.err
    (again,) = reftel("ingest", str(cables / "10BAKU79.txt"), "--json", *library).rows
    assert again["counts"] == {"unchanged": 1}


def broken(tmp_path: Path, name: str, content: bytes) -> str:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return str(path)


ERRORS = {
    "unknown cable": (["show", "10NOWHERE1"], "no cable 10NOWHERE1"),
    "unknown paragraph": (["show", "10BAKU79", "-p", "99"], "no paragraph 99"),
    "bad date": (["ask", QUESTION, "--since", "yesterday"], "'yesterday' is not a date"),
    "bad date in a search": (["search", "Russia", "--until", "2009-13"], "'2009-13' is not a date"),
    "missing folder": (["ingest", "nowhere"], "no file or folder nowhere"),
    "missing file": (["parse", "--json", "nowhere.txt"], "no such file"),
    "missing batch": (["ask", "--batch", "nowhere.jsonl"], "nowhere.jsonl"),
    "batch of no JSON": (["ask", "--batch", ("batch", b"who?\n")], "batch, line 1: this is not a question"),
    "batch of no question": (
        ["ask", "--batch", ("batch", b'\n{"id": "a"}\n')],
        "batch, line 2: this is not a question",
    ),
    "batch of an empty question": (
        ["ask", "--batch", ("batch", b'{"question": null}')],
        "batch, line 1: this is not a question",
    ),
    "batch of bad turns": (
        ["ask", "--batch", ("batch", b'{"turns": [1]}')],
        "batch, line 1: this is not a question",
    ),
    "batch in another encoding": (["ask", "--batch", ("batch", b'{"question": "\xff"}')], "not UTF-8"),
    "missing questions": (["eval", "nowhere.jsonl"], "nowhere.jsonl cannot be read"),
    "no questions": (["eval", ("asked", b"\n")], "asked contains no questions"),
    "question of no JSON": (
        ["eval", ("asked", b'{"question": "Who?", "gold": []}\nwho?')],
        "asked, line 2: this is not",
    ),
    "question of no label": (["eval", ("asked", b'{"question": "Who?"}')], "asked, line 1: 1 has no label"),
    "no run to compare with": (["eval", "asked", "--compare", ("run", b"{}")], "run is not a saved run"),
    "library is a file": (
        ["status", "--library", ("file", b"")],
        "it is a file. Name a folder. (more: reftel explain library)",
    ),
    "library is none": (
        ["status", "--library", ("lib/catalogue.sqlite", b"junk" * 99)],
        "not a reftel catalogue",
    ),
    "restored from a folder": (["restore", ".", "--library", "new"], ". is a folder: name the file that"),
    "restored from an empty file": (
        ["restore", ("empty", b""), "--library", "new"],
        "`reftel backup FILE` writes one. (more: reftel",
    ),
    "verified from a folder": (["verify", "."], ". is a folder: name the file that `reftel ask QUESTION --save"),
    "parsed from an empty file": (["parse", ("nothing", b"")], "nothing: is empty"),
    "wrong embedder": (["ingest", str(SAMPLES), "--embedder", "other"], "embedding model 'reftel-MiniLM-L6-v1'"),
    "unknown provider": (["ask", QUESTION, "--model", "nobody:llama"], "nobody"),
    "no provider": (["ask", QUESTION, "--model", "llama"], "write provider:name"),
    "bad settings": (["status"], "reftel.toml is not valid TOML"),
}


@pytest.mark.parametrize(("arguments", "reason"), ERRORS.values(), ids=ERRORS)
def test_an_error_is_one_line_on_stderr(reftel, tmp_path, arguments, reason):
    if "reftel.toml" in reason:
        broken(tmp_path, "reftel.toml", b"library =")
    given = [broken(tmp_path, *each) if isinstance(each, tuple) else each for each in arguments]
    ran = reftel(*(each.removesuffix("/catalogue.sqlite") for each in given))
    assert (ran.status, ran.out) == (1, "")
    assert reason in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [["ask"], ["ask", QUESTION, "--batch", "-"], ["search", "x", "--limit", "0"], ["nothing"]],
    ids=" ".join,
)
def test_wrong_usage_is_told_with_status_2(reftel, arguments):
    ran = reftel(*arguments)
    assert ran.status == 2
    assert "Usage: reftel" in ran.err


def test_half_a_character_in_a_batch_is_no_hindrance(reftel, tmp_path):
    batch = broken(tmp_path, "batch", b'{"question": "what did Huseynli say \\ud800 about Russia?"}')
    ran = reftel("ask", "--batch", batch, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert ran.rows[0]["outcome"] != "refused"


def test_the_other_files_are_parsed_when_one_cannot_be(reftel, tmp_path):
    ran = reftel("parse", "--json", broken(tmp_path, "empty.txt", b""), str(SAMPLES / "10BAKU79.txt"))
    assert ran.status == 1
    assert [row["id"] for row in ran.rows] == ["10BAKU79"]
    assert len(ran.err.splitlines()) == 1


def test_what_the_parser_sees_is_printed_for_people_or_for_programs(reftel, tmp_path):
    files = [str(SAMPLES / "10BAKU79.txt"), str(SAMPLES / "09OSLO702.txt")]
    ran = reftel("parse", *files)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("10BAKU79\nDate:           4 February 2010\nFrom:           AMEMBASSY BAKU\n")
    assert "\n\n09OSLO702\nDate: " in ran.out
    assert not ran.out.startswith("{")


def test_a_folder_without_files_to_read_says_so(reftel, tmp_path):
    ran = reftel("parse", str(tmp_path))
    assert (ran.status, ran.out, ran.err) == (1, "", f"{tmp_path}: this folder has no files that reftel reads\n")
    ran = reftel("ingest", "--library", str(tmp_path / "new"))
    assert ran.err == (
        "Nothing was named to read: `reftel ingest PATH` reads yours, `reftel ingest --samples` 24 invented ones to "
        "try it out.\n"
    )


def process(sample_folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "ui.cli.main", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
        env=os.environ | {"REFTEL_LIBRARY": str(sample_folder), **environment},
    )


def test_a_reader_that_has_seen_enough_is_no_error(sample_folder):
    running = process(sample_folder, "parse", "--json", str(SAMPLES))
    running.stdout.close()  # as `| head` does
    assert running.stderr.read() == b""
    assert running.wait() == 1


def test_a_terminal_without_the_characters_shows_what_it_can(sample_folder):
    running = process(sample_folder, "show", "09BEIJING2204", PYTHONIOENCODING="ascii")
    out, err = running.communicate()
    assert (running.returncode, err) == (0, b"")
    assert out.startswith(b"09BEIJING2204")
