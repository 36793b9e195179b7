"""A folder, a page or a table becomes documents, with what is known of outlet, title, date and encoding."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from .encoding import decode, is_bijoy
from .lexicon import BUILTIN, Lexicon
from .pages import Page, read_page
from .records import KINDS, CorpusError, kind, read_rows
from .script import fold

MAX_BYTES = 20_000_000  # of one file: a hundred times the longest article
_ENDINGS = (".txt", ".html", ".htm")
_WANTED = f"name a folder of {', '.join(_ENDINGS)} files or one {', '.join(KINDS)} file"
_BIJOY = "not read: legacy Bijoy (ANSI) text; convert it to Unicode first"
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
    published: str = ""  # as its metadata tell it
    warnings: str = ""

    @property
    def readable(self) -> bool:
        """Whether there is an article."""
        return not self.warnings.startswith("not read:")

    def row(self) -> dict[str, Any]:
        """Its row of the documents table, without what only reading finds."""
        return {k: v for k, v in vars(self).items() if k != "text"} | {"n_chars": len(self.text), "credit": ""}


def read_corpus(path: Path, columns: Mapping[str, str] | None = None, lexicon: Lexicon = BUILTIN) -> Iterator[Document]:
    """The documents of a corpus in the order of their names, one at a time; those that cannot be read say so.

    `path` is a folder of .txt, .html and .htm files, also nested, or one .jsonl, .csv, .tsv (these also as .gz) or
    .parquet file. `columns` maps text, title, published (or date), outlet, byline and doc to column names of a table;
    others are found by their usual names (columns.csv). Raises CorpusError if nothing can be read at all.
    """
    root = path if path.is_dir() else path.parent
    known = _metadata(root, lexicon)
    if path.is_file() and kind(path):
        found = _read_table(path, columns or {}, lexicon)
    elif path.is_dir() or (path.is_file() and path.suffix.lower() in _ENDINGS):
        files = _files(path) if path.is_dir() else [(path, path.stem)]
        found = (_read_file(file, root, doc, lexicon) for file, doc in files)
    else:
        raise CorpusError(f"{path}: no such corpus; {_WANTED}")
    document = None
    for cells in found:
        told = known.get(cells["doc"]) or known.get(cells["path"]) or {}  # goes before what the document says of itself
        document = _document(cells | {k: told[k] for k in _TOLD if told.get(k)})
        yield document
    if document is None:
        raise CorpusError(f"{path}: holds no article; {_WANTED}")


def _document(cells: Mapping[str, str]) -> Document:
    """The document of what was read, its text fit for any table, with what a reader should know of it in `warnings`."""
    told = {field: " ".join(cells.get(field, "").split()) for field in _TOLD}
    text, note = cells.get("text", ""), cells["warnings"]
    odd = "".join(_SUSPECT.findall(text))
    counts = {what: len(re.findall(some, odd)) for what, some in _ODD.items()} if odd else {}
    said = [note, *(f"{n} {what}" for what, n in counts.items() if n)]
    text = re.sub(_BROKEN, "\ufffd", text) if odd else text
    why = note if note.startswith("not read:") else _BIJOY if is_bijoy(text) else ""
    told |= {"text": "" if why else text, "warnings": why or "; ".join(filter(None, said))}
    return Document(cells["doc"], cells["path"], sha256=cells["sha256"], **told)


def _printable(name: str) -> str:
    """A name that any table can hold: what is no UTF-8 there as escapes."""
    return name.encode("utf-8", "backslashreplace").decode()


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
    bare = {path.with_suffix(""): path for path in found}  # .txt comes last
    for path in found:
        name = path.with_suffix("") if bare[path.with_suffix("")] == path else path
        yield path, _printable(name.relative_to(root).as_posix())


def _read_file(path: Path, root: Path, doc: str, lexicon: Lexicon) -> dict[str, str]:
    """A text file or a page: its cells by field of a Document."""
    told = {"doc": doc, "path": _printable(path.relative_to(root).as_posix()), "sha256": ""}
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise ValueError("a folder that cannot be opened" if path.is_dir() else "no regular file")
        if size > MAX_BYTES:
            raise ValueError(f"{size:,} bytes; the limit is {MAX_BYTES:,}: is it one article?")
        raw = path.read_bytes()
        told["sha256"] = hashlib.sha256(raw).hexdigest()
        told["text"], told["warnings"] = decode(raw)
    except (OSError, ValueError) as error:
        return told | {"warnings": f"not read: {getattr(error, 'strerror', None) or error}"}
    page = Page(told["text"]) if path.suffix.lower() == ".txt" else read_page(told["text"], lexicon)
    return told | page._asdict() | ({"warnings": f"not read: {page.why_not}"} if page.why_not else {})


def _fields(names: Sequence[str], columns: Mapping[str, str], path: Path, lexicon: Lexicon) -> dict[str, str]:
    """Field → column, by the user's mapping, else by the usual names; each line of JSON has columns of its own."""
    named = {("published" if field == "date" else field): column for field, column in columns.items()}
    missing = sorted(set(named.values()) - set(names))
    if missing and names and kind(path) not in (".jsonl", ".ndjson"):
        raise CorpusError(f"{path}: has no column {', '.join(missing)}; it has {', '.join(names)}")
    usual = {fold(name).strip().casefold(): name for name in reversed(names) if name not in named.values()}
    known = [(row["field"], row["name"].casefold()) for row in reversed(lexicon.rows("columns"))]
    found = {field: usual[name] for field, name in known if name in usual} | named
    return {field: column for field, column in found.items() if column in names}


