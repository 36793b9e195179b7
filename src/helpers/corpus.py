"""A folder, a page or a table becomes documents, with what is known of outlet, title, date and encoding."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .dates import publication_date
from .encoding import BIJOY, decode, is_bijoy
from .lexicon import BUILTIN, Lexicon
from .pages import read_page
from .records import KINDS, CorpusError, kind, read_rows
from .script import fold

MAX_BYTES = 20_000_000  # of one file: a hundred times the longest article
_ENDINGS = (".txt", ".html", ".htm")
_WANTED = f"name a folder of {', '.join(_ENDINGS)} files or one {', '.join(KINDS)} file"
_TOLD = ("outlet", "title", "byline", "published")
_BROKEN = "[\ud800-\udfff]"
_ODD = {
    "broken bytes or letters, now U+FFFD": _BROKEN,
    "bidirectional override characters": "[\u202a-\u202e\u2066-\u2069]",
    "control characters": "[\0-\b\v\f\x0e-\x1f\x7f-\x84\x86-\x9f]",
}
_SUSPECT = re.compile("|".join(_ODD.values()))


@dataclass(frozen=True)
class Document:
    """An article as it was read: `text` is what all offsets mean.

    Of a .txt file in UTF-8 it is what `open(path, encoding="utf-8", newline="")` gives, with its line ends and its
    byte order mark, if it has one. Of a page or a row it is title, (date line,) an empty line, body. A document that
    could not be read has no text and says why in `warnings`, which then begins with "not read:".
    """

    doc: str
    path: str
    text: str
    sha256: str  # of the file's bytes, or of the row's cells: what a later run compares
    outlet: str = ""
    title: str = ""
    byline: str = ""
    published: str = ""  # from metadata, ISO 8601
    warnings: str = ""

    @property
    def readable(self) -> bool:
        """Whether there is an article."""
        return not self.warnings.startswith("not read:")

    def row(self) -> dict[str, Any]:
        """Its row of the documents table, without what only reading finds."""
        kept = {k: getattr(self, k) for k in ("doc", "path", "sha256", *_TOLD, "warnings")}
        return kept | {"n_chars": len(self.text), "credit": ""}


_Read = tuple[str, str, str, dict[str, str], str]  # doc, path, sha256, cells by field, a note for the reader


def read_corpus(path: Path, columns: Mapping[str, str] | None = None, lexicon: Lexicon = BUILTIN) -> Iterator[Document]:
    """The documents of a corpus in the order of their names, one at a time; those that cannot be read say so.

    `path` is a folder of .txt, .html and .htm files, also nested, or one .jsonl, .csv, .tsv (these also as .gz) or
    .parquet file. `columns` maps text, title, published (or date), outlet, byline and doc to column names of a table;
    others are found by their usual names (columns.csv). Raises CorpusError if nothing can be read at all.
    """
    path = Path(path)
    root = path if path.is_dir() else path.parent
    known = _metadata(root, lexicon)
    found: Iterator[_Read]
    if path.is_file() and kind(path):
        found = _read_table(path, columns or {}, lexicon)
    elif path.is_dir() or (path.is_file() and path.suffix.lower() in _ENDINGS):
        files = _files(path) if path.is_dir() else [(path, path.stem)]
        found = (_read_file(file, root, doc, lexicon) for file, doc in files)
    else:
        raise CorpusError(f"{path}: no such corpus; {_WANTED}")
    doc = None
    for doc, where, digest, cells, note in found:
        told = known.get(doc) or known.get(where) or {}  # goes before what the document says of itself
        yield _document(doc, where, digest, cells | {k: told[k] for k in _TOLD if told.get(k)}, note, lexicon)
    if doc is None:
        raise CorpusError(f"{path}: holds no article; {_WANTED}")


def _document(doc: str, path: str, digest: str, cells: Mapping[str, str], note: str, lexicon: Lexicon) -> Document:
    """The document, its text fit for any table, with what a reader should know about it in `warnings`."""
    told = {field: " ".join(cells.get(field, "").split()) for field in _TOLD}
    text = cells.get("text", "")
    odd = {what: re.findall(odd, text) for what, odd in _ODD.items()} if _SUSPECT.search(text) else {}
    text = re.sub(_BROKEN, "\ufffd", text) if odd else text
    when = told["published"]
    told["published"] = publication_date("", when, lexicon)[0] if when else ""
    doubt = f"date not understood: {when[:60]}" if when and not told["published"] else ""
    said = [note, doubt, *(f"{len(found)} {what}" for what, found in odd.items() if found)]
    why = note if note.startswith("not read:") else BIJOY if is_bijoy(text) else ""
    return Document(doc, path, "" if why else text, digest, **told, warnings=why or "; ".join(filter(None, said)))


def _printable(name: str) -> str:
    """A file name as text: bytes that are no UTF-8 as \\x escapes, so that any table can hold it."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _files(root: Path) -> Iterator[tuple[Path, str]]:
    """Files of our kinds in the order of their names, each with its document's name; follows links, a folder once.

    The name is the path without its ending; of files that differ in nothing else, the .txt goes without.
    """
    found: list[Path] = []
    seen = set()
    for folder, folders, names in os.walk(root, followlinks=True, onerror=lambda e: found.append(Path(e.filename))):
        here = os.path.realpath(folder)
        folders[:] = sorted(name for name in folders if name[0] != "." and here not in seen)
        found.extend(Path(folder, name) for name in names if name[0] != "." and here not in seen)
        seen.add(here)
    found = sorted(path for path in found if path.is_dir() or path.suffix.lower() in _ENDINGS)
    bare = {path.with_suffix(""): path for path in sorted(found, key=lambda path: path.suffix)}
    for path in found:
        name = path.with_suffix("") if bare[path.with_suffix("")] == path else path
        yield path, _printable(name.relative_to(root).as_posix())


