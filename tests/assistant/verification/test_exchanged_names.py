"""Names that stand where their source has another."""

from assistant.verification.exchanged_names import displaced, exchanged

GIVEN = [
    "The fleet of Norway blocked the port, and Iceland sued the owners in Bergen. In the evening Lind called the verdict odd."
]


def test_two_names_that_changed_places_are_told():
    assert exchanged("The fleet of Iceland blocked the port, and Norway sued the owners in Bergen.", GIVEN) == (
        "Iceland",
        "Norway",
    )
    assert exchanged("The fleet of Norway blocked the port, and Iceland sued the owners in Bergen.", GIVEN) is None


def test_a_name_that_stands_where_another_does_is_told():
    assert displaced("Then Bergen sued the owners in Bergen.", GIVEN) is None
    assert displaced("It blocked the port, and Lind sued the owners in Bergen.", GIVEN) == ("Lind", "Iceland")
    assert displaced("It blocked the port, and Iceland sued the owners.", GIVEN) is None


def test_an_abbreviation_is_no_other_name():
    given = ["The GOI blocked the port and sued the owners. Iceland has no other."]
    assert displaced("Iceland blocked the port and sued the owners.", given) is None


def test_what_stands_right_beside_a_name_tells_its_place():
    given = ["Lind told Baro that the mill would close."]
    assert exchanged("Baro told Lind that the mill would close.", given) == ("Baro", "Lind")
    assert exchanged("Lind told Baro that the mill would close.", given) is None


def test_a_name_with_a_letter_wrong_is_the_same():
    given = ["The council opposed an Icelandic proposal. Lind said that a Reykjavk resolution would be odd."]
    assert displaced("Lind said that a Reykjavik resolution would be odd.", given) is None


def test_who_is_told_by_another_name_is_that_name():
    given = [
        "The envoy thanked the Cod League for raising a motion that called for peace. Lind leads the Cod League."
    ]
    thanked = "The envoy thanked {} for raising a motion that called for peace."
    assert displaced(thanked.format("the Cod League's secretary, Lind,"), given) is None
    assert displaced(thanked.format("Lind"), given) == ("Lind", "Cod League")


def test_a_pronoun_may_stand_for_a_name():
    given = [
        "While Lind opposes a union with Iceland, he has skirted the question by favoring slow talks with all."
    ]
    assert displaced("Lind has skirted the question by favoring slow talks.", given) is None
