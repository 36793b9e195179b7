import gzip
import hashlib
import json
import os
import sys

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from helpers import corpus as module
from helpers import records
from helpers.article import read_article
from helpers.corpus import CorpusError, Document, read_corpus
from helpers.encoding import decode, is_bijoy
from helpers.pipeline import build

RUNS = int(os.environ.get("KHOBOR_FUZZ", "60"))
BODY = "শহরে আজ তিনজন আহত হয়েছেন। পুলিশ বলেছে, তদন্ত চলছে। " * 3
PAGE = f"<html><title>শহরে আহত তিন</title><body><article><h1>শহরে আহত তিন</h1><p>{BODY * 4}</p></article></body></html>"


def read(path, **more):
    return {d.doc: d for d in read_corpus(path, **more)}


def put(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_seeds_are_read_as_stored(tmp_path):
    raw = f"শিরোনাম\r\n\r\n{BODY}\rশেষ".encode()
    found = read(put(tmp_path, {"ক/খ.txt": raw}))
    assert found["ক/খ"].text.encode() == raw
    assert found["ক/খ"].path == "ক/খ.txt"
    assert found["ক/খ"].sha256 == hashlib.sha256(raw).hexdigest()
    assert found["ক/খ"].warnings == ""


def test_names_do_not_collide_and_come_in_order(tmp_path):
    put(
        tmp_path,
        {
            "b.html": PAGE,
            "a.txt": BODY,
            "a.html": PAGE,
            "a.htm": PAGE,
            "a/a.txt": BODY,
            ".hidden.txt": BODY,
            "x.md": BODY,
        },
    )
    assert [d.doc for d in read_corpus(tmp_path)] == ["a/a", "a.htm", "a.html", "a", "b"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BODY.encode("utf-16"), "read as UTF-16"),
        (BODY.encode("utf-16-le"), "read as UTF-16-LE"),
        (BODY.encode("utf-16-be"), "read as UTF-16-BE"),
        (b"", "not read: the file is empty"),
        (b" \n\t\n", "not read: the file is empty"),
        (bytes(range(256)) * 40, "not read: a binary file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2000), "not read: a binary file"),
        ((BODY + "\u202e" + BODY + "\x07\x00").encode(), "1 bidirectional override characters; 2 control characters"),
        (BODY.encode() * 20 + b"\xff" + BODY.encode(), "1 broken bytes or letters, now U+FFFD"),
        ("evsjv‡`‡ki cÖavbgš¿x e‡j‡Qb †`‡ki A_©bxwZ fv‡jv Ae¯’vq Av‡Q| wZwb e‡jb, " * 5, "not read: legacy Bijoy"),
        (
            ("evsjv‡`‡ki cÖavbgš¿x e‡j‡Qb †`‡ki A_©bxwZ fv‡jv Ae¯’vq Av‡Q| " * 5).encode("cp1252"),
            "not read: legacy Bijoy",
        ),
        ("Обычный русский текст о погоде и природе, написанный давно. " * 20, ""),
        (("Обычный русский текст о погоде и природе, написанный давно. " * 20).encode("cp1251"), "(guessed)"),
    ],
)
def test_encodings_are_told(tmp_path, content, said):
    found = read(put(tmp_path, {"one.txt": content, "two.txt": BODY}))
    assert said in found["one"].warnings
    assert bool(said) == bool(found["one"].warnings)
    assert bool(found["one"].text) == found["one"].readable
    assert found["two"].text == BODY


def test_byte_order_mark_stays_so_that_offsets_are_those_of_the_file(tmp_path):
    put(tmp_path, {"one.txt": b"\xef\xbb\xbf" + BODY.encode()})
    with (tmp_path / "one.txt").open(encoding="utf-8", newline="") as file:
        assert read(tmp_path)["one"].text == file.read()


def test_utf16_is_read_right():
    assert decode(BODY.encode("utf-16-be")) == (BODY, "read as UTF-16-BE")


def test_bengali_is_not_taken_for_bijoy():
    assert not is_bijoy(BODY + "† ‡")
    assert not is_bijoy("Plain English text about a dagger † and nothing else. " * 3)


def test_links_in_circles_end(tmp_path):
    put(tmp_path, {"a/one.txt": BODY})
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    found = read(tmp_path)
    assert [d for d in found if found[d].readable] == ["a/one"]
    assert found["broken"].warnings.startswith("not read:")


def test_odd_file_names(tmp_path):
    put(tmp_path, {"খবর এক.txt": BODY, "two\nlines.txt": BODY})
    if sys.platform != "darwin":
        (tmp_path / os.fsdecode(b"\xff.txt")).write_text(BODY)
    found = read(tmp_path)
    assert {"খবর এক", "two\nlines"} <= found.keys()
    for name in found:
        name.encode()  # fit for every table


