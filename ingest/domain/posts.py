"""The posts that send telegrams, and the ids that name a telegram: year, post, number."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

# What a post is called in front of its name: AMEMBASSY BAKU, AMCONSUL LAHORE, USINT HAVANA.
TITLE = re.compile(
    r"(?:FM )?(?:(?:AM|US|U\.S\. |AMERICAN )?(?:EMBASSY|CONSULATE GENERAL|CONSULATE|CONSUL|CONGEN)"
    r"|US ?MISSION|US ?INT|USLO|USOFFICE|US OFFICE|BRANCH OFFICE|AIT|MISSION|REO)\s+"
)
# 10BAKU79 · 10 BAKU 000079 · 2010 BAKU 79 · BAKU 79 · BAKU 79 (2010) · BAKU 79-10 · 10BAKU79_a
CABLE_ID = re.compile(
    r"\s*+(?P<year>(?:19|20)?\d\d)?[\s_-]*+(?P<post>[A-Z][A-Z .'/]*[A-Z]\.?)[\s_-]*(?P<number>\d{1,7})"
    r"(?:\s*\((?P<late>(?:19|20)\d\d)\)|\s*-\s*(?P<short>\d\d)|_[A-Z])?\s*",
    re.IGNORECASE,
)
LONGEST_PAGE_NAME = 10  # page lines print RIO DE JAN for Rio de Janeiro
LONGEST_ARCHIVE_NAME = 6  # the archive of 1973-79 prints DAMASC for Damascus, and RIO DE as RIODE
NOW = max(2026, date.today().year)  # a clock that is behind does not move telegrams into another century


@dataclass(frozen=True, slots=True)
class CableId:
    """A canonical id taken apart."""

    year: int
    post: str
    number: int

    def __str__(self) -> str:
        return f"{self.year % 100:02}{self.post}{self.number}"


def post(name: str) -> str | None:
    """The canonical post that a name stands for, or None: `post("Embassy La Paz")` is LAPAZ."""
    squeezed = " ".join(name.upper().replace(".", " ").split())
    names = _names()
    return names.get(_key(squeezed)) or names.get(_key(TITLE.sub("", squeezed, count=1)))


def post_name(canonical: str) -> str:
    """A canonical post as it is printed: `post_name("RIODEJANEIRO")` is RIO DE JANEIRO."""
    return posts().get(canonical, canonical)


def cable_id(text: str, *, year: int | None = None) -> str | None:
    """The canonical id written in `text`, or None if it names no telegram of a known post.

    `year` is the year of the context, used when the text has none: `cable_id("BAKU 000079", year=2010)`
    is "10BAKU79".
    """
    found = parts(text, year=year)
    return str(found) if found else None


def parts(text: str, *, year: int | None = None) -> CableId | None:
    """Like `cable_id`, taken apart."""
    match = CABLE_ID.fullmatch(text) if len(text) < 80 else None
    sender = post(match["post"]) if match else None
    if not match or not sender or not int(match["number"]):
        return None
    written = match["year"] or match["late"] or match["short"]
    if not written and year is None:
        return None
    return CableId(full_year(int(written)) if written else int(year or 0), sender, int(match["number"]))


def display(id: str) -> str:
    """A canonical id as it is printed for readers: "10 BAKU 79"; other ids come back as they are."""
    found = parts(id)
    return f"{found.year % 100:02} {post_name(found.post)} {found.number}" if found else id


def full_year(year: int) -> int:
    """A year of two digits as one of four. No telegram comes from the future: 55 is 1955, 10 is 2010."""
    return year if year > 99 else year + (1900 if year + 2000 > NOW else 2000)


@cache
def posts() -> Mapping[str, str]:
    """Every canonical post and its name as it is printed."""
    return {_key(printed): printed for printed, _ in _entries()}


def _key(name: str) -> str:
    return re.sub(r"[^A-Z]", "", name)


@cache
def _names() -> dict[str, str]:
    """Every spelling without blanks -> canonical post. A cut name counts only where it is unmistakable."""
    names = {_key(printed): _key(printed) for printed, _ in _entries()}
    for printed, aliases in _entries():
        for alias in aliases:
            names.setdefault(_key(alias), _key(printed))
    whole = [(name, _key(name)) for name, _ in _entries()]
    cuts = [(name[:LONGEST_PAGE_NAME], canonical) for name, canonical in whole]
    cuts += [(canonical[:LONGEST_ARCHIVE_NAME], canonical) for _, canonical in whole]
    cuts += [(name[:LONGEST_ARCHIVE_NAME], canonical) for name, canonical in whole]
    archived = [
        (alias[:LONGEST_ARCHIVE_NAME], _key(name))
        for name, others in _entries()
        for alias in others
        if _is_cut(alias)
    ]
    return _cuts(archived) | _cuts(cuts) | names


def _is_cut(name: str) -> bool:
    """Whether a cut alias still names the post: the first word of one does not, as GUINEA of GUINEA BISSAU."""
    return len(name) > LONGEST_ARCHIVE_NAME and (" " not in name or " " in name[:LONGEST_ARCHIVE_NAME])


def _cuts(cut_names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Cut names -> canonical post, those that only one post has."""
    cuts = {(_key(cut), canonical) for cut, canonical in cut_names}
    owners = Counter(cut for cut, _ in cuts)
    return {cut: canonical for cut, canonical in cuts if owners[cut] == 1}


@cache
def _entries() -> tuple[tuple[str, tuple[str, ...]], ...]:
    lines = (files(__package__) / "posts.txt").read_text(encoding="utf-8").splitlines()
    entries = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return tuple(
        (printed, tuple(alias.strip() for alias in rest.split(",") if rest)) for printed, _, rest in entries
    )
