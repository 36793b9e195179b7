"""Runs of notebooks, and outputs that are whole. The notebooks here are tiny ones of our own."""

import ctypes
import json
import shutil
import subprocess
import sys
import types
from pathlib import Path

import nbformat
import pytest
from filelock import FileLock

from conftest import command, contents, environment, write_corpus
from helpers import run
from helpers.article import Settings
from helpers.pipeline import Options
from helpers.run import RunError, report, staged

PARAMETERS = """corpus = ""
out = ""
language = "bn"
jobs = 0
scheduler = ""
lexicon = ""
ner = "own"
ner_model = ""
ner_sha256 = ""
columns = {}
cache = ""
before = ""
"""
READ = """from pathlib import Path
from helpers.pipeline import Options, build
build(Path(corpus), Path(out), None, Options(jobs=1, cache=Path(cache)))
print(out, corpus, cache, before)"""
SHOW = "from helpers import tables\nfrom pathlib import Path\ntables.read(Path(out), 'figures').head()"


def notebook(path: Path, *cells: str, parameters: str = PARAMETERS) -> None:
    first = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    book = nbformat.v4.new_notebook(cells=[first, *map(nbformat.v4.new_code_cell, cells)])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.parent.mkdir(exist_ok=True)
    nbformat.write(book, path)


@pytest.fixture
def books(tmp_path, monkeypatch):
    """Two notebooks, the page and a place to stand: what `report` needs."""
    home = tmp_path / "notebooks"
    notebook(home / "01_read.ipynb", READ)
    notebook(home / "02_show.ipynb", SHOW)
    page = types.ModuleType("helpers.page")
    page.write_page = lambda stage, path, language, _: path.write_text(
        f"{language} {sorted(p.name for p in stage.iterdir())}"
    )
    monkeypatch.setitem(sys.modules, "helpers.page", page)
    monkeypatch.setattr(run, "HOME", home)
    monkeypatch.setattr(run, "NOTEBOOKS", ("01_read", "02_show"))
    monkeypatch.setenv("PYTHONPATH", environment()["PYTHONPATH"])
    monkeypatch.chdir(tmp_path)
    write_corpus(tmp_path / "corpus", range(4))
    return home


def go(language="bn", **more):
    return report(Path("corpus"), Path("build/out"), Settings(), Options(jobs=1), language, **more)


@pytest.mark.usefixtures("books")
def test_a_report_twice_is_the_same_bytes_and_says_what_was_run(tmp_path, capfd):
    page = go()
    assert page == tmp_path / "build" / "out" / "report.html"
    first = contents(tmp_path / "build" / "out")
    assert {
        "report.html",
        "run.json",
        "notebooks/01_read.ipynb",
        "notebooks/02_show.ipynb",
        "tables/figures.csv",
    } <= set(first)
    assert capfd.readouterr().err == "running 01_read\nrunning 02_show\n"
    told = json.loads(first["run.json"])
    assert told["counts"]["documents"] == len(told["inputs"]) == 4
    assert {"khobor", "pandas", "papermill"} <= set(told["versions"])
    assert told["parameters"]["language"] == "bn"
    assert b"stage-" not in b"".join(first.values())
    assert str(tmp_path).encode() not in b"".join(first.values())
    go(log="json")
    assert [json.loads(line)["what"] for line in capfd.readouterr().err.splitlines()] == ["01_read", "02_show"]
    assert contents(tmp_path / "build" / "out") == first


FAILS = {  # In [1] are the parameters, In [2] those of the run
    "raise ValueError('no such luck')": r"02_show: cell 3 failed \(ValueError: no such luck\); the half-run",
    "import os; os._exit(3)": "02_show: the kernel stopped .*; the half-run notebook is",
}


@pytest.mark.parametrize("code", FAILS)
def test_a_notebook_that_fails_is_named_and_the_last_output_stays(books, tmp_path, monkeypatch, code):
    monkeypatch.setattr(run, "NOTEBOOKS", ("02_show",))
    (tmp_path / "build").mkdir()
    write(tmp_path / "build" / "out", "good")
    good = contents(tmp_path / "build" / "out")
    notebook(books / "02_show.ipynb", code)
    with pytest.raises(RunError, match=FAILS[code]) as error:
        go()
    assert "\n" not in str(error.value)
    assert contents(tmp_path / "build" / "out") == good
    kept = json.loads((tmp_path / "build" / "out.failed.ipynb").read_text(encoding="utf-8"))
    assert any(code in "".join(c["source"]) for c in kept["cells"])
    assert [p.name for p in (tmp_path / "build").glob(".out.stage-*")] == []


