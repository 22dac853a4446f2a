"""Cables that were cut, shuffled, doubled or spoilt: each is read whole or refused.

Some hundreds of them in every run of the tests; `REFTEL_MUTATIONS=10000` asks for more.
"""

import os
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invariants import check_cable, check_sentences

from ingest import parse_cable
from ingest.errors import SourceError
from ingest.samples import SAMPLES
from ingest.sources.encodings import decode

SHARED = Path(__file__).parents[4] / "shared"
FOLDERS = [folder for folder in (SAMPLES, SHARED / "parse") if folder.is_dir()]
CABLES = [(path.stem, decode(path.read_bytes())) for folder in FOLDERS for path in sorted(folder.glob("*.txt"))]
EXAMPLES = int(os.environ.get("REFTEL_MUTATIONS", "300"))


@st.composite
def stretches(draw, length):
    """Two places in something of this length, in order."""
    return sorted(draw(st.lists(st.integers(0, length), min_size=2, max_size=2)))


def cut(draw, text):
    start, end = draw(stretches(len(text)))
    return text[:start] + text[end:]


def halves_of_two(draw, text):
    _, other = draw(st.sampled_from(CABLES))
    return text[: draw(st.integers(0, len(text)))] + other[draw(st.integers(0, len(other))) :]


def shuffled_lines(draw, text):
    lines = text.split("\n")
    start, end = draw(stretches(len(lines)))
    chosen = lines[start:end]
    Random(draw(st.integers(0, 1000))).shuffle(chosen)
    return "\n".join([*lines[:start], *chosen, *lines[end:]])


def doubled_lines(draw, text):
    lines = text.split("\n")
    start, end = draw(stretches(len(lines)))
    return "\n".join([*lines[:end], *lines[start:]])


def other_case(draw, text):
    start, end = draw(stretches(len(text)))
    change = draw(st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
    return text[:start] + change(text[start:end]) + text[end:]


def other_bytes(draw, text):
    place = draw(st.integers(0, len(text)))
    rest = text[place:].encode()[draw(st.integers(0, 40)) :]
    return decode(text[:place].encode() + draw(st.binary(max_size=40)) + rest)


MUTATIONS = [cut, halves_of_two, shuffled_lines, doubled_lines, other_case, other_bytes]


@st.composite
def mutated(draw):
    """A cable's name and text after one to four mutations; the text is None where no reader would pass it on."""
    name, text = draw(st.sampled_from(CABLES))
    try:
        for mutate in draw(st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=4)):
            text = mutate(draw, text)
    except SourceError:
        return name, None
    return draw(st.sampled_from([name, None])), text


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutated())
def test_a_spoilt_cable_is_read_or_refused(named):
    name, text = named
    if text is None:
        return
    try:
        cable = parse_cable(text, name=name)
    except SourceError:
        return
    check_cable(cable)
    check_sentences(cable)
