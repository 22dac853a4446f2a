"""Work for many processes and machines: the workers of a Dask cluster map a function over items.

Whoever maps is given a `Spread` and need not know where the work is done: where there are no workers it is the
builtin `map`. Workers only compute; what they return is written by the one process that holds the library. What a
worker had not finished when it died, Dask does again.
"""

import logging
import pickle
import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ingest.domain.serialization import PARSER
from ingest.domain.statements import RULES
from ingest.embedding.stored_embeddings import READER
from ingest.errors import ReftelError, WorkersError
from ingest.files.lock import up_to
from ingest.version import installed

if TYPE_CHECKING:
    from distributed import Client, Future

T = TypeVar("T")
R = TypeVar("R")
_CONNECTING = 10.0  # seconds for the scheduler to answer
_LOOK = 2.0  # seconds without a result after which to see whether there still is a worker
_FETCH = 60.0  # seconds for a result to travel
_KEPT = "What was done is kept, and the next ingest resumes from there."
_log = logging.getLogger(__name__)


class Spread(Protocol):
    """What maps a function over items, which it takes as it goes along, and yields the results in their order."""

    def __call__(self, work: Callable[[T], R], items: Iterable[T], /) -> Iterator[R]:
        """Yield what `work` returns for each item."""


@contextmanager
def connected_workers(address: str | None, patience: float) -> Iterator[Spread]:
    """Connect with the scheduler at an address, such as "tcp://cluster:8786", and yield what spreads work there.

    Functions and items must pickle. Raises WorkersError when the scheduler cannot be reached or is lost, when no
    worker has been there for `patience` seconds, and when one refuses or cannot do its work. Without an address
    nothing is connected, and `map` is yielded.
    """
    if address is None:
        yield map
        return
    client = _connected(address)
    try:
        yield _DaskWorkers(client, address, patience).map
    finally:
        client.close()


class _DaskWorkers:
    """The workers of a scheduler, whoever comes and goes."""

    def __init__(self, client: "Client", address: str, patience: float) -> None:
        self._client = client
        self._address = address
        self._patience = patience
        self._nobody = f"There is no worker at {address}"
        self._alone: float | None = None  # since when that is so

    def map(self, work: Callable[[T], R], items: Iterable[T], /) -> Iterator[R]:
        """See `Spread`; two pieces of work are under way for each thread of a worker, so that none has to wait."""
        under_way: deque[Future[bytes]] = deque()
        try:
            for item in items:
                under_way.append(self._begun(work, item))
                while under_way and (under_way[0].done() or len(under_way) >= self._room()):
                    yield self._result(under_way.popleft())
            while under_way:
                yield self._result(under_way.popleft())
        finally:
            for future in under_way:
                future.release()

    def _begun(self, work: Callable[[T], R], item: T) -> "Future[bytes]":
        errand = pickle.dumps(_Task(pickle.dumps((work, item))))
        with self._translated():
            return self._client.submit(pickle.loads, errand, pure=False)

    def _room(self) -> int:
        with self._translated():
            threads: int = sum(self._client.nthreads().values())
            return 2 * max(1, threads)

    def _result(self, future: "Future[bytes]") -> Any:
        with self._translated():
            while True:
                try:
                    result = future.result(timeout=_FETCH if future.done() else _LOOK)
                except TimeoutError:
                    self._look()
                else:
                    self._alone = None
                    return pickle.loads(result)

    def _look(self) -> None:
        """Wait for a worker if there is none, but not forever."""
        if self._client.nthreads():
            self._alone = None
            return
        if self._alone is None:
            self._alone = monotonic()
            if self._patience > 0:
                _log.warning("%s; waiting %s for one.", self._nobody, up_to(self._patience))
        if monotonic() - self._alone >= self._patience:
            raise WorkersError(f"{self._nobody}: `dask worker {self._address}` starts one. {_KEPT}")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Tell in one line what goes wrong with the cluster, or with what a worker does."""
        from distributed import CancelledError, KilledWorker

        try:
            yield
        except ReftelError:
            raise
        except KilledWorker as error:
            raise WorkersError(
                f"{error.allowed_failures + 1} workers at {self._address} died on the same task, "
                f"the last one at {error.last_worker.address}: do they have enough memory?"
            ) from error
        except (CancelledError, OSError) as error:
            raise WorkersError(f"The scheduler at {self._address} is gone. {_KEPT}") from error
        except Exception as error:
            raise WorkersError(
                f"The workers at {self._address} cannot do the work: {_line(error)}. "
                "Is the same version of reftel installed on each of them?"
            ) from error


def versions() -> dict[str, str]:
    """Return what must be the same wherever a library's texts are read."""
    return {"reftel": installed(), "parser": str(PARSER), "reader": str(READER), "rules": str(RULES)}


@dataclass(frozen=True, slots=True)
class _Task:
    """A piece of work that is done wherever it is unpickled; what is had is its result, as bytes.

    So Dask only ever holds bytes: its scheduler need not know reftel, and a worker that does not can say so,
    where a function that it cannot import would end it.
    """

    work: bytes

    def __reduce__(self) -> tuple[Any, ...]:
        return _do, (versions(), self.work)


def _do(asked: Mapping[str, str], work: bytes) -> bytes:
    """Do a piece of work on a worker, which has to be of the versions that are asked for."""
    where = f"The worker on {socket.gethostname()}"
    if (own := versions()) != asked:
        differs = ", ".join(
            f"{name} {own.get(name)}, not {asked[name]}" for name in asked if own.get(name) != asked[name]
        )
        raise WorkersError(f"{where} has {differs}: install the same version of reftel there.")
    try:
        function, item = pickle.loads(work)
        return pickle.dumps(function(item))
    except Exception as error:
        raise WorkersError(f"{where} cannot do the work: {_line(error)}.") from error


def _connected(address: str) -> "Client":
    try:
        from distributed import Client, Security
        from distributed.comm.addressing import parse_address, parse_host_port
    except ImportError as error:
        raise WorkersError("Workers need another package: pip install 'reftel[workers]'") from error
    # What it has to say reaches the user as one line of ours.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # Looked at before a client is made, which does not end well where these are wrong.
    try:
        scheme, place = parse_address(address)
        parse_host_port(place)
    except ValueError as error:
        raise WorkersError(f"{address} is not the address of a scheduler: {_line(error)}.") from error
    security = Security()
    if scheme not in ("tcp", "tls"):
        raise WorkersError(
            f"{address} is not the address of a scheduler: write tcp://host:port or tls://host:port."
        )
    if scheme == "tls" and not security.get_connection_args("client").get("ssl_context"):
        raise WorkersError(
            f"{address} needs certificates: name them in Dask's configuration, distributed.comm.tls."
        )
    try:
        return Client(
            address,
            timeout=_CONNECTING,
            security=security,
            direct_to_workers=False,  # whoever ingests speaks with that address and with no other
            set_as_default=False,
            name="reftel",
        )
    except (OSError, RuntimeError, ValueError) as error:
        raise WorkersError(f"No scheduler can be reached at {address}: {_line(error)}.") from error


def _line(error: Exception) -> str:
    message = str(error) if isinstance(error, ReftelError | ImportError | OSError | ValueError) else repr(error)
    return message.strip().partition("\n")[0].rstrip(".")
