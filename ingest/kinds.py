"""Said, comment or narration: a small trained weighing of what a sentence looks like and where it stands.

The rules of `speech.py` say who speaks if anybody does. Whether somebody does is a matter of many weak signs
(tense, modals, headings, what the neighbours are), which `kinds.json` weighs. `benchmarks/train_kinds.py`
makes that file from labelled paragraphs.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import get_args

from ingest.cable import Paragraph, StatementKind
from ingest.speech import Reading

KINDS: tuple[StatementKind, ...] = get_args(StatementKind)
Weights = Mapping[str, Sequence[float]]

SIGNS = {
    "we": r"\b(?:we|us|our|ours|post|embassy|emboffs?|mission|usg)\b",
    "we judge": r"\b(?:we|post|embassy)\b.{0,20}\b(?:believe|think|expect|recommend|assess|understand|hope|suspect|see|note|judge|doubt|anticipate)\b",
    "we act": r"\b(?:we|post|embassy)\b.{0,12}\b(?:will|have|are|continue|should|need|plan|intend|would)\b",
    "would": r"\b(?:would|should|must|ought)\b",
    "may": r"\b(?:may|might|could|can)\b",
    "will": r"\bwill\b",
    "likely": r"\b(?:likely|unlikely|probably|perhaps|presumably|possibly|doubtless|certainly)\b",
    "seems": r"\b(?:seems?|appears?|apparently|evidently|clearly|obviously|seemingly|undoubtedly|remains?)\b",
    "reportedly": r"\b(?:reportedly|allegedly|rumou?red|reported|alleged|believed to|said to|purportedly)\b",
    "weighs": r"\b(?:important|significant|key|critical|crucial|opportunity|challenge|success|difficult|concern|risk|interest|vital|strong|weak|serious|problem|useful|helpful|surprising|welcome|potential|unfortunately|influence|impact)\b",
    "contrast": r"^(?:but|however|while|although|though|despite|still|nevertheless|nonetheless|yet|even|thus|given)\b|, however,",
    "in sum": r"\b(?:in short|in sum|overall|bottom line|in fact|indeed|in effect|at least|in any case)\b",
    "was": r"\b(?:was|were|had)\b",
    "is": r"\b(?:is|are|has|have)\b",
    "met": r"\b(?:met|attended|visited|accompanied|arrived|hosted|joined|participated|traveled|travelled|called on|delivered|held|received|included|took place|began|ended|opened|started)\b",
    "done": r"\b(?:arrested|elected|appointed|signed|announced|killed|convicted|charged|born|named|won|passed|approved|established|created|launched|agreed|adopted)\b",
    "date": r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d|\b(?:19|20)\d\d\b",
    "figures": r"\d[\d,.]*\s*(?:percent|million|billion|%)|\$\d",
    "quotes": r"[\"“”]",
    "question": r"\?",
    "he": r"^(?:he|she)\b",
    "they": r"^(?:they|these|those|their)\b",
    "it": r"^(?:it|this|that|such)\b",
    "the": r"^the\b",
    "his": r"^(?:his|her)\b",
    "there": r"^there\b",
    "also": r"\b(?:also|in addition|furthermore|moreover|additionally)\b",
    "reftel": r"\b(?:ref(?:tel)?s?|septel)\b",
    "end": r"\bend (?:comment|note|summary)\b",
    "our side": r"\b(?:washington|u\.s\.|american|the department)\b",
    "bullet": r"^\W*(?:--?|\*|•)",
    "dash": r" -- |\bthat is\b",
    "to him": r"\b(?:told|asked)\b",
    "listing": r"[:;]",
}
PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in SIGNS.items()}
COMMENT = re.compile(r"\b(?:comment|assessment|outlook|conclusion|analysis|what it means|way forward|next steps|recommend\w*)\b", re.IGNORECASE)


def kinds(paragraph: Paragraph, readings: Sequence[Reading], *, left: int) -> list[StatementKind]:
    """Return the kind of each sentence of a paragraph: the likeliest sequence by the trained weights."""
    if not readings:
        return []
    weights = _weights()
    best: list[dict[StatementKind, tuple[float, StatementKind | None]]] = []
    for i, signs in enumerate(features(paragraph, readings, left=left)):
        row: dict[StatementKind, tuple[float, StatementKind | None]] = {}
        previous: Sequence[StatementKind | None] = [*best[-1]] if best else [None]
        local = {before: _log_odds(weights, [*signs, *_transition(before, signs)]) for before in previous}
        for k, kind in enumerate(KINDS):
            if kind == "said" and readings[i].speaker is None:
                continue
            row[kind] = max(
                ((best[-1][before][0] if before else 0.0) + local[before][k], before) for before in previous
            )
        best.append(row)
    kind: StatementKind | None = max(best[-1], key=lambda k: best[-1][k][0])
    found: list[StatementKind] = []
    for row in reversed(best):
        assert kind is not None
        found.append(kind)
        kind = row[kind][1]
    return found[::-1]


def features(paragraph: Paragraph, readings: Sequence[Reading], *, left: int) -> Iterator[list[str]]:
    """Yield for each sentence the names of the signs that it shows, those of its predecessor's kind apart.

    `left` is how many paragraphs of the cable come after this one.
    """
    common = [f"left={min(left, 3)}"]
    if "STATE" in paragraph.cable:
        common.append("from Washington")
    if paragraph.ordinal <= 2:
        common.append(f"ordinal={paragraph.ordinal}")
    section = "comment" if COMMENT.search(paragraph.section or "") else "section" if paragraph.section else "none"
    explicit = sum(reading.explicit for reading in readings)
    commented = False
    since = 0
    for i, reading in enumerate(readings):
        signs = [*common, "bias", f"kind={paragraph.kind}", f"section={section}"]
        if reading.note == "comment" and not reading.text.startswith("("):
            commented = True
        signs.append(f"note={reading.note}")
        if commented:
            signs.append("after comment")
        who = reading.who
        if who is None:
            signs.append("nobody")
        else:
            side = "person" if reading.person else "body"
            signs.append(f"who={who.manner} {reading.explicit}")
            signs.append(f"who={who.manner} {reading.explicit} {side}")
            signs.append(f"tense={who.tense} {reading.explicit}")
            signs.append(f"verb={who.verb} {reading.explicit}")
            if who.mention.lower() in {"he", "she", "they", "we"}:
                signs.append(f"mention={who.mention.lower()} {who.manner}")
        if not reading.explicit:
            state = "carried" if reading.carried else "ahead" if reading.ahead else "speaking" if reading.speaker else "silent"
            signs.append(f"state={state}")
            since += 1
            if state == "speaking":
                signs.append(f"since={min(since, 4)}")
            if who is not None and who.manner == "acted":
                signs.append("the speaker acts" if reading.acts else "another acts")
        else:
            since = 0
        if reading.quoting:
            signs.append("quoting")
        signs.append("first" if i == 0 else "later")
        if i == len(readings) - 1:
            signs.append("last")
        share = explicit / len(readings)
        signs.append("all explicit" if share > 0.7 else "some explicit" if share > 0.3 else "few explicit" if share else "none explicit")
        after = readings[i + 1] if i + 1 < len(readings) else None
        if after is not None:
            if after.explicit:
                signs.append("next explicit same" if after.speaker == reading.speaker else "next explicit other")
            else:
                signs.append("next not explicit")
        shown = [name for name, pattern in PATTERNS.items() if pattern.search(reading.text)]
        signs += shown
        if not reading.explicit:
            signs += [f"unsaid {name}" for name in shown]
        if len(reading.text) < 60:
            signs.append("short")
        if len(reading.text) > 250:
            signs.append("long")
        yield signs


def _transition(before: StatementKind | None, signs: Sequence[str]) -> list[str]:
    own = "explicit" if not any(sign.startswith("state=") for sign in signs) else "not explicit"
    note = next((sign for sign in signs if sign.startswith("note=")), "")
    return [f"before={before}", f"before={before} {own}", f"before={before} {note}"]


def _log_odds(weights: Weights, signs: Sequence[str]) -> list[float]:
    """The logarithm of the probability of each kind."""
    scores = [0.0] * len(KINDS)
    for sign in signs:
        for k, weight in enumerate(weights.get(sign, ())):
            scores[k] += weight
    top = max(scores)
    total = top + math.log(sum(math.exp(score - top) for score in scores))
    return [score - total for score in scores]


@cache
def _weights() -> Weights:
    return json.loads((files("ingest") / "kinds.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]
