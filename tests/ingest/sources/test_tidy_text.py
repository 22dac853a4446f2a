"""What programs leave in a text, and nobody wrote."""

from pathlib import Path

import pytest

from ingest.parsing.parser import parse_cable
from ingest.sources.read_source import documents
from ingest.sources.tidy_text import tidied
from tests.support.quick import text


@pytest.mark.parametrize(
    ("left", "meant"),
    [
        ("Storm&#39;s", "Storm's"),
        ("Storm&amp;#39;s", "Storm's"),
        ("&amp;quot;no&amp;quot;", '"no"'),
        ("&amp;amp;lt;", "<"),
        ("B&amp;B", "B&B"),
        ("Pe&ntilde;a &#x2019;", "Peña ’"),
        ("o\ufb03cial nego\u00adtiator", "official negotiator"),
    ],
)
def test_what_was_escaped_is_undone(left: str, meant: str):
    assert tidied(left) == meant


@pytest.mark.parametrize(
    "right", ["AT&T; no", "&anyone8;", "R&D", "a && b;", "&#0;", "&#7;", "&#x0d;", "&unheard;", "“so” – José"]
)
def test_other_signs_stay(right: str):
    assert tidied(right) == right


@pytest.mark.parametrize("name", ["10OSLO7.txt", "10OSLO7.html", "10OSLO7.csv"])
def test_so_it_is_in_every_kind_of_text(tmp_path: Path, name: str):
    written = text(7, "The o\ufb03ce said &amp;#39;no&amp;#39;.").replace(
        "E.O.", "Classi\ufb01ed By: DCM Ada Storm, reasons 1.4 (b)\n\nE.O."
    )
    if name.endswith("html"):
        written = f"<pre>{written.replace('&', '&amp;')}</pre>"
    if name.endswith("csv"):
        written = f'id,text\n10OSLO7,"{written}"\n'
    path = tmp_path / name
    path.write_text(written, encoding="utf-8")
    (document,) = documents(path)
    cable = parse_cable(document.text, name=document.name, page=document.page)
    assert cable.paragraphs[-1].text == "The office said 'no'."
    assert "Classified By: DCM Ada Storm" in cable.raw
