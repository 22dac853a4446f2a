import re

from ui.rendering.templates import render
from ui.rendering.timeline import LANES, Dot, NotedYears, timeline


def dot(number: int, date: str, word: str = "", subject: str | None = "FERRY") -> Dot:
    return Dot(f"#/c/10OSLO{number}", f"10OSLO{number}", date, subject, word)


def drawn(*dots: Dot, caption: str = "") -> str:
    return render("parts/timeline.html", line=timeline(dots, caption=caption))


def places(html: str) -> list[float]:
    return [float(place) for place in re.findall(r"<li style=\"--place: ([\d.]+)%", html)]


def test_each_cable_is_a_link_that_stands_at_its_date():
    html = drawn(dot(3, "2010-01-01"), dot(1, "2009-01-01T09:30Z"), dot(2, "2009-07-02"))
    assert re.findall(r'href="([^"]+)"', html) == ["#/c/10OSLO1", "#/c/10OSLO2", "#/c/10OSLO3"]
    assert places(html) == [0, 49.86, 100]
    assert "1 January 2009</span><span>1 January 2010" in html


def test_a_cited_cable_is_full_and_says_so():
    html = drawn(dot(1, "2009-01-01", "cited"), dot(2, "2009-07-02"))
    assert '<a class="full" href="#/c/10OSLO1"><span class="what">10OSLO1 · 1 January 2009 · cited · FERRY' in html
    assert '<a href="#/c/10OSLO2"><span class="what">10OSLO2 · 2 July 2009 · FERRY' in html


def test_cables_of_one_day_make_no_line():
    assert drawn() == ""
    assert drawn(dot(1, "2009-01-01"), dot(2, "2009-01-01T10:00Z")) == ""


def test_dots_that_would_cover_each_other_stand_one_above_the_other():
    html = drawn(*(dot(number, "2009-01-01") for number in range(9)), dot(99, "2010-01-01"))
    lanes = [int(lane) for lane in re.findall(r"--lane: (\d)", html)]
    assert sorted(set(lanes[:-1])) == list(range(LANES))
    assert lanes[-1] == 0


def test_years_are_named_where_there_is_room_for_them():
    assert re.findall(r">(\d{4})</i>", drawn(dot(1, "2007-06-01"), dot(2, "2009-06-01"))) == [
        "2008",
        "2009",
    ]
    assert len(re.findall("<i ", drawn(dot(1, "1950-06-01"), dot(2, "2009-06-01")))) < 9


def test_hostile_text_stays_text():
    html = drawn(dot(1, "2009-01-01", subject="<script>"), dot(2, "2010-01-01", '"><b>'), caption="<i>")
    assert "<script>" not in html
    assert "<b>" not in html
    assert "&lt;i&gt;" in html


def test_stretches_stand_along_the_line_within_its_ends_and_are_told_in_words():
    line = timeline(
        [dot(1, "2005-07-01"), dot(2, "2010-07-01")],
        caption="",
        stretches=[
            NotedYears(2005, 2006, "2005–2006: 3 found, 1 cited"),
            NotedYears(2010, 2010, "2010: 1 found, 0 cited"),
        ],
    )
    assert [(each.place, each.width) for each in line.stretches] == [("0.00", "30.01"), ("90.09", "9.91")]
    html = render("parts/timeline.html", line=line)
    assert "<li>2005–2006: 3 found, 1 cited</li>" in html
