"""What holds for every cable that the parser returns, whatever text it was given."""

import json
from itertools import pairwise

from ingest.attribution.attribute import readable, statements
from ingest.domain.cable import Cable
from ingest.domain.serialization import to_json
from ingest.language.sentences import sentences


def check_cable(cable: Cable) -> None:
    """Fail unless the parts of a cable agree with each other and with its raw text."""
    _check_spans(cable)
    _check_paragraphs(cable)
    json.dumps(to_json(cable))


def check_sentences(cable: Cable) -> None:
    """Fail unless every sentence lies in its paragraph's text, and each is given to a speaker or to none."""
    expected = [
        (paragraph.ordinal, start, end)
        for paragraph in readable(cable)
        for start, end in sentences(paragraph.text)
    ]
    found = statements(cable)
    assert [(each.ordinal, each.start, each.end) for each in found] == expected
    assert all(each.kind == "said" or each.speaker is None for each in found)
    for paragraph in cable.paragraphs:
        cuts = sentences(paragraph.text)
        assert _inked(paragraph.text[start:end] for start, end in cuts) == _inked([paragraph.text])


def _check_spans(cable: Cable) -> None:
    assert [0, *(span.end for span in cable.spans)] == [*(span.start for span in cable.spans), len(cable.raw)]
    assert all(span.start < span.end for span in cable.spans)


def _check_paragraphs(cable: Cable) -> None:
    assert [paragraph.ordinal for paragraph in cable.paragraphs] == [*range(1, len(cable.paragraphs) + 1)]
    for paragraph in cable.paragraphs:
        assert paragraph.cable == cable.id
        places = [paragraph.start, *(place for piece in paragraph.pieces for place in piece), paragraph.end]
        assert places == sorted(places)
        assert _inked(cable.raw[start:end] for start, end in paragraph.pieces) == _inked([paragraph.text])
    assert all(before.end <= after.start for before, after in pairwise(cable.paragraphs))


def _inked(texts) -> str:
    """Return the characters that are not blank."""
    return "".join("".join(texts).split())
