"""The lines of a table stay lines."""

import pytest

from ingest.domain.offsets import to_raw
from ingest.parsing.parser import parse_cable

HEAD = """\
P 041305Z FEB 10
FM AMEMBASSY OSLO
TO SECSTATE WASHDC

C O N F I D E N T I A L OSLO 000012

E.O. 12958: DECL: 02/04/2020
TAGS: ECON, NO
SUBJECT: FISH

"""


def paragraph(body: str) -> str:
    return parse_cable(f"{HEAD}{body}\n2. (U) The end.\n\nSTORM\n").paragraphs[0].text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (  # heads far indented, a rule, and prose right before and after
            """\
1. (U) Landings by county, in tons, were
                    2007     2008
------------------------------------
Troms             41,200   39,875
Nordland          18,440  20,010
Both years were good ones for cod, and the
fleet was smaller.
""",
            """\
Landings by county, in tons, were
                    2007     2008
Troms             41,200   39,875
Nordland          18,440  20,010
Both years were good ones for cod, and the fleet was smaller.""",
        ),
        (  # tabs
            "1. (U) Seats:\n\nParty\tSeats\tShare\nLabor\t64\t35.4%\nCenter\t11\t6.2%\n",
            "Seats:\n\nParty\tSeats\tShare\nLabor\t64\t35.4%\nCenter\t11\t6.2%",
        ),
        (  # narrow columns of figures
            "1. (U) Budget, in millions.\n\n   Navy  12.5  13.0\n   Army  8.75  9.25\n   Air Force  20.0  n/a\n",
            "Budget, in millions.\n\nNavy  12.5  13.0\nArmy  8.75  9.25\nAir Force  20.0  n/a",
        ),
    ],
)
def test_a_table_keeps_its_lines(body, text):
    assert paragraph(body) == text


@pytest.mark.parametrize(
    "body",
    [
        # two blanks after a full stop, as typists put them
        "1. (C) He left in 2007.  She stayed until the\nend of 2008.  Both returned in 2009.  Nobody\nknew why.  It was 2010.\n",
        # lines filled up to the margin
        "1. (C) The minister  said  that nobody\nhad  asked  him  about  the two ships\nthat had left  the  harbor  at  night.\n",
        # a single line with a gap
        "1. (C) The sum was      4,000 crowns, and\nit was paid.\n",
    ],
)
def test_prose_is_no_table(body):
    assert "\n" not in paragraph(body)


def test_the_words_of_a_row_stand_where_they_are_in_the_raw_text():
    raw = f"{HEAD}1. (U) Landings.\n\n             2007   2008\nTroms      41,200  39,875\n\n2. (U) The end.\n\nSTORM\n"
    cable = parse_cable(raw)
    text = cable.paragraphs[0].text
    row = "Troms      41,200  39,875"
    start = text.index(row)
    begin, end = to_raw(cable.paragraphs[0], start, start + len(row), raw)
    assert raw[begin:end] == row
