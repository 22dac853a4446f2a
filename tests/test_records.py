"""What `reftel parse --json` printed is read again as it was."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest import Library
from ingest.cable import Cable, Document
from ingest.parse import parse_cable
from ingest.record import to_json
from ingest.samples import SAMPLES
from ingest.sources import Failure, documents
from ui.cli import reftel

TEXT = (
    "C O N F I D E N T I A L BAKU 000079\n\nSUBJECT: GRAIN\n\n1. (C) The harvest was good.\n\n2. (C) It rained.\n"
)


def record() -> dict:
    return to_json(parse_cable(TEXT, name="10BAKU79"))


def parsed_again(path: Path, *records: object) -> list[Document | Failure]:
    path.write_text("".join(json.dumps(each) + "\n" for each in records))
    return list(documents(path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cables.jsonl"


def test_nothing_is_lost_on_the_way_out_and_back(path: Path):
    printed = CliRunner().invoke(reftel, ["parse", "--json", str(SAMPLES)])
    path.write_text(printed.output, encoding="utf-8")
    texts = [each for each in documents(SAMPLES) if isinstance(each, Document)]
    back = list(documents(path))
    assert [each.cable for each in back] == [parse_cable(t.text, name=t.name, page=t.page) for t in texts]
    assert CliRunner().invoke(reftel, ["parse", "--json", str(path)]).output == printed.output


def test_a_library_takes_the_cable_as_it_was_parsed(path: Path, tmp_path: Path):
    changed = record() | {"subject": "BREAD"}
    parsed_again(path, changed)
    library = Library.open(tmp_path / "library")
    for _ in library.ingest([path]):
        pass
    held: Cable | None = library.cable("10BAKU79")
    library.close()
    assert held is not None
    assert held.subject == "BREAD"


def test_in_a_folder_only_json_that_holds_cables_is_read(path: Path):
    parsed_again(path, record())
    parsed_again(path.with_name("questions.jsonl"), {"id": "q1", "question": "Who sold grain?"})
    assert [each.name for each in documents(path.parent)] == ["10BAKU79"]


def test_empty_lines_are_passed_over(path: Path):
    path.write_text("\n" + json.dumps(record()) + "\r\n\n")
    (document,) = documents(path)
    assert (document.place, document.name) == (f"{path}, line 2", "10BAKU79")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("not a cable", "fields"),
        ([1, 2], "fields"),
        ({"id": "10BAKU79"}, "fields"),
        (record() | {"id": 7}, "fields"),
        (record() | {"paragraphs": [{}]}, "fields"),
        (record() | {"raw": TEXT.replace("good", "poor")}, "changed"),
        (record() | {"raw_sha": None}, "changed"),
        (record() | {"id": "10BAKU80"}, "paragraphs"),
        (record() | {"paragraphs": record()["paragraphs"] * 2}, "paragraphs"),
        (record() | {"spans": [{"start": 0, "end": 9999, "kind": "text", "ordinal": None}]}, "paragraphs"),
        (record() | {"number": 10**30}, "paragraphs"),
    ],
)
def test_a_bad_line_is_named_and_the_next_is_read(path: Path, bad: object, reason: str):
    failure, document = parsed_again(path, bad, record())
    assert isinstance(failure, Failure)
    assert failure.place == f"{path}, line 1"
    assert reason in failure.reason
    assert document.cable == parse_cable(TEXT, name="10BAKU79")


@pytest.mark.parametrize("line", ["{", '{"raw": "\\ud800"}', "[" * 100_000, "\x00", "1e999"])
def test_what_is_no_json_is_a_failure(path: Path, line: str):
    path.write_text(line + "\n" + json.dumps(record()))
    first, *_, document = documents(path)
    assert isinstance(first, Failure) or line == "\x00"
    assert document.name == "10BAKU79"
