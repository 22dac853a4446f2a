"""The end of a telegram: the signature, and what archives have left after it."""

import re
from dataclasses import dataclass

from ingest.domain.posts import post

DEBRIS = re.compile(
    r"[.\W]+|BT|#\d+|EL PA[IÍ]S|X{6,}|(?:\*+ )?Current Class(?:ification)?\b.{0,40}"
    # What the communicators add: NOTE BY CIB: NOT PASSED TO ABOVE ADDRESSEE.
    r"|\W*NOTE(?: BY| FROM)? ?(?:CIB|OC/?T?|CRYPTO|RELAY|S/S-O)?\b.{0,20}?:?.{0,20}"
    r"\b(?:PASSED TO|NOT PASSED|CORRECTED COPY|ADDRESSEE|RELAYED|DELAYED|AS RECEIVED|GARBLED?|TRANSMISSION).{0,80}"
    r"|\W*END OF (?:DOCUMENT|TELEGRAM|MESSAGE|CABLE)\W*"
    r"|(?:\d{2,4}[A-Z]+\d+\s*-\s*)?(?:UNCLASSIFIED|CONFIDENTIAL|SECRET)(?:[/ ]+NOFORN)?"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d.*",
    re.IGNORECASE,
)
FRAGMENT = re.compile(r"[A-Z0-9 ,.'’:;\"&/()-]{3,80}\.\.\.")  # of the subject, as a page's title cuts it
# Behind a name: a date, the teletype's marks, or the end of what it quotes.
STAMP = re.compile(
    r"(?:[ \t]+\d{4}-\d\d-\d\d|[ \t]+\.|[ \t]*(?:#[#\d]*|\*+|=+)|[ \t]+(?:UNQUOTE|NNNN?|BT|\(ACTING\)|-+))++\Z"
)
# What a communication centre adds at the end, in any number of lines.
NOTE = re.compile(r"^[ \t]*NOTE BY [A-Z/]{2,10}\b", re.MULTILINE)
LONGEST_NOTE = 400  # characters
NAME = r"[A-Z][A-Za-z'’]*[A-Za-z](?:-[A-Z][A-Za-z'’]+)?"
ALONE = re.compile(
    rf"(?:Signature:[ \t]*)?"
    rf"\(?((?:{NAME}|[a-z]{{3,14}})(?:[ \t]+(?:{NAME}|[A-Z]\.))?(?:[ \t]+(?:{NAME}|jr\.?))?)\)?"
)
# After the last sentence, on its line: "... END COMMENT. WALLACE", ".FARRAR", "END COMMENT RAY", "14 RAY"
GLUED = re.compile(
    r"(?:(?<=[.!?:)\"”’'*-])[ \t]*|(?<=\d)[ \t]+(?=[A-Z]{5})|\bMINIMIZE CONSIDERED[ \t]+"
    r"|\bEND[ \t]+(?:OF[ \t]+)?[A-Z]+(?:[ \t]+ONE)?[ \t]+|\bUNQUOTE[ \t]+)"
    rf"(?P<name>(?:(?:LA|LE|DE|VAN|VON)[ ])?{NAME})[ \t]*\Z",
    re.IGNORECASE,
)
NO_NAMES = re.compile(
    r"NNNN?|BT|END|COMMENT|SUMMARY|NOTE|TEXT|POINTS|CABLE|REGARDS|BEST|SECRET|CONFIDENTIAL|UNCLAS(?:SIFIED)?|NOFORN"
    r"|SIPDIS|CLASSIFIED|INTRODUCTION|CONCLUSION|PARTICIPANTS|BIO|ACTION|REQUEST|REDACTED|REMOVED|MINIMIZE"
    r"|CONSIDERED|FIN|UNQUOTE|QUOTE|NONE|(?=\w*X{4})\w++",
    re.IGNORECASE,
)
ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Sen|Rep|Amb|St|Lt|Maj|[A-Z])\.\Z")
LOOK_BACK = 8  # lines; more debris than that was never seen


@dataclass(frozen=True, slots=True)
class Closing:
    """Where the content ends, and the signature's place if there is one."""

    content_end: int
    signature: str | None = None
    start: int = 0
    end: int = 0


def read_closing(text: str, start: int, end: int) -> Closing:
    """Find the signature at the end of `text[start:end]`; without one, the content goes on to `end`."""
    note = NOTE.search(text, max(start, end - LONGEST_NOTE), end)
    stop = note.start() if note else end
    for _ in range(LOOK_BACK):
        stop = start + len(text[start:stop].rstrip())
        line = max(text.rfind("\n", start, stop) + 1, start)
        stamp = STAMP.search(text, max(line, stop - 20), stop)
        if stamp and not text[line : stamp.start()].strip():
            stamp = None
        last = stamp.start() if stamp else stop
        words = text[line:last].strip()
        if not words:
            break
        alone = ALONE.fullmatch(words)
        if alone and _is_name(alone[1]) and not (words.islower() and _in_sentence(text, line)):
            return Closing(last - len(words), _single(alone[1]), last - len(words), last)
        glued = GLUED.search(text, max(line, last - 60), last)
        if glued and _is_glued_name(text, glued):
            return Closing(glued.start("name"), glued["name"], glued.start("name"), glued.end("name"))
        if not is_debris(words):
            break
        stop = line
    return Closing(end)


def is_debris(words: str) -> bool:
    """Whether these words of a line are what archives and communicators add, or a mere redaction."""
    return bool(DEBRIS.fullmatch(words) or FRAGMENT.fullmatch(words))


def _is_glued_name(text: str, glued: re.Match[str]) -> bool:
    name = glued["name"]
    # In "met with Mr. Smith" no sentence ends before the name.
    before = text[max(0, glued.start() - 6) : glued.start()]
    return name[0].isupper() and _is_name(name) and (name.isupper() or not ABBREVIATION.search(before))


def _in_sentence(text: str, line: int) -> bool:
    """The line before ends without a stop, so that a small word is the sentence's last and no name."""
    before = text[max(0, line - 100) : line].removesuffix("\n").rpartition("\n")[2].rstrip()
    return before[-1:].isalpha() and len(before) > 40


def _is_name(words: str) -> bool:
    split = words.replace(".", "").split()
    return (
        not any(NO_NAMES.fullmatch(word) for word in split)
        and not post(words)
        and not (words.islower() and len(split) > 1)
    )


def _single(words: str) -> str:
    """A name that is printed twice, once."""
    split = words.split()
    half = len(split) // 2
    if len(split) % 2 == 0 and " ".join(split[:half]).upper() == " ".join(split[half:]).upper():
        return " ".join(split[:half])
    return words
