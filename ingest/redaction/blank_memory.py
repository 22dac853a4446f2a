"""Memory that is handed out blank, while files are written by a library that writes more than it has filled.

The index that Chroma keeps its vectors in (hnswlib) writes blocks of memory to disk as they are, with whatever was
in the parts that it never filled: perhaps the text of a cable. A copy cut for a clearance must not hold it.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

_PERTURB = -6  # M_PERTURB of mallopt(3): new memory is filled with the complement of a byte, freed memory with it
_BLANK, _AS_USUAL = 0xFF, 0


@contextmanager
def blank_memory() -> Iterator[None]:
    """Have memory that is taken in pieces of a kilobyte or more be blank, where glibc hands it out."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is None:
        yield
        return
    set_option(_PERTURB, _BLANK)
    try:
        yield
    finally:
        set_option(_PERTURB, _AS_USUAL)
