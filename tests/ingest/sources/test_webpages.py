"""Saved web pages with a cable: the cable site's, and those with a list of attributes."""

from pathlib import Path

import pytest

from ingest.domain.documents import PageFacts
from ingest.parsing.parser import parse_cable
from ingest.sources.read_source import documents

TEXT = "LIMITED OFFICIAL USE\n\nPAGE 01 STATE 036519\n\nTAGS: EAGR\nSUBJECT: GRAIN\n\n1. NO GRAIN WAS SOLD.\n"
SITE = f"""<table class='cable'><tr><th>Reference ID</th></tr>
<tr><td><a>10BAKU79</a></td><td>2010-02-04 13:01</td>
<td>2010-12-01</td><td>SECRET</td><td>Embassy Baku</td></tr></table>
<code><pre>VZCZCXYZ0001
FM AMEMBASSY BAKU&#x000A;</pre></code><code><pre>{TEXT}</pre></code>"""
PAIRS = [
    ("Document Number:", "1975STATE036519"),
    ("Draft Date", "18 FEB 1975"),
    ("From", "Department of State"),
    ("Original Classification", "LIMITED OFFICIAL USE"),
    ("Current Classification", "UNCLASSIFIED"),
    ("Handling Restrictions", "n/a"),
    ("TAGS", "EAGR"),
]
FACTS = PageFacts("1975STATE036519", "1975-02-18", "LIMITED OFFICIAL USE", "Department of State")
LAYOUTS = {
    "table": "<table>" + "".join(f"<tr><td>{k}</td>\n<td>{v}</td></tr>" for k, v in PAIRS) + "</table>",
    "headed": "<table>"
    + "".join(f"<tr><th><b>{k}</b></th><td><i>{v}</i></td></tr>" for k, v in PAIRS)
    + "</table>",
    "list": "<dl>" + "".join(f"<dt>{k}</dt>\n<dd>{v}</dd>" for k, v in PAIRS) + "</dl>",
    "side by side": "".join(f"<div><div>{k}</div> <div>{v}</div></div>" for k, v in PAIRS),
    "in a line": "".join(f"<p><strong>{k.rstrip(':')}:</strong> {v}</p>" for k, v in PAIRS),
}


def read(tmp_path: Path, name: str, text: str):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    (document,) = documents(path)
    return document


def test_the_site_s_table_and_both_blocks_are_read(tmp_path: Path):
    document = read(tmp_path, "10BAKU79.html", SITE)
    assert document.text == "VZCZCXYZ0001\nFM AMEMBASSY BAKU\n\n" + TEXT.strip("\n")
    assert document.page == PageFacts("10BAKU79", "2010-02-04T13Z", "SECRET", "Embassy Baku")


@pytest.mark.parametrize("day", ["2010-13-04 13:01", "2010-02-31 13:01", "0000-00-00 00:00", "9999-12-31 25:00"])
def test_a_day_that_no_calendar_has_is_no_date(tmp_path: Path, day: str):
    document = read(tmp_path, "10BAKU79.html", SITE.replace("2010-02-04 13:01", day))
    cable = parse_cable(document.text, name=document.name, page=document.page)
    assert (cable.id, cable.date, cable.date_source, cable.year) == ("10BAKU79", None, None, 2010)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_attributes_are_read_however_they_are_laid_out(tmp_path: Path, layout: str):
    document = read(tmp_path, "page.htm", f"<html><body>{LAYOUTS[layout]}<pre>{TEXT}</pre></body></html>")
    assert document.text == TEXT.strip("\n")
    assert document.page == FACTS


@pytest.mark.parametrize("name", ["1975STATE036519.txt", "page.html"])
def test_a_text_between_its_frame_and_attributes_is_freed_of_them(tmp_path: Path, name: str):
    listed = "\n".join(f"{k.rstrip(':')}: {v}" for k, v in PAIRS)
    framed = f"Declassified/Released\n\nMessage Text\n\n{TEXT}\n\nMessage Attributes\n\n{listed}\n"
    document = read(tmp_path, name, framed if name.endswith("txt") else f"<pre>{framed}</pre>")
    assert document.text == TEXT.strip("\n")
    assert document.page == FACTS


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("1975 February 18, 20:58 (Tuesday)", "1975-02-18"),
        ("1975-02-18", "1975-02-18"),
        ("00 XXX 0000", None),
        ("n/a", None),
    ],
)
def test_a_day_is_read_however_it_is_written(tmp_path: Path, written: str, date: str | None):
    rows = f"<tr><td>Canonical ID:</td><td>1975STATE036519_b</td></tr><tr><td>Date:</td><td>{written}</td></tr>"
    listed = f"<table>{rows}</table>"
    assert read(tmp_path, "a.html", f"{listed}<pre>{TEXT}</pre>").page == PageFacts("1975STATE036519_b", date)


def test_the_published_pages_agree_with_their_texts(shared: Path):
    pages = [each for each in documents(shared / "html") if each.name]
    for page in pages:
        assert page.page.id == page.name
        text = shared / "cables" / f"{page.name}.txt"
        if text.is_file():
            assert page.text.split() == text.read_text(encoding="utf-8").split()
    assert pages


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<p><b a={}>"])
def test_a_page_that_would_keep_a_parser_busy_for_hours_is_refused(tmp_path: Path, tag: str):
    path = tmp_path / "maze.html"
    path.write_text("".join(tag.format(number) for number in range(20_000)) + f"<pre>{TEXT}</pre>")
    (refused,) = documents(path)
    assert refused.reason == "is nested more deeply, or has more attributes in a tag, than any page with a cable"


def test_a_page_of_many_tags_and_unclosed_ones_is_read(tmp_path: Path):
    path = tmp_path / "10BAKU79.html"
    path.write_text("<div><p>one<li>two<br><font>" * 100 + f"<pre>{TEXT}</pre>" + "<div><b>x</b></div>" * 20_000)
    (read,) = documents(path)
    assert "NO GRAIN WAS SOLD" in read.text
