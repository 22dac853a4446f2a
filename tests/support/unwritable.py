"""Programs that run where a folder cannot be written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Run by `sh` in a name space of its own, so that nobody else sees the mount: the folder, then a command.
_MOUNTED = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
# Root may write everywhere; without these it may write what its rights say.
BOUND = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


def mounted(folder: Path, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a Python program where a folder is mounted read-only; skips where that is not allowed."""
    space = ["unshare", "-m", "sh", "-c", _MOUNTED, str(folder)]
    if (
        not shutil.which("unshare")
        or subprocess.run([*space, "true"], check=False, capture_output=True).returncode
    ):
        pytest.skip("only root may mount a folder read-only, where there are name spaces")
    return _run([*space, sys.executable, "-c", program], arguments)


def without_rights(folder: Path, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a Python program as a user who may read a folder and not write to it; skips where none can be had."""
    refuse_almighty()
    everything = (folder, *folder.rglob("*"))
    before = {path: path.stat().st_mode for path in everything}
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        return _run([*BOUND, sys.executable, "-c", program], arguments)
    finally:
        for path, mode in before.items():
            path.chmod(mode)


def refuse_almighty() -> None:
    """Skip where we are root and cannot let go of its powers."""
    if BOUND and (not shutil.which(BOUND[0]) or subprocess.run([*BOUND, "true"], check=False).returncode):
        pytest.skip("root may write everywhere, and cannot be kept from that here")


def environment() -> dict[str, str]:
    """Return the environment of such a program, which finds our modules and those of the tests."""
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "support")])}


def _run(command: list[str], arguments: tuple[object, ...]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*command, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(),
        timeout=200,
    )
