"""The class line: `S E C R E T SECTION 01 OF 03 KABUL 003423`, spaced or not, damaged or not."""

import re
from dataclasses import dataclass

from ingest.domain.levels import CLASSES
from ingest.domain.posts import post

# Without their blanks, as a line may have them anywhere.
CLASS_WORDS = {"".join(spelling.split()): name for spelling, name in CLASSES.items()} | {
    "LOU": CLASSES["LIMITED OFFICIAL USE"]
}


def _damaged(word: str) -> dict[str, str]:
    """`word` and what one letter lost, doubled or strayed in front makes of it."""
    lost = {word[:i] + word[i + 1 :] for i in range(len(word))}
    doubled = {word[:i] + word[i] + word[i:] for i in range(len(word))}
    strayed = {letter + word for letter in "CNSTUX"} if len(word) > 5 else set()
    return dict.fromkeys(lost | doubled | strayed if len(word) > 5 else set(), word) | {word: word}


SPELLINGS = {spelling: CLASS_WORDS[word] for each in CLASS_WORDS for spelling, word in _damaged(each).items()}
_ANY = "|".join("[ ]?".join(spelling) for spelling in sorted(SPELLINGS, key=len, reverse=True))
CLASS_LINE = re.compile(rf"^[ \t]*(?P<level>{_ANY})(?![A-Za-z])(?P<rest>[^\n]*)", re.MULTILINE | re.IGNORECASE)
SECTION = re.compile(r"\bSECTION[ \t]+\d+[ \t]+OF[ \t]+(?P<sections>\d+)", re.IGNORECASE)
CROSSED_OUT = re.compile(r"[ \t]*X{6,}", re.IGNORECASE)
SENDER = re.compile(r"(?P<post>[A-Za-z][A-Za-z .']{1,40}?)[ \t]*(?P<number>\d{2,8})(?!\d)")
# The same over up to three lines.
BROKEN = re.compile(
    r"[ \t]*(?:\n?[ \t]*SECTION\s+\d+\s+OF\s+(?P<sections>\d+)(?:\s{0,8}(?=\n))?)?[ \t]*(?:\n[ \t]*)?"
    r"(?P<post>[A-Z][A-Z .']{1,40}?)[ \t]*(?:\n[ \t]*)?(?P<number>\d{2,8})(?![\d/])[ \t]*$",
    re.MULTILINE,
)
LONE_LEVEL = re.compile(
    rf"^[ \t]*(?:CLASSIFICATION:[ \t]*)?(?P<level>{_ANY})(?![A-Za-z])", re.MULTILINE | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ClassLine:
    """What a class line says, and where it stands."""

    start: int
    end: int
    level: str
    post: str | None
    number: int | None
    sections: int
    tail: str


def class_lines(raw: str, start: int, end: int) -> list[ClassLine]:
    """All class lines of `raw[start:end]` that name a post and a number, or at least a number of sections."""
    return [line for match in CLASS_LINE.finditer(raw, start, end) if (line := _read(raw, match))]


def lone_level(raw: str, start: int, end: int) -> str | None:
    """The level that stands alone on a line, for texts that have no full class line."""
    match = LONE_LEVEL.search(raw, start, end)
    return _level(match["level"]) if match else None


def _read(raw: str, match: re.Match[str]) -> ClassLine | None:
    section = SECTION.search(match["rest"], 0, 80)
    after = match.start("rest") + (section.end() if section else 0)
    sender = SENDER.search(raw, after, min(match.end(), after + 60))
    name = _known(sender["post"]) if sender else None
    if not name and (broken := BROKEN.match(raw, match.start("rest"))) and (sender_name := post(broken["post"])):
        return ClassLine(
            start=match.start("level"),
            end=broken.end(),
            level=_level(match["level"]),
            post=sender_name,
            number=int(broken["number"]),
            sections=int(broken["sections"] or 1),
            tail="",
        )
    redacted = CROSSED_OUT.match(raw, after)
    if not (name or section or redacted):
        return None
    end = sender.end() if sender and name else redacted.end() if redacted else after
    return ClassLine(
        start=match.start("level"),
        end=end,
        level=_level(match["level"]),
        post=name,
        number=int(sender["number"]) if sender and name else None,
        sections=int(section["sections"]) if section else 1,
        tail=raw[match.end("level") : after] + " " + raw[end : match.end()],
    )


def _known(words: str) -> str | None:
    """The post that `words` end in: captions may stand between the level and the post."""
    split = words.split()
    names = (post(" ".join(split[i:])) for i in range(max(0, len(split) - 4), len(split)))
    return next(filter(None, names), None)


def _level(spelling: str) -> str:
    return SPELLINGS["".join(spelling.upper().split())]
