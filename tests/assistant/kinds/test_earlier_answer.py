"""Which sentences of its cables the answer before told."""

import quick

from assistant.answer import Turn
from assistant.kinds.earlier_answer import EarlierAnswer


def test_a_sentence_that_was_quoted_without_its_heading_is_known_again(tmp_path):
    quick.write(
        tmp_path / "cables", 1, "Comment: The Minister takes the matter of the herring seriously. End comment."
    )
    library = quick.quick_library(tmp_path / "library")
    quick.done(library.ingest([tmp_path / "cables"]))
    said = "“The Minister takes the matter of the herring seriously.” [1]"
    turns = (Turn("user", "what of the herring?"), Turn("assistant", said, cables=("10OSLO1",)))
    told = EarlierAnswer.of(library, turns).told
    library.close()
    assert ["takes the matter of the herring seriously" in each.text for each in told] == [True]
