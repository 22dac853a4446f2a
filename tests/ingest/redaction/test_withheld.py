"""A mark above a ceiling withholds what stands behind it, however it is written and wherever it stands."""

from itertools import product

import pytest
from invariants import check_cable
from invented import marked
from quick import done, quick_library

from assistant import Assistant
from ingest import parse_cable
from ingest.domain.clearance import Clearance
from ingest.redaction.damaged_markings import likenesses
from ingest.redaction.redact import marking, redacted

LETTERS = ("S", "s", "5", "$", "S/NF", "s/nf", "S//SI", "S/GC", "S//REL UK", "S-NF", "S NF", "S//HCS/SI/TK", "S.")
WORDS = (
    "SECRET",
    "Secret",
    "secret",
    "Top Secret//SI",
    "SECRET//N0F0RN",
    "S E C R E T",
    "5ECRET",
    "TS",
    "ts",
    "T S",
)
OTHERS = ("S//XYZZY", "S-//NF", "SNF", "TS//SI", "Ｓ", "Ѕ", "NOFORN", "CTS")
BRACKETED = [
    opened.replace("*", mark)
    for mark, opened in [
        *product((*LETTERS, *WORDS, *OTHERS), ("(*)",)),
        *product(("S", "s", "S//SI", "SECRET"), ("[*]", "{*}", "( * )", "(*]", "<*>", "（*）")),
    ]
]
LOST = [
    "S)",
    "s)",
    "S//NF)",
    "s/nf)",
    "SECRET)",
    "(S",
    "(s",
    "[S",
    "(S//NF",
    "(SECRET",
    "(s/nf",
    "S//NF",
    "SECRET:",
]
SPELLINGS = [
    *BRACKETED,
    *LOST,
    "SECRET//NOFORN",
    "TOP SECRET:",
    "Secret:",
    "S E C R E T:",
    "S.)",
    "(SECRET.",
    "5 NF)",
    "S/GC",
    "TS/NF",
]
LABELS = ("", "a. ", "A. ", "a) ", "(a) ", "- ", "-- ", "• ", "iv. ", "(iv) ", "Z. ", "1.a. ", "2. ", "2) ", "2.-")
POSITIONS = {
    **{f"a block with {label!r}": f"\n\n{label}*" for label in LABELS},
    **{f"a line with {label!r}": f"\n{label}*" for label in LABELS},
    "a label without a sign": "\n\na (U) Fine.\n\nb *",
    "a number without a sign": "\n\n#3 *",
    "within quotation marks": ' "*',
    "behind a sentence": " *",
    "behind a colon": " This was said: *",
    "behind a quotation": ' He said "yes." *',
    "behind a block of its own": "\n\na. (U) More of the public wheat. *",
    "behind a comment": "\n\nCOMMENT: *",
    "behind a page line": "\n\nREYKJAVIK 00000012  002 OF 002\n\n*",
    "in a heading": "\n\n* Zorheading\n---------------",
}
FOLLOWED = {"last": "", "followed": "\n\n2. (U) Public barley follows."}


def written(position: str, spelling: str, follows: str = "", number: int = 12) -> str:
    hidden = f"Public wheat stands here.{position.replace('*', spelling)} Zorcanary told of it."
    text = marked(("U", hidden), ("S", "Shut."), number=number, caption="", subject="(U) WHEAT")
    return text.replace("\n\n2. (S) Shut.", follows + "\n\n3. (S) Shut.") if follows else text


@pytest.mark.parametrize("follows", FOLLOWED.values(), ids=FOLLOWED)
@pytest.mark.parametrize("position", POSITIONS.values(), ids=POSITIONS)
def test_nothing_behind_a_mark_above_the_ceiling_is_left(position, follows):
    leaked = []
    for spelling in SPELLINGS:
        cable = parse_cable(written(position, spelling, follows), name="10REYKJAVIK12")
        for ceiling in ("U", "C"):
            left = redacted(cable, Clearance.parse(ceiling))
            if left:
                check_cable(left)
            if "zor" in repr(left).lower():
                leaked.append((spelling, ceiling))
    assert not leaked


@pytest.mark.parametrize(
    "spelling", ["(c)", "C)", "(C", "[C]", "(C0NFIDENTIAL)", "(Confidential)", "(C//SI)", "(SBU)"]
)
def test_what_is_confidential_is_withheld_from_who_may_read_what_is_public(spelling):
    cable = parse_cable(written("\n\n*", spelling), name="10REYKJAVIK12")
    assert "Zorcanary" not in repr(redacted(cable, Clearance.parse("U")))


@pytest.mark.parametrize("spelling", ["(U)", "(u)", "[U]", "( U )", "(UNCLASSIFIED)", "U)"])
def test_what_is_surely_low_enough_stays(spelling):
    cable = parse_cable(written(" *", spelling), name="10REYKJAVIK12")
    assert "Zorcanary" in repr(redacted(cable, Clearance.parse("U")))


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_subject_with_a_mark_in_it_goes(spelling):
    text = marked(("U", "Public wheat."), ("S", "Shut."), subject=f"(U) WHEAT. {spelling} ZORSUBJECT")
    left = redacted(parse_cable(text, name="10REYKJAVIK12"), Clearance.parse("U"))
    assert "ZORSUBJECT" not in repr(left)


