import pytest

from ingest.domain.posts import cable_id, display, parts, post, posts


@pytest.mark.parametrize(
    "written",
    [
        "10BAKU79",
        "10baku79",
        "10 BAKU 79",
        "10 BAKU 000079",
        "2010 BAKU 79",
        "BAKU 000079",
        "BAKU79",
        "BAKU 79 (2010)",
        "BAKU 79-10",
        "10BAKU79_a",
        " AMEMBASSY BAKU 79 ",
    ],
)
def test_every_way_to_write_an_id_gives_the_same_id(written):
    assert cable_id(written, year=2010) == "10BAKU79"


@pytest.mark.parametrize(
    ("written", "id"),
    [
        ("1976STATE187673", "76STATE187673"),
        ("1975DAMASC00512", "75DAMASCUS512"),
        ("1974TELAV06773", "74TELAVIV6773"),
        ("1976PANAMA01234", "76PANAMA1234"),
        ("1976RIODE00455", "76RIODEJANEIRO455"),
        ("1973NEWDE03432", "73NEWDELHI3432"),
        ("1974USUNN00123", "74USUNNEWYORK123"),
        ("1975ECBRU00099", "75USEUBRUSSELS99"),
        ("1975SALISB00012", "75HARARE12"),
        ("LA PAZ 3178", "09LAPAZ3178"),
        ("RIO DE JAN 00171", "09RIODEJANEIRO171"),
        ("ADDIS ABAB 1318", "09ADDISABABA1318"),
        ("SECSTATE 134796", "09STATE134796"),
        ("USUN 12", "09USUNNEWYORK12"),
        ("UNVIE 5", "09UNVIEVIENNA5"),
        ("USINT HAVANA 132", "09HAVANA132"),
        ("RPO DUBAI 56", "09RPODUBAI56"),
        ("KIEV 4", "09KIEV4"),
        ("KYIV 4", "09KYIV4"),
    ],
)
def test_aliases_and_cut_names_lead_to_the_post(written, id):
    assert cable_id(written, year=2009) == id


@pytest.mark.parametrize(
    "text", ["7 FAM 180", "PARIS POINTS", "IIR 6 902 9642 06", "BAKU", "BAKU 0", "", "79", "GUINEA 12", "SAN 4"]
)
def test_what_names_no_telegram_of_a_known_post_is_no_id(text):
    assert cable_id(text, year=2010) is None


def test_a_written_year_beats_the_year_of_the_context():
    assert cable_id("09 BAKU 79", year=2010) == "09BAKU79"


def test_without_any_year_there_is_no_id():
    assert cable_id("BAKU 79") is None


def test_two_digits_of_a_year_belong_to_the_century_of_telegrams():
    assert parts("66BUENOSAIRES2481").year == 1966
    assert parts("10BAKU79").year == 2010
    assert parts("55RIGA95").year == 1955


@pytest.mark.parametrize(
    ("id", "printed"),
    [("10BAKU79", "10 BAKU 79"), ("06LAPAZ3400", "06 LA PAZ 3400"), ("frus1974v27/d262", "frus1974v27/d262")],
)
def test_ids_are_printed_with_blanks(id, printed):
    assert display(id) == printed


@pytest.mark.parametrize("name", ["Embassy Rio de Janeiro", "AMCONSUL RIO DE JANEIRO", "Consulate Rio De Janeiro"])
def test_a_post_is_known_under_its_office(name):
    assert post(name) == "RIODEJANEIRO"


def test_the_gazetteer_knows_about_every_post():
    assert len(posts()) > 290
    assert all(canonical.isalpha() and canonical.isupper() for canonical in posts())
    assert all(post(printed) == canonical for canonical, printed in posts().items())


def test_a_filter_tells_a_post_as_it_is_printed():
    from ingest.domain.filters import FILTERS

    origin = next(each for each in FILTERS if each.name == "origin")
    assert (origin.told("abudhabi"), origin.printed("BAKU")) == ("sent from ABU DHABI", "BAKU")
