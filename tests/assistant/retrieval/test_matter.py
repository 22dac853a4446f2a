import pytest

from assistant.retrieval.key_terms import KeyTerms
from ingest.search.word_index import stems


def test_the_words_of_a_question_are_weighed_by_their_rarity(library):
    matter = KeyTerms.of(library, "what did he say about the minister and his ferret?")
    minister, ferret = stems("minister ferret")
    assert matter.weights.keys() == {minister, ferret}  # the others only ask
    assert matter.weights[ferret] > matter.weights[minister] > 0


def test_a_text_has_a_share_of_a_question(library):
    matter = KeyTerms.of(library, "who paid for the mackerel in Reykjavik?")
    assert matter.share("Reykjavik paid for its mackerels.") == pytest.approx(1.0)
    assert 0 < matter.share("Mackerel was served.") < 1
    assert matter.share("Nothing was served.") == matter.share() == matter.share(None) == 0.0


def test_texts_count_together(library):
    matter = KeyTerms.of(library, "who paid for the mackerel?")
    assert matter.share("It was paid.", None, "It was mackerel.") == pytest.approx(1.0)


@pytest.mark.parametrize("question", ["", "what did he say?", "?!"])
def test_a_question_about_nothing_is_shared_by_nothing(library, question):
    assert KeyTerms.of(library, question).share("what did he say?") == 0.0


def test_a_possessive_adds_no_word(library):
    assert KeyTerms.of(library, "the minister's ferret").weights == KeyTerms.of(library, "minister ferret").weights
