"""Cables as references, read back by programs that others wrote."""

import json

import bibtexparser
import rispy
from markdown_it import MarkdownIt

from assistant.citing.cable_reference import CableReference
from ui.rendering.cable_references import bibtex, csl, markdown, ris

HOSTILE = 'A {50%} & "half" $deal_ #1 \\ <b>ferry</b>\nER  - \nTI  - another'
CABLES = [
    CableReference(
        "10BAKU79", "Embassy Baku", "State Department", "THE PRESIDENT'S \u0130ST TRIP", "2010-02-04", "SECRET"
    ),
    CableReference("09RIODEJANEIRO1", "Rio de Janeiro", None, HOSTILE, "2009"),
    CableReference("a memo/of, May", marking="UNCLASSIFIED"),
]
CITED = CableReference(
    "10OSLO3", "Embassy Oslo", None, "HERRING\nER  - \nAU  - NOBODY", "2010-02-04", "C/NF", 5, 6
)
HEADER = CableReference("10OSLO3", "Embassy Oslo", ordinal=0)


def test_ris_is_read_back():
    read = rispy.loads(ris(CABLES))
    assert [each["id"] for each in read] == [each.key for each in CABLES]
    first, second, third = read
    assert (first["title"], first["date"], first["year"]) == (
        "THE PRESIDENT'S \u0130ST TRIP",
        "2010/02/04",
        "2010",
    )
    assert (first["authors"], first["notes"]) == (["Embassy Baku"], ["Classified SECRET"])
    assert (first["secondary_authors"], "secondary_authors" in second) == (["State Department"], False)
    assert second["title"] == " ".join(HOSTILE.split())
    assert (second["year"], second.get("date")) == ("2009", None)
    assert "year" not in third


def test_bibtex_is_read_back():
    read = bibtexparser.parse_string(bibtex(CABLES))
    assert not read.failed_blocks
    assert [each.key for each in read.entries] == ["10BAKU79", "09RIODEJANEIRO1", "a-memo-of--May"]
    first, second, third = ({name: field.value for name, field in e.fields_dict.items()} for e in read.entries)
    assert (first["date"], first["author"], first["note"]) == ("2010-02-04", "{Embassy Baku}", "SECRET")
    assert (first["howpublished"], third["howpublished"]) == (
        "Telegram 10BAKU79 to State Department",
        "Telegram a memo/of, May",
    )
    assert second["title"].startswith(r"{A \textbraceleft{}50\%\textbraceright{} \& ")
    assert (second["year"], second.get("date")) == ("2009", None)
    assert third["number"] == "a memo/of, May"


def test_csl_is_read_back():
    first, second, third = json.loads(csl(CABLES))
    assert first["issued"] == {"date-parts": [[2010, 2, 4]]}
    assert (first["author"], first["recipient"]) == (
        [{"literal": "Embassy Baku"}],
        [{"literal": "State Department"}],
    )
    assert (second["title"], second["issued"]) == (HOSTILE, {"date-parts": [[2009]]})
    assert third == {
        "id": "a memo/of, May",
        "type": "personal_communication",
        "genre": "telegram",
        "number": "a memo/of, May",
        "note": "Classified UNCLASSIFIED",
    }


def test_markdown_shows_a_line_each_and_no_sign_of_a_subject_counts():
    shown = MarkdownIt().render(markdown(CABLES))
    assert shown.count("<li>") == 3
    assert "<b>" not in shown
    assert "&lt;b&gt;ferry&lt;/b&gt;" in shown
    assert "10BAKU79; 4 February 2010; Embassy Baku" in shown


def test_no_cable_is_no_reference():
    assert (ris([]), bibtex([]), json.loads(csl([])), markdown([])) == ("", "", [], "")


def test_a_cited_place_has_a_record_of_its_own_and_no_line_of_a_subject_counts():
    assert ris([CITED]).splitlines() == [
        "TY  - PCOMM",
        "ID  - 10OSLO3-p6",
        "AU  - Embassy Oslo",
        "TI  - HERRING ER - AU - NOBODY",
        "PY  - 2010",
        "DA  - 2010/02/04",
        "M1  - 10OSLO3",
        "M3  - Telegram",
        "SE  - paragraph 5",
        "N1  - Marked C/NF",
        "ER  - ",
    ]
    keys = [each.key for each in bibtexparser.parse_string(bibtex([CITED, HEADER])).entries]
    assert keys == ["10OSLO3-p6", "10OSLO3-header"]
    assert "note = {paragraph 5; C/NF}" in bibtex([CITED])


def test_in_bibtex_braces_balance_and_signs_are_escaped():
    entry = bibtex([CableReference("10OSLO3", subject=r"}{ \ 5% & $ # _ ^ ~")])
    depth = 0
    for sign in entry:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    assert r"\textbraceright{}\textbraceleft{} \textbackslash{} 5\% \& \$ \# \_ \textasciicircum{}" in entry
