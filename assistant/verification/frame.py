"""What a sentence tells of its cable and not of the matter: "In its cable of 4 May, Embassy Baku reported that".

A frame's date and post are compared with the cable's header; its other words need not stand in the paragraph.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.domain.countries import place

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = rf"(?:(?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}}(?!\d))?(?:,? \d{{4}})?)"
_NAMED = r"(?:[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,3})"
_MISSION = (
    r"(?:[Ee]mbassy|[Cc]onsulate(?: [Gg]eneral)?|[Mm]ission|[Ii]nterests [Ss]ection|[Ll]iaison [Oo]ffice"
    r"|(?:[Rr]egional )?[Pp]resence [Oo]ffice|[Bb]ranch [Oo]ffice"
    r"|(?:[Ss]tate )?[Dd]epartment(?: of [Ss]tate)?|[Pp]ost)"
)
_POST = (
    rf"(?:(?:[Tt]he |[Aa] |[Ii]ts )?(?:(?:U\.?S\.?|American) )?(?:{_NAMED} )?{_MISSION}"
    rf"(?: (?:in|at|to) (?:the )?{_NAMED}?(?=['’ ,.]|$))?"
    rf"|(?:Am)?[Ee]mbassy {_NAMED}|[Cc]onsulate(?: [Gg]eneral)? {_NAMED}|{_MISSION} {_NAMED}"
    r"|(?:IRPO|RPO|USUN|USEU|USNATO|REO|AIT)(?: [A-Z]\w+)?)"
)
_SENDER = rf"(?:the )?(?:{_POST}|{_NAMED})"
_PAPER = (
    r"(?:cable|telegram|comment|message|account|note|report|summary|reporting|country report"
    r"|scenesetter|non-paper|instructions|demarche|section|paragraph|passage|entry)s?"
)
_WHICH = (
    r"(?:own |same |first |second |third |final |earlier |later |other |next |previous |subsequent "
    r"|separate |further |follow-up |closing |\d{4} |action |introductory |summary |cable[’']s )*+"
)
_OWNER = rf"(?:{_POST}['’]s?|[Ii]ts|[Tt]he|[Tt]his|[Tt]hat|[Aa]n?|[Aa]nother|[Oo]ne)"
_CABLE = (
    rf"(?:{_OWNER} {_WHICH}{_PAPER}(?: from {_SENDER})?"
    rf"(?: (?:in|to) (?:that|the same|its|the) {_PAPER})?"
    rf"(?:,? (?:of|dated|sent on|from|on) {_DATE})?(?: from {_SENDER})?)"
)
_TELLS = (
    r"(?:reported|reports?|wrote|writes|said|says?|noted|notes?|added|adds?|commented|comments?"
    r"|judged|judges?|observed|observes?|stated|states?|concluded|concludes?|recorded|records?"
    r"|explained|explains?|described|describes?|saw|sees|called|calls|assessed|assesse?s?|believed"
    r"|believes?|thought|thinks?|predicted|predicts?|argued|argues|warned|warns|summarized"
    r"|summarizes|mentions?|mentioned|puts?|gives?|gave|lists?|listed|viewed|expected|expects|was|is)"
)
_SAYS = (
    r"(?:(?:had |has |have |also |further |then |itself |earlier |later |therefore )*+"
    rf"{_TELLS}(?: (?:also|further|earlier|that day))?)"
)
_TELLS_BEHIND = r"(?:reported|said|wrote|noted|added|commented|says|adds|notes|writes|judged|reports)"
_ON = rf"(?:,? (?:on|in|of|dated) {_DATE})?"
_ANSWER = r"(?i:yes|no|partly|mostly|largely|yes and no|not [a-z]+|in part|by contrast|in contrast|however|also)"
_OPENING = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_ANSWER}(?:[:;,.]| [-–—]+)\s+",
        rf"(?:As of|[Ii]n|[Aa]ccording to|[Pp]er|[Ff]rom) {_CABLE}[^,]{{0,50}}?,\s+",
        rf"(?:[Ii]n|[Pp]er) {_CABLE}\s+(?=[Tt]he |[Ee]mbassy )",
        rf"[Aa]s (?:the )?(?:{_POST}|{_CABLE}|it) (?:reported|noted|said|wrote){_ON}(?:,| that)\s+",
        rf"[Aa]ccording to (?:{_POST}){_ON},\s+",
        rf"(?:[Oo]n|[Ii]n) {_DATE},?\s+(?=(?:{_POST}) {_SAYS}\b)",
        rf"(?:{_CABLE}|{_POST}|It (?!was\b|is\b)|The (?:account|comment|text|author|drafter)){_ON}"
        rf"(?:, [^,]{{1,60}},)?\s*{_SAYS}{_ON},?(?: (?:that|how|there)\b)?\s+",
    )
)
_INSIDE = tuple(
    re.compile(pattern)
    for pattern in (
        rf",? according to {_CABLE}(?: on (?=the ))?",
        rf"(?<=, )(?:{_POST}|{_CABLE}) (?:also |further )?{_TELLS_BEHIND}{_ON} that\b",
        rf",? according to {_POST}{_ON}(?=[,.]|$)",
        rf"\b(?:cited|quoted|given|described|recorded|mentioned|reported) in {_CABLE}",
        rf",? (?:as )?(?:{_POST}|{_CABLE}|it) (?:also |further )?{_TELLS_BEHIND}{_ON}(?=[,.;]|$)",
        rf",? (?:in an? (?:account|cable|message|report) )?(?:as )?reported (?:by (?:{_POST}) )?"
        rf"(?:on|in) (?:(?:{_CABLE})|{_DATE}),?",
        rf"\b(?:in|from|of) (?:that|this|the same|the) {_WHICH}{_PAPER}(?: of {_DATE}|(?=[,.]|$))",
        r",? (?:whose|the|his|her|their) (?:name|identity)(?: of \w+)? (?:is|was|has been|had been)"
        rf" (?!not\b)(?:[a-z]+ ?){{1,2}}(?: in {_CABLE})?,?",
        rf",? (?:in|by) (?:a cable|telegram){_ON},?",
        rf"\b(?:told|to|with|informed|from) (?:the )?(?:{_POST})(?= (?:on|in|that|how|why)\b|[,.]|$)",
        r"\b(?:unnamed|unidentified|redacted|anonymous)\b",
        r",? by contrast,?",
    )
)
_SENT_BY = re.compile(
    rf"\b(?:[Ee]mbassy|[Cc]onsulate(?: [Gg]eneral)?)(?:['’]s)? (?:in |at )?(?:the )?({_NAMED})"
    rf"|(?!The |A |Its |In |As )({_NAMED}) (?:[Ee]mbassy|[Cc]onsulate)\b"
    rf"|\b(?:cable|telegram) from (?:the )?({_NAMED})"
)
_MOST_OPENINGS = 3


@dataclass(frozen=True, slots=True)
class Framed:
    """A sentence with blanks in the place of its frames, and the posts by which these say a cable was sent."""

    words: str
    frames: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()


def framed(sentence: str) -> Framed:
    """Return a sentence without what it only tells of its cable; quotations are left alone."""
    words = sentence
    frames: list[str] = []
    start = 0
    for _ in range(_MOST_OPENINGS):
        found = next((found for pattern in _OPENING if (found := pattern.match(words, start))), None)
        if not found:
            break
        frames.append(found[0].strip(" ,"))
        words = _blank(words, found)
        start = found.end()
    for pattern in _INSIDE:
        while found := pattern.search(words):
            frames.append(found[0].strip(" ,"))
            words = _blank(words, found)
    return Framed(words, tuple(frames), tuple(_posts(frames)))


def _posts(frames: Iterable[str]) -> Iterator[str]:
    """Yield the places whose embassies or consulates have sent the cable, by what frames say."""
    for frame in frames:
        if not frame.startswith(("told", "to ", "with", "informed")):
            for found in _SENT_BY.finditer(frame):
                if not found[2] or place(found[2]) != "us":  # "the U.S. Embassy" may be any
                    yield next(filter(None, found.groups()))


def _blank(words: str, found: re.Match[str]) -> str:
    """Return the words with blanks in the place of a match, a comma staying where it parted two clauses."""
    sign = "," if found[0].rstrip().endswith(",") and words[: found.start()].strip() else " "
    return words[: found.start()] + sign + " " * (len(found[0]) - 1) + words[found.end() :]
