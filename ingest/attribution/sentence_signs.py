"""What a sentence looks like and where it stands: the signs by which said, comment and narration are told apart.

Whether somebody speaks depends on many weak signs (tense, modals, headings, what the neighbours are), which
`tagger.py` weighs.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.attribution.scene import Unit
from ingest.attribution.speaker_tracking import TrackedSentence
from ingest.domain.cable import Paragraph

# Words that are signs of a kind, in groups that mean much the same.
GROUPS = {
    "we": "we us our ours post embassy emboff emboffs mission usg",
    "would": "would should must ought",
    "may": "may might could can",
    "will": "will",
    "likely": "likely unlikely probably perhaps presumably possibly doubtless certainly",
    "seems": """seem seems appear appears apparently evidently clearly obviously seemingly undoubtedly remains
        remain""",
    "reportedly": "reportedly allegedly rumored rumoured reported alleged purportedly believed",
    "weighs": """important significant key critical crucial opportunity challenge success difficult concern risk
        interest vital strong weak serious problem useful helpful surprising welcome potential unfortunately
        influence impact""",
    "was": "was were had",
    "is": "is are has have",
    "met": """met attended visited accompanied arrived hosted joined participated traveled travelled delivered held
        received included began ended opened started""",
    "done": """arrested elected appointed signed announced killed convicted charged born named won passed approved
        established created launched agreed adopted""",
    "also": "also furthermore moreover additionally",
    "reftel": "ref refs reftel reftels septel",
    "our side": "washington american department",
    "to him": "told asked",
}
SIGN_OF_WORD = {word: sign for sign, words in GROUPS.items() for word in words.split()}
SIGN_OF_FIRST_WORD = {
    **dict.fromkeys(
        "but however while although though despite still nevertheless yet even thus given".split(), "contrast"
    ),
    **dict.fromkeys(("he", "she"), "he"),
    **dict.fromkeys(("they", "these", "those", "their"), "they"),
    **dict.fromkeys(("it", "this", "that", "such"), "it"),
    **dict.fromkeys(("his", "her"), "his"),
    "the": "the",
    "there": "there",
}
PATTERNS = {
    sign: re.compile(pattern)  # tried on lower case, which is faster than to ignore case
    for sign, pattern in {
        "we judge": r"\b(?:we|post|embassy)\b.{0,20}\b(?:believe|think|expect|recommend|assess|understand|hope"
        r"|suspect|see|note|judge|doubt|anticipate)\b",
        "we act": r"\b(?:we|post|embassy)\b.{0,12}\b(?:will|have|are|continue|should|need|plan|intend|would)\b",
        "in sum": r"\b(?:in (?:short|sum|fact|effect|any case)|overall|bottom line|indeed|at least)\b",
        "date": r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d"
        r"|\b(?:19|20)\d\d\b",
        "figures": r"\d[,.]*\s*(?:percent|million|billion|%)|\$\d",
        "end": r"\bend (?:comment|note|summary)\b",
        "bullet": r"^\W*(?:--?|\*|•)",
    }.items()
}
MARKS = {'"': "quotes", "“": "quotes", "”": "quotes", "?": "question", ":": "listing", ";": "listing"}
WORDS = re.compile(r"[a-z]+")
OURS = re.compile(r"\b(?:we|our)\b")
COMMENT = re.compile(
    r"\b(?:comment|assessment|outlook|conclusion|analysis|what it means|way forward|next steps|recommend\w*)\b",
    re.IGNORECASE,
)


def sentence_signs(paragraph: Paragraph, readings: Sequence[TrackedSentence], *, left: int) -> Iterator[list[str]]:
    """Yield for each sentence of a paragraph the names of the signs that it shows.

    `left` is how many paragraphs of the cable come after this one.
    """
    common = list(_of_paragraph(paragraph, readings, left))
    speakers: dict[str, None] = {}  # who spoke by the sentences' own words so far, the last one last
    commented = False
    before: list[str] = []  # the signs of the sentence before
    since = 0
    listed = False  # in a list that a colon opened
    for i, reading in enumerate(readings):
        commented = commented or (reading.note == "comment" and not reading.text.startswith("("))
        since = 0 if reading.explicit else since + 1
        signs = [*common, f"note={reading.note}", *_of_speaker(reading, speakers, since)]
        if commented:
            signs.append("after comment")
        if listed := i > 0 and (
            readings[i - 1].text.endswith(":") or (listed and bool(PATTERNS["bullet"].search(reading.text)))
        ):
            signs.append("listed")
            signs.append("listed explicit" if reading.explicit else "listed unsaid")
        if reading.quoting:
            signs.append("quoting")
        signs.append("first" if i == 0 else "later")
        if i == len(readings) - 1:
            signs.append("last")
        elif readings[i + 1].explicit:
            same = readings[i + 1].speaker == reading.speaker
            signs.append("next explicit same" if same else "next explicit other")
        else:
            signs.append("next not explicit")
        shown = sorted(_shown(reading.text))
        signs += shown
        if not reading.explicit:
            signs += [f"unsaid {name}" for name in shown]
        if len(reading.text) < 60:
            signs.append("short")
        if len(reading.text) > 250:
            signs.append("long")
        if reading.explicit and reading.speaker:
            speakers.pop(reading.speaker, None)
            speakers[reading.speaker] = None
        said = WORDS.findall(reading.text.lower())
        signs += [f"w:{word}" for word in dict.fromkeys(said)]
        signs += [f"w:^{word}" for word in said[:1]]
        if reading.who is not None:
            signs.append(f"w:={reading.who.mention.lower().rpartition(' ')[2]} {reading.who.manner}")
        if i:
            signs += [f"prev {name}" for name in before]
        before = [f"note={reading.note}", f"explicit={reading.explicit}", *shown]
        yield signs


def _of_paragraph(paragraph: Paragraph, readings: Sequence[TrackedSentence], left: int) -> Iterator[str]:
    """Yield the signs that all sentences of a paragraph share."""
    section = "comment" if COMMENT.search(paragraph.section or "") else "section" if paragraph.section else "none"
    yield from ("bias", f"left={min(left, 3)}", f"kind={paragraph.kind}", f"section={section}")
    if "STATE" in paragraph.cable:
        yield "from Washington"
    if paragraph.ordinal <= 2:
        yield f"ordinal={paragraph.ordinal}"
    yield f"place={5 * paragraph.ordinal // (paragraph.ordinal + left)}"
    yield from (f"section:{word}" for word in dict.fromkeys(WORDS.findall((paragraph.section or "").lower())))
    share = sum(reading.explicit for reading in readings) / len(readings) if readings else 0
    yield (
        "all explicit"
        if share > 0.7
        else "some explicit"
        if share > 0.3
        else "few explicit"
        if share
        else "none explicit"
    )


def _of_speaker(reading: TrackedSentence, speakers: dict[str, None], since: int) -> Iterator[str]:
    """Yield the signs of who may be speaking, and of how sure that is."""
    who = reading.who
    side = "person" if reading.person else "body"
    if who is None:
        yield "nobody"
    else:
        yield f"who={who.manner} {reading.explicit}"
        yield f"who={who.manner} {reading.explicit} {side}"
        yield f"tense={who.tense} {reading.explicit}"
        yield f"verb={who.verb} {reading.explicit}"
        if who.mention.lower() in {"he", "she", "they", "we"}:
            yield f"mention={who.mention.lower()} {who.manner}"
    if reading.explicit and who:
        turn = "first" if not speakers else "same" if next(reversed(speakers)) == reading.speaker else "change"
        yield f"trust {turn} {'pronoun' if who.pronoun else side}"
        if reading.speaker and " " not in reading.speaker:
            yield "one word"
        return
    state = (
        "carried" if reading.carried else "ahead" if reading.ahead else "speaking" if reading.speaker else "silent"
    )
    yield f"state={state}"
    yield f"speakers before={min(len(speakers), 3)}"
    if state == "speaking":
        yield f"since={min(since, 4)}"
    if reading.speaker and reading.speaker.rsplit(maxsplit=1)[-1].islower():
        yield "unnamed speaker"
    if who is not None and who.manner == "acted":
        yield "the speaker acts" if reading.acts else "another acts"


def _shown(text: str) -> set[str]:
    """The signs that stand in the words of a sentence."""
    low = text.lower()
    words = WORDS.findall(low)
    signs = {SIGN_OF_WORD[word] for word in words if word in SIGN_OF_WORD}
    signs |= {sign for mark, sign in MARKS.items() if mark in text}
    signs |= {sign for sign, pattern in PATTERNS.items() if pattern.search(low)}
    if words and words[0] in SIGN_OF_FIRST_WORD:
        signs.add(SIGN_OF_FIRST_WORD[words[0]])
    return signs


def cable_signs(units: Sequence[Unit]) -> Iterator[str]:
    """Yield the signs that all units of a cable share: how much is said in it, and whether it marks comment."""
    readings = [reading for unit in units for reading in unit.readings]
    count = max(1, len(readings))
    yield f"cable says={int(6 * sum(each.explicit for each in readings) / count)}"
    ours = sum(bool(OURS.search(each.text)) for each in readings)
    yield f"cable of ours={min(4, int(12 * ours / count))}"
    marked = any(each.note == "comment" for each in readings)
    headed = any(COMMENT.search(unit.paragraph.section or "") for unit in units)
    yield f"cable comments={'marked' if marked else '-'} {'headed' if headed else '-'}"
    yield f"cable length={min(5, count // 20)}"