def test_what_is_no_file_or_cannot_be_opened_is_told(tmp_path, monkeypatch):
    put(tmp_path, {"one.txt": BODY, "two.txt": BODY})
    os.mkfifo(tmp_path / "pipe.txt")
    real = module.Path.read_bytes

    def locked(path):
        if path.name == "one.txt":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(module.Path, "read_bytes", locked)
    found = read(tmp_path)
    assert found["one"].warnings == "not read: Permission denied"
    assert found["pipe"].warnings == "not read: no regular file"
    assert found["two"].readable


def test_file_above_the_limit_is_refused_unread(tmp_path):
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(200_000_000)  # takes no room on the disk
    put(tmp_path, {"one.txt": BODY})
    found = read(tmp_path)
    assert found["big"].warnings.startswith("not read: 200,000,000 bytes")
    assert found["one"].readable


ROWS = [
    {"id": "x1", "headline": "শহরে আহত তিন", "body": BODY, "date": "2025-03-05T10:00:00+06:00", "source": "ক"},
    {"id": "x1", "headline": "", "body": BODY, "date": "2025/3/7", "source": ""},
]


def write(path, rows):
    if path.suffix == ".parquet":
        pd.DataFrame(rows).to_parquet(path)
    elif path.suffix == ".csv":
        pd.DataFrame(rows).to_csv(path, index=False)
    elif path.suffix == ".tsv":
        pd.DataFrame(rows).to_csv(path, index=False, sep="\t")
    else:
        lines = "\n".join(json.dumps(r, ensure_ascii=False) for r in rows)
        path.write_bytes(gzip.compress(lines.encode()) if path.suffix == ".gz" else lines.encode())
    return path


@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.jsonl", "t.jsonl.gz", "t.parquet"])
def test_tables_are_read_alike(tmp_path, name):
    first, second = read_corpus(write(tmp_path / name, ROWS))
    assert (first.doc, second.doc) == ("x1", "x1#2")
    assert (first.text, second.text) == (f"শহরে আহত তিন\n\n{BODY}", BODY)
    assert (first.published, second.published) == ("2025-03-05T10:00:00+06:00", "2025/3/7")
    assert (first.outlet, first.title) == ("ক", "শহরে আহত তিন")
    assert first.path == f"{name}:1"


def test_columns_by_their_bengali_names_and_by_mapping(tmp_path):
    rows = [{"শিরোনাম": "এক", "তারিখ": "2025-01-02", "লেখা": BODY, "ভিন্ন": "দুই " + BODY}]
    path = write(tmp_path / "t.csv", rows)
    assert [d.text for d in read_corpus(path)] == ["এক\n\n" + BODY]
    assert [d.text for d in read_corpus(path, columns={"text": "ভিন্ন"})] == ["এক\n\nদুই " + BODY]
    with pytest.raises(CorpusError, match="has no column nix; it has"):
        list(read_corpus(path, columns={"date": "nix"}))


def test_broken_lines_are_told_and_the_rest_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "MAX_CHARACTERS", 2_000)
    good = json.dumps({"text": BODY})
    lines = [
        good,
        "{broken",
        "[1, 2]",
        "",
        '{"text": ""}',
        '{"text": "' + "ক" * 9_000 + '"}',
        '{"text": "\\ud800 কথা"}',
        good,
    ]
    lines += ['{"other": 1}', "[" * 1_900]
    (tmp_path / "t.jsonl").write_bytes("\n".join(lines).encode() + b"\xff\xfe")
    said = [(d.readable, d.warnings) for d in read_corpus(tmp_path / "t.jsonl")]
    assert [ok for ok, _ in said] == [True, False, False, False, False, True, True, False, False]
    for (_, why), part in zip(
        said[1:], ["broken JSON", "no JSON object", "empty", "a line above", "U+FFFD", "", "no column"], strict=False
    ):
        assert part in why


def test_names_of_rows_are_fit_for_every_table(tmp_path):
    (tmp_path / "t.jsonl").write_text('{"id": "x\\ud800", "text": "কথা"}', encoding="utf-8")
    assert [d.doc for d in read_corpus(tmp_path / "t.jsonl")] == ["x\\ud800"]


def test_broken_csv_is_told_and_the_rest_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "MAX_CHARACTERS", 3_000)
    text = f'id;text\n1;{BODY}\n2\n3;{"ক" * 5_000}\n4;{BODY}\n5;"never closed\n' + f"6;{BODY}\n" * 40
    (tmp_path / "t.csv").write_text(text)
    found = read(tmp_path / "t.csv")
    assert found["1"].text == found["4"].text == BODY
    assert any("a row with 1 cells where 2 should be" in d.warnings for d in found.values())
    assert any("a line above" in d.warnings for d in found.values())
    assert any("quotation mark" in d.warnings for d in found.values())


