"""How much of one input is read at most, whatever its form: sizes, members, depth, and how far it may unpack."""

from dataclasses import dataclass
from typing import Self

MEBIBYTE = 1 << 20
# A cable of one line or of a thousand: the longest published ones have some 300,000 characters.
LARGEST_TEXT = 4 * MEBIBYTE
# What is held in memory as a whole: a text, a page, a volume of FRUS (up to 10 MB), one line of records.
LARGEST_FILE = 64 * MEBIBYTE
IN_MEMORY = 16 * MEBIBYTE  # of what must be copied to be read; more goes to a temporary file without a name
LARGEST_COPY = 1024 * MEBIBYTE  # a zip of the full dump has some 400 MB
LARGEST_MEMBER = 4 * 1024 * MEBIBYTE  # the full dump has 1.7 GB
MOST_MEMBERS = 500_000  # of one input; the two large archives of cables have 251,287 and some 320,000
MOST_UNPACKED = 8 * 1024 * MEBIBYTE  # of one input; the full dump has 1.7 GB
RATIO = 100  # texts shrink to a fifth or a tenth, a bomb to a thousandth
SMALL = 16 * MEBIBYTE  # may shrink as it likes
LARGEST_WINDOW = (
    256 * MEBIBYTE
)  # of memory, that an .xz file may ask for; the largest of the usual settings takes 65
DEEPEST_ARCHIVE = 2  # an archive in an archive
DEEPEST_ELEMENT = 200  # open at once in XML; documents have about 30
MOST_ELEMENTS = 10_000_000  # in one part of a document
MOST_CELLS = 20_000_000  # of a workbook; the cells between two that are filled count too
LARGEST_STYLES = 4 * MEBIBYTE  # and whatever else a workbook has beside its cells
LARGEST_RICH_TEXT = 16 * MEBIBYTE  # of an .rtf file without pictures
LARGEST_CELL = 32_767  # characters, by Excel itself: the rest is cut off when it is written
MOST_VALUES = 4_000_000  # brackets and commas of JSON that is read as a whole
MOST_MESSAGES = 1_000_000  # of a mailbox
MOST_PARTS = 1_000  # of a message


@dataclass(slots=True)
class Budget:
    """What one input may still cost, however its archives are nested; it is used up as they are read."""

    members: int = MOST_MEMBERS
    size: int = MOST_UNPACKED

    @classmethod
    def of(cls, packed: int) -> Self:
        """Return that of an input of so many bytes: many small members may unpack to no more than a large one."""
        return cls(size=min(MOST_UNPACKED, SMALL + RATIO * packed))
