"""What the catalogue says of rows that do not belong together."""

import sqlite3

import pytest
from quick import done, quick_library, write

from ingest.catalogue.catalogue import Catalogue


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("DELETE FROM paragraphs WHERE ordinal = 1", "1 paragraph fewer than its cables should have"),
        ("UPDATE cables SET paragraphs = 0", "2 paragraphs more than its cables should have"),
        ("UPDATE cables SET document = -1", "1 cable whose text is missing"),
        ("UPDATE documents SET cable = '10OSLO9'", "1 text whose cable is missing"),
    ],
)
def test_rows_that_do_not_belong_together_are_counted(tmp_path, damage, fault):
    library = quick_library(tmp_path / "library")
    done(library.ingest([write(tmp_path / "cables", 1, "It sank.", "It was raised.")]))
    library.close()
    path = tmp_path / "library" / "catalogue.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(damage)
    catalogue = Catalogue(path)
    assert fault in catalogue.integrity.faults()
    catalogue.close()
