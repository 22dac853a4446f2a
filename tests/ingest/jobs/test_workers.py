"""Ingest by the workers of a Dask cluster: what they make is what one process makes, also when one of them dies."""

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from itertools import count, islice
from pathlib import Path
from threading import Thread, Timer

import numpy as np
import pytest
from click.testing import CliRunner
from quick import done, write

from ingest import Library
from ingest.embedding.embedder import Embedder
from ingest.errors import EmbedderMismatch, WorkersError
from ingest.jobs import workers
from ingest.samples import SAMPLES
from ui.cli.main import reftel

dask = pytest.importorskip("dask")
from distributed import LocalCluster, Security

ROOT = Path(__file__).parents[3]
ANY_PORT = "127.0.0.1:0"
NOBODY = "tcp://127.0.0.1:9"  # where no scheduler listens


@pytest.fixture(scope="module")
def cluster():
    """Two workers, each a process that is started again when it dies."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=ANY_PORT) as started:
        yield started


@pytest.fixture
def nobody(monkeypatch):
    """A scheduler without any worker, which is noticed soon."""
    monkeypatch.setattr(workers, "_LOOK", 0.2)
    with LocalCluster(n_workers=0, dashboard_address=ANY_PORT) as started:
        yield started


def spread(address, work, items, patience=30.0):
    with workers.connected_workers(address, patience) as spread:
        return list(spread(work, items))


def written(folder, cables):
    """Write so many cables, each with two paragraphs of its own."""
    for number in range(1, cables + 1):
        write(folder, number, f"First{number} was said.", f"Second{number} was denied.")
    return folder


def vectors(library):
    ids = list(library._parts.vectors.ids())
    return library._parts.vectors.fetch(ids)


def is_whole(library, cables):
    health = done(library.check())
    assert (health.faults, health.waiting) == ((), 0)
    return library.status().cables == cables


def test_results_come_in_order_and_only_as_they_are_asked_for(cluster):
    numbers = count()
    with workers.connected_workers(cluster.scheduler_address, 30) as spread:
        assert list(islice(spread(abs, numbers), 20)) == list(range(20))
    assert next(numbers) < 20 + 2 * 2 + 1  # two at once for each of two workers


def test_without_an_address_it_is_map():
    with workers.connected_workers(None, 0) as spread:
        assert spread is map


def test_workers_make_the_library_that_one_process_makes(cluster, library, tmp_path):
    made = Library.open(tmp_path)
    report = done(made.ingest([SAMPLES], workers=cluster.scheduler_address))
    ids = library.catalogue.ids()
    assert report.counts == {"added": len(ids)}
    assert list(made.cables(ids)) == list(library.cables(ids))
    keys = library.catalogue.keys(ids)
    assert made.statements(keys) == library.statements(keys)
    ours, theirs = vectors(library), vectors(made)
    assert ours.keys() == theirs.keys()
    assert min(float(np.dot(ours[id], theirs[id])) for id in ours) > 0.9999
    query = library.reading("what did Huseynli say about Russia")
    assert [key for key, _ in made.by_meaning(query, 5)] == [key for key, _ in library.by_meaning(query, 5)]
    near, mine = (each.affinities(query, keys) for each in (made, library))
    assert max(keys, key=lambda key: near[key].whole()) == max(keys, key=lambda key: mine[key].whole())
    made.close()


def kill_one_at_work(cluster):
    """Wait until a worker has something to do, and kill it."""
    processes = {each.worker_address: each.pid for each in cluster.workers.values()}
    while True:
        for address, state in list(cluster.scheduler.workers.items()):
            if state.processing:
                os.kill(processes[address], signal.SIGKILL)
                return
        time.sleep(0.005)


def test_what_a_killed_worker_had_not_done_is_done_again(cluster, tmp_path):
    cables = written(tmp_path / "cables", 300)
    library = Library.open(tmp_path / "library")
    stages = library.ingest([cables], workers=cluster.scheduler_address)
    while next(stages).stage != "meaning":
        pass
    killer = Thread(target=kill_one_at_work, args=(cluster,), daemon=True)
    killer.start()
    done(stages)
    killer.join(60)
    assert not killer.is_alive()  # it found one at work
    assert any(event.get("processing-tasks") for _, event in cluster.scheduler.get_events("all"))
    assert is_whole(library, 300)
    assert library.status().embedded == 600
    library.close()


def test_what_no_worker_does_is_left_for_the_next_ingest(nobody, tmp_path):
    cables = written(tmp_path / "cables", 1)
    library = Library.open(tmp_path / "library")
    with pytest.raises(
        WorkersError, match=r"There is no worker at .*`dask worker .*` starts one.*resumes from there"
    ):
        done(library.ingest([cables], workers=nobody.scheduler_address, patience=0))
    assert library.status().last_run.state == "broken off"
    done(library.ingest([cables]))
    assert is_whole(library, 1)
    library.close()


def test_a_worker_is_waited_for_with_a_word(nobody, caplog):
    with workers.connected_workers(nobody.scheduler_address, 60) as spread:
        coming = spread(abs, _called_for(nobody))
        assert next(coming) == 7
    assert "There is no worker at" in caplog.text


def _called_for(cluster):
    """Yield one thing to do, and have a worker only after a while."""
    cluster.loop.call_later(2 * workers._LOOK, cluster.scale, 1)
    yield -7


def test_a_scheduler_that_dies_is_told(tmp_path):
    file = tmp_path / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", *options]
    scheduler = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not file.exists():
        time.sleep(0.05)
    with workers.connected_workers(json.loads(file.read_text())["address"], 60) as spread:
        Timer(1, scheduler.kill).start()
        with pytest.raises(WorkersError, match=r"The scheduler at .* is gone. What was done is kept"):
            list(spread(abs, [1]))
    assert scheduler.wait() == -signal.SIGKILL


def test_a_worker_of_another_parser_is_refused(cluster):
    cluster_client = cluster.get_client()
    cluster_client.run(_parse_as, 7)
    with pytest.raises(
        WorkersError, match=r"The worker on .* has parser 7, not \d: install the same version of reftel there"
    ):
        spread(cluster.scheduler_address, abs, [1])
    cluster_client.run(_parse_as, workers.PARSER)
    assert spread(cluster.scheduler_address, abs, [-1]) == [1]
    cluster_client.close()


def _parse_as(parser):
    workers.PARSER = parser


def test_what_goes_wrong_on_a_worker_is_told_in_a_line(cluster):
    with pytest.raises(WorkersError, match=r"The worker on .* cannot do the work: invalid literal") as raised:
        spread(cluster.scheduler_address, int, ["1", "one"])
    assert len(str(raised.value).splitlines()) == 1


def test_an_embedder_travels_as_its_name_and_is_loaded_once():
    sent = pickle.dumps(Embedder())
    assert pickle.loads(sent) is pickle.loads(sent)
    assert pickle.loads(sent).name == Embedder().name


def test_a_model_with_other_weights_is_refused():
    embedder = Embedder()
    embedder.__dict__["weights"] = "0" * 64
    with pytest.raises(EmbedderMismatch, match="different weights"):
        pickle.loads(pickle.dumps(embedder))


def test_workers_are_reached_by_tls():
    security = Security.temporary()
    with LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        protocol="tls://",
        security=security,
        dashboard_address=ANY_PORT,
    ) as cluster:
        with pytest.raises(WorkersError, match="needs certificates"):
            spread(cluster.scheduler_address, abs, [-1])
        tls = {
            "distributed.comm.tls.ca-file": security.tls_ca_file,
            "distributed.comm.tls.client.cert": security.tls_client_cert,
            "distributed.comm.tls.client.key": security.tls_client_key,
        }
        with dask.config.set(tls):
            assert spread(cluster.scheduler_address, abs, [-1]) == [1]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (NOBODY, "No scheduler can be reached at tcp://127.0.0.1:9"),
        ("cluster", "cluster is not the address of a scheduler: missing port number"),
        ("http://cluster:8786", "write tcp://host:port or tls://host:port"),
    ],
)
def test_an_address_without_a_scheduler_is_told_in_a_line(tmp_path, monkeypatch, address, reason):
    monkeypatch.setattr(workers, "_CONNECTING", 0.5)
    cables, folder = written(tmp_path / "cables", 1), tmp_path / "library"
    ran = CliRunner().invoke(reftel, ["ingest", str(cables), "--library", str(folder), "--workers", address])
    assert isinstance(ran.exception, WorkersError)
    assert reason in str(ran.exception)
    assert len(str(ran.exception).splitlines()) == 1


def test_the_address_may_be_a_setting(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "_CONNECTING", 0.5)
    monkeypatch.setenv("REFTEL_WORKERS", NOBODY)
    ran = CliRunner().invoke(reftel, ["ingest", "--library", str(tmp_path)])
    assert NOBODY in str(ran.exception)


def test_where_the_package_is_missing_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(WorkersError, match=r"pip install 'reftel\[workers\]'"):
        spread(NOBODY, abs, [1])


def test_without_workers_nothing_of_dask_is_loaded(tmp_path):
    cables = written(tmp_path / "cables", 1)
    script = (
        "import sys; from ingest import Library; list(Library.open(sys.argv[1]).ingest([sys.argv[2]])); "
        "print(sorted(sys.modules.keys() & {'dask', 'distributed'}))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "library"), str(cables)]
    assert subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout == "[]\n"
