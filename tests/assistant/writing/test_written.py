"""A model's text as it comes, cut into sentences with their labels."""

import pytest

from assistant.writing.reply_sentences import claim, labels, stretches

TWICE = "He doubted it [10OSLO7 ¶5]. They agreed [10OSLO8 ¶1]."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TWICE, ["He doubted it [10OSLO7 ¶5]. ", "They agreed [10OSLO8 ¶1]."]),
        ("He doubted it. [10OSLO7 ¶5] They agreed.", ["He doubted it. [10OSLO7 ¶5] ", "They agreed."]),
        ("Ten years [07OSLO1180 [1]]. They agreed.", ["Ten years [07OSLO1180 [1]]. ", "They agreed."]),
        ("Dr. Baro met Mr. Storm on No. 5.", ["Dr. Baro met Mr. Storm on No. 5."]),
        ("- Herring\n- Cod\n", ["- Herring\n", "- Cod\n"]),
        ("1. Herring fell.\n2. Cod rose.", ["1. Herring fell.\n", "2. Cod rose."]),
        ("He doubted it.\n[10OSLO7 ¶5]\n\nThey agreed.", ["He doubted it.\n[10OSLO7 ¶5]\n\n", "They agreed."]),
        ("1976", ["1976"]),
        ("No: P. Kumar left. He ran.", ["No: P. Kumar left. ", "He ran."]),
        ("He said “No. It rains. Go” and left. He ran.", ["He said “No. It rains. Go” and left. ", "He ran."]),
        ('"It rains. Go," he said. He ran.', ['"It rains. Go," he said. ', "He ran."]),
        (" \n", []),
    ],
)
def test_each_sentence_has_its_labels_and_the_space_behind_it(text, found):
    assert stretches(text, ended=True) == found


@pytest.mark.parametrize("length", range(len(TWICE)))
def test_a_sentence_is_told_only_once_it_cannot_change(length):
    assert stretches(TWICE[:length], ended=False) in ([], ["He doubted it [10OSLO7 ¶5]. "])


@pytest.mark.parametrize(
    "text",
    ["He doubted it. [10OSLO7 ¶5", 'He said "No. It rains. ', "He doubted it. [07OSLO1180 [1] ", "He met Dr. "],
)
def test_half_a_label_begins_no_sentence(text):
    assert stretches(text, ended=False) == []


@pytest.mark.parametrize(
    ("brackets", "each"),
    [
        ("10OSLO7 ¶5", ["10OSLO7 ¶5"]),
        ("10OSLO7 ¶ 5; ¶6", ["10OSLO7 ¶5", "10OSLO7 ¶6"]),
        ("10OSLO7 ¶5 and 10OSLO8 [2]", ["10OSLO7 ¶5", "10OSLO8 [2]"]),
    ],
)
def test_labels_are_read_one_by_one(brackets, each):
    assert list(labels(brackets)) == each


def test_a_claim_is_the_words_alone():
    assert claim("- **Baro** doubted it [10OSLO7 ¶5] [3].\n") == "Baro doubted it."
