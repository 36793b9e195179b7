"""Reads one article: the map step. A pure function of the document, the settings and the lexicon."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from .attribution import attribute, find_quotes
from .cleaning import find_removed, find_sentences
from .corpus import Document
from .dates import find_dates, publication_date
from .entities import find_mentions
from .figures import find_figures
from .lexicon import BUILTIN, Lexicon
from .quantities import find_quantities
from .reading import Reading
from .script import Text

Row = dict[str, Any]


@dataclass(frozen=True)
class Settings:
    """What a user may choose about reading; part of the key of every cached article."""

    lexicon: Lexicon = BUILTIN
    ner: str = "crf"
    ner_model: str = ""
    ner_sha256: str = ""


def read_article(
    document: Document, settings: Settings | None = None, common_lines: Collection[str] = ()
) -> dict[str, list[Row]]:
    """The rows of every table that one article alone can fill: table name → rows."""
    settings = settings or Settings()
    reading = _read(document, settings, common_lines)
    figures = attribute(reading, find_figures(reading))
    raw, doc = document.text, document.doc
    at = lambda x: {"doc": doc, "start": x.start, "end": x.end}  # noqa: E731
    surface = lambda x: at(x) | {"surface": raw[x.start : x.end]}  # noqa: E731
    rows: dict[str, list[Row]] = {
        "removed": [at(r) | {"rule": r.rule, "text": raw[r.start : r.end]} for r in reading.removed],
        "sentences": [
            {"doc": doc, "sentence": i, "start": s.start, "end": s.end, "part": s.part, "text": raw[s.start : s.end]}
            for i, s in enumerate(reading.sentences)
        ],
        "mentions": [
            surface(m) | {"name": m.name, "type": m.type, "entity": m.entity, "found_by": m.found_by}
            for m in reading.mentions
        ],
        "dates": [surface(t) | {"value": t.value, "precision": t.precision, "anchor": t.anchor} for t in reading.dates],
        "quotes": [surface(q) | {"speaker": q.speaker, "cue": q.cue, "direct": q.direct} for q in find_quotes(reading)],
    }
    rows["figures"] = [
        surface(f.quantity)
        | {"kind": f.quantity.kind, "low": f.quantity.low, "high": f.quantity.high, "modifier": f.quantity.modifier}
        | {"unit": f.quantity.unit, "counted": f.counted, "event": f.event, "status": f.status}
        | {"claimant": f.claimant, "claimant_entity": f.claimant_entity, "cue": f.cue, "via": f.via}
        | {"as_of": f.as_of, "sentence": bisect_right(reading.sentence_starts, f.quantity.start) - 1}
        | {"as_of_from": f.as_of_from, "part_of": f.part_of}
        for f in figures
    ]
    rows["documents"] = [document.row() | {"published": reading.published, "published_from": reading.published_from}]
    return rows


def _read(document: Document, settings: Settings, common_lines: Collection[str]) -> Reading:
    text, lexicon = Text(document.text), settings.lexicon
    removed = find_removed(text, common_lines, lexicon)
    sentences = find_sentences(text, removed, lexicon)
    published, published_from = publication_date(text, document.published, lexicon)
    kept = lambda spans: [x for x in spans if not any(x.start < r.end and r.start < x.end for r in removed)]  # noqa: E731
    return Reading(
        text=text,
        published=published,
        published_from=published_from,
        removed=removed,
        sentences=sentences,
        dates=kept(find_dates(text, published, lexicon)),
        mentions=kept(find_mentions(text, sentences, lexicon)),
        quantities=kept(find_quantities(text, lexicon)),
        lexicon=lexicon,
    )
