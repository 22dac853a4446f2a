"""Filters: which cables are searched, and what of a cable is compared with them.

Each filter is described once, as a field of `Filters`. The commands, the programs' schemas, the window and the
indexes read that description from `FILTERS`. A new one takes a field of `Filters`, a key of `FilterValues` and, if
what it is compared with is not there yet, a field of `Facts`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from ingest.domain.levels import CLASSES, LEVELS
from ingest.domain.limits import LONGEST_FIELD, LONGEST_TAG, MOST_TAGS
from ingest.domain.posts import cable_id, post, post_name
from ingest.domain.typed_dates import typed_date
from ingest.errors import FilterError

if TYPE_CHECKING:  # the commands read the filters for their help
    from ingest.domain.cable import Cable

# A filter narrows to cables from a day on, or up to one; to those that have a value; to some, by id; to what
# somebody says.
Narrows = Literal["from", "until", "has", "among", "speaks"]
MOST_CHOSEN = 1_000  # cables that a question can be asked within
_LEFT_OUT = "-"  # before the id of a cable that is left out
_BY_LETTER = {level.mark: level.cable for level in LEVELS}


def _date(given: str) -> str:
    iso = typed_date(given)
    if iso is None:
        raise FilterError(f"{given!r} is not a date: write 2009, 2009-02, 2009-02-17 or 17 Feb 2009.")
    return iso


def _cables(given: str) -> str:
    ids = [id for each in re.split(r"[,;\n]", given) for id in _ids(each.strip())]
    if not ids:
        raise FilterError(f"{given!r} names no cable: write ids with commas between, such as 10BAKU79, 10BAKU80.")
    if len(ids) > MOST_CHOSEN:
        raise FilterError(
            f"A question can be asked within {MOST_CHOSEN:,} cables at most; these are {len(ids):,}."
        )
    return ", ".join(dict.fromkeys(ids))


def _ids(piece: str) -> list[str]:
    """Return the ids in what stands between two commas: one, or several with blanks between."""
    if (whole := _signed(piece)) or not piece.removeprefix(_LEFT_OUT):
        return [whole] if whole else []
    words = [_signed(each) for each in piece.split()]
    return [each for each in words if each] if all(words) else [piece]


def _signed(piece: str) -> str | None:
    """Return an id in its one spelling, with the sign before it; None for what is no id of a known post."""
    sign = _LEFT_OUT if piece.startswith(_LEFT_OUT) else ""
    id = cable_id(piece.removeprefix(_LEFT_OUT).strip())
    return sign + id if id else None


def _post(given: str) -> str:
    return post(given) or given.upper()


def _classification(given: str) -> str:
    """Return a classification as cables have it: "s", "S" and "secret" are SECRET."""
    written = " ".join(given.upper().split())
    return _BY_LETTER.get(written) or CLASSES.get(written) or written


def _printed_post(given: str) -> str:
    return post_name(_post(given))


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter, as every door describes it and every index applies it.

    `name` is the same everywhere: an option, a field of JSON, a parameter of an address. `help` says in a sentence
    what it does, `metavar` and `examples` what to give. In the window `label` stands over its box, `empty` in it
    while nothing is chosen, and `chip` tells what was, each value as it is `printed`. `canonical` returns what was
    given as it is compared, or raises FilterError. `fact` is the field of `Facts` that it is compared with; None
    where that is no fact of the cable.
    """

    narrows: Narrows
    help: str
    metavar: str
    label: str
    empty: str
    chip: str = "{}"
    canonical: Callable[[str], str] = str
    printed: Callable[[str], str] = str
    fact: str | None = None
    examples: tuple[str, ...] = ()
    longest: int = 200  # characters that a program may send
    name: str = ""

    @property
    def is_typed(self) -> bool:
        """Whether it takes a date, or ids of cables, of which nothing can be offered to choose from."""
        return self.narrows in ("from", "until", "among")

    def told(self, value: str) -> str:
        """Return what a filter is set to in words, as a chip shows it."""
        if self.narrows != "among":
            return self.chip.format(self.printed(value))
        return _told(value)


def _filter(**described: Any) -> Any:
    """Return a field of `Filters` with its description, which is named as the field is."""
    return field(default=None, metadata={"filter": Filter(**described)})


