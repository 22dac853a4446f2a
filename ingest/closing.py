"""The end of a telegram: the signature, and the debris that archives left after it."""

import re
from dataclasses import dataclass

from ingest.posts import post

DEBRIS = re.compile(
    r"NNNN|End Cable Text|SELECT \* FROM .*|Track impresi.n:.*|EL PA[IÍ]S|[.\W]+|BT|#\d+"
    r"|(?:\d{2,4}[A-Z]+\d+\s*-\s*)?(?:UNCLASSIFIED|CONFIDENTIAL|SECRET)(?:[/ ]+NOFORN)?"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d.*",
    re.IGNORECASE,
)
FRAGMENT = re.compile(r"[A-Z0-9 ,.'’:;\"&/()-]{3,80}\.\.\.")
NAME = r"[A-Z][A-Za-z'’]*[A-Za-z](?:-[A-Z][A-Za-z'’]+)?"
ALONE = re.compile(rf"\(?((?:{NAME}|[a-z]{{3,14}})(?:[ \t]+(?:{NAME}|[A-Z]\.))?(?:[ \t]+{NAME})?)\)?\.?")
# After the last sentence, on its line: "... END COMMENT. WALLACE", ".FARRAR"
GLUED = re.compile(rf"(?<=[.!?:)\"”’'*-])[ \t]*(?P<name>(?:(?:LA|LE|DE|VAN|VON|Mc|Mac)[ ]?)?{NAME})[ \t]*\Z")
NO_NAMES = frozenset(
    "NNNN END COMMENT SUMMARY NOTE TEXT POINTS CABLE REGARDS BEST SECRET CONFIDENTIAL UNCLASSIFIED UNCLAS NOFORN SIPDIS "
    "CLASSIFIED INTRODUCTION CONCLUSION PARTICIPANTS BIO ACTION REQUEST REDACTED REMOVED FIN UNQUOTE QUOTE NONE".split()
)
LOOK_BACK = 8  # lines; more debris than that was never seen


@dataclass(frozen=True, slots=True)
class Closing:
    """Where the content ends, and the signature's place if there is one."""

    content_end: int
    signature: str | None = None
    start: int = 0
    end: int = 0


def read_closing(text: str, start: int) -> Closing:
    """Find the signature at the end of `text`; nothing before `start` can be one."""
    content = Closing(len(text))
    stop = len(text)
    for _ in range(LOOK_BACK):
        trimmed = len(text[start:stop].rstrip()) + start
        line = max(text.rfind("\n", start, trimmed) + 1, start)
        words = text[line:trimmed].strip()
        if not words:
            break
        begin = trimmed - len(words)
        alone = ALONE.fullmatch(words)
        if alone and _is_name(alone[1]):
            return Closing(begin, _single(alone[1]), begin, trimmed)
        glued = GLUED.search(text, max(line, trimmed - 60), trimmed)
        if (
            glued
            and _is_name(glued["name"])
            and (glued["name"].isupper() or glued.start() == glued.start("name") or _ends(text, glued.start()))
        ):
            return Closing(glued.start(), glued["name"], glued.start("name"), glued.end("name"))
        if not (DEBRIS.fullmatch(words) or FRAGMENT.fullmatch(words)):
            break
        stop = line
    return content


def _ends(text: str, position: int) -> bool:
    """A sentence really ends here: an abbreviation ("Mr. Smith") does not."""
    return not re.search(
        r"\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Sen|Rep|Amb|St|Lt|Maj|[A-Z])\.\Z", text[max(0, position - 6) : position]
    )


def _is_name(words: str) -> bool:
    upper = words.upper().replace(".", "").split()
    return (
        not NO_NAMES.intersection(upper)
        and not re.search(r"X{4}", words, re.IGNORECASE)
        and not post(words)
        and (
            len(upper) == 1 or words.isupper() or words.istitle() or any(word.isupper() for word in words.split())
        )
        and (not words.islower() or len(upper) == 1)
    )


def _single(words: str) -> str:
    """A name that is printed twice, once."""
    split = words.split()
    half = len(split) // 2
    if len(split) % 2 == 0 and " ".join(split[:half]).upper() == " ".join(split[half:]).upper():
        return " ".join(split[:half])
    return words
