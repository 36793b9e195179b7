"""A real cluster of processes: a Dask scheduler and two workers, one of them killed in the middle of the work."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from conftest import command, contents, environment, write_corpus

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow


def dask(*args):
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, "-m", "dask", *args], env=environment(), start_new_session=True, **quiet)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@pytest.fixture
def scheduler():
    """The address of a scheduler that has no workers yet, and what starts one."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    processes = [dask("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")]

    def worker():
        processes.append(dask("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"))
        return processes[-1]

    for _ in range(300):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.2)
    else:
        pytest.fail("the scheduler did not start")
    yield address, worker
    for process in processes:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def busy(address):
    """How many tasks each worker is reading or has read."""
    from distributed import Client

    with Client(address, timeout=20, set_as_default=False) as client:
        workers = client.scheduler_info(n_workers=-1)["workers"].values()
        return [w["metrics"]["task_counts"] for w in workers]


def test_one_of_two_workers_is_killed_and_the_bytes_are_those_of_one_process(scheduler, tmp_path):
    address, worker = scheduler
    corpus = write_corpus(tmp_path / "corpus", range(600))
    assert command("tables", corpus, "--out", tmp_path / "one", "--jobs", "1").returncode == 0
    first, _ = worker(), worker()
    args = [sys.executable, "-m", "helpers.cli", "tables", corpus, "--out", tmp_path / "out", "--scheduler", address]
    run = subprocess.Popen(args, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    for _ in range(300):
        counts = busy(address)
        if len(counts) == 2 and all(c for c in counts):
            break
        assert run.poll() is None, "the work was done before both workers had some"
        time.sleep(0.1)
    os.killpg(first.pid, signal.SIGKILL)
    assert run.poll() is None, "the work was done before a worker could be killed"
    _, said = run.communicate(timeout=600)
    assert run.returncode == 0, said
    assert "Traceback" not in said
    assert contents(tmp_path / "out") == contents(tmp_path / "one")


def test_a_scheduler_without_workers_is_said(scheduler, tmp_path, capsys, monkeypatch):
    from helpers import cli

    monkeypatch.setattr("helpers.pipeline.PATIENCE", 3)
    address, _ = scheduler
    corpus = write_corpus(tmp_path / "corpus", range(3))
    assert cli.main(["tables", str(corpus), "--out", str(tmp_path / "out"), "--scheduler", address]) == 2
    assert f"{address}: no Dask scheduler with a worker answers there" in capsys.readouterr().err
