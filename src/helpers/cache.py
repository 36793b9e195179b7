"""Articles already read, kept by content: the second run of a corpus reads only what is new or changed."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import zlib
from collections.abc import Collection
from contextlib import suppress
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
    """What the rows of an article depend on, as one SHA-256; where it lies (a line of a file) is no part of it."""
    parts = [document.doc, document.sha256, document.outlet, document.title, document.byline]
    parts += [document.published, document.warnings, settings.key(), code_fingerprint(), *sorted(common_lines)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class ArticleCache:
    """A diskcache of JSON (never a pickle) in `folder`; one that is broken is thrown away, and where none can be kept
    every article is read anew."""

    def __init__(self, folder: Path | None) -> None:
        self.folder, self._asked = folder, set[int]()
        self._cache: Cache | None = self._open() if folder else None

    def _open(self) -> Cache | None:
        for _ in range(2):
            try:
                return Cache(str(self.folder), disk=JSONDisk, eviction_policy="none", timeout=30)
            except PermissionError:
                break
            except _BROKEN:
                shutil.rmtree(self.folder or "", ignore_errors=True)
        return None

    def get(self, key: str) -> dict[str, list[dict[str, Any]]] | None:
        """The rows kept under the key, or None."""
        self._asked.add(int(key[:16], 16))
        try:
            rows = self._cache.get(key) if self._cache is not None else None
        except _BROKEN:
            self.close()
            shutil.rmtree(self.folder or "", ignore_errors=True)
            self._cache, rows = self._open(), None
        return rows if isinstance(rows, dict) else None

    def put(self, key: str, rows: dict[str, list[dict[str, Any]]]) -> None:
        """Keeps the rows; a full disk only costs the next run its time."""
        try:
            if self._cache is not None:
                self._cache.set(key, rows)
        except _BROKEN:
            self._cache = None

    def prune(self) -> None:
        """Drops what nobody has asked for: articles that are gone or changed, and what older versions have read."""
        with suppress(*_BROKEN):
            if self._cache is not None and len(self._cache) > len(self._asked):
                for key in list(self._cache.iterkeys()):
                    if int(key[:16], 16) not in self._asked:
                        del self._cache[key]

    def close(self) -> None:
        """Lets go of the files."""
        if self._cache is not None:
            self._cache.close()
