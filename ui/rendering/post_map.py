"""Posts on a map of the world: where each dot stands, how large it is, and which are named. A pure function."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from ingest.domain.post_places import coordinates
from ingest.domain.posts import post_name

NORTH, SOUTH = 84.0, -59.0  # degrees: there are no posts beyond, and the land is drawn to these
_LARGEST, _SMALLEST = 15.0, 4.0  # pixels of radius
_LETTER, _LINE = 6.4, 14.0  # pixels that a letter of a name, and a line, take
_DESK, _PHONE = 980.0, 360.0  # pixels that the map is wide on a desk, and on a phone
_MOST_NAMED = 24


@dataclass(frozen=True, slots=True)
class PostDot:
    """A post on the map: place in per cent of its width and height, radius in pixels, and a link to its cables.

    `named` says where its name is printed beside it: "everywhere", "wide" where there is room enough, or "" for
    nowhere. `side` is "start" for right of the dot, "end" for left of it.
    """

    name: str
    number: int
    href: str
    x: float
    y: float
    radius: float
    named: str = ""
    side: str = "start"


@dataclass(frozen=True, slots=True)
class PostMap:
    """The dots, the largest first, so that smaller ones lie on top; `elsewhere` are posts without a place on
    earth, as their names, numbers and links.
    """

    dots: tuple[PostDot, ...]
    elsewhere: tuple[tuple[str, int, str], ...]


def post_map(counts: Iterable[tuple[str, int]], href: Callable[[str], str]) -> PostMap:
    """Return the map of some posts with their numbers of cables, the most first."""
    known = [(post, number, coordinates(post)) for post, number in counts]
    placed = [(post, number, at) for post, number, at in known if at]
    most = max((number for _, number, _ in placed), default=1)
    dots = [_dot(post, number, at, most, href(post)) for post, number, at in placed]
    elsewhere = tuple((post_name(post), number, href(post)) for post, number, at in known if not at)
    return PostMap(_labelled(dots), elsewhere)


def _dot(post: str, number: int, at: tuple[float, float], most: int, href: str) -> PostDot:
    north, east = at
    x, y = 100 * (east + 180) / 360, 100 * (NORTH - north) / (NORTH - SOUTH)
    radius = max(_SMALLEST, _LARGEST * sqrt(number / most))
    return PostDot(post_name(post), number, href, round(x, 2), round(y, 2), round(radius, 1))


def _labelled(dots: Sequence[PostDot]) -> tuple[PostDot, ...]:
    """Return the dots, the largest of which are named wherever no other name or dot is in the way."""
    wide, everywhere = _places(dots, _DESK), _places(dots, _PHONE)
    found = []
    for place, dot in enumerate(dots):
        named = "everywhere" if everywhere.get(place) == wide.get(place, "-") else "wide" if place in wide else ""
        found.append(
            PostDot(
                dot.name,
                dot.number,
                dot.href,
                dot.x,
                dot.y,
                dot.radius,
                named,
                wide.get(place, "start"),
            )
        )
    return tuple(found)


def _places(dots: Sequence[PostDot], width: float) -> dict[int, str]:
    """Return on which side of which dots, by their place in the row, a name fits on a map of some width."""
    height = width * (NORTH - SOUTH) / 360
    taken: list[tuple[float, float, float, float]] = []
    circles = [(dot.x * width / 100, dot.y * height / 100, dot.radius) for dot in dots]
    found: dict[int, str] = {}
    for place, dot in enumerate(dots[: 4 * _MOST_NAMED]):
        if len(found) == _MOST_NAMED:
            break
        x, y, radius = circles[place]
        long = _LETTER * len(dot.name)
        for side, left in (("start", x + radius + 3), ("end", x - radius - 3 - long)):
            box = (left, y - _LINE / 2, left + long, y + _LINE / 2)
            inside = box[0] >= 0 and box[2] <= width
            others = (each for at, each in enumerate(circles[: 4 * _MOST_NAMED]) if at != place)
            if (
                inside
                and not any(_meet(box, each) for each in taken)
                and not any(_covers(box, *each) for each in others)
            ):
                taken.append(box)
                found[place] = side
                break
    return found


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _covers(box: tuple[float, float, float, float], x: float, y: float, radius: float) -> bool:
    near_x, near_y = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
    return (near_x - x) ** 2 + (near_y - y) ** 2 < radius**2
