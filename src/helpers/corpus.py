"""A folder, a page or a table becomes documents, with what is known of outlet, title, date and encoding."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from .dates import publication_date
from .lexicon import BUILTIN, Lexicon
from .pages import read_page
from .script import fold

MAX_BYTES = 20_000_000  # of one file or one line: a hundred times the longest article
_SAMPLE = 100_000  # bytes that an encoding is guessed from
_TEXTS, _PAGES, _TABLES = {".txt"}, {".html", ".htm"}, {".jsonl", ".ndjson", ".csv", ".tsv", ".parquet"}
_TOLD = ("outlet", "title", "byline", "published")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BIJOY = re.compile("[†‡\x86\x87]")  # the vowel sign ে of the old Bijoy fonts, in every second word


class CorpusError(ValueError):
    """A corpus that cannot be read at all; the message says what is wrong, where, and what to do."""


@dataclass(frozen=True)
class Document:
    """An article as it was read: `text` is what all offsets mean.

    Of a .txt file in UTF-8 it is what `open(path, encoding="utf-8", newline="")` gives, with its line ends and its
    byte order mark, if it has one. Of anything else it is title, an empty line, body. A document that could not be
    read has no text and says why in `warnings`, which then begins with "not read:".
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

    `path` is a folder of .txt, .html and .htm files, also nested, or one .jsonl, .csv, .tsv or .parquet file, which may
    be .gz. `columns` maps text, title, published (or date), outlet, byline and doc to column names of a table; others
    are found by their usual names (columns.csv). Raises CorpusError if nothing can be read at all.
    """
    path = Path(path)
    known = _metadata(path if path.is_dir() else path.parent, lexicon)
    suffix = Path(path.name.removesuffix(".gz")).suffix.lower()
    if path.is_dir():
        found = (_told(_read_file(f, path, doc, lexicon), known, lexicon) for f, doc in _files(path, path, frozenset()))
    elif suffix in _TABLES and path.is_file():
        found = (_told(document, known, lexicon) for document in _read_table(path, suffix, columns or {}, lexicon))
    elif path.is_file() and suffix in _TEXTS | _PAGES:
        found = iter([_told(_read_file(path, path.parent, path.stem, lexicon), known, lexicon)])
    else:
        raise CorpusError(
            f"{path}: no such folder or table; name a folder of .txt or .html files, or one {_kinds()} file"
        )
    none = True
    for document in found:
        none = False
        yield document
    if none:
        raise CorpusError(
            f"{path}: holds no .txt, .html or .htm file and no row; name the folder or table with articles"
        )


def _kinds() -> str:
    return ", ".join(sorted(_TABLES))


def _printable(name: str) -> str:
    """A file name as text: bytes that are no UTF-8 as \\x escapes, so that any table can hold it."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _files(folder: Path, root: Path, above: frozenset[tuple[int, int]]) -> Iterator[tuple[Path, str]]:
    """Readable kinds of files in the order of their names, each with its document's name; follows links, not in circles.

    The name is the path without its ending; beside a .txt of the same name a page keeps its ending.
    """
    try:
        entries = sorted(folder.iterdir(), key=lambda p: p.name)
        here = folder.stat()
    except OSError as error:
        yield folder, f"{_printable(folder.relative_to(root).as_posix())} ({error.strerror})"
        return
    if (here.st_dev, here.st_ino) in above:
        return
    files = [p for p in entries if p.suffix.lower() in _TEXTS | _PAGES and not p.is_dir() and p.name[0] != "."]
    taken = sorted(files, key=lambda p: (p.suffix != ".txt", p.name))
    first = {p.stem: p for p in reversed(taken)}
    for entry in entries:
        if entry.is_dir() and entry.name[0] != ".":
            yield from _files(entry, root, above | {(here.st_dev, here.st_ino)})
        elif entry in files:
            name = entry.relative_to(root)
            yield entry, _printable((name.with_suffix("") if first[entry.stem] == entry else name).as_posix())


def _read_file(path: Path, root: Path, doc: str, lexicon: Lexicon) -> Document:
    shown = _printable(path.relative_to(root).as_posix())
    unread = Document(doc, shown, "", "")
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _refuse(unread, "no regular file" if not path.is_dir() else "a folder that cannot be opened")
        if status.st_size > MAX_BYTES:
            return _refuse(unread, f"{status.st_size:,} bytes; the limit is {MAX_BYTES:,}: is it one article?")
        raw = path.read_bytes()
    except OSError as error:
        return _refuse(unread, f"{error.strerror or error}")
    unread = replace(unread, sha256=hashlib.sha256(raw).hexdigest())
    text, note = decode(raw)
    if note.startswith("not read:") or not text.strip():
        return replace(unread, warnings=note if note.startswith("not read:") else "not read: the file is empty")
    if path.suffix.lower() in _TEXTS:
        return _checked(replace(unread, text=text), note)
    page = read_page(text, lexicon)
    unread = replace(unread, title=page.title, outlet=page.outlet, byline=page.byline)
    if page.why_not:
        return _refuse(unread, page.why_not)
    day, doubt = _day(page.published, lexicon)
    return _checked(replace(unread, text=page.text, published=day), note, doubt)


