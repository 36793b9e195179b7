import os
import shutil
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import contents, write_corpus
from helpers import cache as module
from helpers.article import Settings
from helpers.cache import ArticleCache, key_of
from helpers.corpus import Document
from helpers.lexicon import Lexicon
from helpers.pipeline import Options, build

ROWS = {"figures": [{"doc": "ক", "start": 3, "low": 1.5, "high": None, "surface": "দেড়\u200c"}], "dates": []}
KEY = "0123456789abcdef" * 4
OTHER = "fedcba9876543210" * 4


def test_what_is_put_comes_back(tmp_path):
    cache = ArticleCache(tmp_path / "c")
    assert cache.get(KEY) is None
    cache.put(KEY, ROWS)
    cache.close()
    again = ArticleCache(tmp_path / "c")
    assert again.get(KEY) == ROWS
    again.close()


def test_without_a_folder_nothing_is_kept():
    cache = ArticleCache(None)
    cache.put(KEY, ROWS)
    assert cache.get(KEY) is None
    cache.prune()
    cache.close()


def test_nothing_pickled_lies_in_it(tmp_path):
    cache = ArticleCache(tmp_path / "c")
    cache.put(KEY, {"sentences": [{"text": "ক" * 100_000}]})  # long ones become files of their own
    cache.put(OTHER, ROWS)
    cache.close()
    modes = {m for (m,) in sqlite3.connect(tmp_path / "c" / "cache.db").execute("SELECT mode FROM Cache")}
    assert 4 not in modes, "mode 4 is a pickle"
    for name, raw in contents(tmp_path / "c").items():
        assert b"cpickle" not in raw, name


def test_what_nobody_asked_for_is_dropped(tmp_path):
    cache = ArticleCache(tmp_path / "c")
    cache.put(KEY, ROWS)
    cache.put(OTHER, ROWS)
    cache.close()
    again = ArticleCache(tmp_path / "c")
    assert again.get(KEY) == ROWS
    again.prune()
    again.close()
    assert [ArticleCache(tmp_path / "c").get(k) for k in (KEY, OTHER)] == [ROWS, None]


def garbage(path):
    path.write_bytes(os.urandom(4096))


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def blank(path):
    path.write_bytes(b"")


def overwritten(path):
    raw = bytearray(path.read_bytes())
    raw[200:] = os.urandom(len(raw) - 200)
    path.write_bytes(bytes(raw))


def no_table(path):
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE Cache")


def other_values(path):
    with sqlite3.connect(path) as db:
        db.execute("UPDATE Cache SET value = ?, mode = 1", [b"\x00garbage"])


def other_json(path):
    import zlib

    with sqlite3.connect(path) as db:
        db.execute("UPDATE Cache SET value = ?, mode = 1", [zlib.compress(b"[1, 2]")])


def folder(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [garbage, cut, blank, overwritten, no_table, other_values, other_json, folder])
def test_a_broken_cache_costs_time_and_nothing_else(tmp_path, harm):
    corpus, cache = write_corpus(tmp_path / "corpus", range(6)), tmp_path / "cache"
    build(corpus, tmp_path / "full")
    right = contents(tmp_path / "full" / "tables")
    for n in range(2):
        build(corpus, tmp_path / f"out{n}", None, Options(cache=cache))
        harm(cache / "cache.db")
        build(corpus, tmp_path / f"harmed{n}", None, Options(cache=cache))
        assert contents(tmp_path / f"harmed{n}" / "tables") == right


def test_a_cache_that_cannot_be_made_is_done_without(tmp_path):
    (tmp_path / "file").write_text("mine")
    cache = ArticleCache(tmp_path / "file" / "cache")
    cache.put(KEY, ROWS)
    assert cache.get(KEY) is None
    cache.close()
    assert (tmp_path / "file").read_text() == "mine"


def test_a_cache_that_may_not_be_written_is_read(tmp_path):
    corpus, folder = write_corpus(tmp_path / "corpus", range(3)), tmp_path / "cache"
    build(corpus, tmp_path / "one", None, Options(cache=folder))
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        (corpus / "new.txt").write_text("ঢাকায় ৩ জন আহত হয়েছেন।", encoding="utf-8")
        build(corpus, tmp_path / "two", None, Options(cache=folder))
    finally:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)
    build(corpus, tmp_path / "full")
    assert contents(tmp_path / "two" / "tables") == contents(tmp_path / "full" / "tables")


def test_a_full_disk_only_costs_the_next_run_its_time(tmp_path, monkeypatch):
    cache = ArticleCache(tmp_path / "c")

    def full(*_args, **_more):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(cache._cache, "set", full)
    cache.put(KEY, ROWS)
    assert cache.get(KEY) is None
    cache.close()


def test_a_cache_taken_away_in_the_middle(tmp_path):
    cache = ArticleCache(tmp_path / "c")
    cache.put(KEY, ROWS)
    shutil.rmtree(tmp_path / "c")
    cache.put(OTHER, {"sentences": [{"text": "ক" * 100_000}]})
    cache.get(OTHER)
    cache.prune()
    cache.close()


DOCUMENT = Document("a", "a.txt", "text", "00", "outlet", "title", "byline", "2024-01-01", "a warning")


@pytest.mark.parametrize("field", ["doc", "sha256", "outlet", "title", "byline", "published", "warnings"])
def test_the_key_holds_all_that_rows_depend_on(field):
    from dataclasses import replace

    assert key_of(replace(DOCUMENT, **{field: "other"}), Settings(), ()) != key_of(DOCUMENT, Settings(), ())


def test_the_key_holds_settings_lines_and_code(tmp_path, monkeypatch):
    (tmp_path / "titles.csv").write_text("title,comment\nx,\n")
    keys = [key_of(DOCUMENT, s, ()) for s in (Settings(), Settings(Lexicon(tmp_path)), Settings(ner="bnlp"))]
    keys += [key_of(DOCUMENT, Settings(ner="bnlp", ner_sha256="00"), ()), key_of(DOCUMENT, Settings(), ("a", "b"))]
    monkeypatch.setattr(module, "code_fingerprint", lambda: "another version")
    keys.append(key_of(DOCUMENT, Settings(), ()))
    assert len(set(keys)) == len(keys)
    assert key_of(DOCUMENT, Settings(), ("b", "a")) == key_of(DOCUMENT, Settings(), ["a", "b"])


@given(st.text(), st.text())
def test_keys_are_made_of_any_text(name, line):
    document = Document(name, name, "", "")
    assert len(key_of(document, Settings(), (line,))) == 64
