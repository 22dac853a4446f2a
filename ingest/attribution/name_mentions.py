"""Where a cable names somebody: the name as spelt, and the office before or after it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile, takewhile

from ingest.attribution.letter_case import is_common
from ingest.domain.countries import place
from ingest.language.lexicon import OFFICES, lexicon
from ingest.language.reporting_verbs import SPEAKERS

_PARTICLES = "al|el|bin|bn|ben|ibn|abu|de|da|do|dos|das|del|della|di|la|le|van|von|zu|zum|der|den|du|ter|y|e"
_CAPITAL = (
    r"(?:(?:Gen|Lt|Col|Maj|Amb|Dr|Mr|Mrs|Ms|Adm|Sen|Rep|Prof|Brig|Capt|Cdr|Gov|[A-Z])\.(?=[ ]?[^\W\d_a-z])"
    r"|(?:al-|el-)?[^\W\d_a-z](?:[\w&/]|['’.-](?=\w))*|\(?\"[A-Z]\w+\"\)?)"
)
CAPITALS = re.compile(rf"(?<![\w.]){_CAPITAL}(?:[ ](?:(?:{_PARTICLES})[ -]){{0,3}}{_CAPITAL})*")
DATES = lexicon("dates")
ABBREVIATED = {
    "fm": "foreign minister",
    "pm": "prime minister",
    "vp": "vice president",
    "amb": "ambassador",
    "gen": "general",
    "mg": "major general",
    "col": "colonel",
    "fonmin": "foreign minister",
    "defmin": "defense minister",
    "cos": "chief of staff",
    "chod": "chief of defense",
    "dg": "director general",
    "dfm": "deputy foreign minister",
    "vfm": "vice foreign minister",
    "dpm": "deputy prime minister",
    "emir": "amir",
    "sheikh": "shaykh",
}
HOLDERS = lexicon("holders")
_OPENINGS = lexicon("openings") | lexicon("connectives") | lexicon("determiners")
_STOP = frozenset("of for the and to a in at on".split())
OF = re.compile(r"((?:[^\W\d_a-z][\w/&.-]* )+(?:of|for|of the|for the)) $")
IN_CHARGE = re.compile(
    rf"(?:\b(?:{'|'.join(sorted(HOLDERS))})|\bSecretary of State|\bDirectors? General) for (?:the )?$",
    re.IGNORECASE,
)
CONTINENTS = frozenset("East West North South Africa America Asia Europe Korea Arabia".split())
LINK = re.compile(r"(?<!\w)(?:of|for|and) $")
_HELD = (
    rf"(?:(?!of\b|for\b|to\b|in\b|at\b|with\b|by\b|that\b)[\w'’/-]+ ){{0,5}}?(?:{'|'.join(sorted(HOLDERS))})s?"
    r"(?: (?:of|for|in|to|at|on) [\w'’/ -]{2,60})?"
)
BEFORE = re.compile(rf"(?:^|[.,;:]\s|\s(?:with|by|that)\s)(?:the |a |an |our )?({_HELD}),\s$", re.IGNORECASE)
AFTER = re.compile(rf"(?: \([^()]{{1,40}}\))?, (?:the |a |an |our |who is )?({_HELD})[,.;(]", re.IGNORECASE)
NOTICE = re.compile(r"(?:End|Begin) (?:of )?(?:Summary|Comment|Note|Text|Quote|Introduction|Action)\b")
CLOSES = re.compile(r"\s?[,;:.()]|\s(?:and|who)\b")
# "In a meeting with the Ambassador, Baro said": the comma ends what introduces Baro.
INTRODUCES = re.compile(
    r"(?:^|[.?!]\s+|\n)\W*(?:in|on|at|during|after|before|over|following|asked|responding|speaking|meeting|while|when"
    r"|accompanied|according)\b[^.?!]*$",
    re.IGNORECASE,
)
VERBS = re.compile(r"\b(?:according|said|told|met|was|were|is|are|has|had|that|\w+ed)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Naming:
    """One place where a cable names somebody: the name as spelt, the office before or after it.

    `start` and `end` are where name and office stand, less what only opens the sentence.
    """

    place: int
    name: str
    title: str
    start: int = 0
    end: int = 0


def namings(text: str) -> Iterator[Naming]:
    """Yield the places of a text that name somebody, in order."""
    common = set(re.findall(r"(?<![\w'’-])[a-z]{3,}(?![\w'’-])", text))
    for match in CAPITALS.finditer(text):
        parts = re.sub(r"['’]s$", "", match[0]).split(" ")
        cut = 0
        for i, word in enumerate(parts):
            low = word.lower().strip(".")
            if word[0].islower():
                continue
            if (
                low in OFFICES
                or low in common
                or low in SPEAKERS
                or (word.isupper() and len(word) > 2)
                or word.endswith(("'s", "’s"))
            ):
                cut = i + 1
        if len(parts) > cut + 1 and (cut == 0 or parts[cut - 1] == "In"):
            cut += _only_precedes(parts[cut:], text, match.start(), cut > 0)
        if cut == 0 and IN_CHARGE.search(text[max(0, match.start() - 80) : match.start()]):
            cut = _region(parts)
        while len(parts) > cut and parts[-1].lower() in DATES:
            parts.pop()
        opening = sum(len(word) + 1 for word in takewhile(_only_opens, parts[:cut]))
        start, end = match.start() + opening, match.start() + len(" ".join(parts))
        title, name = " ".join(parts[:cut]), " ".join(parts[cut:]).strip(".")
        if not name or name.isupper() or "xxxx" in name.lower() or NOTICE.match(match[0]):
            continue
        if title and (before := OF.search(text[max(0, match.start() - 80) : match.start()])):
            title = f"{before[1]} {title}".strip()
        elif title and LINK.search(text[max(0, match.start() - 5) : match.start()]):
            # "Minister (and ferryman) of Norway Ambassador Baro": Norway is no part of the office.
            title = " ".join(dropwhile(_is_land, title.split()))
        if name.rpartition(" ")[2].lower() in lexicon("bodies"):
            title = ""  # King Abdullah University is no king
        elif not office_words(title) & HOLDERS:
            title = _apposition(text, match.start(), match.end()) or title
        yield Naming(match.start(), name, title, start, end)


def _only_opens(word: str) -> bool:
    """Whether a word before a name only opens the sentence: `After Minister Baro`."""
    return word.lower() in _OPENINGS


def _is_land(word: str) -> bool:
    """Whether a word is a country's own name: Norway, but not Norwegian."""
    return place(word) == word.lower()