def _refuse(document: Document, why: str) -> Document:
    return replace(document, warnings=f"not read: {why}")


def _checked(document: Document, *notes: str) -> Document:
    """The document, its text fit for any table, with what a reader should know about it in `warnings`."""
    text, said = document.text, [note for note in notes if note]
    if any("\ud800" <= c <= "\udfff" for c in text):
        text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
        said.append("broken characters replaced by U+FFFD")
    for pattern, what in ((_BIDI, "bidirectional override"), (_CONTROL, "control")):
        if count := len(pattern.findall(text)):
            said.append(f"{count} {what} characters")
    if _is_bijoy(text):
        return _refuse(replace(document, text=""), "legacy Bijoy (ANSI) text; convert it to Unicode first")
    return replace(document, text=text, warnings="; ".join(said))


def _is_bijoy(text: str) -> bool:
    letters = len(re.findall(r"[^\W\d_]", text[:_SAMPLE]))
    bengali = len(re.findall(r"[\u0980-\u09ff]", text[:_SAMPLE]))
    return bengali < 0.05 * letters and len(_BIJOY.findall(text[:_SAMPLE])) > 0.015 * letters


def decode(raw: bytes) -> tuple[str, str]:
    """The text of a file and a note for the reader: empty for UTF-8, else what was guessed, or "not read: …".

    UTF-8 keeps its byte order mark, so that offsets are those of the file; UTF-16 is told by its mark or its zeros.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace"), "read as UTF-16"
    zeros = raw[:_SAMPLE].count(0)
    if zeros:
        odd = raw[1:_SAMPLE:2].count(0)
        if zeros > 0.02 * len(raw[:_SAMPLE]) and max(odd, zeros - odd) > 0.95 * zeros:
            name = "utf-16-le" if odd > zeros - odd else "utf-16-be"
            return raw.decode(name, "replace"), f"read as {name.upper()}"
        return "", "not read: a binary file"
    try:
        return raw.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    if _is_bijoy(raw[:_SAMPLE].decode("cp1252", "replace")):
        return "", "not read: legacy Bijoy (ANSI) text; convert it to Unicode first"
    said = re.search(rb"charset=[\"']?([\w-]+)", raw[:2000])
    from charset_normalizer import from_bytes  # loads slowly, and most files are UTF-8

    best = from_bytes(raw[:_SAMPLE]).best()
    for name in (said[1].decode() if said else "", best.encoding if best else ""):
        try:
            text = raw.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
        if sum(c.isalpha() or c.isspace() for c in text[:_SAMPLE]) > 0.5 * len(text[:_SAMPLE]):
            return text, f"read as {name} (guessed)"
    if raw[:_SAMPLE].decode("utf-8", "replace").count("\ufffd") < 0.01 * len(raw[:_SAMPLE]):
        return raw.decode("utf-8", "replace"), "broken UTF-8; the broken bytes are U+FFFD"
    return "", "not read: a binary file, or an encoding that is not known"


def _day(told: str, lexicon: Lexicon) -> tuple[str, str]:
    """A date as ISO 8601 without zone and fractions, and a doubt where it cannot be read."""
    told = " ".join(str(told).split())
    iso = re.match(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d\d:\d\d)(:\d\d)?)?", told)
    if iso and 1 <= int(iso[2]) <= 12 and 1 <= int(iso[3]) <= 31:
        return f"{iso[1]}-{int(iso[2]):02}-{int(iso[3]):02}" + (f"T{iso[4]}{iso[5] or ':00'}" if iso[4] else ""), ""
    day = publication_date(re.split(r"\|?\s*(?:আপডেট|Updated)", told)[0], lexicon=lexicon)[0] if told else ""
    return day, f"date not understood: {told[:60]}" if told and not day else ""


# Tables


def _fields(names: Iterable[str], columns: Mapping[str, str], path: Path, lexicon: Lexicon) -> dict[str, str]:
    """Field → column, by the user's mapping, else by the usual names."""
    names = [n for n in names if n]
    wanted = {("published" if k == "date" else k): v for k, v in columns.items()}
    if missing := sorted(v for v in wanted.values() if v not in names):
        raise CorpusError(f"{path}: has no column {', '.join(missing)}; it has {', '.join(names)}")
    usual = {fold(n).strip().casefold(): n for n in reversed(names)}
    for row in lexicon.rows("columns"):
        if row["name"].casefold() in usual and usual[row["name"].casefold()] not in wanted.values():
            wanted.setdefault(row["field"], usual[row["name"].casefold()])
    return wanted


def _metadata(folder: Path, lexicon: Lexicon) -> dict[str, dict[str, str]]:
    """What metadata.csv says: document's name or path → its cells by field."""
    path = folder / "metadata.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        reader = csv.DictReader(file)
        fields = _fields(reader.fieldnames or [], {}, path, lexicon)
        rows = [{field: (row.get(column) or "").strip() for field, column in fields.items()} for row in reader]
    if not {"doc", "path"} & fields.keys():
        raise CorpusError(f"{path}: has no column doc or path; add one that names the documents")
    return {key: row for row in reversed(rows) for key in (row.get("path"), row.get("doc")) if key}


