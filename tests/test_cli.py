"""Every mistake a user can make: one line that says what to do, the right exit code, and nothing touched."""

import hashlib
import io
import json
import os
import re
import sys

import pytest

from conftest import ROOT, article, command, contents, write_corpus
from helpers import cli, tables


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder to stand in, with a corpus, an empty folder, one with nothing readable, and a foreign folder."""
    write_corpus(tmp_path / "corpus", range(3))
    (tmp_path / "empty").mkdir()
    write_corpus(tmp_path / "unread", range(0)).joinpath("a.txt").write_bytes(b"")
    (tmp_path / "home" / "letters").mkdir(parents=True)
    (tmp_path / "file").write_text("mine")
    (tmp_path / "rows.csv").write_text(f"headline,body\nক,{article(1)!r}\n", encoding="utf-8")
    (tmp_path / "lines.jsonl").write_text('{"body": "ঢাকায় ৩ জন আহত হয়েছেন।"}\n', encoding="utf-8")
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "moths.csv").write_text("name,comment\n")
    (tmp_path / "cells").mkdir()
    (tmp_path / "cells" / "months.csv").write_text("name,comment\nমাঘ,\n", encoding="utf-8")
    (tmp_path / "model.pkl").write_bytes(b"not a model")
    monkeypatch.chdir(tmp_path)
    return tmp_path


MISTAKES = {
    "nowhere --out out": (2, "nowhere: no such corpus"),
    "file --out out": (2, "file: no such corpus"),
    "empty --out out": (2, "empty: holds no article"),
    "unread --out out": (2, "unread: nothing in it can be read: a.txt (the file is empty)"),
    "rows.csv --columns text=leib --out out": (2, "has no column leib; it has headline, body"),
    "lines.jsonl --columns text=leib --out out": (2, "no column leib"),
    "corpus --lexicon nowhere --out out": (2, "nowhere: no folder with CSV files"),
    "corpus --lexicon empty --out out": (2, "empty: no folder with CSV files"),
    "corpus --lexicon names --out out": (2, "moths.csv: none of ours has that name; there are abbreviations"),
    "corpus --lexicon cells --out out": (2, "months.csv: column"),
    "corpus --ner bnlp --out out": (2, "--ner bnlp needs --ner-model"),
    "corpus --ner bnlp --ner-model nowhere --ner-sha256 00 --out out": (2, "nowhere: No such file"),
    "corpus --ner bnlp --ner-model model.pkl --ner-sha256 00 --out out": (2, "model.pkl: its SHA-256 is"),
    "corpus --out file": (1, "file: is there, and no output of khobor"),
    "corpus --out home": (1, "home: is there, and no output of khobor"),
    "corpus --out corpus": (1, "the output must lie beside the corpus"),
    "corpus --out corpus/out": (1, "the output must lie beside the corpus"),
    "corpus --out .": (1, "the output must lie beside the corpus"),
    "corpus --out file/out": (1, "file: File exists"),
}


@pytest.mark.parametrize("line", MISTAKES)
def test_a_mistake_is_one_line(place, line, capsys):
    before = contents(place)
    code, said = MISTAKES[line]
    assert cli.main(["tables", *line.split()]) == code
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("khobor: ")
    assert said in err
    assert contents(place) == before


@pytest.mark.parametrize("line", [k for k in MISTAKES if "file/out" not in k])
@pytest.mark.usefixtures("place")
def test_report_says_the_same_before_any_notebook_runs(line, capsys, monkeypatch):
    monkeypatch.setattr("helpers.run._execute", lambda *_: pytest.fail("a notebook was run"))
    monkeypatch.setitem(sys.modules, "helpers.page", io)
    monkeypatch.setattr(io, "write_page", None, raising=False)
    code, said = MISTAKES[line]
    assert cli.main(["report", *line.split()]) == code
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "tcp://127.0.0.1:1"])
def test_no_scheduler_there(place, address, capsys, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("helpers.pipeline.PATIENCE", 2)
    assert cli.main(["tables", "corpus", "--out", "out", "--scheduler", address]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"khobor: {address}: no Dask scheduler with a worker answers there; start them with")
    assert not (place / "out").exists()


@pytest.mark.usefixtures("place")
def test_no_cluster_extra(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "dask.distributed", None)
    assert cli.main(["tables", "corpus", "--out", "out", "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert "pip install 'khobor[cluster]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("tables corpus", "--out"),
        ("tables corpus --out out --columns body", "not of the form text=COLUMN"),
        ("tables corpus --out out --columns leib=x", "leib is no field; there are text, title"),
        ("tables corpus --out out --jobs -1", "not a whole number"),
        ("tables corpus --out out --ner guess", "invalid choice"),
        ("report corpus --out out --language hi", "invalid choice"),
        ("report corpus --out out --frobnicate 3", "--frobnicate 3: no such option; there are -h, --help, --jobs"),
        ("score key out too_much", "too_much: no such option"),
        ("frobnicate", "invalid choice"),
        ("", "COMMAND"),
    ],
)
def test_options_that_there_are_not(place, line, said, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(line.split())
    assert end.value.code == 2
    [told] = capsys.readouterr().err.splitlines()
    assert told.startswith("khobor: ")
    assert said in told
    assert not (place / "out").exists()


def test_an_output_that_cannot_be_written(place, capsys):
    locked = place / "locked"
    locked.mkdir(mode=0o555)
    where = "/proc/khobor/out" if os.geteuid() == 0 else locked / "out"  # root may write anywhere else
    assert cli.main(["tables", "corpus", "--out", str(where)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(
        r"khobor: \S+: (Permission denied|No such file or directory|Read-only file system); what was .*\n", err
    )


def test_in_a_process_of_its_own_there_is_no_traceback(place):
    told = command("tables", "nowhere", "--out", "out", cwd=place)
    assert (told.returncode, told.stdout) == (2, "")
    assert re.fullmatch("khobor: nowhere: no such corpus;.*\n", told.stderr)


def test_a_log_in_json_holds_what_went_wrong(place, capsys):
    assert cli.main(["tables", "nowhere", "--out", str(place / "out"), "--log-format", "json"]) == 2
    told = json.loads(capsys.readouterr().err)
    assert set(told) == {"time", "event", "what"}
    assert told["event"] == "failed"
    assert told["what"].startswith("nowhere: no such corpus")


def test_a_log_in_another_encoding_does_not_stop_it(tmp_path):
    write_corpus(tmp_path / "খবর", range(0))
    told = command("tables", tmp_path / "খবর", "--out", "x", cwd=tmp_path, env={"PYTHONIOENCODING": "ascii"})
    assert told.returncode == 2
    assert "\\u0996" in told.stderr
    assert "Traceback" not in told.stderr


def test_tables_and_their_scores(place, capsys):
    assert cli.main(["tables", "corpus", "--out", "out", "--jobs", "1"]) == 0
    counts = dict(pair.split("=") for pair in capsys.readouterr().out.split())
    assert counts["documents"] == "3"
    for name, n in counts.items():
        assert len(tables.read(place / "out", name)) == int(n)
    figures = tables.read(place / "out", "figures")
    figures.assign(where="body").to_csv(place / "key_figures.csv", index=False)
    assert cli.main(["score", str(place / "key_"), "out"]) == 0
    assert (
        f"number found (span)                    P 1.000  R 1.000  F1 1.000  ({len(figures)} of"
        in capsys.readouterr().out
    )
    assert cli.main(["score", str(place / "nokey_"), "out"]) == 2
    assert "nokey_: no key begins so" in capsys.readouterr().err
    assert cli.main(["score", str(place / "key_"), "nowhere"]) == 2
    assert "figures.csv: not there" in capsys.readouterr().err


def test_seeds_are_scored_against_their_keys(tmp_path, capsys):
    assert cli.main(["tables", str(ROOT / "seeds"), "--out", str(tmp_path / "seeds")]) == 0
    assert cli.main(["score", str(ROOT / "tests" / "gold" / "seeds_"), str(tmp_path / "seeds")]) == 0
    said = capsys.readouterr().out
    assert re.findall(r"^(\w+):$", said, re.MULTILINE) == ["figures", "dates", "entities", "removed", "comparisons"]


def test_the_columns_a_user_names(place):
    (place / "odd.csv").write_text(f'a,leib,tag\nক,"{article(2)}",২০২৪-০৫-০৬\n', encoding="utf-8")
    assert cli.main(["tables", "odd.csv", "--out", "out", "--columns", "text=leib,date=tag"]) == 0
    documents = tables.read(place / "out", "documents")
    assert list(documents["published"]) == ["2024-05-06"]
    assert list(documents["n_chars"]) == [len(article(2))]


def test_a_model_that_is_none_is_not_used(place, capsys):
    digest = hashlib.sha256(b"not a model").hexdigest().upper()
    line = f"tables corpus --out out --ner bnlp --ner-model model.pkl --ner-sha256 {digest}"
    assert cli.main(line.split()) == 2
    assert "model.pkl: is no model of bnlp's" in capsys.readouterr().err
    assert not (place / "out").exists()
