"""Whoever is asked about by an abbreviation that the archive opens is asked about by name."""

from quick import done, quick_library, write

from assistant.question.understand import understand
from assistant.retrieval.whose_name import named_in_full
from ingest.domain.filters import EVERYWHERE


def test_an_abbreviation_is_the_name_that_the_archive_opens(tmp_path):
    write(tmp_path / "cables", 1, "Deputy Minister Maren Gro Moe (MGM) told the Ambassador that fish are few.")
    write(tmp_path / "cables", 2, "The Ministry of Fisheries (MOF) said that nets are torn.")
    library = quick_library(tmp_path / "library")
    done(library.ingest([tmp_path / "cables"]))
    read = {
        short: named_in_full(library, understand(f"what did {short} say?"), EVERYWHERE) for short in ("MGM", "ABC")
    }
    library.close()
    assert read["MGM"].speaker == "Maren Gro Moe"
    assert "said by Maren Gro Moe" in read["MGM"].understood
    assert read["ABC"].speaker == "ABC"
