import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from conftest import article, contents, environment, write_corpus
from helpers import pipeline, tables
from helpers.article import Settings
from helpers.corpus import CorpusError, read_corpus
from helpers.lexicon import Lexicon
from helpers.pipeline import Options, ReadError, articles, build, check


def tables_of(corpus, folder, **options):
    build(corpus, folder, None, Options(**options))
    return contents(folder / "tables")


def read_anew(monkeypatch):
    """The documents that are read from now on, not taken from the cache."""
    names: list[str] = []
    read = pipeline.read_article
    monkeypatch.setattr(pipeline, "read_article", lambda d, *more: names.append(d.doc) or read(d, *more))
    return names


def test_the_way_of_reading_does_not_show(corpus, tmp_path, monkeypatch):
    one = tables_of(corpus, tmp_path / "one", jobs=1)
    assert len(pd.read_csv(tmp_path / "one" / "tables" / "figures.csv")) > 20
    assert tables_of(corpus, tmp_path / "two", jobs=2) == one
    for chunk in (1, 5, 100):
        monkeypatch.setattr(pipeline, "CHUNK", chunk)
        assert tables_of(corpus, tmp_path / f"chunk{chunk}", jobs=1) == one
    assert tables_of(corpus, tmp_path / "again", jobs=1, cache=tmp_path / "cache") == one
    assert tables_of(corpus, tmp_path / "kept", jobs=1, cache=tmp_path / "cache") == one