def test_a_file_that_breaks_later_gives_what_stands_before(tmp_path):
    rows = "".join(json.dumps({"text": f"{BODY} {os.urandom(99).hex()}"}) + "\n" for _ in range(2_000))
    (tmp_path / "t.jsonl.gz").write_bytes(gzip.compress(rows.encode())[:-5_000])
    *found, last = read_corpus(tmp_path / "t.jsonl.gz")
    assert len(found) > 1_000
    assert all(document.readable for document in found[:-1])
    assert "the file cannot be read further" in last.warnings


def test_utf16_table(tmp_path):
    (tmp_path / "t.csv").write_bytes(f"title;text\nএক;{BODY}\n".encode("utf-16"))
    assert [d.text for d in read_corpus(tmp_path / "t.csv")] == [f"এক\n\n{BODY}"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", b"", "names no columns"),
        ("t.csv", bytes(3000), "binary"),
        ("t.parquet", b"PAR1 nothing", "not a parquet file"),
        ("t.jsonl.gz", b"no gzip at all", "gzip"),
        ("t.doc", b"x", "no such corpus"),
    ],
)
def test_corpus_that_cannot_be_read_at_all(tmp_path, name, content, said):
    put(tmp_path, {name: content})
    with pytest.raises(CorpusError, match=said) as error:
        list(read_corpus(tmp_path / name))
    assert str(tmp_path / name) in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", b"a,b\n1,2\n", "no column holds the text; add --columns text=NAME; there is a, b"),
        ("t.csv", f'text\n"{BODY}\n{BODY}'.encode(), "a quotation mark that is not closed"),
        ("t.jsonl", b"nothing\n", "broken JSON"),
    ],
)
def test_table_of_which_nothing_can_be_read_says_why(tmp_path, name, content, said):
    put(tmp_path, {name: content})
    (document,) = read_corpus(tmp_path / name)
    assert said in document.warnings
    with pytest.raises(CorpusError, match=said):
        build(tmp_path / name, tmp_path / "out")


def test_folder_with_nothing_and_no_folder(tmp_path):
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(CorpusError, match="name a folder"):
            list(read_corpus(path))


def test_metadata_goes_before_the_page(tmp_path):
    put(tmp_path, {"a.html": PAGE, "b.txt": BODY})
    put(tmp_path, {"metadata.csv": "file,published,outlet,title\na.html,2025-02-03,ক,ভিন্ন\nb.txt,nonsense,খ,\n"})
    found = read(tmp_path)
    assert (found["a"].published, found["a"].outlet, found["a"].title) == ("2025-02-03", "ক", "ভিন্ন")
    assert (found["b"].published, found["b"].outlet) == ("nonsense", "খ")


@pytest.mark.parametrize(
    ("told", "published", "warnings"),
    [
        ("2025-03-05T10:00:00+06:00", "2025-03-05T10:00:00", ""),
        ("2025/3/7", "2025-03-07", ""),
        ("20250307", "2025-03-07", ""),
        ("৭ মার্চ ২০২৫ ০১:০৫ পিএম", "2025-03-07T13:05", ""),
        ("nonsense", "", "b; date not understood: nonsense"),
        ("", "", ""),
    ],
)
def test_the_date_of_metadata_is_understood_where_the_article_is_read(told, published, warnings):
    document = Document("a", "a.txt", BODY, "", published=told, warnings="b" if told == "nonsense" else "")
    (row,) = read_article(document)["documents"]
    assert (row["published"], row["warnings"]) == (published, warnings)
    assert (row["published_from"] == "metadata") == bool(published)


@settings(max_examples=RUNS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=400),
    st.sampled_from(["a.txt", "a.html", "a.csv", "a.jsonl", "a.tsv", "a.parquet", "a.jsonl.gz"]),
)
def test_no_bytes_make_a_reader_fail(tmp_path, raw, name):
    (tmp_path / name).write_bytes(raw)
    try:
        for document in read_corpus(tmp_path / name):
            assert bool(document.text) == document.readable
            json.dumps(document.row()).encode()
            document.text.encode()
    except CorpusError as error:
        assert str(error).startswith(str(tmp_path))  # noqa: PT017
    finally:
        (tmp_path / name).unlink()


@settings(max_examples=RUNS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
@example("\ufffd")
@example("0004A\x0004")
def test_any_text_comes_back_as_it_was_written(tmp_path, text):
    (tmp_path / "a.txt").write_bytes(text.encode())
    try:
        (document,) = read_corpus(tmp_path)
    finally:
        (tmp_path / "a.txt").unlink()
    assert document.text == text or not document.readable
