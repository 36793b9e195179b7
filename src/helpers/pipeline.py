"""Maps `read_article` over a corpus, then reduces: the tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from .article import Settings, read_article
from .corpus import read_corpus
from .tables import COLUMNS, frame


def read_tables(corpus: Path, settings: Settings | None = None) -> dict[str, pd.DataFrame]:
    """All tables of a corpus."""
    rows: dict[str, list] = {name: [] for name in COLUMNS}
    for document in read_corpus(corpus):
        for name, found in read_article(document, settings).items():
            rows[name] += found
    return {name: frame(name, found) for name, found in rows.items()}
