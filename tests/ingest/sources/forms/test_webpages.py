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


PLUSD = """<html><body><p>Search the library</p><table id="synopsis"><tbody><tr><td colspan="2">GRAIN</td></tr>
<tr><td><div class="s_key">Date:</div><div class="s_val">1975 February 18, 20:58 (Tuesday)</div></td>
<td><div class="s_key">Canonical ID:</div><div class="s_val">1975STATE036519_b</div></td></tr>
<tr><td><div class="s_key">Original Classification:</div><div class="s_val">LIMITED OFFICIAL USE</div></td>
<td><div class="s_key">From:</div><div class="s_val">Department of State</div></td></tr></tbody></table>
<div id="tagged-text">{}</div><div id="raw"><pre>row = 12</pre></div><div>Help us</div></body></html>"""
HISTORY = """<html><head><link rel="canonical"
href="https://history.state.gov/historicaldocuments/frus1964-68v99/d{number}"/></head><body><nav>Home</nav>
<main id="content"><div id="content-inner">{above}<h4 class="tei-head7">{title}<a class="note"
href="#fn1"><sup>1</sup></a></h4>{opener}<p>4410. Minister said<a class="note" href="#fn2"><sup>2</sup></a> no.</p>
<p>He left.</p><div class="tei-closer"><span>Bianchi</span></div>{notes}</div></main><aside>Persons</aside>
<footer>Contact</footer></body></html>"""
NOTES = """<div class="footnotes"><ol><li class="footnote">Source: National Archives, RG 59. Secret.<a class="fn-back"
href="#a">back</a></li><li class="footnote">Not printed.</li></ol></div>"""


@pytest.mark.parametrize(
    "text", [f"<pre>{TEXT}</pre>", TEXT, TEXT.replace("\n", "<br/>"), TEXT.replace("\n", "<br/>\n")]
)
def test_a_page_of_plusd_gives_its_own_text_and_attributes(tmp_path: Path, text: str):
    document = read(tmp_path, "page.html", PLUSD.format(text))
    assert document.text == TEXT.strip("\n")
    assert document.page == PageFacts(
        "1975STATE036519_b", "1975-02-18", "LIMITED OFFICIAL USE", "Department of State"
    )


def test_a_page_of_history_state_gov_needs_no_pre(tmp_path: Path):
    page = HISTORY.format(
        number=2,
        above="",
        title="2. Telegram From the Embassy in Italy to the Department of State",
        opener="<div class='tei-dateline'><span>Rome</span>, <span>March 2, 1967, 1430Z</span>.</div>",
        notes=NOTES,
    )
    document = read(tmp_path, "d2.html", page)
    assert document.text == (
        "2. Telegram From the Embassy in Italy to the Department of State\n\nRome, March 2, 1967, 1430Z.\n\n"
        "4410. Minister said no.\n\nHe left.\n\nBianchi\n"
    )
    cable = parse_cable(document.text, name=document.name, page=document.page)
    assert (cable.id, cable.date, cable.origin) == ("frus1964-68v99/d2", "1967-03-02T14:30Z", "Embassy in Italy")
    assert (cable.classification, cable.signature) == ("SECRET", "Bianchi")


def test_an_older_telegram_on_such_a_page_is_known_by_its_source_note(tmp_path: Path):
    page = HISTORY.format(
        number=7,
        above="<div class='sourcenote'>860Z.24/5–247: Telegram</div>",
        title="<em>The Minister in Syldavia</em> (<em>Hart</em>) <em>to the Secretary of State</em>",
        opener="<div><span>confidential</span></div><div>Klow, May 2, 1947—10 p. m.</div>",
        notes="",
    )
    document = read(tmp_path, "d7.html", page)
    cable = parse_cable(document.text, name=document.name, page=document.page)
    assert (cable.id, cable.date, cable.origin) == ("frus1964-68v99/d7", "1947-05-02", "Minister in Syldavia")
    assert (cable.classification, cable.paragraphs[-1].text) == ("CONFIDENTIAL", "He left.")


def test_a_memorandum_on_such_a_page_is_no_cable(tmp_path: Path):
    path = tmp_path / "d1.html"
    path.write_text(
        HISTORY.format(number=1, above="", title="1. Memorandum of Conversation", opener="", notes=NOTES)
    )
    (failure,) = documents(path)
    assert "without the text of a cable" in failure.reason
