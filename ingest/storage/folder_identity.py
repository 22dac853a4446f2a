"""Which folder of a shared catalogue this is: the indexes that each has are noted under its own name."""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ingest.files.read_only import not_writable


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a folder from all others; `of_a_copy`: until now it had that of the folder it was copied from."""

    name: str
    of_a_copy: bool = False


def identity_of(folder: Path) -> Identity:
    """Return who a folder is: chance, once, kept in it with the number of the file that it is kept in.

    A copy of the file has another number, a moved one the same: so a copied folder becomes one of its own. Raises
    LibraryError where that is to be noted and cannot be.
    """
    try:
        return _identity(folder / "identity")
    except OSError as error:
        raise not_writable(folder, error.strerror) from error


def _identity(file: Path) -> Identity:
    of_a_copy = False
    if file.exists():
        name, _, number = file.read_text(encoding="utf-8").partition(" ")
        if number in ("", str(file.stat().st_ino)):
            return Identity(name.strip())
        of_a_copy = True
        file.unlink(missing_ok=True)
    draft = file.with_suffix(f".{secrets.token_hex(4)}")
    draft.touch()
    draft.write_text(f"{secrets.token_hex(8)} {draft.stat().st_ino}", encoding="utf-8")
    with suppress(FileExistsError):
        file.hardlink_to(draft)  # unlike a renaming, it leaves what another process has just put there
    draft.unlink()
    return Identity(file.read_text(encoding="utf-8").partition(" ")[0].strip(), of_a_copy)
