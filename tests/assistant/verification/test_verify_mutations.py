"""True sentences are let pass, and the same sentences made false are caught: a table of shares, with bars.

The true sentences are made of the sample library's statements and, where they are on this machine, of labelled
statements of published cables; and of paraphrases written by hand. A falsehood is caught where the verdict is not
`supported`; a false alarm is a true sentence that is called `unsupported`.
"""

from collections import Counter
from random import Random

import pytest
from mutants import KINDS, SHARED, Pair, mutants, paraphrases, published, published_pairs, sample_pairs, samples

from assistant.verification.verify import verify

MOST = 300  # sentences of a kind that are judged
BARS = {
    "quotation": 0.95,
    "number": 0.95,
    "date": 0.95,
    "name": 0.95,
    "paragraph": 0.95,
    "speaker": 0.85,
    "negation": 0.85,
}


def some(pairs):
    return Random(0).sample(pairs, min(MOST, len(pairs)))


def verdicts(pairs):
    return Counter(verify(sentence, [source]).verdict for sentence, source in pairs)


def as_they_are(pairs: list[Pair]):
    return [(pair.sentence, pair.source) for pair in pairs]


@pytest.fixture(scope="module")
def expected():
    """The true sentences of each archive, the archive with them."""
    found = [(sample_pairs(), samples())]
    if SHARED.is_dir():
        found.append((published_pairs(), published()))
    return found


def shares(label, found, capsys):
    total = found.total()
    with capsys.disabled():
        print(
            f"\n{label:38} {total:5}   unsupported {found['unsupported'] / total:6.1%}"
            f"   or partly {1 - found['supported'] / total:6.1%}",
            end="",
        )
    return found["unsupported"] / total, 1 - found["supported"] / total


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_made_false_is_caught(kind, expected, capsys):
    false = [
        mutant
        for pairs, archive in expected
        for mutant in some(mutants(kind, [pair for pair in pairs if _shows(kind, pair)], archive))
    ]
    _, caught = shares(f"made false: {kind}", verdicts(false), capsys)
    assert caught >= BARS[kind]


def _shows(kind, pair):
    """Whether a pair may stand for its kind: any other paragraph lacks a quotation, which would prove nothing."""
    return not (kind == "paragraph" and pair.form == "quotation")


def test_what_is_true_passes(expected, capsys):
    true = [pair for pairs, _ in expected for pair in some(as_they_are(pairs))]
    assert len(true) >= 200
    false_alarms, doubted = shares("true sentences", verdicts(true), capsys)
    assert false_alarms <= 0.05
    assert doubted <= 0.10


def test_honest_paraphrases_pass(capsys):
    true = as_they_are(paraphrases())
    assert len(true) >= 100
    false_alarms, doubted = shares("honest paraphrases", verdicts(true), capsys)
    assert false_alarms <= 0.10
    assert doubted <= 0.15


@pytest.mark.parametrize(("kind", "bar"), [("number", 0.95), ("name", 0.95), ("paragraph", 0.95), ("date", 0.85)])
def test_paraphrases_made_false_are_caught(kind, bar, capsys):
    found = verdicts(mutants(kind, paraphrases(), samples()))
    _, caught = shares(f"paraphrases made false: {kind}", found, capsys)
    assert caught >= bar
