"""A library into one file, while others ask it and fill it.

The file appears whole or not at all, is for its owner alone and takes the place of no other one.
"""

import hashlib
import os
import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest.backup.manifest import DERIVED, NAME, USERS, Manifest, Member, is_member
from ingest.catalogue.sqlite import snapshot
from ingest.errors import BackupError, LibraryError
from ingest.files.draft import draft_beside, put_file
from ingest.files.lock import PATIENCE
from ingest.progress import Progress
from ingest.storage.parts import Parts
from ingest.version import installed

_BLOCK = 1 << 20
_LEVEL = 1  # of deflate: vectors hardly shrink, and texts do at once


@dataclass(frozen=True, slots=True)
class Backup:
    """A file that holds a library: how long it is, and what is in it."""

    file: Path
    size: int
    manifest: Manifest


def backup(
    parts: Parts, file: Path, *, users: Path | None = None, derived: bool = False, patience: float = PATIENCE
) -> Generator[Progress, None, Backup]:
    """Write what a library holds, with the file of `users` if there is one, into a new file.

    With `derived`, what can be rebuilt is packed too, for which nobody may be writing: waits for `patience`
    seconds and raises LibraryBusy after. Raises BackupError where the file cannot be written or is there already,
    LibraryError where the catalogue lies in a database of its own or is damaged.
    """
    parts.refuse_copy()
    if parts.is_shared:
        raise LibraryError(
            "The catalogue is in PostgreSQL, whose own pg_dump backs it up: docs/backup.md shows how."
        )
    file = Path(os.path.abspath(file.expanduser()))
    with _translated(file):
        if os.path.lexists(file):
            raise FileExistsError
        with draft_beside(file) as draft:
            alone = parts.writing("backup", patience=patience) if derived else nullcontext()
            with alone:
                sources = _sources(parts.folder, draft, users, derived)
                manifest = yield from _packed(sources, draft / "backup.zip")
            put_file(draft / "backup.zip", file)
    return Backup(file, file.stat().st_size, manifest)


def _sources(folder: Path, draft: Path, users: Path | None, derived: bool) -> dict[str, Path]:
    """Return the files to be packed, by their names in the backup; those of SQLite are copied first."""
    found = {path.name: path for path in sorted(folder.glob("*.sqlite"))}
    if users and users.is_file():
        found[USERS] = users
    for part in DERIVED if derived else ():
        inside = sorted(path for path in (folder / part).rglob("*") if path.is_file() and not path.is_symlink())
        found |= {path.relative_to(folder).as_posix(): path for path in inside}
    sources = {}
    for number, (name, path) in enumerate(found.items()):
        if not is_member(name) or name.endswith(".lock"):
            continue  # what a writer keeps beside its files, and what is not ours
        sources[name] = path
        if path.suffix in (".sqlite", ".sqlite3"):
            sources[name] = draft / f"{number}.sqlite"
            snapshot(path, sources[name])
    return sources


def _packed(sources: dict[str, Path], target: Path) -> Generator[Progress, None, Manifest]:
    """Write files into an archive, and what they are at its end."""
    members: dict[str, Member] = {}
    done, total = 0, sum(path.stat().st_size for path in sources.values())
    target.touch(mode=0o600)
    with target.open("r+b") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as out:
        for name, path in sources.items():
            digest, size = hashlib.sha256(), 0
            with path.open("rb") as stream, out.open(_entry(name), "w", force_zip64=True) as member:
                while block := stream.read(_BLOCK):
                    member.write(block)
                    digest.update(block)
                    size += len(block)
                    done += len(block)
                    yield Progress("backup", done, max(done, total))
            members[name] = Member(size, digest.hexdigest())
        manifest = Manifest(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", installed(), members)
        out.writestr(_entry(NAME), manifest.dumps())
    return manifest


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o100600 << 16  # a file, for its owner alone
    return entry


@contextmanager
def _translated(file: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise BackupError(f"{file} already exists: name another file, or remove that one first.") from error
    except OSError as error:
        raise BackupError(f"{file} cannot be written ({error.strerror or error}): nothing was written.") from error
