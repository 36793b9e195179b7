"""Maps `read_article` over a corpus, in one process, many or a cluster, then reduces: the tables.

The map step is cached by content; the reduce step sees the whole corpus and always runs again. Tables that need no more
than one article are written as the articles pass, so memory holds what the reduce step compares and no texts.
"""

from __future__ import annotations

import atexit
import gc
import os
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import chain
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from tqdm import tqdm

from . import claims, stories, tables, variants
from .article import Settings, read_article
from .cache import READ, ArticleCache, Tables, arranged, code_fingerprint, key_of
from .corpus import CorpusError, Document, read_corpus
from .repeats import CommonLines

CHUNK = 32  # articles that a worker is given at a time, and that are kept together; about
PATIENCE = 20  # seconds that a scheduler and its first worker have to answer
SMALL = 50  # below so many articles workers cost more than they bring
STAGES = {
    "cleaning": ("documents", "sentences", "removed"),
    "names": ("mentions", "entities", "joins"),
    "figures": ("dates", "figures", "quotes"),
    "claims": ("claims", "comparisons"),
}
_RENAMED = {"mentions": ("entity",), "figures": ("claimant_entity", "place", "claimant_group")}
_COMPARED = ("documents", "sketches", "names")

Job = tuple[Document, tuple[str, ...], str]  # with the lines that its outlet's articles share, and its key


@dataclass(frozen=True)
class Options:
    """How a corpus is read; nothing here changes what comes out."""

    jobs: int = 0  # 0: as many as there are processors, one for a handful of articles
    scheduler: str = ""  # address of a running Dask scheduler
    cache: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


class ReadError(RuntimeError):
    """Reading that stopped midway; the message says why and what to do."""


def read_many(jobs: list[Job], settings: Settings, version: str) -> Tables:
    """The map step for a few articles: what a worker does. Raises ReadError where it is not of that version."""
    if version != _version(settings):
        raise ReadError("a worker has another version of khobor or of the lexicon; install the same on every machine")
    gc.set_threshold(100_000)  # lexicon and model are many objects that stay: do not walk them again and again
    rows = [
        read_article(document, settings, lines) | {"keys": [{"doc": document.doc, "key": key}]}
        for document, lines, key in jobs
    ]
    return {name: tables.table(name, chain.from_iterable(r[name] for r in rows)) for name in READ}


def _version(settings: Settings) -> str:
    return f"{code_fingerprint()} {settings.key()}"


def check(corpus: Path, settings: Settings, options: Options) -> None:
    """Raises CorpusError at once where nothing can be read, or no scheduler answers."""
    with ExitStack() as stack:
        if not any(d.readable for d in read_corpus(corpus, options.columns, settings.lexicon)):
            _first_pass(corpus, settings, options, stack)
        _Readers(settings, options, stack)


def articles(corpus: Path, settings: Settings, options: Options) -> Iterator[tuple[list[Document], Tables]]:
    """A few articles at a time, in the corpus's order, with their rows: from the cache where it has them.

    Raises CorpusError where nothing can be read, ReadError where the workers are lost.
    """
    kept = ArticleCache(options.cache)
    with ExitStack() as stack:
        documents, common = _first_pass(corpus, settings, options, stack)
        readers = _Readers(settings, options, stack)
        bar = stack.enter_context(tqdm(total=documents.count, desc="articles", leave=False, disable=None))
        waiting: deque[Callable[[], tuple[list[Document], Tables]]] = deque()
        try:
            for jobs in _parts((d, lines := common(d), key_of(d, settings, lines)) for d in documents):
                waiting.append(_promise(jobs, kept, readers))
                while len(waiting) > readers.ahead:
                    yield waiting.popleft()()
                bar.update(len(jobs))
            for last in waiting:
                yield last()
        except readers.lost as error:
            why = f"the workers are gone ({type(error).__name__}): killed, or out of memory?"
            how = "What was read is kept; run again, with fewer --jobs where memory is short"
            raise ReadError(f"{why} {how}") from error
    kept.prune()