def _told(document: Document, known: Mapping[str, dict[str, str]], lexicon: Lexicon) -> Document:
    """The document with what metadata.csv says of it, which goes before what the page says."""
    told = known.get(document.doc) or known.get(document.path) or {}
    day, doubt = _day(told.get("published", ""), lexicon)
    said = {k: told[k] for k in ("outlet", "title", "byline") if told.get(k)} | ({"published": day} if day else {})
    return replace(document, **said, warnings="; ".join(filter(None, [document.warnings, doubt]))) if told else document


def _read_table(path: Path, suffix: str, columns: Mapping[str, str], lexicon: Lexicon) -> Iterator[Document]:
    """The rows of a table as documents; a row that is broken says so."""
    fields: dict[str, str] = {}
    seen: set[int] = set()
    rows = {".parquet": _parquet, ".csv": _csv, ".tsv": _csv}.get(suffix, _jsonl)(path)
    for number, (row, why) in enumerate(rows, 1):
        if row is not None and (not fields or suffix in (".jsonl", ".ndjson")):
            fields = _fields(row, columns if not fields else {}, path, lexicon) | fields
            if "text" not in fields:
                raise CorpusError(
                    f"{path}: no column holds the text; it has {', '.join(map(str, row))}; name it by --columns text=NAME"
                )
        cells = {k: _cell(row.get(column)) for k, column in fields.items()} if row is not None else {}
        doc = _printable(cells.get("doc", "").strip()) or str(number)
        if hash(doc) in seen:
            doc = f"{doc}#{number}"
        seen.add(hash(doc))
        digest = hashlib.sha256(json.dumps(cells, ensure_ascii=True, sort_keys=True).encode()).hexdigest()
        document = Document(doc, f"{_printable(path.name)}:{number}", "", digest)
        if why or not cells.get("text", "").strip():
            yield _refuse(document, why or "the text is empty")
            continue
        title, text = cells.get("title", "").strip(), cells["text"]
        if title and not fold(text).lstrip().startswith(fold(title)):
            text = f"{title}\n\n{text}"
        day, doubt = _day(cells.get("published", ""), lexicon)
        told = {"outlet": cells.get("outlet", "").strip(), "title": title, "byline": cells.get("byline", "").strip()}
        yield _checked(replace(document, text=text, published=day, **told), doubt)


def _cell(value: Any) -> str:
    if value is None or value != value:  # NaN
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else value if isinstance(value, str) else str(value)


_Rows = Iterator[tuple[Mapping[str, Any] | None, str]]


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """The lines of a text file, or "" and why not; never more of a line in memory than the limit."""
    opened: IO[bytes] = gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[assignment]
    try:
        with closing(opened) as file:
            while line := file.readline(MAX_BYTES + 1):
                if len(line) > MAX_BYTES:
                    while line and not line.endswith(b"\n"):
                        line = file.readline(MAX_BYTES)
                    yield "", f"a line above {MAX_BYTES:,} bytes"
                    continue
                text, note = decode(line)
                yield text.removeprefix("\ufeff"), note if note.startswith("not read:") else ""
    except (OSError, EOFError) as error:  # a broken .gz ends where it breaks
        yield "", f"the file cannot be read further ({error})"


def _jsonl(path: Path) -> _Rows:
    for line, why in _lines(path):
        if why or not line.strip():
            if why:
                yield None, why.removeprefix("not read: ")
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield None, f"broken JSON ({str(error)[:80]})"
            continue
        yield (row, "") if isinstance(row, dict) else (None, "a line that is no JSON object")


def _csv(path: Path) -> _Rows:
    csv.field_size_limit(MAX_BYTES)
    skipped: list[str] = []

    def plain() -> Iterator[str]:
        for line, why in _lines(path):
            if why:
                skipped.append(why)
            else:
                yield line.replace("\0", "")

    source = plain()
    head = next(source, "")
    mark = max("\t,;|", key=head.count)
    names = next(csv.reader([head], delimiter=mark), [])
    for cells in csv.reader(source, delimiter=mark):
        while skipped:
            yield None, skipped.pop().removeprefix("not read: ")
        if cells:
            row = dict(zip(names, cells, strict=False))
            yield (row, "") if len(cells) >= len(names) else (row, "a row with too few cells")
    while skipped:
        yield None, skipped.pop().removeprefix("not read: ")


def _parquet(path: Path) -> _Rows:
    import pyarrow.parquet  # half a second that other corpora need not wait
    from pyarrow import ArrowException

    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=64):
                for row in batch.to_pylist():
                    yield row, ""
    except (ArrowException, OSError, ValueError) as error:
        raise CorpusError(f"{path}: not a Parquet file that can be read ({str(error)[:100]})") from error
