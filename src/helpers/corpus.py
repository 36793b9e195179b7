"""A folder, page or table becomes documents, with what is known of outlet, title, date and encoding."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class CorpusError(ValueError):
    """A corpus that cannot be read at all; the message says what is wrong, where, and what to do."""


@dataclass(frozen=True)
class Document:
    """An article as it was read: `text` is what all offsets mean."""

    doc: str
    path: str
    text: str
    sha256: str
    outlet: str = ""
    title: str = ""
    byline: str = ""
    published: str = ""  # from metadata, ISO 8601
    warnings: str = ""

    def row(self) -> dict[str, Any]:
        """Its row of the documents table, without what only reading finds."""
        kept = {
            k: getattr(self, k) for k in ("doc", "path", "sha256", "outlet", "title", "byline", "published", "warnings")
        }
        return kept | {"n_chars": len(self.text), "credit": ""}


def read_corpus(path: Path) -> Iterator[Document]:
    """The documents of a corpus in the order of their names."""
    path = Path(path)
    if not path.exists():
        raise CorpusError(f"{path}: there is no such folder or file; name a folder of .txt or .html files, or a table")
    metadata = path / "metadata.csv"
    known = {}
    if metadata.exists():
        with metadata.open(encoding="utf-8-sig", newline="") as file:
            known = {r["doc"]: r for r in csv.DictReader(file)}
    for file in sorted(path.rglob("*.txt")):
        raw = file.read_bytes()
        doc = file.relative_to(path).with_suffix("").as_posix()
        told = {k: v for k, v in known.get(doc, {}).items() if k in ("outlet", "title", "byline", "published") and v}
        yield Document(
            doc, file.relative_to(path).as_posix(), raw.decode("utf-8"), hashlib.sha256(raw).hexdigest(), **told
        )