@pytest.mark.parametrize(
    ("block", "stays"),
    [
        ("-- a point of the wheat;\n\n-- and another Zorcanary.", True),
        ("He told of Zorcanary and the wheat.", True),
        ("a. (U) Zorcanary.", True),
        ("a. Zorcanary.", False),
        ("(b) Zorcanary.", False),
        ("3, Zorcanary.", False),
        ("Z. Zorcanary.", False),
        ("COMMENT: Zorcanary. END COMMENT.", False),
        ("[Begin comment: Zorcanary.]", False),
        ("Note: Zorcanary.", False),
        ("The Zorcanary of the Wheat", False),
        ("The Wheat\n---------\n\nZorcanary.", False),
    ],
)
def test_an_unmarked_block_stays_within_a_numbered_paragraph_where_it_cannot_be_one_of_its_own(block, stays):
    text = marked(("U", f"Public wheat.\n\n{block}\n\nSo they said."), ("S", "Shut."), caption="")
    left = redacted(parse_cable(text, name="10REYKJAVIK12"), Clearance.parse("U"))
    assert left.paragraphs[0].text.startswith("Public wheat.")
    assert ("Zorcanary" in repr(left)) is stays


@pytest.mark.parametrize("block", ["Zorcanary told of it.", "   Zorcanary   3\n   Other       4", "-- Zorcanary;"])
def test_an_unmarked_block_goes_where_no_next_number_tells_whose_it_is(block):
    for after in ((), (("U", "Skipped."), ("S", "Shut."))):
        text = marked(("U", f"Public wheat.\n\n{block}"), *after, caption="").replace("2. (U) Skipped.\n\n", "")
        left = redacted(parse_cable(text, name="10REYKJAVIK12"), Clearance.parse("U"))
        assert [each.text for each in left.paragraphs] == ["Public wheat."]


def test_a_mark_with_an_unknown_caveat_raises_the_whole_cable():
    cable = parse_cable(marked((None, "Word.\n\n(S//SI) Zorcanary."), caption=""), name="10REYKJAVIK12")
    assert marking(cable).caveats == {"SI"}
    assert redacted(cable, Clearance.parse("S/NF")) is None
    top = parse_cable(marked((None, "Word.\n\n(TS) Zorcanary."), caption=""), name="10REYKJAVIK12")
    assert redacted(top, Clearance.parse("S/NF")) is None


@pytest.mark.parametrize(
    "words",
    [
        "the source(s) of it",
        "under sections 1.4 (b) and (c) of the order",
        "He met Ada Storm (S/GC).",
        "the S-300 (S-300) and a C-130",
        "(S. Korea) was named, (C-band) too",
        "(5,000 troops) came",
        "(U.S. officials) said so",
        "Secret talks were held. Confidential sources said so.",
    ],
)
def test_what_is_no_mark_is_taken_for_none(words):
    assert list(likenesses(f"There it was: {words}" if words[0].islower() else words)) == []


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A library with a cable for each spelling, the positions by turns, and a canary of its own in each."""
    folder = tmp_path_factory.mktemp("withheld")
    positions = list(POSITIONS.values())
    for at, spelling in enumerate(SPELLINGS):
        text = written(positions[at % len(positions)], spelling, number=100 + at)
        text = text.replace("1. (U) Public", "1. (U) Public rye.\n\n2. (U) Public")
        (folder / f"10REYKJAVIK{100 + at}.txt").write_text(text, encoding="utf-8")
    opened = quick_library(folder / "library")
    done(opened.ingest([folder]))
    yield opened
    opened.close()


@pytest.mark.parametrize("ceiling", ["U", "C"])
def test_no_door_of_a_copy_tells_of_it(library, ceiling):
    copy = library.cleared(Clearance.parse(ceiling))
    ids = list(copy.catalogue.ids())
    assert len(ids) == len(SPELLINGS)
    keys = copy.keys(ids)
    reported = (
        [each.raw for each in copy.cables(ids)],
        copy.cables(ids),
        copy.paragraphs(keys),
        copy.statements(keys),
        copy.people(),
        copy.cast(ids),
        copy.heads(ids),
        copy.spoken_by("Zorcanary"),
        copy.by_words("Zorcanary", 9),
        Assistant(copy).ask("What did Zorcanary tell of?").text.replace("What did Zorcanary tell of?", ""),
        Assistant(copy).ask("What was said of the public wheat?"),
    )
    leaks = [place for place, each in enumerate(reported) if "zorcanary told" in repr(each).lower()]
    assert not leaks
    assert "zor" not in repr(reported[:9]).lower()
    assert "zorcanary told" in repr(library.cables(ids)).lower()
