"""Footnotes, in-text citations and entries of a bibliography, as a historian would write them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from assistant.citing.cable_reference import CableReference
from assistant.citing.citation_styles import STYLES, cited
from ingest.errors import SettingsError

CABLE = CableReference(
    "06PARIS1234",
    "Embassy Paris",
    "State Department",
    "THE CEILING OF THE LOUVRE",
    "2006-05-03",
    "CONFIDENTIAL",
    4,
    4,
)


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        (
            "chicago",
            "Embassy Paris to State Department, “THE CEILING OF THE LOUVRE,” telegram 06PARIS1234, May 3, 2006, "
            "para. 4.",
        ),
        (
            "chicago-bibliography",
            "Embassy Paris to State Department. “THE CEILING OF THE LOUVRE.” Telegram 06PARIS1234, May 3, 2006.",
        ),
        ("chicago-in-text", "(Embassy Paris 2006, para. 4)"),
        (
            "apa",
            "Embassy Paris. (2006, May 3). THE CEILING OF THE LOUVRE (Telegram 06PARIS1234) [to State Department].",
        ),
        ("apa-in-text", "(Embassy Paris, 2006, para. 4)"),
        (
            "mla",
            "Embassy Paris. “THE CEILING OF THE LOUVRE.” Telegram 06PARIS1234 to State Department, 3 May 2006.",
        ),
        ("mla-in-text", "(Embassy Paris, 06PARIS1234, par. 4)"),
    ],
)
def test_a_paragraph_is_cited_in_every_style(style, printed):
    assert cited([CABLE], style) == [printed]


def test_every_style_is_tested():
    tested = test_a_paragraph_is_cited_in_every_style.pytestmark[0].args[1]
    assert [style for style, _ in tested] == [each.name for each in STYLES]


@pytest.mark.parametrize(
    ("known", "note"),
    [
        (
            CableReference("09OSLO1", "Embassy Oslo", None, 'BERG: "NO" TO “COD”.', "2009", ordinal=0),
            "Embassy Oslo, “BERG: ‘NO’ TO ‘COD,’” telegram 09OSLO1, 2009, header.",
        ),
        (CableReference("letter", ordinal=7), "telegram letter, n.d., unnumbered paragraph 7."),
        (CableReference("letter", "Oslo", None, "WHO PAYS?"), "Oslo, “WHO PAYS?,” telegram letter, n.d."),
        (
            CableReference("letter", None, None, r"<b>A</b> & {B} $x$ 5% \ Ünal"),
            r"“<b>A</b> & {B} $x$ 5% \ Ünal,” telegram letter, n.d.",
        ),
    ],
)
def test_a_note_leaves_out_what_is_not_known_and_keeps_every_sign(known, note):
    assert cited([known]) == [note]


def test_where_no_quotation_marks_stand_around_a_subject_its_own_ones_are_double():
    quoted = CableReference("06PARIS1", "Embassy Paris", None, 'A "PARTNERSHIP" OF YEARS', "2006-05-03")
    assert cited([quoted], "apa") == [
        "Embassy Paris. (2006, May 3). A “PARTNERSHIP” OF YEARS (Telegram 06PARIS1)."
    ]
    assert "‘PARTNERSHIP’" in cited([quoted], "chicago")[0]


def test_a_file_of_ones_own_is_a_style_too(tmp_path):
    style = tmp_path / "numbers.csl"
    style.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info><title>N</title><id>n</id>'
        "<updated>2026-01-01T00:00:00+00:00</updated></info><citation><layout><text variable='number'/></layout>"
        "</citation></style>"
    )
    assert cited([CABLE], str(style)) == ["06PARIS1234"]


@pytest.mark.parametrize("style", ["vancouver", "nowhere.csl", "../secrets"])
def test_what_is_no_style_is_refused(style):
    with pytest.raises(SettingsError):
        cited([CABLE], style)


def test_many_at_once_do_not_disturb_each_other():
    alike = [CableReference(f"06PARIS{number}", "Embassy Paris", date="2006") for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        notes = [*threads.map(lambda each: cited([each], "mla-in-text")[0], alike)]
    assert notes == [f"(Embassy Paris, 06PARIS{number})" for number in range(40)]


LETTER = CableReference(
    "letter-to-mr-prentiss-7c6dc6d7",
    "Edwin R. Halloway",
    "Mr. Prentiss",
    "Letter to Mr. Prentiss",
    "1947-10-11",
    ordinal=2,
    pages=(2, 3),
    kind="letter",
)
CUTTING = CableReference(
    "bridge-collapses-027b92a4",
    "Émile Vautrin",
    subject="Bridge Collapses",
    date="1953-01-17",
    ordinal=1,
    pages=(1,),
    kind="article",
)
STUDY = CableReference("study-of-the-strait-15fd10c4", subject="Study of the Strait", ordinal=4, kind="report")


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        (
            "chicago",
            [
                "Edwin R. Halloway to Mr. Prentiss, letter, October 11, 1947, pp. 2–3.",
                "Émile Vautrin, “Bridge Collapses,” newspaper article, January 17, 1953, p. 1.",
                "“Study of the Strait,” report, n.d., para. 4.",
            ],
        ),
        (
            "apa-in-text",
            [
                "(Edwin R. Halloway, 1947, pp. 2–3)",
                "(Émile Vautrin, 1953, p. 1)",
                "(“Study of the Strait”, n.d., para. 4)",
            ],
        ),
        (
            "mla-in-text",
            [
                "(Edwin R. Halloway, pp. 2–3)",
                "(Émile Vautrin, p. 1)",
                "(“Study of the Strait”, par. 4)",
            ],
        ),
    ],
)
def test_what_is_no_cable_is_cited_by_its_page_and_as_what_it_is(style: str, printed: list[str]):
    assert cited([LETTER, CUTTING, STUDY], style) == printed


def test_a_cable_is_cited_by_its_paragraph_though_its_file_has_pages():
    assert cited([replace(CABLE, pages=(3,))], "chicago-in-text") == ["(Embassy Paris 2006, para. 4)"]
    assert cited([replace(CABLE, paragraph=None, pages=(3,))], "chicago-in-text") == ["(Embassy Paris 2006, p. 3)"]