def test_workers_come_only_where_there_is_work(corpus, tmp_path, monkeypatch):
    called = []
    pool = pipeline.ProcessPoolExecutor
    monkeypatch.setattr(pipeline, "ProcessPoolExecutor", lambda *a, **k: called.append(a) or pool(*a, **k))
    build(corpus, tmp_path / "handful")
    assert called == []
    monkeypatch.setattr(pipeline, "SMALL", 1)
    monkeypatch.setattr(pipeline, "CHUNK", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    build(corpus, tmp_path / "more", None, Options(cache=tmp_path / "cache"))
    assert [args[0] for args in called] == [2]
    build(corpus, tmp_path / "again", None, Options(cache=tmp_path / "cache"))
    assert len(called) == 1


def test_second_run_reads_what_changed_and_equals_a_full_one(corpus, tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    tables_of(corpus, tmp_path / "first", cache=cache)
    names = read_anew(monkeypatch)
    tables_of(corpus, tmp_path / "same", cache=cache)
    assert names == []
    (corpus / "003.txt").write_text(article(40), encoding="utf-8")
    (corpus / "005.txt").unlink()
    (corpus / "zz.txt").write_text(article(41), encoding="utf-8")
    second = tables_of(corpus, tmp_path / "second", cache=cache)
    assert names == ["003", "zz"]
    assert second == tables_of(corpus, tmp_path / "full")
    docs = {
        n: set(tables.read(tmp_path / "second", n)["doc"]) for n in ("documents", "figures", "sentences", "entities")
    }
    assert all("005" not in found and "zz" in found for found in docs.values())


def test_an_article_that_has_moved_is_not_read_again(tmp_path, monkeypatch):
    rows = [{"id": f"n{n}", "text": article(n)} for n in range(4)]
    pd.DataFrame(rows).to_csv(tmp_path / "a.csv", index=False)
    tables_of(tmp_path / "a.csv", tmp_path / "first", cache=tmp_path / "cache")
    pd.DataFrame([{"id": "new", "text": article(9)}, *rows]).to_csv(tmp_path / "b.csv", index=False)
    names = read_anew(monkeypatch)
    second = tables_of(tmp_path / "b.csv", tmp_path / "second", cache=tmp_path / "cache")
    assert names == ["new"]
    assert second == tables_of(tmp_path / "b.csv", tmp_path / "full")


def test_another_lexicon_or_version_reads_all_again(corpus, tmp_path, monkeypatch):
    cache, overlay = tmp_path / "cache", tmp_path / "lexicon"
    overlay.mkdir()
    (overlay / "titles.csv").write_text("title,announces,comment\nপুলিশ সুপার,,\n", encoding="utf-8")
    tables_of(corpus, tmp_path / "first", cache=cache)
    names = read_anew(monkeypatch)
    build(corpus, tmp_path / "laid", Settings(Lexicon(overlay)), Options(cache=cache))
    assert len(names) == 12
    names.clear()
    monkeypatch.setattr("helpers.cache.code_fingerprint", lambda: "another")
    tables_of(corpus, tmp_path / "next", cache=cache)
    assert len(names) == 12


def test_lines_that_many_documents_share_are_part_of_the_key(tmp_path, monkeypatch):
    """A line that one more document makes furniture changes what is read from those that hold it, and from no other."""
    corpus = write_corpus(tmp_path / "corpus", range(30))
    line = "\nআমাদের মুঠোফোন অ্যাপ নামিয়ে নিন এখনই\n"
    for n in range(14):
        path = corpus / f"{n:03}.txt"
        path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")
    cache = tmp_path / "cache"
    tables_of(corpus, tmp_path / "first", cache=cache)
    names = read_anew(monkeypatch)
    (corpus / "new.txt").write_text(article(50) + line, encoding="utf-8")
    second = tables_of(corpus, tmp_path / "second", cache=cache)
    assert names == [f"{n:03}" for n in range(14)] + ["new"]
    assert second == tables_of(corpus, tmp_path / "full")
    assert line.strip() in set(tables.read(tmp_path / "second", "removed")["text"].str.strip())


@pytest.mark.parametrize("jobs", [1, 2])
def test_rows_come_in_the_order_of_the_corpus(corpus, jobs):
    names = [f"{n:03}" for n in range(12)]
    read = list(articles(corpus, Settings(), Options(jobs=jobs)))
    assert [d.doc for documents, _ in read for d in documents] == names
    assert [doc for _, rows in read for doc in rows["documents"]["doc"].to_pylist()] == names


def test_unreadable_articles_are_listed_and_the_rest_go_on(corpus, tmp_path):
    (corpus / "004.txt").write_bytes(b"")
    (corpus / "bad.txt").write_bytes(os.urandom(3000))
    build(corpus, tmp_path / "out")
    told = tables.read(tmp_path / "out", "documents").set_index("doc")["warnings"]
    assert len(told) == 13
    assert sorted(told[told.str.startswith("not read:")].index) == ["004", "bad"]


def test_nothing_readable_is_said_with_reasons(tmp_path):
    for n in range(5):
        (tmp_path / f"{n}.txt").write_bytes(b"")
    for run in (lambda: build(tmp_path, tmp_path / "out"), lambda: check(tmp_path, Settings(), Options())):
        with pytest.raises(CorpusError, match=r"nothing in it can be read: 0.txt \(the file is empty\), .* and 2 more"):
            run()


def test_every_span_is_true_of_the_text_it_means(corpus, tmp_path):
    """For a text file that is the file; for a page or a file in another encoding it is in texts/."""
    body = f"<article><p>{article(3)}</p><p>{article(4)}</p></article>"
    page = f"<html><title>বাস উল্টে নিহত</title><body>{body}</body></html>"
    (corpus / "sub").mkdir()
    (corpus / "sub" / "পাতা.html").write_text(page, encoding="utf-8")
    (corpus / "wide.txt").write_bytes(article(7).encode("utf-16"))
    build(corpus, tmp_path / "out")
    texts = tmp_path / "out" / "texts"
    assert sorted(p.relative_to(texts).as_posix() for p in texts.rglob("*.txt")) == ["sub/পাতা.txt", "wide.txt"]
    for name, column in (("figures", "surface"), ("dates", "surface"), ("mentions", "surface"), ("sentences", "text")):
        table = tables.read(tmp_path / "out", name)
        assert {"sub/পাতা", "wide", "001"} <= set(table["doc"])
        for doc, start, end, surface in table[["doc", "start", "end", column]].itertuples(index=False):
            path = texts / f"{doc}.txt" if (texts / f"{doc}.txt").exists() else corpus / f"{doc}.txt"
            assert path.read_bytes().decode()[start:end] == surface


def test_rows_of_a_table_keep_their_texts_whatever_their_ids(tmp_path):
    ids = ["../../escape", "a/b", "", "a/b", "x" * 400]
    rows = pd.DataFrame({"id": ids, "title": ["শিরোনাম"] * 5, "text": [article(n) for n in range(5)]})
    rows.to_csv(tmp_path / "news.csv", index=False)
    build(tmp_path / "news.csv", tmp_path / "out")
    assert [p.name for p in (tmp_path / "out" / "texts").iterdir()] == ["texts.parquet"]
    kept = pq.read_table(tmp_path / "out" / "texts" / "texts.parquet").to_pandas().set_index("doc")["text"]
    assert dict(kept) == {d.doc: d.text for d in read_corpus(tmp_path / "news.csv")}
    for doc, start, end, surface in tables.read(tmp_path / "out", "figures")[
        ["doc", "start", "end", "surface"]
    ].itertuples(index=False):
        assert kept[doc][start:end] == surface


def test_names_too_long_or_taken_do_not_stop_the_texts(tmp_path):
    keep = tables.keep_texts(tmp_path / "texts", True, ExitStack())
    names = ["a", "a.txt/b", "ক" * 90, "a\nb"]
    for n, (doc, document) in enumerate(zip(names, read_corpus(write_corpus(tmp_path / "c", range(4))), strict=True)):
        keep([type(document)(doc, "p", document.text, str(n))])
    kept = [p.read_text(encoding="utf-8") for p in (tmp_path / "texts").rglob("*.txt")]
    assert sorted(kept) == sorted(article(n) for n in range(4))


WORKER_DIES = """
import os, sys
from pathlib import Path
from helpers import pipeline
def die(*args): os._exit(9)
if __name__ == "__main__":
    pipeline.read_many = die
    try:
        pipeline.build(Path(sys.argv[1]), Path(sys.argv[2]), None, pipeline.Options(jobs=2))
    except pipeline.ReadError as error:
        print(error)
"""


def test_a_worker_that_dies_is_said(corpus, tmp_path):
    script = tmp_path / "run.py"
    script.write_text(WORKER_DIES)
    told = subprocess.run(
        [sys.executable, script, corpus, tmp_path / "out"],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("the workers are gone")


def test_workers_do_not_outlive_a_killed_run(tmp_path):
    corpus = write_corpus(tmp_path / "corpus", range(400))
    args = [sys.executable, "-m", "helpers.cli", "tables", corpus, "--out", tmp_path / "out", "--jobs", "2"]
    run = subprocess.Popen(args, env=environment(), start_new_session=True, stdout=subprocess.DEVNULL)
    try:
        workers = wait_for(lambda: two if len(two := spawned(run.pid)) == 2 else None)
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
        wait_for(lambda: not set(workers) & set(spawned(run.pid)), 8)
    finally:
        if group(run.pid):
            os.killpg(run.pid, signal.SIGKILL)


def wait_for(what, seconds=60):
    for _ in range(seconds * 20):
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def group(leader: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, process_group = path.read_text().rsplit(")", 1)[1].split()[:3]
        except OSError:
            continue
        found += [int(path.parent.name)] * (int(process_group) == leader and state != "Z")
    return found


def spawned(leader: int) -> list[int]:
    return [p for p in group(leader) if p != leader and b"spawn_main" in command_line(p)]


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_a_worker_of_another_version_is_refused():
    with pytest.raises(ReadError, match="another version"):
        pipeline.read_many([], Settings(), "something else")
