"""Maps `read_article` over a corpus, in one process, many or a cluster, then reduces: the tables.

The map step is cached by content; the reduce step sees the whole corpus and always runs again. Tables that need no more
than one article are written as the articles pass, so memory holds what the reduce step compares and no texts.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Executor, ProcessPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import connection, get_context, parent_process
from pathlib import Path

import pandas as pd

from . import claims, stories, tables, variants
from .article import Row, Settings, read_article
from .cache import ArticleCache, code_fingerprint, key_of
from .corpus import CorpusError, Document, read_corpus
from .repeats import CommonLines
from .script import fold

CHUNK = 16  # articles that a worker is given at a time
PATIENCE = 20  # seconds that a scheduler and its first worker have to answer
HELD = 20_000_000  # characters of documents that are kept from the first pass for the second
SMALL = 50  # below so many articles workers cost more than they bring
STAGES = {
    "cleaning": ("documents", "sentences", "removed"),
    "names": ("mentions", "entities", "joins"),
    "figures": ("dates", "figures", "quotes"),
    "claims": ("claims", "comparisons"),
}
_STREAMED = ("sentences", "removed", "dates", "quotes")
_REDUCED = ("documents", "sketches", "mentions", "figures")

Rows = dict[str, list[Row]]


def _ignore(*_: object) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True)
class Options:
    """How a corpus is read; nothing here changes what comes out."""

    jobs: int = 0  # 0: as many as there are processors, one for a handful of articles
    scheduler: str = ""  # address of a running Dask scheduler
    cache: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    progress: Callable[[int, int], None] = _ignore  # called with articles read so far, and of how many


class ReadError(RuntimeError):
    """Reading that stopped midway; the message says why and what to do."""


Job = tuple[Document, tuple[str, ...]]


def read_many(jobs: list[Job], settings: Settings, version: str = "") -> list[Rows]:
    """The map step for a few articles: what a worker does. Raises ReadError where it is not of that version."""
    if version and version != _version(settings):
        raise ReadError("a worker has another version of khobor or of the lexicon; install the same on every machine")
    return [read_article(document, settings, common) for document, common in jobs]


def _version(settings: Settings) -> str:
    return f"{code_fingerprint()} {settings.key()}"


def check(corpus: Path, settings: Settings, options: Options) -> None:
    """Raises CorpusError at once where nothing can be read, or no scheduler answers."""
    if not any(d.readable for d in read_corpus(corpus, options.columns, settings.lexicon)):
        _first_pass(corpus, settings, options)
    with ExitStack() as stack:
        _Readers(settings, options, stack)


def articles(
    corpus: Path, settings: Settings, options: Options, seen: Callable[[Document], None] = _ignore
) -> Iterator[Rows]:
    """The rows of each article in the corpus's order, from the cache where it has them.

    `seen` is called with each document, in that order. Raises CorpusError where nothing can be read, ReadError where
    the workers are lost.
    """
    count, common, documents = _first_pass(corpus, settings, options)
    with ExitStack() as stack:
        cache = stack.enter_context(closing(ArticleCache(options.cache)))
        readers = _Readers(settings, options, stack)
        waiting: deque[_Batch] = deque()
        done = 0
        while True:
            batch = list(islice(documents, CHUNK))
            for document in batch:
                seen(document)
            if batch:
                waiting.append(_Batch([(d, common(d)) for d in batch], settings, cache, readers))
            while waiting and (len(waiting) > readers.ahead or not batch):
                for rows in waiting.popleft().rows():
                    done += 1
                    options.progress(done, count)
                    yield rows
            if not batch:
                break
        cache.prune()


class _Batch:
    """A few articles: what the cache has of them, and a reader's promise of the others."""

    def __init__(self, jobs: list[Job], settings: Settings, cache: ArticleCache, readers: _Readers) -> None:
        self.cache = cache
        self.keys = [key_of(d, settings, common) for d, common in jobs]
        self.kept = [cache.get(k) for k in self.keys]
        missing = [job for job, rows in zip(jobs, self.kept, strict=True) if rows is None]
        self.fresh = readers.read(missing) if missing else list

    def rows(self) -> Iterator[Rows]:
        """The articles' rows, in order."""
        fresh = iter(self.fresh())
        for key, kept in zip(self.keys, self.kept, strict=True):
            if kept is None:
                kept = next(fresh)
                self.cache.put(key, kept)
            yield kept


