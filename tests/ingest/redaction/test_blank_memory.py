"""What a native library writes of memory that it never filled is nothing of what was there before."""

import ctypes
import sys

import pytest

from ingest.redaction.blank_memory import blank_memory

pytestmark = pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="no mallopt in this C library")
SECRET = b"the text of a cable " * 200  # less than a kilobyte glibc hands out as it is


@pytest.fixture
def c() -> ctypes.CDLL:
    library = ctypes.CDLL(None)
    library.malloc.restype = ctypes.c_void_p
    library.malloc.argtypes = [ctypes.c_size_t]
    library.free.argtypes = [ctypes.c_void_p]
    return library


def taken(c: ctypes.CDLL) -> bytes:
    """Take memory where a text has just been, and return what is in it, but for the heap's own first words."""
    places = [c.malloc(len(SECRET)) for _ in range(200)]
    for place in places:
        ctypes.memmove(place, SECRET, len(SECRET))
    for place in places:
        c.free(place)
    places = [c.malloc(len(SECRET)) for _ in range(200)]
    found = b"".join(ctypes.string_at(place + 32, len(SECRET) - 32) for place in places)
    for place in places:
        c.free(place)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc hands used memory out as it was for certain")
def test_memory_is_blank_within_and_as_usual_after(c):
    assert b"text of a cable" in taken(c)
    with blank_memory():
        assert b"text of a cable" not in taken(c)
    assert b"text of a cable" in taken(c)