def _read_file(path: Path, root: Path, doc: str, lexicon: Lexicon) -> _Read:
    """A text file or a page."""
    where = _printable(path.relative_to(root).as_posix())
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise OSError(0, "a folder that cannot be opened" if path.is_dir() else "no regular file")
        if size > MAX_BYTES:
            raise OSError(0, f"{size:,} bytes; the limit is {MAX_BYTES:,}: is it one article?")
        raw = path.read_bytes()
    except OSError as error:
        return doc, where, "", {}, f"not read: {error.strerror or error}"
    text, note = decode(raw)
    cells = {"text": text}
    if path.suffix.lower() != ".txt" and not note.startswith("not read:"):
        page = read_page(text, lexicon)
        cells = page._asdict()
        note = f"not read: {page.why_not}" if page.why_not else note
    return doc, where, hashlib.sha256(raw).hexdigest(), cells, note


def _fields(names: Sequence[str], columns: Mapping[str, str], path: Path, lexicon: Lexicon) -> dict[str, str]:
    """Field → column, by the user's mapping, else by the usual names; each line of JSON has columns of its own."""
    named = {("published" if field == "date" else field): column for field, column in columns.items()}
    missing = sorted(set(named.values()) - set(names))
    if missing and kind(path) not in (".jsonl", ".ndjson"):
        raise CorpusError(f"{path}: has no column {', '.join(missing)}; it has {', '.join(names)}")
    found = {field: column for field, column in named.items() if column in names}
    usual = {fold(name).strip().casefold(): name for name in reversed(names)}
    for row in lexicon.rows("columns"):
        column = usual.get(row["name"].casefold(), "")
        if column and column not in found.values() and row["field"] not in named:
            found.setdefault(row["field"], column)
    return found


def _metadata(folder: Path, lexicon: Lexicon) -> dict[str, dict[str, str]]:
    """What metadata.csv says: document's name or path → its cells by field."""
    path = folder / "metadata.csv"
    if not path.is_file():
        return {}
    rows = [row for row, _ in read_rows(path) if row]
    fields = _fields(tuple(rows[0]) if rows else (), {}, path, lexicon)
    if not {"doc", "path"} & fields.keys():
        raise CorpusError(f"{path}: has no column doc or path; add one that names the documents")
    told = [{field: _cell(row[column]).strip() for field, column in fields.items()} for row in reversed(rows)]
    return {key: row for row in told for key in (row.get("path"), row.get("doc")) if key}


def _read_table(path: Path, columns: Mapping[str, str], lexicon: Lexicon) -> Iterator[_Read]:
    """The rows of a table; a row that is broken says so."""
    fields_of = lru_cache(lambda names: _fields(names, columns, path, lexicon))
    lacks = f"no column {columns['text']}" if "text" in columns else "no column holds the text; add --columns text=NAME"
    names: set[str] = set()
    for number, (row, why) in enumerate(read_rows(path), 1):
        fields = fields_of(tuple(row)) if row else {}
        cells = {field: _cell(row[column]) for field, column in fields.items()} if row else {}
        digest = hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()
        doc = _printable(cells.get("doc", "").strip()) or str(number)
        doc = f"{doc}#{number}" if doc in names else doc
        names.add(doc)
        text, title = cells.get("text", ""), " ".join(cells.get("title", "").split())
        if row and "text" not in fields:
            why = why or f"{lacks}; there is {', '.join(row)[:200]}"
        elif not text.strip():
            why = why or "the text is empty"
        head = text.lstrip()[: 2 * len(title) + 99]  # folding a whole text takes its time
        if not fold(head).startswith(fold(title)):
            cells["text"] = f"{title}\n\n{text}"
        yield doc, f"{_printable(path.name)}:{number}", digest, cells, f"not read: {why}" if why else ""


def _cell(value: Any) -> str:
    if value is None or value != value:  # NaN
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
