"""Counts what would leave the machine while the tests run, in this process and in every child that is Python's.

A plugin of pytest: the count is told at the end, and a run in which it is not 0 fails. Where several processes share
the tests, they share the count.
"""

import os
import tempfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

WATCHED = Path(__file__).with_name("watched")
_found = spec_from_file_location("watched", WATCHED / "sitecustomize.py")
assert _found is not None
assert _found.loader is not None
watched = module_from_spec(_found)
_found.loader.exec_module(watched)

WORKER = "PYTEST_XDIST_WORKER"
_begins = WORKER not in os.environ  # a worker is a child of the run, and watched as one
if _begins:
    _handle, _name = tempfile.mkstemp(prefix="left-the-machine-")
    os.close(_handle)
    os.environ |= {
        watched.FILE: _name,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(WATCHED), os.environ.get("PYTHONPATH")))),
    }
    watched.watch()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in which something would have left."""
    if _left() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what would have left."""
    left = _left()
    terminalreporter.section("the network", green=not left, red=bool(left))
    for each in left:
        terminalreporter.line(each)
    terminalreporter.line(f"{len(left)} requests and look-ups left the machine")


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    if _begins:
        Path(_file()).unlink(missing_ok=True)


def _file() -> str:
    return os.environ[watched.FILE]


def _left() -> list[str]:
    return Path(_file()).read_text(encoding="utf-8").splitlines()
