"""What every notebook starts with: its parameters as one object that builds, reads and shows tables."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from . import pipeline, tables
from .article import Settings, read_article
from .corpus import Document
from .lexicon import BUILTIN, Lexicon
from .script import as_text

ROOT = Path(__file__).resolve().parents[2]  # relative paths in a notebook start here, wherever its kernel was started


@dataclass(frozen=True)
class Session:
    """A corpus, a folder to write to, and how to read."""

    corpus: Path
    out: Path
    language: str
    settings: Settings
    options: pipeline.Options
    before: Path | None

    def build(self, *stages: str) -> pd.Series:
        """Writes the stages' tables, the same as `khobor tables` writes; how many rows each has."""
        return pd.Series(pipeline.build(self.corpus, self.out, self.settings, self.options, stages), name="rows")

    def table(self, name: str) -> pd.DataFrame:
        """A table that this notebook or one before it has written; raises FileNotFoundError with what to do."""
        return tables.read(self.out, name)

    def read(self, text: str, published: str = "") -> dict[str, pd.DataFrame]:
        """The tables of one article given as text, for looking at a sentence by hand."""
        rows = read_article(Document("by_hand", "by_hand.txt", text, "", published=published), self.settings)
        return {name: tables.frame(name, found) for name, found in rows.items()}


def start(corpus: str, out: str, language: str, jobs: int, scheduler: str, lexicon: str, ner: str, ner_model: str,
          ner_sha256: str, columns: Mapping[str, str], cache: str, before: str) -> Session:  # fmt: skip
    """The parameters as a Session. Raises ValueError that names the parameter which is of the wrong kind."""
    for name, value in dict(locals()).items():
        kind = {"jobs": int, "columns": dict}.get(name, str)
        if not isinstance(value, kind):
            raise ValueError(f"parameter {name} is {value!r}; it must be of type {kind.__name__}")
    if language not in ("bn", "en") or ner not in ("own", "crf", "bnlp"):
        raise ValueError(f"language is {language!r} and ner {ner!r}; they must be bn or en, and own, crf or bnlp")
    pd.set_option("display.max_colwidth", 300, "display.max_rows", 20, "display.width", 160)
    overlay = Lexicon(ROOT / lexicon) if lexicon else BUILTIN
    settings = Settings(overlay, ner, str(ROOT / ner_model) if ner_model else "", ner_sha256)
    options = pipeline.Options(jobs, scheduler, ROOT / cache if cache else ROOT / out / "cache", columns)
    return Session(ROOT / corpus, ROOT / out, language, settings, options, ROOT / before if before else None)


def spans(text: str, found: Iterable[Any]) -> pd.DataFrame:
    """What a finder returned for a text, each with its own characters first."""
    return pd.DataFrame([{"surface": as_text(text).raw[x.start : x.end]} | asdict(x) for x in found])


def beside_bnlp(run: Session, text: str) -> pd.DataFrame | str:
    """The names of a text as ours and bnlp's tagger find them, or a line that says no model was given."""
    if not run.settings.ner_model:
        return "no bnlp model was given: set ner_model and ner_sha256 to see both"
    found = {ner: replace(run, settings=replace(run.settings, ner=ner)).read(text) for ner in ("own", "bnlp")}
    both = pd.concat({ner: rows["mentions"] for ner, rows in found.items()}, names=["ner"])
    return both[["surface", "type", "found_by"]]
