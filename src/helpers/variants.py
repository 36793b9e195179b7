"""One name, many spellings: which names of a corpus are one entity, by evidence that is written down."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from .lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Alias:
    """A user's word on two names: join them, or keep them apart."""

    a: str
    b: str
    decision: str


def aliases(folder: Path, lexicon: Lexicon) -> list[Alias]:
    """What aliases.csv in the corpus's folder says; nothing where there is none."""
    return []


def join(
    mentions: pd.DataFrame, decided: list[Alias], lexicon: Lexicon
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """(mentions with corpus-wide entities, the entities table with `local` ids, made and proposed joins)."""
    grouped = mentions.groupby(["doc", "entity"], sort=True)
    rows = [
        {"doc": d, "entity": e, "local": e, "type": g["type"].iloc[0], "names": "|".join(dict.fromkeys(g["name"]))}
        for (d, e), g in grouped
    ]
    entities = pd.DataFrame(rows, columns=["doc", "entity", "local", "type", "names"])
    return mentions, entities, pd.DataFrame()
