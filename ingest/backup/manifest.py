"""What a backup holds: a zip file of the library's files, and a manifest that tells the length and hash of each.

Version 1 of the format. What cannot be derived are the SQLite files and the file of users; the rest, which can be
made anew, may be there or not.
"""

import json
import re
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any, Self

from ingest.errors import BackupError

FORMAT = 1
NAME = "manifest.json"
CATALOGUE = "catalogue.sqlite"
USERS = "users.json"
LONGEST = 64 * 1024 * 1024  # bytes of a manifest
DERIVED = ("words", "scan", "vectors", "cleared", "answers")

_PLAIN = r"\.?[A-Za-z0-9][A-Za-z0-9._-]{0,127}"
_OF_LIBRARY = rf"[a-z]{{1,40}}\.sqlite|(?:words|scan|answers)/{_PLAIN}|vectors/{_PLAIN}(?:/{_PLAIN})?"
_MEMBER = re.compile(rf"users\.json|(?:cleared/[A-Za-z0-9+_ -]{{1,60}}/)?(?:{_OF_LIBRARY})")
_SHA = re.compile(r"[0-9a-f]{64}")


class Unfit(BackupError):
    """A file is no backup that can be restored; the message says why, to follow after its name."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a backup: its length in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds, when it was made (ISO, UTC) and by which version of reftel."""

    made: str
    reftel: str
    members: dict[str, Member]

    @property
    def size(self) -> int:
        """How many bytes its members have together."""
        return sum(member.size for member in self.members.values())

    def dumps(self) -> bytes:
        """Return it as it stands in the file."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1).encode()

    @classmethod
    def loads(cls, written: bytes) -> Self:
        """Read one; raises Unfit for one of a later format, and where it is none or names what no backup has."""
        try:
            record: dict[str, Any] = json.loads(written)
            if record["format"] != FORMAT:
                raise Unfit(
                    f"was made by a later version of reftel (its format is {_brief(record['format'])}, this one "
                    f"reads {FORMAT}): restore it with that one"
                )
            members = {name: _member(name, each) for name, each in record["members"].items()}
            if len({name.casefold() for name in members}) != len(members) or CATALOGUE not in members:
                raise ValueError
            return cls(str(record["made"]), str(record["reftel"]), members)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Unfit("contains no manifest of a backup") from error


def parts_in(members: Collection[str]) -> set[str]:
    """Return the rebuildable folders that contain any of these members."""
    return {name.partition("/")[0] for name in members if "/" in name}


def is_member(name: str) -> bool:
    """Return whether a backup may have a file of this name."""
    return _MEMBER.fullmatch(name) is not None


def _member(name: str, record: Any) -> Member:
    if not is_member(name):
        raise Unfit(f"names a file that no backup contains: {_brief(name)}")
    size, sha256 = record["size"], record["sha256"]
    if not (type(size) is int and 0 <= size < 1 << 60 and _SHA.fullmatch(sha256)):
        raise ValueError
    return Member(size, sha256)


def _brief(value: object) -> str:
    """Return something that a file says as printable and short as a line needs."""
    return ascii(value)[:80]