def test_a_notebook_without_a_parameter_is_said_with_those_it_has(books):
    notebook(books / "02_show.ipynb", parameters=PARAMETERS.replace('language = "bn"\n', "langauge = 1\n"))
    with pytest.raises(RunError, match=r"02_show: has no parameter language; it has .*langauge"):
        go()


def test_without_the_checkout_there_are_no_notebooks(books):
    shutil.rmtree(books)
    with pytest.raises(RunError, match=r"01_read.ipynb: not there; install khobor from its checkout"):
        go()


def write(out, text, **more):
    with staged(out, out.parent / "corpus", **more) as stage:
        (stage / "tables").mkdir()
        (stage / "tables" / "t.csv").write_text(text)


def test_earlier_outputs_are_kept_as_many_as_told(tmp_path):
    for n in range(5):
        write(tmp_path / "out", str(n), keep=2)
    assert {p.parent.parent.name: p.read_text() for p in tmp_path.rglob("t.csv")} == {
        "out": "4",
        "out.1": "3",
        "out.2": "2",
    }
    write(tmp_path / "out", "5")
    assert {p.parent.parent.name: p.read_text() for p in tmp_path.rglob("t.csv")} == {
        "out": "5",
        "out.1": "3",
        "out.2": "2",
    }


@pytest.mark.parametrize("one_step", [True, False])
def test_outputs_change_places(tmp_path, monkeypatch, one_step):
    if not one_step:
        monkeypatch.setattr(ctypes, "CDLL", lambda _: None)
    for text in "ab":
        write(tmp_path / "out", text)
    assert contents(tmp_path / "out") == {"tables/t.csv": b"b"}


def test_a_kill_between_two_steps_is_made_good(tmp_path, monkeypatch):
    write(tmp_path / "out", "good")
    monkeypatch.setattr(ctypes, "CDLL", lambda _: None)
    monkeypatch.setattr(Path, "rename", killed_after(Path.rename, 1))
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    with pytest.raises(SystemError):
        write(tmp_path / "out", "new")
    monkeypatch.undo()
    assert not (tmp_path / "out").exists()
    with pytest.raises(ZeroDivisionError), staged(tmp_path / "out", tmp_path / "corpus"):
        raise ZeroDivisionError
    assert contents(tmp_path / "out") == {"tables/t.csv": b"good"}


def killed_after(function, times):
    left = [times]

    def once(*args):
        if not left[0]:
            raise SystemError("killed")
        left[0] -= 1
        return function(*args)

    return once


def test_what_fails_leaves_nothing(tmp_path):
    write(tmp_path / "out", "good")
    (tmp_path / ".out.stage-of-a-killed-run").mkdir()
    with pytest.raises(IsADirectoryError), staged(tmp_path / "out", tmp_path / "corpus") as stage:
        stage.write_text("half")
    assert contents(tmp_path / "out") == {"tables/t.csv": b"good"}
    assert sorted(p.name for p in tmp_path.iterdir()) == [".out.lock", "out"]


def test_tables_leave_a_report_where_it_is_and_renew_the_rest(tmp_path):
    write(tmp_path / "out", "old")
    (tmp_path / "out" / "report.html").write_text("page")
    (tmp_path / "out" / "notebooks").mkdir()
    (tmp_path / "out" / "notebooks" / "n.ipynb").write_text("{}")
    (tmp_path / "out" / "texts").mkdir()
    (tmp_path / "out" / "texts" / "gone.txt").write_text("of an article that is gone")
    write(tmp_path / "out", "new", keep_others=True)
    assert contents(tmp_path / "out") == {"notebooks/n.ipynb": b"{}", "report.html": b"page", "tables/t.csv": b"new"}


def test_a_second_run_is_refused_with_a_word(tmp_path):
    corpus = write_corpus(tmp_path / "corpus", range(2))
    with FileLock(tmp_path / ".out.lock"):
        told = command("tables", corpus, "--out", tmp_path / "out")
    assert told.returncode == 1
    assert (
        told.stderr == f"khobor: {tmp_path / 'out'}: another run is writing there; wait for it, or name another --out\n"
    )
    assert not (tmp_path / "out").exists()
    assert command("tables", corpus, "--out", tmp_path / "out").returncode == 0


def test_the_lock_of_a_killed_run_does_not_stay(tmp_path):
    code = "import sys, os; from pathlib import Path; from helpers.run import staged\n"
    code += "with staged(Path(sys.argv[1]), Path(sys.argv[2])): os.kill(os.getpid(), 9)"
    told = subprocess.run([sys.executable, "-c", code, tmp_path / "out", tmp_path / "corpus"], env=environment())
    assert told.returncode == -9
    write(tmp_path / "out", "new")
    assert contents(tmp_path / "out") == {"tables/t.csv": b"new"}