def _date_filter(**described: Any) -> Any:
    examples = ("2009", "2009-12", "2009-12-31")
    return _filter(metavar="DATE", canonical=_date, fact="day", examples=examples, longest=20, **described)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which cables to search, and whose words alone, by any word of the name; None leaves a matter open.

    Dates are inclusive, of any exactness ("2009", "2009-02", "17 Feb 2009"), and kept as ISO; what is none raises
    FilterError. A post, a tag and a class are taken in any case, and a post by any of its names: "Tel Aviv".
    """

    since: str | None = _date_filter(
        narrows="from",
        help="Only cables dated on or after this date (a day, a month or a year).",
        label="Since",
        empty="2009 or 2009-12-31",
        chip="since {}",
    )
    until: str | None = _date_filter(
        narrows="until",
        help="Only cables dated on or before this date (a day, a month or a year).",
        label="Until",
        empty="2010",
        chip="until {}",
    )
    origin: str | None = _filter(
        narrows="has",
        help="Only cables from this post, such as BAKU.",
        metavar="POST",
        label="Post",
        empty="Any post",
        chip="sent from {}",
        canonical=_post,
        printed=_printed_post,
        fact="post",
        examples=("BAKU",),
    )
    tag: str | None = _filter(
        narrows="has",
        help="Only cables with this tag, such as PREL.",
        metavar="TAG",
        label="Tag",
        empty="Any tag",
        chip="tag {}",
        canonical=str.upper,
        fact="tags",
        examples=("PREL",),
    )
    classification: str | None = _filter(
        narrows="has",
        help="Only cables with this classification, such as SECRET.",
        metavar="LEVEL",
        label="Classification",
        empty="Any",
        canonical=_classification,
        fact="classification",
        examples=("SECRET",),
    )
    person: str | None = _filter(
        narrows="speaks",
        help="Only what people with this name say.",
        metavar="NAME",
        label="Speaker",
        empty="Anybody",
        chip="said by {}",
    )

    cables: str | None = _filter(
        narrows="among",
        help="Only these cables, by their ids with commas between: 10BAKU79, 10BAKU80. A minus sign before an id "
        "leaves that cable out.",
        metavar="IDS",
        label="Cables",
        empty="10BAKU79, 10BAKU80",
        canonical=_cables,
        examples=("10BAKU79", "-10BAKU79"),
        longest=20_000,
    )

    def __post_init__(self) -> None:
        for each in FILTERS:
            if (given := getattr(self, each.name)) is not None:
                object.__setattr__(self, each.name, each.canonical(given))

    def __bool__(self) -> bool:
        return self != EVERYWHERE

    @property
    def among(self) -> tuple[str, ...]:
        """The cables to which `cables` narrows; none where any cable may be."""
        return tuple(each for each in self._named if not each.startswith(_LEFT_OUT))

    @property
    def besides(self) -> tuple[str, ...]:
        """The cables that `cables` leaves out."""
        return tuple(each.removeprefix(_LEFT_OUT) for each in self._named if each.startswith(_LEFT_OUT))

    @property
    def _named(self) -> list[str]:
        return self.cables.split(", ") if self.cables else []

    def values(self) -> Iterator[tuple[str, str]]:
        """Yield the facts of which a cable must have a value, as fields of `Facts`, each with that value."""
        for each in FILTERS:
            value = getattr(self, each.name)
            if each.narrows == "has" and each.fact and value is not None:
                yield each.fact, value


class FilterValues(TypedDict, total=False):
    """The filters as keyword arguments, so that editors list them and type checkers know them."""

    since: str | None
    until: str | None
    origin: str | None
    tag: str | None
    classification: str | None
    person: str | None
    cables: str | None


FILTERS: tuple[Filter, ...] = tuple(replace(each.metadata["filter"], name=each.name) for each in fields(Filters))
EVERYWHERE = Filters()


def _told(cables: str) -> str:
    """Return which cables a question is asked within, in words."""
    try:
        chosen = Filters(cables=cables)
    except FilterError:
        return "these cables"
    parts = (("within", chosen.among), ("without", chosen.besides))
    return ", ".join(f"{how} {ids[0] if len(ids) == 1 else f'{len(ids):,} cables'}" for how, ids in parts if ids)


@dataclass(frozen=True, slots=True)
class Facts:
    """What `Filters` asks of a cable; `day` is yyyymmdd.

    The others are named as they are in `Cable`. A tuple is one of which a cable may have several.
    """

    day: int | None = None
    post: str = ""
    tags: tuple[str, ...] = ()
    classification: str | None = None

    def values(self, fact: str) -> tuple[str, ...]:
        """Return the values of a fact that can be asked for: none, one or several."""
        found: str | tuple[str, ...] | None = getattr(self, fact)
        return found if isinstance(found, tuple) else () if found is None else (found,)


# The facts with values, which every index keeps; of the `SEVERAL` a cable may have more than one value.
VALUES = tuple(each.name for each in fields(Facts) if each.name != "day")
SEVERAL = tuple(name for name in VALUES if isinstance(getattr(Facts(), name), tuple))


def facts(cable: "Cable") -> Facts:
    """Return what a cable can be filtered by."""
    date = cable.date or (str(cable.year) if cable.year else None)  # an id tells the year where no date is left
    day = first_day(date) if date else None
    # A cable that 0.1.0 took in has any number of tags, and Chroma breaks over some thousands.
    tags = tuple(tag[:LONGEST_TAG] for tag in cable.tags[:MOST_TAGS])
    return Facts(day, cable.post, tags, cable.classification and cable.classification[:LONGEST_FIELD])


def first_day(date: str) -> int:
    """Return the first day of an ISO date of any exactness as yyyymmdd: "2009" begins 20090101."""
    return _day(date, "0101")


def last_day(date: str) -> int:
    """Return the last day of an ISO date of any exactness as yyyymmdd: "2009-02" ends 20090231."""
    return _day(date, "1231")


def _day(date: str, missing: str) -> int:
    digits = date[:10].replace("-", "")
    return int(digits + missing[len(digits) - 4 :])
