"""What happens to a nightly run: killed, out of disk, stopped. The last good output is whole, the next run succeeds."""

import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time

import pytest

from conftest import article, command, contents, environment, write_corpus

ARTICLES = 30


@pytest.fixture
def built(tmp_path):
    """A corpus and the output of a run over it."""
    corpus = write_corpus(tmp_path / "corpus", range(ARTICLES))
    assert command("tables", corpus, "--out", tmp_path / "out").returncode == 0
    return corpus


def change(corpus, number):
    """Another corpus, so that a run writes other bytes: these of the tables, by the file that holds them."""
    (corpus / "000.txt").write_text(article(100 + number), encoding="utf-8")
    (corpus / f"new{number:03}.txt").write_text(article(200 + number), encoding="utf-8")


def start(corpus, out, *more):
    args = [sys.executable, "-m", "helpers.cli", "tables", corpus, "--out", out, *more]
    interrupts = signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it
    try:
        return subprocess.Popen(
            args, env=environment(), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
    finally:
        signal.signal(signal.SIGINT, interrupts)


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.slow)])
def test_killed_at_any_moment_the_output_is_whole(built, tmp_path, kills):
    """Killed at random moments, workers and all: old tables or new ones, never a mixture."""
    out, chance = tmp_path / "out", random.Random(kills)
    change(built, kills)
    began = time.monotonic()
    assert command("tables", built, "--out", out, "--jobs", "1").returncode == 0
    length = time.monotonic() - began
    old = contents(out)
    finished = 0
    for n in range(kills):
        change(built, n)
        run = start(built, out, "--jobs", str(1 + n % 2))
        time.sleep((n + chance.random()) / kills * length)  # each part of a run's usual length once
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
        finished += run.wait() == 0
        now = contents(out)
        if now != old:
            assert command("tables", built, "--out", tmp_path / "right").returncode == 0
            assert now == contents(tmp_path / "right")
            old = now
    assert finished < kills, "no run was killed before it ended"
    last = command("tables", built, "--out", out)
    assert (last.returncode, last.stderr) == (0, "")
    assert command("tables", built, "--out", tmp_path / "right").returncode == 0
    assert contents(out) == contents(tmp_path / "right")
    assert [p.name for p in tmp_path.glob(".out.stage-*")] == []


@pytest.mark.parametrize("limit", [0, 20_000])
def test_a_full_disk_is_said_and_the_output_stays(built, tmp_path, limit):
    """No file may grow beyond the limit, which is what a full disk looks like from within."""
    old = contents(tmp_path / "out")
    change(built, 1)

    def full():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    told = command("tables", built, "--out", tmp_path / "out", preexec_fn=full)
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert told.stderr.startswith("khobor: ")
    assert contents(tmp_path / "out") == old
    assert [p.name for p in tmp_path.glob(".out.stage-*")] == []
    assert command("tables", built, "--out", tmp_path / "out").returncode == 0
    assert contents(tmp_path / "out") != old


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="only root mounts a small disk")
@pytest.mark.parametrize("size", [100, 250])
def test_a_small_disk(tmp_path, size):
    """A file system of so many kilobytes, too small for tables and cache: said, and what was there stays."""
    disk, corpus = tmp_path / "disk", write_corpus(tmp_path / "corpus", range(ARTICLES))
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "none", disk], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        first = command("tables", write_corpus(tmp_path / "two", range(2)), "--out", disk / "out")
        old = contents(disk / "out")
        told = command("tables", corpus, "--out", disk / "out")
        assert told.returncode == 1
        assert told.stderr.count("\n") == 1
        assert "No space left" in told.stderr
        assert contents(disk / "out") == old
        assert bool(old) == (first.returncode == 0)
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_stopped_by_hand_it_tidies_up(built, tmp_path, how):
    old = contents(tmp_path / "out")
    shutil.rmtree(tmp_path / ".out.cache")
    write_corpus(built, range(ARTICLES, 3 * ARTICLES))
    run = start(built, tmp_path / "out", "--jobs", "1")
    while not list(tmp_path.glob(".out.stage-*")) and run.poll() is None:
        time.sleep(0.02)
    os.kill(run.pid, how)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert said.decode() == "khobor: stopped; the last good output is still in place\n"
    assert contents(tmp_path / "out") == old
    assert [p.name for p in tmp_path.glob(".out.stage-*")] == []


def test_two_runs_at_once_one_succeeds_and_one_is_refused(built, tmp_path):
    shutil.rmtree(tmp_path / ".out.cache")
    runs = [start(built, tmp_path / "out", "--jobs", "1") for _ in range(2)]
    said = [run.communicate(timeout=120)[1].decode() for run in runs]
    codes = [run.returncode for run in runs]
    assert sorted(codes) in ([0, 1], [0, 0]), said  # both where the first had ended before the second began
    assert all("another run is writing there" in s for c, s in zip(codes, said, strict=True) if c)
