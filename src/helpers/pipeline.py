"""Maps `read_article` over a corpus, in one process, many or a cluster, then reduces: the tables.

The map step is cached by content; the reduce step sees the whole corpus and always runs again. Tables that need no more
than one article are written as the articles pass, so memory holds what the reduce step compares and no texts.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from . import claims, stories, tables, variants
from .article import Row, Settings, read_article
from .cache import ArticleCache, key_of
from .corpus import CorpusError, Document, read_corpus
from .repeats import CommonLines

CHUNK = 16  # articles that a worker is given at a time
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


@dataclass(frozen=True)
class Options:
    """How a corpus is read; nothing here changes what comes out."""

    jobs: int = 0  # 0: as many as there are processors, one for a handful of articles
    scheduler: str = ""  # address of a running Dask scheduler
    cache: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    progress: Callable[[int, int], None] = lambda done, all_: None  # called with articles read so far, and of how many


def read_many(jobs: list[tuple[Document, tuple[str, ...]]], settings: Settings) -> list[Rows]:
    """The map step for a few articles: what a worker does."""
    return [read_article(document, settings, common) for document, common in jobs]


def articles(corpus: Path, settings: Settings, options: Options) -> Iterator[Rows]:
    """The rows of each article in the corpus's order, from the cache where it has them."""
    count, common = _first_pass(read_corpus(corpus, options.columns, settings.lexicon))
    documents = read_corpus(corpus, options.columns, settings.lexicon)
    with ExitStack() as stack:
        cache = stack.enter_context(closing(ArticleCache(options.cache)))
        pool = _executor(count, options, stack)
        waiting: deque[_Batch] = deque()
        done = 0
        while batch := list(islice(documents, CHUNK)):
            waiting.append(_Batch([(d, common(d)) for d in batch], settings, cache, pool))
            while len(waiting) > (4 * (os.cpu_count() or 1) if pool else 0):
                for rows in waiting.popleft().rows():
                    done += 1
                    options.progress(done, count)
                    yield rows
        for batch_ in waiting:
            for rows in batch_.rows():
                done += 1
                options.progress(done, count)
                yield rows


class _Batch:
    """A few articles: what the cache has of them, and a worker's promise of the others."""

    def __init__(
        self, jobs: list[tuple[Document, tuple[str, ...]]], settings: Settings, cache: ArticleCache, pool: Executor | None
    ) -> None:
        self.keys = [key_of(d, settings, common) for d, common in jobs]
        self.kept = [cache.get(k) for k in self.keys]
        self.cache = cache
        missing = [job for job, rows in zip(jobs, self.kept, strict=True) if rows is None]
        self.promise: Future[list[Rows]] | None = pool.submit(read_many, missing, settings) if pool and missing else None
        self.now = read_many(missing, settings) if pool is None else []

    def rows(self) -> Iterator[Rows]:
        """The articles' rows, in order."""
        fresh = iter(self.promise.result() if self.promise else self.now)
        for key, kept in zip(self.keys, self.kept, strict=True):
            if kept is None:
                kept = next(fresh)
                self.cache.put(key, kept)
            yield kept


def _first_pass(documents: Iterable[Document]) -> tuple[int, Callable[[Document], tuple[str, ...]]]:
    """How many documents there are, and the lines of each that many of its outlet share: furniture no article shows."""
    lines, count = CommonLines(), 0
    for document in documents:
        count += 1
        lines.add(document.text, document.outlet)
    shared: dict[str, Collection[str]] = {}

    def common(document: Document) -> tuple[str, ...]:
        known = shared.setdefault(document.outlet, lines.of(document.outlet))
        return tuple(sorted(line for line in known if line in document.text)) if known else ()

    return count, common


def _executor(count: int, options: Options, stack: ExitStack) -> Executor | None:
    """Who reads: this process for a handful, worker processes from there, a cluster where one is named."""
    if options.scheduler:
        try:
            from dask.distributed import Client
        except ImportError as error:
            raise CorpusError("--scheduler needs the cluster extra: pip install 'khobor[cluster]'") from error
        try:
            client = stack.enter_context(Client(options.scheduler, timeout=20))
        except OSError as error:
            raise CorpusError(f"{options.scheduler}: no Dask scheduler answers there; start one, or leave it out") from error
        return client.get_executor(retries=3)
    jobs = options.jobs or (1 if count < SMALL else os.cpu_count() or 1)
    if jobs < 2:
        return None
    return stack.enter_context(ProcessPoolExecutor(jobs, mp_context=get_context("spawn")))


def build(
    corpus: Path,
    folder: Path,
    settings: Settings | None = None,
    options: Options | None = None,
    stages: Collection[str] = tuple(STAGES),
) -> dict[str, int]:
    """Writes the tables of the stages to `folder`/tables; returns how many rows each has.

    Raises CorpusError where nothing can be read.
    """
    settings, options = settings or Settings(), options or Options()
    wanted = [name for stage in stages for name in STAGES[stage]]
    out = folder / "tables"
    writers = {name: tables.Writer(name, out) for name in wanted if name in _STREAMED}
    kept: Rows = {name: [] for name in _REDUCED}
    for rows in articles(Path(corpus), settings, options):
        for name, writer in writers.items():
            if rows[name]:
                writer.add(rows[name])
        for name in _REDUCED:
            kept[name] += rows[name]
    for writer in writers.values():
        writer.close()
    counts = {name: writer.rows for name, writer in writers.items()}
    reduced = reduce(kept, variants.aliases(_beside(corpus)), settings)
    return {n: counts[n] if n in counts else tables.write(n, reduced[n], out) for n in wanted}


def _beside(corpus: Path) -> Path:
    """The folder that holds what is true of one corpus only: aliases.csv, metadata.csv."""
    return corpus if Path(corpus).is_dir() else Path(corpus).parent


def reduce(kept: Rows, aliases: list[variants.Alias], settings: Settings) -> dict[str, pd.DataFrame]:
    """What only the whole corpus shows: one name across articles, stories, echoes, claims side by side."""
    documents = tables.frame("documents", kept["documents"])
    sketches = {s["doc"]: s for s in kept["sketches"]}
    empty = {"terms": "", "minhash": ""}
    documents["story"], documents["echo_of"] = stories.assign(
        list(documents["doc"]), [sketches.get(d, empty) for d in documents["doc"]], list(documents["published"])
    )
    mentions, entities, joins, ids = variants.join(tables.frame("mentions", kept["mentions"]), aliases, settings.lexicon)
    figures = tables.frame("figures", kept["figures"])
    for column in ("claimant_entity", "place", "claimant_group"):
        figures[column] = [ids.get((d, e), e) for d, e in zip(figures["doc"], figures[column], strict=True)]
    table = claims.claim_rows(figures, documents)
    found = {"documents": documents, "mentions": mentions, "entities": entities, "joins": joins, "figures": figures}
    return {n: tables.frame(n, t) for n, t in (found | {"claims": table, "comparisons": claims.compare(table)}).items()}
