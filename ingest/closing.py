"""The end of a telegram: the signature, and the debris that archives left after it."""

import re
from dataclasses import dataclass

from ingest.posts import post

DEBRIS = re.compile(
    r"[.\W]+|BT|#\d+|EL PA[IÍ]S|X{6,}|(?:\d{2,4}[A-Z]+\d+\s*-\s*)?(?:UNCLASSIFIED|CONFIDENTIAL|SECRET)(?:[/ ]+NOFORN)?"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d.*",
    re.IGNORECASE,
)
STAMP = re.compile(r"(?:[ \t]+\d{4}-\d\d-\d\d|[ \t]+\.)\Z")
FRAGMENT = re.compile(r"[A-Z0-9 ,.'’:;\"&/()-]{3,80}\.\.\.")
NAME = r"[A-Z][A-Za-z'’]*[A-Za-z](?:-[A-Z][A-Za-z'’]+)?"
ALONE = re.compile(rf"\(?((?:{NAME}|[a-z]{{3,14}})(?:[ \t]+(?:{NAME}|[A-Z]\.))?(?:[ \t]+(?:{NAME}|jr\.?))?)\)?\.?")
# After the last sentence, on its line: "... END COMMENT. WALLACE", ".FARRAR", "END COMMENT RAY", "spoiled: 14 RAY"
GLUED = re.compile(
    r"(?:(?<=[.!?:)\"”’'*-])[ \t]*|(?<=\d)[ \t]+(?=[A-Z]{5})|\bEND[ \t]+(?:OF[ \t]+)?[A-Z]+(?:[ \t]+ONE)?[ \t]+|\bUNQUOTE[ \t]+)"
    rf"(?P<name>(?:(?:LA|LE|DE|VAN|VON)[ ])?{NAME})[ \t]*\Z",
    re.IGNORECASE,
)
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
    stop = len(text)
    for _ in range(LOOK_BACK):
        stop = start + len(text[start:stop].rstrip())
        line = max(text.rfind("\n", start, stop) + 1, start)
        end = stop - len(stamp[0]) if (stamp := STAMP.search(text, line, stop)) else stop
        words = text[line:end].strip()
        if not words:
            break
        alone = ALONE.fullmatch(words)
        if alone and _is_name(alone[1]):
            return Closing(end - len(words), _single(alone[1]), end - len(words), end)
        glued = GLUED.search(text, max(line, end - 60), end)
        if glued and _is_glued_name(text, glued):
            return Closing(glued.start("name"), glued["name"], glued.start("name"), glued.end("name"))
        if not (DEBRIS.fullmatch(words) or FRAGMENT.fullmatch(words)):
            break
        stop = line
    return Closing(len(text))


def _is_glued_name(text: str, glued: re.Match[str]) -> bool:
    name = glued["name"]
    return (
        name[0].isupper()
        and _is_name(name)
        and (name.isupper() or glued.start() == glued.start("name") or _ends(text, glued.start()))
    )


def _ends(text: str, position: int) -> bool:
    """A sentence really ends here: an abbreviation ("Mr. Smith") does not."""
    return not re.search(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Sen|Rep|Amb|St|Lt|Maj|[A-Z])\.\Z", text[max(0, position - 6) : position])


def _is_name(words: str) -> bool:
    upper = words.upper().replace(".", "").split()
    return (
        not NO_NAMES.intersection(upper)
        and not re.search(r"X{4}", words, re.IGNORECASE)
        and not post(words)
        and (len(upper) == 1 or words.isupper() or words.istitle() or any(word.isupper() for word in words.split()))
        and (not words.islower() or len(upper) == 1)
    )


def _single(words: str) -> str:
    """A name that is printed twice, once."""
    split = words.split()
    half = len(split) // 2
    if len(split) % 2 == 0 and " ".join(split[:half]).upper() == " ".join(split[half:]).upper():
        return " ".join(split[:half])
    return words
