import errno
import os
import pickle
import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import contents, write_corpus
from helpers import cache as module
from helpers.article import Settings
from helpers.cache import ArticleCache, key_of
from helpers.corpus import Document
from helpers.lexicon import Lexicon
from helpers.pipeline import Options, _version, build, read_many

DOCUMENT = Document(
    "a", "a.txt", "ঢাকায় বাস উল্টে ৩ জন নিহত হয়েছেন।", "00", "outlet", "title", "byline", "2024-01-01", "a warning"
)
OTHER = replace(DOCUMENT, doc="b")


def read(*documents):
    """The tables of these documents, the document's name as its key."""
    return read_many([(d, (), d.doc) for d in documents], Settings(), _version(Settings()))


def same(found, expected):
    return found.keys() == expected.keys() and all(found[name].equals(expected[name]) for name in expected)


def test_what_is_put_comes_back(tmp_path):
    cache = ArticleCache(tmp_path / "c")
    assert len(cache.get(["a", "b"])["keys"]) == 0
    cache.put(["a", "b"], read(DOCUMENT, OTHER))
    assert same(ArticleCache(tmp_path / "c").get(["a", "b"]), read(DOCUMENT, OTHER))
    assert len(read(DOCUMENT)["figures"]) == 1


def test_articles_are_found_apart_from_those_they_were_kept_with(tmp_path):
    third = replace(DOCUMENT, doc="c")
    cache = ArticleCache(tmp_path / "c")
    cache.put(["a", "b"], read(DOCUMENT, OTHER))
    cache.put(["c"], read(third))
    again = ArticleCache(tmp_path / "c")
    assert same(again.get(["b"]), read(OTHER))
    assert same(again.get(["c", "unknown", "b"]), read(third, OTHER))


def test_the_same_name_with_another_key_is_another_article(tmp_path):
    cache = ArticleCache(tmp_path / "c")
    told = read_many([(DOCUMENT, (), "old"), (OTHER, (), "b")], Settings(), _version(Settings()))
    cache.put(["old", "b"], told)
    assert same(ArticleCache(tmp_path / "c").get(["new", "b"]), read(OTHER))


def test_an_older_version_beside_another_article_stays_behind(tmp_path):
    """A killed run drops nothing: the old rows of an article may lie in the file of one that is asked for."""
    cache = ArticleCache(tmp_path / "c")
    older = replace(DOCUMENT, text="ঢাকায় বাস উল্টে ৯ জন নিহত হয়েছেন।")
    cache.put(["old", "b"], read_many([(older, (), "old"), (OTHER, (), "b")], Settings(), _version(Settings())))
    cache.put(["new"], read_many([(DOCUMENT, (), "new")], Settings(), _version(Settings())))
    found = ArticleCache(tmp_path / "c").get(["new", "b"])
    assert found["documents"]["doc"].to_pylist() == ["a", "b"]
    assert found["figures"]["low"].to_pylist() == [3, 3]


def test_without_a_folder_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.new").write_text("mine")
    cache = ArticleCache(None)
    cache.put(["a"], read(DOCUMENT))
    assert len(cache.get(["a"])["keys"]) == 0
    cache.prune()
    assert [p.name for p in tmp_path.iterdir()] == ["mine.new"]


def test_nothing_pickled_lies_in_it(tmp_path, monkeypatch):
    """Reading a file runs nothing: it is Arrow, and one with another hash is not even looked into."""
    cache = ArticleCache(tmp_path / "c")
    cache.put(["a"], read(DOCUMENT))
    (path,) = (tmp_path / "c").iterdir()
    path.write_bytes(path.read_bytes()[:32] + pickle.dumps(DOCUMENT))
    monkeypatch.setattr(pa.ipc, "open_stream", None)
    monkeypatch.setattr(pickle, "loads", None)
    assert len(ArticleCache(tmp_path / "c").get(["a"])["keys"]) == 0
    assert not path.exists()


def test_what_nobody_asked_for_is_dropped(tmp_path):
    cache = ArticleCache(tmp_path / "c")
    cache.put(["a"], read(DOCUMENT))
    cache.put(["b"], read(OTHER))
    (tmp_path / "c" / "half.new").write_bytes(b"a run was killed while it wrote this")
    (tmp_path / "c" / "mine.txt").write_text("mine")
    again = ArticleCache(tmp_path / "c")
    assert same(again.get(["a"]), read(DOCUMENT))
    again.prune()
    assert len(list((tmp_path / "c").iterdir())) == 2
    assert [len(ArticleCache(tmp_path / "c").get([k])["keys"]) for k in "ab"] == [1, 0]


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


def one_bit(path):
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(bytes(raw))


def folder(path):
    if path.is_file():
        path.unlink()
        path.mkdir()


@pytest.mark.parametrize("harm", [garbage, cut, blank, overwritten, one_bit, folder])
def test_a_broken_cache_costs_time_and_nothing_else(tmp_path, harm):
    corpus, cache = write_corpus(tmp_path / "corpus", range(6)), tmp_path / "cache"
    build(corpus, tmp_path / "full")
    right = contents(tmp_path / "full" / "tables")
    for n in range(2):
        build(corpus, tmp_path / f"out{n}", None, Options(cache=cache))
        for path in cache.iterdir():
            harm(path)
        build(corpus, tmp_path / f"harmed{n}", None, Options(cache=cache))
        assert contents(tmp_path / f"harmed{n}" / "tables") == right


def test_a_cache_that_cannot_be_made_is_done_without(tmp_path):
    (tmp_path / "file").write_text("mine")
    cache = ArticleCache(tmp_path / "file" / "cache")
    cache.put(["a"], read(DOCUMENT))
    assert len(cache.get(["a"])["keys"]) == 0
    cache.prune()
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

    def full(path, raw):
        with path.open("wb") as file:
            file.write(raw[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    cache.put(["a"], read(DOCUMENT))
    assert len(cache.get(["a"])["keys"]) == 0


def test_a_cache_taken_away_in_the_middle(tmp_path):
    cache = ArticleCache(tmp_path / "c")
    cache.put(["a"], read(DOCUMENT))
    shutil.rmtree(tmp_path / "c")
    cache.put(["b"], read(OTHER))
    assert same(cache.get(["b"]), read(OTHER))
    cache.prune()


@pytest.mark.parametrize("field", ["doc", "sha256", "outlet", "title", "byline", "published", "warnings"])
def test_the_key_holds_all_that_rows_depend_on(field):
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
