"""A folder, a page or a table becomes documents, with what is known of outlet, title, date and encoding."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from .dates import publication_date
from .encoding import decode, is_bijoy
from .lexicon import BUILTIN, Lexicon
from .pages import read_page
from .records import KINDS, TableError, kind, read_rows
from .script import fold

MAX_BYTES = 20_000_000  # of one file: a hundred times the longest article
_ENDINGS = (".txt", ".html", ".htm")
_WANTED = f"name a folder of {', '.join(_ENDINGS)} files or one {', '.join(KINDS)} file"
_TOLD = ("outlet", "title", "byline", "published")
_ODD = {"bidirectional override": re.compile("[\u202a-\u202e\u2066-\u2069]"),
        "control": re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")}  # fmt: skip
_BROKEN = re.compile("[\ud800-\udfff]")


class CorpusError(ValueError):
    """A corpus that cannot be read at all; the message says what is wrong, where, and what to do."""


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


def read_corpus(path: Path, columns: Mapping[str, str] | None = None, lexicon: Lexicon = BUILTIN) -> Iterator[Document]:
    """The documents of a corpus in the order of their names, one at a time; those that cannot be read say so.

    `path` is a folder of .txt, .html and .htm files, also nested, or one .jsonl, .csv, .tsv (these also as .gz) or
    .parquet file. `columns` maps text, title, published (or date), outlet, byline and doc to column names of a table;
    others are found by their usual names (columns.csv). Raises CorpusError if nothing can be read at all.
    """
    path = Path(path)
    known = _metadata(path if path.is_dir() else path.parent, lexicon)
    found: Iterator[Document]
    if path.is_dir():
        found = (_read_file(file, path, doc, lexicon) for file, doc in _files(path, path, frozenset()))
    elif path.is_file() and kind(path):
        found = _read_table(path, columns or {}, lexicon)
    elif path.is_file() and path.suffix.lower() in _ENDINGS:
        found = (_read_file(file, path.parent, file.stem, lexicon) for file in (path,))
    else:
        raise CorpusError(f"{path}: no such corpus; {_WANTED}")
    none = True
    for document in found:
        none = False
        yield _told(document, known, lexicon)
    if none:
        raise CorpusError(f"{path}: holds no article; {_WANTED}")


def _printable(name: str) -> str:
    """A file name as text: bytes that are no UTF-8 as \\x escapes, so that any table can hold it."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _files(folder: Path, root: Path, above: frozenset[tuple[int, int]]) -> Iterator[tuple[Path, str]]:
    """Files of our kinds in the order of their names, each with its document's name; follows links, not in circles.

    The name is the path without its ending; of files that differ in nothing else, the .txt goes without.
    """
    try:
        here = folder.stat()
        entries = sorted(folder.iterdir(), key=lambda p: p.name)
    except OSError:
        yield folder, _printable(folder.relative_to(root).as_posix())
        return
    if (here.st_dev, here.st_ino) in above:
        return
    entries = [p for p in entries if p.name[0] != "."]
    files = [p for p in entries if p.suffix.lower() in _ENDINGS and not p.is_dir()]
    bare = {p.stem: p for p in sorted(files, key=lambda p: (p.suffix == ".txt", p.name))}
    for entry in entries:
        if entry.is_dir():
            yield from _files(entry, root, above | {(here.st_dev, here.st_ino)})
        elif entry.suffix.lower() in _ENDINGS:
            name = entry.relative_to(root)
            yield entry, _printable((name.with_suffix("") if bare[entry.stem] == entry else name).as_posix())


def _refuse(document: Document, why: str) -> Document:
    return replace(document, text="", warnings=f"not read: {why.removeprefix('not read: ')}")


def _read_file(path: Path, root: Path, doc: str, lexicon: Lexicon) -> Document:
    unread = Document(doc, _printable(path.relative_to(root).as_posix()), "", "")
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _refuse(unread, "a folder that cannot be opened" if path.is_dir() else "no regular file")
        if status.st_size > MAX_BYTES:
            return _refuse(unread, f"{status.st_size:,} bytes; the limit is {MAX_BYTES:,}: is it one article?")
        raw = path.read_bytes()
    except OSError as error:
        return _refuse(unread, error.strerror or str(error))
    unread = replace(unread, sha256=hashlib.sha256(raw).hexdigest())
    text, note = decode(raw)
    if not text.strip("\ufeff \t\r\n"):
        return _refuse(unread, note if not text and note else "the file is empty")
    if path.suffix.lower() == ".txt":
        return _checked(replace(unread, text=text), note)
    page = read_page(text, lexicon)
    document = replace(unread, title=page.title, outlet=page.outlet, byline=page.byline, text=page.text)
    if page.why_not:
        return _refuse(document, page.why_not)
    day, doubt = _day(page.published, lexicon)
    return _checked(replace(document, published=day), note, doubt)


