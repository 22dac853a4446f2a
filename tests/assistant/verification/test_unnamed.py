"""Names that a sentence has and its paragraph does not, and those that it has in other words."""

import pytest

from assistant.verification.unnamed import unnamed

TEXT = "The FPU wrote to Lind and to Mary Baro. The West was silent."


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("The Fraud Prevention Unit wrote to Lind.", []),
        ("The Fishing Permit Office wrote to Lind.", ["Fishing", "Permit"]),
        ("It wrote to Erik Lind.", []),
        ("It wrote to Erik Berg.", ["Erik", "Berg"]),
        ("It wrote to Mary Baro.", []),
        ("It wrote to Jane Baro.", ["Jane"]),
        ("Companies were silent in Western states.", []),
    ],
)
def test_names_that_the_text_has_in_other_words_stand(sentence, missing):
    assert [name.text for name in unnamed(sentence, [TEXT])] == missing
