"""A backup into a new folder: all of it is compared with the manifest, then put in place in one step."""

import hashlib
import os
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ingest.backup.manifest import CATALOGUE, LONGEST, NAME, Manifest, Unfit, parts_in
from ingest.catalogue.catalogue import Catalogue
from ingest.catalogue.folder_names import Names
from ingest.errors import BackupError, LibraryError
from ingest.files.draft import draft_beside, put_folder
from ingest.progress import Progress
from ingest.storage.parts import PARTS

_BLOCK = 1 << 20
_RATIO = 200  # a catalogue shrinks to a third, a bomb to a thousandth
_SMALL = 64 << 20  # bytes that may shrink as they like
_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    struct.error,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class Restored:
    """A folder that a backup was put into, and what that held."""

    folder: Path
    manifest: Manifest


def restore(file: Path, folder: Path) -> Generator[Progress, None, Restored]:
    """Restore a backup into an empty or new folder.

    What can be rebuilt and is not in it, the next ingest rebuilds. Raises BackupError where the folder holds
    something, or the file is damaged, too large, of a later format or no backup; LibraryError where the catalogue
    in it is of a later version. The folder is then as it was.
    """
    folder = Path(os.path.realpath(folder.expanduser()))
    refuse_full(folder)
    with _translated(file, folder), file.open("rb") as stream:
        with _intact():
            archive, manifest = _opened(stream)
        folder.parent.mkdir(parents=True, exist_ok=True)
        _refuse_too_large(manifest, os.fstat(stream.fileno()).st_size, folder.parent)
        with draft_beside(folder) as draft:
            made = draft / "library"
            made.mkdir(mode=0o700)
            with _intact():
                yield from _unpacked(archive, manifest, made)
            _settle(made, manifest, file)
            refuse_full(folder)
            put_folder(made, folder)
    return Restored(folder, manifest)


def refuse_full(folder: Path) -> None:
    """Raise BackupError where a folder holds anything, or is none."""
    try:
        if any(folder.iterdir()):
            raise BackupError(f"{folder} is not empty: name an empty or new folder with --library.")
    except FileNotFoundError:
        return
    except NotADirectoryError as error:
        raise BackupError(f"{folder} is a file: name an empty or new folder with --library.") from error
    except OSError as error:
        raise BackupError(f"{folder} cannot be used: {error.strerror}.") from error


def _opened(stream: BinaryIO) -> tuple[zipfile.ZipFile, Manifest]:
    archive = zipfile.ZipFile(stream)
    entries = archive.infolist()
    if NAME not in archive.namelist():
        raise Unfit("is not a reftel backup: it has no manifest")
    with archive.open(NAME) as member:
        written = member.read(LONGEST + 1)
    if len(written) > LONGEST:
        raise Unfit("contains no manifest of a backup")
    manifest = Manifest.loads(written)
    if sorted(entry.filename for entry in entries) != sorted([*manifest.members, NAME]):
        raise Unfit("does not contain what its manifest names")
    for entry in entries:
        if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG) or entry.compress_type not in _WAYS:
            raise Unfit(f"contains {entry.filename}, as no backup does")
    return archive, manifest


def _refuse_too_large(manifest: Manifest, packed: int, where: Path) -> None:
    if manifest.size > _SMALL + _RATIO * packed:
        raise Unfit(f"unpacks to more than {_RATIO} times its size, as no library does; refused")
    if manifest.size > (free := shutil.disk_usage(where).free):
        raise Unfit(f"needs {manifest.size:,} bytes, and {where} has {free:,}")


def _unpacked(archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> Generator[Progress, None, None]:
    """Write every member to its place in a folder; raises Unfit at the first that is not what it should be."""
    done = 0
    for name, member in manifest.members.items():
        path = folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        digest, left = hashlib.sha256(), member.size
        with archive.open(name) as packed, path.open("r+b") as file:
            while block := packed.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    break
                digest.update(block)
                file.write(block)
                done += len(block)
                yield Progress("restore", done, manifest.size)
        if left or digest.hexdigest() != member.sha256:
            raise Unfit(f"is damaged: its {name} is not what the manifest says")


def _settle(made: Path, manifest: Manifest, file: Path) -> None:
    """Have the catalogue know which of its parts are not there; an older one is brought up to this version."""
    there = parts_in(manifest.members)
    try:
        catalogue = Catalogue(made / CATALOGUE)
        with catalogue.edit() as edit:
            for part in PARTS:
                if part not in there:
                    edit.indexes.discard(part)
        catalogue.close()
        catalogue = Catalogue(made / CATALOGUE, Names(vectors_are_served=True))
        with catalogue.edit() as edit:  # what a server keeps is still the other library's
            edit.indexes.release("vectors")
            edit.note("collection", None)
        catalogue.close()
    except LibraryError as error:
        raise type(error)(str(error).replace(str(made / CATALOGUE), f"The catalogue in {file}")) from error


@contextmanager
def _intact() -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise Unfit("is damaged or not a reftel backup: `reftel backup FILE` writes one") from error


@contextmanager
def _translated(file: Path, folder: Path) -> Iterator[None]:
    try:
        yield
    except Unfit as error:
        raise BackupError(f"{file} {error}.") from error
    except IsADirectoryError as error:
        raise BackupError(f"{file} is a folder: name the file that `reftel backup FILE` wrote.") from error
    except OSError as error:
        reading = error.filename is not None and Path(error.filename) == file
        what = f"{file} cannot be read" if reading else f"{folder} cannot be written"
        raise BackupError(f"{what} ({error.strerror or error}): nothing was restored.") from error
