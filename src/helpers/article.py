"""Reads one article: the map step. A pure function of the document, the settings and the lexicon."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from .attribution import attribute
from .bnlp_tagger import bnlp_tagger
from .cleaning import find_credit, find_removed, find_sentences
from .corpus import Document
from .dates import Timex, find_dates, publication_date
from .entities import Mention, Tagger, find_mentions
from .figures import Figure, find_figures
from .lexicon import BUILTIN, Lexicon
from .measures import measure
from .names import names_of
from .quantities import Quantity, find_quantities
from .reading import Reading
from .script import Text
from .stories import sketch
from .tagger import built_in

Row = dict[str, Any]
S = TypeVar("S", Timex, Mention, Quantity)


@dataclass(frozen=True)
class Settings:
    """What a user may choose about reading; part of the key of every cached article."""

    lexicon: Lexicon = BUILTIN
    ner: str = "own"  # own (also called crf), or bnlp
    ner_model: str = ""
    ner_sha256: str = ""

    def key(self) -> str:
        """All that changes what is read, as a string."""
        return " ".join([self.lexicon.fingerprint, self.ner, self.ner_sha256])

    def tagger(self) -> Tagger:
        """Who finds the names that lexicon and grammar do not. Raises ModelError for a model that is not opened."""
        return bnlp_tagger(self.ner_model, self.ner_sha256) if self.ner == "bnlp" else built_in()


def read_article(
    document: Document, settings: Settings | None = None, common_lines: Collection[str] = ()
) -> dict[str, list[Row]]:
    """The rows of every table that one article alone can fill: table name → rows (and `sketches` and `names`, which are
    what the comparison of the corpus needs)."""
    settings = settings or Settings()
    reading = _read(document, settings, common_lines)
    raw, name = document.text, {"doc": document.doc}

    def spans(found: Iterable[Any], called: str = "surface") -> list[Row]:
        """What was found, each with its own characters; its fields are named as the table's columns."""
        return [name | {called: raw[x.start : x.end]} | _cells(x) for x in found]

    sentences: list[Row] = [{"sentence": i} | s for i, s in enumerate(spans(reading.sentences, "text"))]
    title = document.title or next((s["text"] for s in sentences if s["part"] == "headline"), "")
    more = {"published": reading.published, "published_from": reading.published_from, "title": " ".join(title.split())}
    if document.published and reading.published_from != "metadata":
        doubt = f"date not understood: {document.published[:60]}"
        more["warnings"] = "; ".join(filter(None, [document.warnings, doubt]))
    more["credit"] = find_credit(reading.text, reading.removed, settings.lexicon)
    figures, quotes = attribute(reading, find_figures(reading))
    amounts = spans(figure.quantity for figure in figures)
    body = (form for s in reading.sentences for form in reading.text.words(s.start, s.end))
    return {
        "documents": [document.row() | more],
        "removed": spans(reading.removed, "text"),
        "sentences": sentences,
        "mentions": spans(reading.mentions),
        "dates": spans(reading.dates),
        "quotes": spans(quotes),
        "figures": [row | _more(reading, figure) for row, figure in zip(amounts, figures, strict=True)],
        "sketches": [name | sketch(body, settings.lexicon)],  # furniture must not make two articles one story
        "names": [name | n for n in names_of(reading.mentions, settings.lexicon)],
    }


def _cells(found: Any) -> Row:
    """The fields of what was found; `asdict` would copy each value, which costs as much as finding it."""
    return {name: getattr(found, name) for name in found.__slots__}


def _more(reading: Reading, figure: Figure) -> Row:
    """What a figure's row holds besides the quantity's text, kind and unit."""
    q = figure.quantity
    told = {k: v for k, v in _cells(figure).items() if k != "quantity"}
    bounds = {"low": None if q.low is None else float(q.low), "high": None if q.high is None else float(q.high)}
    part_of = "" if figure.part_of is None else str(figure.part_of)
    return told | bounds | {"sentence": reading.sentence(q.start), "part_of": part_of} | measure(reading, figure)


def _read(document: Document, settings: Settings, common_lines: Collection[str]) -> Reading:
    text, lexicon = Text(document.text), settings.lexicon
    removed = find_removed(text, common_lines, lexicon)
    sentences = find_sentences(text, removed, lexicon)
    given = re.sub(r"^(\d{4})(\d\d)(\d\d)$", r"\1-\2-\3", document.published)  # 20250305, as some crawls have it
    given = given and publication_date("", given, lexicon)[0]
    published, published_from = publication_date(text, given, lexicon)

    def kept(spans: Sequence[S]) -> list[S]:
        """Those that touch no removed span; removed spans do not overlap."""
        near = [(x, bisect_right(removed, x.end - 1, key=lambda r: r.start) - 1) for x in spans]
        return [x for x, i in near if i < 0 or removed[i].end <= x.start]

    dates = kept(find_dates(text, published, lexicon))
    mentions = kept(find_mentions(text, sentences, lexicon, settings.tagger()))
    quantities = kept(find_quantities(text, lexicon))
    return Reading(text, published, published_from, removed, sentences, dates, mentions, quantities, lexicon)
