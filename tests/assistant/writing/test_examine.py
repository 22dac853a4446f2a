"""What becomes of a sentence that another passage of its cable speaks of, too."""

from quick import done, quick_library, write

from assistant.answer import Passage
from assistant.writing.examine import Examiner
from assistant.writing.exhibits import exhibits

DENIED = "Baro did not accept the loan for the mill at Vik in spring, whatever the bank in Bergen offered him."
MEAGER = "Baro accepted the loan."


def test_what_a_passage_contradicts_stays_so_unless_another_comes_as_close(tmp_path):
    path = write(tmp_path / "cables", 7, DENIED, MEAGER)
    library = quick_library(tmp_path / "library")
    done(library.ingest([path]))
    (cable,) = library.cables(["10OSLO7"])
    passages = [
        Passage(
            cable.id, p.number, p.ordinal, 1.0, p.text, p.section, p.level, cable.subject, cable.date, cable.origin
        )
        for p in cable.paragraphs
    ]
    shown = exhibits(library, passages)
    examiner = Examiner(library, shown)
    turned = "Baro accepted the loan for the mill at Vik in spring [10OSLO7 ¶1]."
    assert examiner.examine(turned).judgement.verdict == "contradicted"
    assert examiner.examine("Baro accepted the loan [10OSLO7 ¶1].").judgement.verdict == "elsewhere"
    library.close()
