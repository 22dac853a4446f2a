"""A real Chroma server for tests, started on a port of this machine, and stopped as rudely as is wanted."""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

_SECONDS = 120.0  # a loaded machine takes its time


class ChromaServer:
    """A server that keeps what it is told in a folder; it is started when it is made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        """Start it, and wait until it listens."""
        program = Path(sys.executable).parent / "chroma"
        command = [program, "run", "--path", self.folder, "--host", "127.0.0.1", "--port", str(self._port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + _SECONDS
        while not self._listens():
            assert time.monotonic() < end, "Chroma does not start"
            time.sleep(0.05)

    def kill(self) -> None:
        """Let it die at once."""
        self._process.kill()
        self._process.wait(_SECONDS)

    def lose_everything(self) -> None:
        """Let it die, and come back with nothing."""
        self.kill()
        shutil.rmtree(self.folder)
        self.start()

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
        except OSError:
            return False
        return True
