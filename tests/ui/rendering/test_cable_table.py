"""Lists of cables as a table and as a file: all of them, in their order, nothing that a spreadsheet would run."""

import csv
import io
from dataclasses import replace

import pytest

from ingest.domain.selection import SelectedCable, Selection
from ui.rendering import answer_html, terminal
from ui.rendering.cable_table import MOST_ROWS, cable_csv, cable_table


@pytest.fixture(scope="module")
def listed(assistant):
    """A list of two cables, and what a library knows of them."""
    answer = assistant.ask("list all cables from baku")
    return answer, assistant.library.select(Selection(among=answer.cables))


def test_the_table_takes_the_place_of_the_entries(listed):
    html = answer_html.reply(listed[0], table=cable_table(*listed))
    assert html.count("<tr>") == 3
    assert '<th scope="col"><button type="button" class="sort">Date</button></th>' in html
    assert html.count("BAKU HEARS US OUT ON IRAN") == 1
    assert "2 cables from BAKU, the earliest first:" in html


def test_a_count_has_its_list_folded(assistant):
    answer = assistant.ask("how many cables are there from baku")
    html = answer_html.reply(
        answer, table=cable_table(answer, assistant.library.select(Selection(among=answer.cables)))
    )
    assert '<details class="cables"><summary>List: 2 cables' in html
    assert "There are 2 cables from BAKU." in html


def test_an_answer_that_lists_nothing_has_no_table(assistant):
    answer = assistant.ask("what's in here?")
    assert cable_table(answer, []) is None


def test_a_long_list_is_not_drawn_whole_but_told_whole(listed):
    ids = tuple(f"09BAKU{number}" for number in range(1, 1_001))
    table = cable_table(replace(listed[0], cables=ids), [])
    assert (len(table.rows), table.total) == (MOST_ROWS, 1_000)
    assert "1,000 cables, the first 200 of them shown" in answer_html.reply(
        replace(listed[0], cables=ids), table=table
    )
    assert len(cable_csv(ids, []).splitlines()) == 1_001


def test_a_file_holds_every_cable_in_order_and_no_formula():
    known = [
        SelectedCable("09BAKU2", "2009-01-02T10:00Z", "BAKU", "=HYPERLINK(“x”), “quoted”\nand broken", "SECRET"),
        SelectedCable("09BAKU1", "2009", "BAKU", None, None),
    ]
    written = cable_csv(["09BAKU1", "09BAKU2", "09BAKU3"], known)
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert rows[1:] == [
        ["2009", "09BAKU1", "BAKU", "", ""],
        ["2009-01-02", "09BAKU2", "BAKU", "'=HYPERLINK(“x”), “quoted” and broken", "SECRET"],
        ["", "09BAKU3", "BAKU", "not in this archive", ""],
    ]


def test_the_terminal_aligns_a_list(listed):
    lines = terminal.answer(listed[0]).splitlines()
    assert lines[0] == "2 cables from BAKU, the earliest first:"
    assert lines[2].startswith("[1]  09BAKU941  2009-12-02  CONFIDENTIAL  THE KURA LINE")
    assert lines[3].startswith("[2]  10BAKU79   2010-02-04  CONFIDENTIAL  BAKU HEARS US OUT")
