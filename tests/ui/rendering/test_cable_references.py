"""Cables as references, read back by programs that others wrote."""

import json

import bibtexparser
import rispy
from markdown_it import MarkdownIt

from ingest.domain.selection import SelectedCable
from ui.rendering.cable_references import bibtex, csl, markdown, ris

HOSTILE = 'A {50%} & "half" $deal_ #1 \\ <b>ferry</b>\nER  - \nTI  - another'
CABLES = [
    SelectedCable("10BAKU79", "2010-02-04T13:05:00+00:00", "BAKU", "THE PRESIDENT'S \u0130ST TRIP", "SECRET"),
    SelectedCable("09RIODEJANEIRO1", "2009", "RIODEJANEIRO", HOSTILE, None),
    SelectedCable("a memo/of, May", None, "", None, "UNCLASSIFIED"),
]


def test_ris_is_read_back():
    read = rispy.loads(ris(CABLES))
    assert [each["id"] for each in read] == [each.id for each in CABLES]
    first, second, third = read
    assert (first["title"], first["date"], first["year"]) == (
        "THE PRESIDENT'S \u0130ST TRIP",
        "2010/02/04",
        "2010",
    )
    assert (first["authors"], first["notes"]) == (["BAKU"], ["Classified SECRET"])
    assert second["title"] == " ".join(HOSTILE.split())
    assert (second["year"], second.get("date")) == ("2009", None)
    assert "year" not in third


def test_bibtex_is_read_back():
    read = bibtexparser.parse_string(bibtex(CABLES))
    assert not read.failed_blocks
    assert [each.key for each in read.entries] == ["10BAKU79", "09RIODEJANEIRO1", "a-memo-of--May"]
    first, second, third = ({name: field.value for name, field in e.fields_dict.items()} for e in read.entries)
    assert (first["date"], first["author"], first["note"]) == ("2010-02-04", "{BAKU}", "SECRET")
    assert second["title"].startswith(r"{A \textbraceleft{}50\%\textbraceright{} \& ")
    assert (second["year"], second.get("date")) == ("2009", None)
    assert third["number"] == "a memo/of, May"


def test_csl_is_read_back():
    first, second, third = json.loads(csl(CABLES))
    assert first["issued"] == {"date-parts": [[2010, 2, 4]]}
    assert first["author"] == [{"literal": "BAKU"}]
    assert (second["title"], second["issued"]) == (" ".join(HOSTILE.split()), {"date-parts": [[2009]]})
    assert third == {
        "id": "a memo/of, May",
        "type": "report",
        "genre": "Telegram",
        "number": "a memo/of, May",
        "note": "UNCLASSIFIED",
    }


def test_markdown_shows_a_line_each_and_no_sign_of_a_subject_counts():
    shown = MarkdownIt().render(markdown(CABLES))
    assert shown.count("<li>") == 3
    assert "<b>" not in shown
    assert "&lt;b&gt;ferry&lt;/b&gt;" in shown
    assert "10BAKU79; 4 February 2010; BAKU" in shown


def test_no_cable_is_no_reference():
    assert (ris([]), bibtex([]), json.loads(csl([])), markdown([])) == ("", "", [], "")
