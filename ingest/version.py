"""The version of reftel that runs."""

from importlib.metadata import PackageNotFoundError, version


def installed() -> str:
    """Return the version of reftel."""
    try:
        return version("reftel")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "unknown"
