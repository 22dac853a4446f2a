"""Libraries that are not installed with reftel, offered where a file needs one."""

from importlib.util import find_spec

from ingest.sources.source import Unreadable


def needed(module: str, extra: str, what: str) -> None:
    """Raise `Unreadable` with the command that installs a library where it is missing."""
    if find_spec(module) is None:
        raise Unreadable(f"cannot be read yet: {what} need the library {module}; pip install 'reftel[{extra}]'")
