"""Articles already read, kept by content: the second run of a corpus reads only what is new or changed."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import zlib
from collections.abc import Collection
from functools import cache as remember
from pathlib import Path
from typing import Any

from diskcache import Cache, JSONDisk

from . import __version__
from .article import Settings
from .corpus import Document

_BROKEN = (sqlite3.Error, zlib.error, ValueError, OSError, KeyError, EOFError)


@remember
def code_fingerprint() -> str:
    """SHA-256 of the package's own code and models: what an older version has read is read again."""
    digest = hashlib.sha256(__version__.encode())
    here = Path(__file__).parent
    for path in sorted([*here.glob("*.py"), *(here / "models").glob("*.npz")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def key_of(document: Document, settings: Settings, common_lines: Collection[str]) -> str:
    """What the rows of an article depend on, as one SHA-256."""
    parts = [document.doc, document.path, document.sha256, document.outlet, document.title, document.byline]
    parts += [document.published, document.warnings, settings.key(), code_fingerprint(), *sorted(common_lines)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class ArticleCache:
    """A diskcache of JSON (never a pickle) in `folder`; one that is broken is thrown away, one that cannot be written
    does without. `hits` and `misses` count."""

    def __init__(self, folder: Path | None) -> None:
        self.folder, self.hits, self.misses, self.note = folder, 0, 0, ""
        self._asked: set[int] = set()
        self._cache: Cache | None = self._open()

    def _open(self) -> Cache | None:
        if self.folder is None:
            return None
        for _ in range(2):
            try:
                return Cache(str(self.folder), disk=JSONDisk, eviction_policy="none", timeout=30)
            except PermissionError:
                break
            except _BROKEN:
                self._discard()
        self.note = f"{self.folder}: no cache can be kept there; every article is read anew"
        return None

    def _discard(self) -> None:
        self.note = f"{self.folder}: the cache was broken and has been thrown away"
        shutil.rmtree(self.folder or "", ignore_errors=True)

    def get(self, key: str) -> dict[str, list[dict[str, Any]]] | None:
        """The rows kept under the key, or None."""
        self._asked.add(int(key[:16], 16))
        try:
            rows = self._cache.get(key) if self._cache is not None else None
            rows = rows if isinstance(rows, dict) else None
        except _BROKEN:
            self.close()
            self._discard()
            self._cache = self._open()
            rows = None
        self.hits += rows is not None
        self.misses += rows is None
        return rows

    def put(self, key: str, rows: dict[str, list[dict[str, Any]]]) -> None:
        """Keeps the rows; a full disk only costs the next run its time."""
        try:
            if self._cache is not None:
                self._cache.set(key, rows)
        except _BROKEN as error:
            self.note = f"{self.folder}: not kept ({error})"
            self._cache = None

    def prune(self) -> None:
        """Drops what nobody has asked for: articles that are gone or changed, and what older versions have read."""
        try:
            if self._cache is not None and len(self._cache) > len(self._asked):
                for key in list(self._cache.iterkeys()):
                    if int(key[:16], 16) not in self._asked:
                        del self._cache[key]
        except _BROKEN as error:
            self.note = f"{self.folder}: not pruned ({error})"

    def close(self) -> None:
        """Lets go of the files."""
        if self._cache is not None:
            self._cache.close()