class _Readers:
    """Who reads: this process for a handful of articles, worker processes from there, a cluster where one is named."""

    def __init__(self, settings: Settings, options: Options, stack: ExitStack) -> None:
        self.settings, self.stack = settings, stack
        self.jobs = options.jobs or len(
            os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
        )
        self.alone = 0 if options.jobs else SMALL  # so many articles are read here before workers are called
        self.lost: tuple[type[BaseException], ...] = (BrokenExecutor,)
        self.pool = self._cluster(options.scheduler) if options.scheduler else None

    @property
    def ahead(self) -> int:
        """Batches that are given out before the first of them is waited for."""
        return 4 * max(self.jobs, 4) if self.pool else 0

    def read(self, jobs: list[Job]) -> Callable[[], list[Rows]]:
        """Has the articles read; what it returns waits for their rows."""
        if self.pool is None and self.jobs > 1 and self.alone <= 0:
            pool = ProcessPoolExecutor(self.jobs, mp_context=get_context("spawn"), initializer=_follow_parent)
            self.pool = self.stack.enter_context(pool)
        self.alone -= len(jobs)
        if self.pool is None:
            rows = read_many(jobs, self.settings)
            return lambda: rows
        try:
            promise = self.pool.submit(read_many, jobs, self.settings, _version(self.settings))
        except self.lost as error:
            raise self._gone(error) from error

        def wait() -> list[Rows]:
            try:
                return promise.result()
            except self.lost as error:
                raise self._gone(error) from error

        return wait

    def _gone(self, error: BaseException) -> ReadError:
        why = f"the workers are gone ({type(error).__name__}): killed, or out of memory?"
        return ReadError(f"{why} What was read is kept; run again, with fewer --jobs where memory is short")

    def _cluster(self, address: str) -> Executor:
        try:
            from dask.distributed import Client, KilledWorker
        except ImportError as error:
            raise CorpusError("--scheduler needs the cluster extra: pip install 'khobor[cluster]'") from error
        self.lost = (KilledWorker, CancelledError)
        try:
            client = self.stack.enter_context(Client(address, timeout=PATIENCE))
        except (OSError, ValueError) as error:
            raise CorpusError(
                f"{address}: no Dask scheduler answers there; start one, or leave --scheduler out"
            ) from error
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except OSError as error:
            raise CorpusError(
                f"{address}: the scheduler has no workers; start some with `dask worker {address}`"
            ) from error
        return client.get_executor(retries=3)


def _follow_parent() -> None:
    """A worker ends with the run that called it, also where that was killed: it would else wait for work for ever."""
    parent = parent_process()
    if parent:
        threading.Thread(target=lambda: (connection.wait([parent.sentinel]), os._exit(1)), daemon=True).start()


def _first_pass(
    corpus: Path, settings: Settings, options: Options
) -> tuple[int, Callable[[Document], tuple[str, ...]], Iterator[Document]]:
    """How many documents there are, the lines of each that many of its outlet share: furniture that no article shows,
    and the documents once more: a corpus that is not large is not read twice."""
    lines, count, size = CommonLines(), 0, 0
    refused: list[str] = []
    held: list[Document] = []
    for document in read_corpus(corpus, options.columns, settings.lexicon):
        count += 1
        size += len(document.text)
        if size <= HELD:
            held.append(document)
        else:
            held.clear()
        if document.readable:
            lines.add(document.text, document.outlet)
        else:
            refused.append(f"{document.path} ({document.warnings.removeprefix('not read: ')})")
    if count == len(refused):
        more = f" and {count - 3} more" if count > 3 else ""
        raise CorpusError(f"{corpus}: nothing in it can be read: {', '.join(refused[:3])}{more}")
    shared: dict[str, Collection[str]] = {}

    def common(document: Document) -> tuple[str, ...]:
        if document.outlet not in shared:
            shared[document.outlet] = lines.of(document.outlet)
        known = shared[document.outlet]
        text = fold(document.text) if known else ""
        return tuple(sorted(line for line in known if line in text))

    return count, common, iter(held) if held else read_corpus(corpus, options.columns, settings.lexicon)


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
    wanted = [name for stage in stages for name in STAGES[stage]]
    out = folder / "tables"
    kept = {name: tables.Collector(name) for name in _REDUCED}
    with ExitStack() as stack:
        writers = {n: stack.enter_context(tables.Writer(n, out)) for n in wanted if n in _STREAMED}
        texts = stack.enter_context(tables.Texts(folder / "texts", Path(corpus).is_dir()))
        takers: list[tables.Writer | tables.Collector] = [*writers.values(), *kept.values()]
        for rows in articles(Path(corpus), settings, options, texts.add if "documents" in wanted else _ignore):
            for taker in takers:
                taker.add(rows[taker.name])
    counts = {name: writer.rows for name, writer in writers.items()}
    reduced = reduce({n: c.frame() for n, c in kept.items()}, variants.aliases(_beside(corpus)), settings)
    return {n: counts[n] if n in counts else tables.write(n, reduced[n], out) for n in wanted}


def _beside(corpus: Path) -> Path:
    """The folder that holds what is true of one corpus only: aliases.csv, metadata.csv."""
    return corpus if Path(corpus).is_dir() else Path(corpus).parent


def reduce(
    kept: Mapping[str, pd.DataFrame], aliases: list[variants.Alias], settings: Settings
) -> dict[str, pd.DataFrame]:
    """What only the whole corpus shows: one name across articles, stories, echoes, claims side by side."""
    documents, figures = kept["documents"].copy(), kept["figures"].copy()
    sketches = [
        {"terms": t, "minhash": m} for t, m in zip(kept["sketches"]["terms"], kept["sketches"]["minhash"], strict=True)
    ]
    documents["story"], documents["echo_of"] = stories.assign(
        list(documents["doc"]), sketches, list(documents["published"])
    )
    mentions, entities, joins, ids = variants.join(kept["mentions"], aliases, settings.lexicon)
    for column in ("claimant_entity", "place", "claimant_group"):
        figures[column] = [ids.get((d, e), e) for d, e in zip(figures["doc"], figures[column], strict=True)]
    table = claims.claim_rows(figures, documents, mentions)
    found = {"documents": documents, "mentions": mentions, "entities": entities, "joins": joins, "figures": figures}
    return found | {"claims": table, "comparisons": claims.compare(table)}