def _region(parts: list[str]) -> int:
    """How many words before a name say what its office is for: `Secretary of State for Latin America Ana Baro`."""
    words = 2 if len(parts) > 1 and parts[1] in CONTINENTS else 1
    return words if len(parts) - words >= 2 and not parts[words][0].islower() else 0


def _only_precedes(parts: list[str], text: str, place: int, within: bool) -> bool:
    """Whether the first word is no part of the name: `Visiting Norway ...`, `In London Baro said`.

    Nowhere else do the two stand together, and the name stands elsewhere by itself.
    """
    if within or text[max(0, place - 3) : place] == "in ":
        precedes = text.count(parts[0]) > 1
    else:
        precedes = is_common(parts[0]) and _opens(text, place)
    return precedes and text.count(" ".join(parts)) == 1 and text.count(" ".join(parts[1:])) > 1


def _opens(text: str, place: int) -> bool:
    """Whether a sentence opens at a place."""
    before = text[max(0, place - 4) : place].rstrip(" \"“'(•*-")
    return not before or before[-1] in ".?!:;\n"


def _apposition(text: str, start: int, end: int) -> str:
    """The office set beside a bare name by commas: `Baro, head of the mill,` or `the mayor of X, Baro`."""
    if (after := AFTER.match(text, end)) and not VERBS.search(after[1]):
        return after[1]
    before = BEFORE.search(text[max(0, start - 90) : start]) if CLOSES.match(text, end) else None
    if before and not VERBS.search(before[1]) and not INTRODUCES.search(text[max(0, start - 200) : start]):
        return before[1]
    return ""


@lru_cache(maxsize=4096)
def office_words(text: str) -> frozenset[str]:
    """The words of an office, abbreviations spelt out: what two ways of naming it have in common."""
    low = re.findall(r"[\w/]+", text.lower())
    return frozenset(w for word in low for w in ABBREVIATED.get(word, word).split() if w not in _STOP)