def _checked(document: Document, *notes: str) -> Document:
    """The document, its text fit for any table, with what a reader should know about it in `warnings`."""
    said = [note for note in notes if note]
    text, broken = _BROKEN.subn("\ufffd", document.text)
    if broken:
        said.append(f"{broken} broken bytes or letters, now U+FFFD")
    said += [f"{n} {what} characters" for what, odd in _ODD.items() if (n := len(odd.findall(text)))]
    if is_bijoy(text):
        return _refuse(document, "legacy Bijoy (ANSI) text; convert it to Unicode first")
    return replace(document, text=text, warnings="; ".join(said))


def _day(told: str, lexicon: Lexicon) -> tuple[str, str]:
    """A date as ISO 8601 without zone and fractions, and a doubt where it cannot be read."""
    told = " ".join(told.split())
    iso = re.match(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d\d:\d\d)(:\d\d)?)?", told)
    if iso and 1 <= int(iso[2]) <= 12 and 1 <= int(iso[3]) <= 31:
        return f"{iso[1]}-{int(iso[2]):02}-{int(iso[3]):02}" + (f"T{iso[4]}{iso[5] or ''}" if iso[4] else ""), ""
    day = publication_date(re.split(r"\|?\s*(?:আপডেট|Updated)", told)[0], lexicon=lexicon)[0] if told else ""
    return day, f"date not understood: {told[:60]}" if told and not day else ""


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
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        reader = csv.DictReader(file)
        fields = _fields([*filter(None, reader.fieldnames or [])], {}, path, lexicon)
        rows = [{field: (row.get(column) or "").strip() for field, column in fields.items()} for row in reader]
    if not {"doc", "path"} & fields.keys():
        raise CorpusError(f"{path}: has no column doc or path; add one that names the documents")
    return {key: row for row in reversed(rows) for key in (row.get("path"), row.get("doc")) if key}


def _told(document: Document, known: Mapping[str, dict[str, str]], lexicon: Lexicon) -> Document:
    """The document with what metadata.csv says of it, which goes before what the document says of itself."""
    told = known.get(document.doc) or known.get(document.path) or {}
    day, doubt = _day(told.get("published", ""), lexicon)
    said = {k: told[k] for k in ("outlet", "title", "byline") if told.get(k)} | ({"published": day} if day else {})
    return replace(document, **said, warnings="; ".join(filter(None, [document.warnings, doubt]))) if told else document


def _read_table(path: Path, columns: Mapping[str, str], lexicon: Lexicon) -> Iterator[Document]:
    """The rows of a table as documents; a row that is broken says so."""
    fields_of = lru_cache(lambda names: _fields(names, columns, path, lexicon))
    lacks = f"no column {columns['text']}" if "text" in columns else "no column holds the text; add --columns text=NAME"
    names: set[str] = set()
    first, any_text = "", False
    try:
        for number, (row, why) in enumerate(read_rows(path), 1):
            fields = fields_of(tuple(row)) if row else {}
            if row and "text" not in fields:
                why = why or f"{lacks}; there is {', '.join(row)[:200]}"
            first, any_text = first or why, any_text or "text" in fields
            cells = {field: _cell(row[column]) for field, column in fields.items()} if row else {}
            doc = _printable(cells.get("doc", "").strip()) or str(number)
            doc = f"{doc}#{number}" if doc in names else doc
            names.add(doc)
            yield _from_cells(doc, f"{_printable(path.name)}:{number}", cells, why, lexicon)
    except TableError as error:
        raise CorpusError(f"{path}: {error}") from error
    if names and not any_text:
        raise CorpusError(f"{path}: no line can be read: {first}")


def _from_cells(doc: str, where: str, cells: Mapping[str, str], why: str, lexicon: Lexicon) -> Document:
    digest = hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()
    told = {field: " ".join(cells.get(field, "").split()) for field in ("outlet", "title", "byline")}
    day, doubt = _day(cells.get("published", ""), lexicon)
    text = cells.get("text", "")
    if why or not text.strip():
        return _refuse(Document(doc, where, "", digest, **told, published=day), why or "the text is empty")
    head = text.lstrip()[: 2 * len(told["title"]) + 99]  # folding a whole text takes its time
    if told["title"] and not fold(head).startswith(fold(told["title"])):
        text = f"{told['title']}\n\n{text}"
    return _checked(Document(doc, where, text, digest, **told, published=day), doubt)


def _cell(value: Any) -> str:
    if value is None or value != value:  # NaN
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
