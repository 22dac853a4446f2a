"""What somebody speaks about. All sentences are invented."""

from assistant.suggestions.topics import topics, words_of


def test_names_behind_a_preposition_are_topics_the_most_frequent_first():
    said = ["He had no faith in Norway.", "Of Norway, he said little; about Iceland, more."]
    assert topics(said) == ["Norway", "Iceland"]


def test_adjectives_offices_and_months_are_none():
    said = ["He met with Turkish bankers in March, spoke to Minister Brekke, and thought of Ambassador Storm."]
    assert topics(said) == []


def test_what_is_known_already_is_left_out():
    assert topics(["He wrote to Brekke about Norway."], without=["what did Anna Brekke say"]) == ["Norway"]


def test_in_capitals_nothing_is_written_like_a_name():
    assert topics(["HE HAD NO FAITH IN NORWAY."]) == []


def test_the_words_of_somebody_come_with_their_cables(library):
    said = list(words_of(library, "Salmanli"))
    assert {"09BAKU941"} <= {cable for cable, _ in said}
    assert all(words.strip() for _, words in said)
