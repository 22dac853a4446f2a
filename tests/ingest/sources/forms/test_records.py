"""What `reftel parse --json` printed is read again as it was."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest import Library
from ingest.domain.cable import Cable
from ingest.domain.documents import Document, Failure
from ingest.domain.serialization import sha, to_json
from ingest.parsing.parser import parse_cable
from ingest.samples import SAMPLES
from ingest.sources.read_source import documents
from ui.cli.main import reftel

TEXT = (
    "C O N F I D E N T I A L BAKU 000079\n\nSUBJECT: GRAIN\n\n1. (C) The harvest was good.\n\n2. (C) It rained.\n"
)


NO_DATES = (
    "none",
    "",
    "2010",
    "2010-02",
    "2010-13-04",
    "2010-02-30",
    "0000-01-01",
    "0999-01-01",
    "9999-12-31",
    "2010-02-04T25:00Z",
    "2010-02-04T13:05",
    "2010-02-04\n",
    "２０１０-02-04",
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


RECORD = record()
FIRST, SECOND = RECORD["paragraphs"]
TEXT_SPAN = next(each for each in RECORD["spans"] if each["kind"] == "text")


def with_paragraph(**fields: object) -> dict:
    return RECORD | {"paragraphs": [FIRST, SECOND | fields]}


def reworded(text: str) -> dict:
    """The record as if it had been printed with other words, of the same length or not."""
    return RECORD | {"raw": text, "raw_sha": sha(text)}


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("not a cable", "the record: input should be an object"),
        ([1, 2], "the record: input should be an object"),
        (RECORD | {"paragraphs": [[]]}, "paragraphs[0]: "),
        (RECORD | {"raw": TEXT.replace("good", "poor")}, "was changed after it was printed"),
        (RECORD | {"raw_sha": None}, "was changed after it was printed"),
        ({name: value for name, value in RECORD.items() if name != "post"}, "post: field required"),
        # The header
        (RECORD | {"id": 7}, "id: input should be a valid string"),
        (RECORD | {"id": None}, "id: "),
        (RECORD | {"id": ""}, "id is not a cable id"),
        (RECORD | {"id": "10BAKU79\n10BAKU80"}, "id is not a cable id"),
        (RECORD | {"id": "10BAKU79\u2028"}, "id is not a cable id"),
        (RECORD | {"id": "B" * 3_000}, "id is not a cable id"),
        (RECORD | {"id": "10BAKU80"}, "paragraphs[0].cable is not the id of its cable"),
        (RECORD | {"post": "BA\x1bKU"}, "post is not a valid post"),
        (RECORD | {"number": "79"}, "number: input should be a valid integer"),
        (RECORD | {"number": True}, "number: "),
        (RECORD | {"number": float("nan")}, "number: "),
        (RECORD | {"number": 10**30}, "number is not a valid number"),
        (RECORD | {"number": -1}, "number is not a valid number"),
        (RECORD | {"sections": None}, "sections: "),
        (RECORD | {"year": 0}, "year is not between 1000 and 2999"),
        (RECORD | {"year": 9999}, "year is not between"),
        *((RECORD | {"date": each}, "date is not a date like") for each in NO_DATES),
        (RECORD | {"date": 20100204}, "date: input should be a valid string"),
        (RECORD | {"date_source": "guess"}, "date_source: "),
        (RECORD | {"subject": ["GRAIN"]}, "subject: "),
        (RECORD | {"subject": "GR\0AIN"}, "subject contains a NUL character"),
        (RECORD | {"tags": "PREL"}, "tags: "),
        (RECORD | {"tags": ["PREL", None]}, "tags[1]: "),
        (RECORD | {"to": {"one": 1}}, "to: "),
        (RECORD | {"flags": ["odd"]}, "flags[0]: "),
        (
            RECORD | {"references": [{"letter": "A", "id": "a\nb", "raw": "x"}]},
            "references[0].id is not a cable id",
        ),
        (RECORD | {"references": [{"letter": "A"}]}, "references[0].id: field required"),
        (RECORD | {"classified_by": "Storm"}, "classified_by: "),
        # What stands where
        (RECORD | {"spans": [TEXT_SPAN | {"start": 0, "end": 9999}]}, "spans do not cover its raw text"),
        (RECORD | {"spans": RECORD["spans"][::-1]}, "spans do not cover"),
        (RECORD | {"spans": RECORD["spans"][1:]}, "spans do not cover"),
        (RECORD | {"spans": []}, "spans do not cover"),
        (RECORD | {"spans": [RECORD["spans"][0] | {"end": 0}, *RECORD["spans"]]}, "spans[0] has no characters"),
        (
            RECORD | {"spans": [each | {"ordinal": 3 if each["ordinal"] else None} for each in RECORD["spans"]]},
            "].ordinal belongs to no paragraph",
        ),
        (RECORD | {"paragraphs": [FIRST, FIRST]}, "paragraphs[1].ordinal is not 2"),
        (with_paragraph(ordinal=-2), "paragraphs[1].ordinal is not 2"),
        (with_paragraph(ordinal=2.5), "paragraphs[1].ordinal: "),
        (with_paragraph(number=10**10), "paragraphs[1].number is not a valid number"),
        (with_paragraph(level="TOP"), "paragraphs[1].level is not one of U, SBU, LOU, C, S"),
        (with_paragraph(level=["C"]), "paragraphs[1].level: "),
        (with_paragraph(caveats=[None]), "paragraphs[1].caveats[0]: "),
        (with_paragraph(kind="song"), "paragraphs[1].kind: "),
        (with_paragraph(start=-1), "paragraphs[1].pieces are not in the order of its raw text"),
        (with_paragraph(end=10**6), "paragraphs[1].pieces are not in"),
        (with_paragraph(pieces=[]), "paragraphs[1].text is not in its raw text"),
        (with_paragraph(pieces=[[1]]), "paragraphs[1].pieces[0]"),
        (with_paragraph(pieces=SECOND["pieces"] * 2), "paragraphs[1].pieces are not in"),
        (with_paragraph(text="It snowed."), "paragraphs[1].text is not"),
        (with_paragraph(text=None), "paragraphs[1].text: "),
        (reworded(TEXT.replace("good", "poor")), "paragraphs[0].text is not"),
        (reworded(""), "spans do not cover"),
    ],
)
def test_a_bad_line_is_told_with_its_field_and_the_next_is_read(path: Path, bad: object, reason: str):
    failure, document = parsed_again(path, bad, record())
    assert isinstance(failure, Failure)
    assert failure.place == f"{path}, line 1"
    assert reason in failure.reason
    assert "\n" not in failure.reason
    assert document.cable == parse_cable(TEXT, name="10BAKU79")


@pytest.mark.parametrize(
    "line",
    ["{", '{"raw": "\\ud800"}', "[" * 100_000, "\x00", "1e999", '{"id": NaN}', f'{{"number": {"9" * 5_000}}}'],
)
def test_what_is_no_json_is_a_failure(path: Path, line: str):
    path.write_text(line + "\n" + json.dumps(record()))
    first, *_, document = documents(path)
    assert isinstance(first, Failure) or line == "\x00"
    assert document.name == "10BAKU79"
