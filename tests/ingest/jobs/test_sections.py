"""A telegram in several sections is one cable, whether they stand in one file or in several."""

import pytest
from quick import done, quick_library

from ingest.parsing.parser import parse_cable
from ingest.parsing.sections import first_section
from ingest.sources.read_source import documents

FIELDS = "E.O. 12958: N/A\nTAGS: EWWT IS\nSUBJECT: THE LIGHTHOUSE\n\n"


def section(number: int, body: str, fields: str = "", of: int = 3, before: str = "") -> str:
    return (
        f"{before}R 041200Z JUN 08\nFM AMEMBASSY REYKJAVIK\nTO SECSTATE WASHDC 5512\n\n"
        f"UNCLAS SECTION {number:02} OF {of:02} REYKJAVIK 000321\n\nSIPDIS\n\n{fields}{body}\n"
    )


FIRST = section(1, "1. The keeper said that the lamp was out.\n\n2. He would not", FIELDS)
SECOND = section(2, "mend it before May.\n\n3. His wife would.")
THIRD = section(3, "4. Comment: We saw no light.\nSTORM")
WHOLE = [
    "The keeper said that the lamp was out.",
    "He would not mend it before May.",
    "His wife would.",
    "Comment: We saw no light.",
]


@pytest.fixture
def library(tmp_path):
    opened = quick_library(tmp_path / "library")
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "cables").mkdir()
    return tmp_path / "cables"


def put(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def words(library) -> list[str]:
    return [paragraph.text for paragraph in library.cable("08REYKJAVIK321").paragraphs]


TELETYPE = "VZCZCXRO120{0}\nRR RUEHDBU\nDE RUEHRK #0321/0{0} 1561200\nZNR UUUUU ZZH\n"


@pytest.mark.parametrize("before", ["", TELETYPE, "BT\n#0321\n\nNNNN\n\n\n" + TELETYPE])
def test_sections_in_one_file_are_one_cable(folder, before):
    texts = [
        section(number, body, FIELDS, before=before.format(number) if number > 1 else "")
        for number, body in enumerate(
            (
                "1. The keeper said that the lamp was out.\n\n2. He would not",
                "mend it before May.\n\n3. His wife would.",
                "4. Comment: We saw no light.\nSTORM",
            ),
            start=1,
        )
    ]
    (document,) = documents(put(folder, all="\n".join(texts)))
    cable = parse_cable(document.text, name=document.name)
    assert [paragraph.text for paragraph in cable.paragraphs] == WHOLE
    assert (cable.id, cable.subject, cable.signature) == ("08REYKJAVIK321", "THE LIGHTHOUSE", "STORM")


def test_a_class_line_may_be_broken_behind_its_section(folder):
    broken = [text.replace(" REYKJAVIK 000321", "\nREYKJAVIK 000321") for text in (FIRST, SECOND, THIRD)]
    (document,) = documents(put(folder, all="\n".join(broken)))
    assert [paragraph.text for paragraph in parse_cable(document.text, name=document.name).paragraphs] == WHOLE


def test_sections_of_other_telegrams_in_one_file_are_cables_of_their_own(folder):
    other = SECOND.replace("000321", "000999")
    assert len(list(documents(put(folder, all=f"{FIRST}\n\n{other}{FIELDS}")))) == 2


@pytest.mark.parametrize("order", ["abc", "cab", "bca"])
def test_sections_in_several_files_are_one_cable_in_whatever_order_they_come(library, folder, order):
    texts = dict(zip(order, (FIRST, SECOND, THIRD), strict=True))
    report = done(library.ingest([put(folder, **texts)]))
    assert words(library) == WHOLE
    cable = library.cable("08REYKJAVIK321")
    assert (cable.subject, cable.signature) == ("THE LIGHTHOUSE", "STORM")
    assert library.other_versions(cable.id) == []
    assert sorted(news.reason for news in report.remarks) == [
        f"begins with section {number} of 3 of 08REYKJAVIK321; the sections of a cable are joined"
        for number in (2, 3)
    ]


def test_a_section_that_comes_later_is_joined_and_one_that_goes_is_not_missed(library, folder):
    done(library.ingest([put(folder, a=FIRST, c=THIRD)]))
    assert words(library) == [WHOLE[0], "He would not", WHOLE[3]]
    done(library.ingest([put(folder, b=SECOND)]))
    assert words(library) == WHOLE
    assert len(done(library.forget(str(folder / "b.txt"))).inputs) == 0
    assert words(library) == [WHOLE[0], "He would not", WHOLE[3]]
    assert library.files("08REYKJAVIK321") == [str(folder / "a.txt"), str(folder / "c.txt")]


def test_a_section_that_changes_changes_the_cable(library, folder):
    done(library.ingest([put(folder, a=FIRST, b=SECOND, c=THIRD)]))
    assert done(library.ingest([put(folder, b=SECOND.replace("wife", "son"))])).counts["replaced"] == 1
    assert words(library)[2] == "His son would."


def test_nothing_is_doubled_where_one_text_has_all_sections(library, folder):
    whole = f"{FIRST}\nREYKJAVIK 00000321  002 OF 003\n\nmend it before May.\n\n3. His wife would.\n\n4. Comment: We saw no light.\nSTORM\n"
    done(library.ingest([put(folder, a=whole, b=SECOND, c=THIRD)]))
    assert words(library) == WHOLE


@pytest.mark.parametrize("names", ["bc", "cb"])
def test_of_a_section_that_came_twice_the_fuller_text_is_taken(library, folder, names):
    cut = SECOND.replace("3. His wife would.", "3. His wi")
    done(library.ingest([put(folder, a=FIRST, **dict(zip(names, (SECOND, cut), strict=True)))]))
    assert words(library) == WHOLE[:3]


def test_everything_of_a_joined_cable_is_forgotten(library, folder):
    done(library.ingest([put(folder, a=FIRST, b=SECOND)]))
    gone = done(library.forget("08REYKJAVIK321"))
    assert (gone.places, len(gone.inputs)) == (2, 2)
    assert library.cable("08REYKJAVIK321") is None
    done(library.ingest([folder]))
    done(library.forget(str(folder)))
    assert library.is_empty
    assert library.missing_files() == ()


def test_a_joined_cable_is_sound_and_is_read_again_unchanged(library, folder):
    done(library.ingest([put(folder, a=FIRST, b=SECOND, c=THIRD)]))
    assert not done(library.check()).faults
    revision = library.revision
    assert done(library.ingest([folder])).counts == {"unchanged": 3}
    assert (library.revision, words(library)) == (revision, WHOLE)


def test_a_later_section_alone_is_shown_as_such(library, folder):
    done(library.ingest([put(folder, b=SECOND)]))
    cable = library.cable("08REYKJAVIK321")
    assert (first_section(cable), cable.sections) == (2, 3)
