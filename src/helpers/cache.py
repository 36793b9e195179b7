"""Articles already read, kept by content: the second run of a corpus reads only what is new or changed."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from functools import cache as remember
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from . import __version__
from .article import Settings
from .corpus import Document
from .tables import SCHEMAS

READ = ("keys", "documents", "sentences", "removed", "mentions", "dates", "figures", "quotes", "sketches", "names")
_HASH = 32  # bytes of SHA-256 that a file begins with

Tables = dict[str, pa.Table]


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


def arranged(parts: Sequence[Tables], keys: Iterable[str]) -> Tables:
    """The rows of the articles of these keys, in their order, out of several parts of a corpus."""
    docs = {row["key"]: row["doc"] for part in parts for row in part["keys"].to_pylist()}
    names, found = pa.array([docs[key] for key in keys if key in docs], pa.large_string()), {}
    for name in READ:
        rows = pa.concat_tables([SCHEMAS[name].empty_table(), *(part[name] for part in parts)])
        at = pc.fill_null(pc.index_in(rows["doc"], names), -1).to_numpy()
        found[name] = rows.take(np.argsort(at, kind="stable")[(at < 0).sum() :])
    return found


class ArticleCache:
    """The tables of a few articles at a time, as Arrow files (never a pickle) that begin with their own hash.

    A file is named by the keys of its articles. One that is broken is as one that is not there, and where none can be
    written every article is read anew.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder, self._asked = folder or Path(os.devnull), set[Path]()  # where no file can be

    def get(self, keys: Sequence[str]) -> Tables:
        """The rows of those of these articles that were kept, together or among others, in the order of the keys."""
        path = self._path(keys)
        self._asked.add(path)
        if whole := _read(path):
            return whole
        near: dict[Path, list[str]] = defaultdict(list)
        for key in keys:
            if key in self._places:
                near[self._places[key]].append(key)
        # what else a file holds may be an older version of one of these articles
        return arranged([arranged([part], near[path]) for path in near if (part := _read(path))], keys)

    def put(self, keys: Sequence[str], tables: Tables) -> None:
        """Keeps the rows; a full disk only costs the next run its time."""
        path = self._path(keys)
        if path.exists():
            return
        body = io.BytesIO()
        for name in READ:
            with pa.ipc.new_stream(body, SCHEMAS[name], options=pa.ipc.IpcWriteOptions(compression="lz4")) as stream:
                stream.write_table(tables[name])
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            path.with_suffix(".new").write_bytes(_digest(body.getbuffer()) + body.getbuffer())
            path.with_suffix(".new").replace(path)

    def prune(self) -> None:
        """Drops what nobody has asked for: articles that are gone or changed, and what older versions have read."""
        for path in {*self.folder.glob("*.arrow"), *self.folder.glob("*.new")} - self._asked:
            with suppress(OSError):
                path.unlink()

    def _path(self, keys: Sequence[str]) -> Path:
        return self.folder / f"{hashlib.sha256(' '.join(keys).encode()).hexdigest()}.arrow"

    @cached_property
    def _places(self) -> dict[str, Path]:
        """The file that holds an article, by its key."""
        found: dict[str, Path] = {}
        for path in sorted(self.folder.glob("*.arrow")):
            if part := _read(path, READ[:1]):
                found |= dict.fromkeys(part["keys"]["key"].to_pylist(), path)
        return found


def _digest(content: memoryview) -> bytes:
    digest = hashlib.sha256(code_fingerprint().encode())
    digest.update(content)
    return digest.digest()


def _read(path: Path, first: Sequence[str] = READ) -> Tables | None:
    """The first tables of a file of the cache; one that is not as this version wrote it is taken away."""
    with suppress(OSError):
        raw = memoryview(path.read_bytes())
        if _digest(raw[_HASH:]) == raw[:_HASH]:
            source = pa.BufferReader(raw[_HASH:])
            alone = pa.ipc.IpcReadOptions(use_threads=False)  # what there is to decompress is too little to share out
            return {name: pa.ipc.open_stream(source, options=alone).read_all() for name in first}
        path.unlink()
    return None