def _parts(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    """About CHUNK articles at a time; where a part ends is told by a key, so a new article moves no other part."""
    part: list[Job] = []
    for job in jobs:
        part.append(job)
        if int(job[2], 16) % CHUNK == 0 or len(part) == 2 * CHUNK:
            yield part
            part = []
    if part:
        yield part


def _promise(jobs: list[Job], cache: ArticleCache, readers: _Readers) -> Callable[[], tuple[list[Document], Tables]]:
    """Has those articles read that are not in the cache; what is returned waits for them."""
    keys = [key for _, _, key in jobs]
    kept = cache.get(keys)
    known = set(kept["keys"]["key"].to_pylist())
    fresh = readers.read([job for job in jobs if job[2] not in known]) if known < set(keys) else None

    def rows() -> tuple[list[Document], Tables]:
        documents = [document for document, _, _ in jobs]
        found = arranged([kept, fresh()], keys) if fresh else kept
        cache.put(keys, found)
        where = pa.array([d.path for d in documents], pa.large_string())  # they may have moved since
        at = found["documents"].schema.get_field_index("path")
        return documents, found | {"documents": found["documents"].set_column(at, "path", where)}

    return rows


class _Readers:
    """Who reads: this process for a handful of articles, worker processes from there, a cluster where one is named."""

    def __init__(self, settings: Settings, options: Options, stack: ExitStack) -> None:
        self.settings, self.stack = settings, stack
        affinity = getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))
        self.jobs = options.jobs or len(affinity(0))
        self.alone = 0 if options.jobs else SMALL  # so many articles are read here before workers are called
        self.lost: tuple[type[BaseException], ...] = (BrokenExecutor,)
        self.pool = self._cluster(options.scheduler) if options.scheduler else None

    @property
    def ahead(self) -> int:
        """Batches that are given out before the first of them is waited for."""
        return 4 * max(self.jobs, 4) if self.pool else 0

    def read(self, jobs: list[Job]) -> Callable[[], Tables]:
        """Has the articles read; what is returned gives their tables."""
        if self.pool is None and self.jobs > 1 and self.alone <= 0:
            pool = ProcessPoolExecutor(self.jobs, mp_context=get_context("spawn"), initializer=_follow_parent)
            self.pool = self.stack.enter_context(pool)
        self.alone -= len(jobs)
        work = partial(read_many, jobs, self.settings, _version(self.settings))
        return self.pool.submit(work).result if self.pool else work

    def _cluster(self, address: str) -> Executor:
        try:
            from dask.distributed import Client, KilledWorker
        except ImportError as error:
            raise CorpusError("--scheduler needs the cluster extra: pip install 'khobor[cluster]'") from error
        self.lost = (KilledWorker, CancelledError)
        try:
            client: Any = self.stack.enter_context(Client(address, timeout=PATIENCE))
            client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            how = f"start them with `dask scheduler` and `dask worker {address}`, or leave --scheduler out"
            raise CorpusError(f"{address}: no Dask scheduler with a worker answers there; {how}") from error
        return client.get_executor(retries=3)


def _follow_parent() -> None:
    """A worker ends with the run that called it, also where that was killed: it would else wait for work for ever."""
    parent = parent_process()
    if parent:
        threading.Thread(target=lambda: (connection.wait([parent.sentinel]), os._exit(1)), daemon=True).start()


def _first_pass(
    corpus: Path, settings: Settings, options: Options, stack: ExitStack
) -> tuple[tables.Spool, Callable[[Document], tuple[str, ...]]]:
    """The documents, and what tells the lines of each that many of its outlet share: furniture that no article shows.

    They wait in a file: no page is parsed twice, and memory stays flat.
    """
    lines, documents, refused = CommonLines(), tables.Spool(stack), list[str]()
    for document in read_corpus(corpus, options.columns, settings.lexicon):
        documents.add(document)
        if document.readable:
            lines.add(document.text, document.outlet)
        else:
            refused.append(f"{document.path} ({document.warnings.removeprefix('not read: ')})")
    if documents.count == len(refused):
        more = f" and {len(refused) - 3} more" if len(refused) > 3 else ""
        raise CorpusError(f"{corpus}: nothing in it can be read: {', '.join(refused[:3])}{more}")
    shared = cache(lines.of)

    def common(document: Document) -> tuple[str, ...]:
        return tuple(sorted(line for line in shared(document.outlet) if line in document.text))

    return documents, common