def _cells(path: Path, columns: Mapping[str, str], lexicon: Lexicon) -> Iterator[tuple[dict[str, str], str, str]]:
    """The rows of a table: their cells by field of a Document, what columns there are, and why a row is broken."""
    fields_of = lru_cache(lambda names: _fields(names, columns, path, lexicon))
    for row, why in read_rows(path):
        told = {field: row[column] for field, column in fields_of(tuple(row)).items()}
        cells = {field: "" if cell is None or cell != cell else str(cell) for field, cell in told.items()}  # no NaN
        yield cells, ", ".join(row), why


def _metadata(folder: Path, lexicon: Lexicon) -> dict[str, dict[str, str]]:
    """What metadata.csv says: document's name or path → its cells by field."""
    path = folder / "metadata.csv"
    rows = [cells for cells, _, _ in _cells(path, {}, lexicon)] if path.is_file() else []
    if rows and not any({"doc", "path"} & cells.keys() for cells in rows):
        raise CorpusError(f"{path}: has no column doc or path; add one that names the documents")
    return {cells[key].strip(): cells for key in ("doc", "path") for cells in reversed(rows) if cells.get(key)}


def _read_table(path: Path, columns: Mapping[str, str], lexicon: Lexicon) -> Iterator[dict[str, str]]:
    """The rows of a table, their cells by field of a Document; a row that is broken says so."""
    lacks = f"no column {columns['text']}" if "text" in columns else "no column holds the text; add --columns text=NAME"
    names: set[str] = set()
    for number, (cells, there, why) in enumerate(_cells(path, columns, lexicon), 1):
        digest = hashlib.sha256("\0".join(chain(*sorted(cells.items()))).encode("utf-8", "surrogatepass")).hexdigest()
        doc = _printable(cells.get("doc", "").strip()) or str(number)
        doc = f"{doc}#{number}" if doc in names else doc
        names.add(doc)
        text, title = cells.get("text", ""), " ".join(cells.get("title", "").split())
        empty = "the text is empty" if "text" in cells else f"{lacks}; there is {there[:200]}"
        why = why or ("" if text.strip() else empty)
        head = text.lstrip()[: 2 * len(title) + 99]  # folding a whole text takes its time
        if not (head.startswith(title) or fold(head).startswith(fold(title))):
            cells["text"] = f"{title}\n\n{text}"
        where = {"doc": doc, "path": f"{_printable(path.name)}:{number}", "sha256": digest}
        yield cells | where | {"warnings": f"not read: {why}" if why else ""}