def build(
    corpus: Path,
    folder: Path,
    settings: Settings | None = None,
    options: Options | None = None,
    stages: Collection[str] = tuple(STAGES),
) -> dict[str, int]:
    """Writes the tables of the stages to `folder`/tables; returns how many rows each has.

    With the documents goes `folder`/texts: what the offsets mean, where that is no plain text file of the corpus.
    Raises CorpusError where nothing can be read, ReadError where the workers are lost.
    """
    settings, options = settings or Settings(), options or Options()
    gc.set_threshold(100_000)
    atexit.register(gc.freeze)  # lexicon and model need not be walked at the end either
    wanted = [name for stage in stages for name in STAGES[stage]]
    held: dict[str, list[pa.Table]] = {name: [] for name in _COMPARED}
    with ExitStack() as stack:
        writers = {name: stack.enter_context(tables.Writer(name, folder / "tables")) for name in wanted}
        waiting = {name: tables.Spool(stack) for name in _RENAMED}
        keep = tables.keep_texts(folder / "texts", corpus.is_dir(), stack) if "documents" in wanted else None
        sinks: dict[str, Callable[[pa.Table], None]] = {name: parts.append for name, parts in held.items()}
        sinks |= {name: spool.add_rows for name, spool in waiting.items()}
        sinks |= {name: writers[name].add for name in writers.keys() & {"sentences", "removed", "dates", "quotes"}}
        for documents, rows in articles(corpus, settings, options):
            if keep:
                keep(documents)
            for name, sink in sinks.items():
                sink(rows[name])
        aliases = variants.aliases(corpus if corpus.is_dir() else corpus.parent)
        kept = {name: pa.concat_tables(held.pop(name)) for name in _COMPARED}
        for name, data in reduce(kept, waiting, aliases, settings):
            for begin in range(0, len(data), tables.PART_ROWS) if name in writers else ():
                part = data[begin : begin + tables.PART_ROWS]
                writers[name].add(tables.table(name, part) if isinstance(part, pd.DataFrame) else part)
    return {name: writer.rows for name, writer in writers.items()}


def reduce(
    kept: Mapping[str, pa.Table],
    waiting: Mapping[str, Iterable[pa.Table]],
    aliases: list[variants.Alias],
    settings: Settings,
) -> Iterator[tuple[str, pd.DataFrame | pa.Table]]:
    """What only the whole corpus shows: one name across articles, stories, echoes, claims side by side.

    `kept` has the tables that are compared; `waiting` those that are as they were but for the names' ids, in parts.
    Yields tables, some in parts, each with its name.
    """
    documents, sketches = kept["documents"].to_pandas(), kept["sketches"].to_pylist()
    docs, dates = documents["doc"].tolist(), documents["published"].tolist()
    with ThreadPoolExecutor(1) as beside:  # its sparse products need no Python: names are joined meanwhile
        told = beside.submit(stories.assign, docs, sketches, dates)
        entities, joins, ids = variants.join(kept["names"].to_pandas(), aliases, settings.lexicon)
    documents["story"], documents["echo_of"] = told.result()
    yield from {"documents": documents, "entities": entities, "joins": joins}.items()
    compared = [tables.SCHEMAS["figures"].empty_table()]
    for name, parts in waiting.items():
        for part in parts:
            yield name, (rows := _renamed(part, _RENAMED[name], ids))
            compared += [claims.comparable(rows)] if name == "figures" else []
    table = claims.claim_rows(pa.concat_tables(compared).to_pandas(), documents, entities)
    yield "claims", table
    yield "comparisons", claims.compare(table)


def _renamed(rows: pa.Table, columns: Iterable[str], ids: Mapping[tuple[str, ...], str]) -> pa.Table:
    """The rows with the names' ids in the corpus where these columns hold those in the article."""
    docs = rows["doc"].to_pylist()
    exact = rows.select([name for name in ("name", "type") if name in rows.column_names]).to_pydict().values()
    for column in columns:
        keys = zip(docs, rows[column].to_pylist(), *exact, strict=True)
        told = [ids.get(key) or ids.get(key[:2], key[1]) for key in keys]
        rows = rows.set_column(rows.column_names.index(column), column, pa.array(told, pa.large_string()))
    return rows
