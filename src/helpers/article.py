"""Reads one article: the map step. A pure function of the document, the settings and the lexicon."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from .attribution import attribute
from .bnlp_tagger import bnlp_tagger
from .cleaning import find_credit, find_removed, find_sentences
from .corpus import Document
from .dates import find_dates, publication_date
from .entities import Tagger, find_mentions
from .figures import Figure, find_figures
from .lexicon import BUILTIN, Lexicon
from .measures import measure
from .quantities import find_quantities
from .reading import Reading
from .script import Text
from .stories import sketch
from .tagger import built_in

Row = dict[str, Any]


class _Span(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=_Span)


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
    """The rows of every table that one article alone can fill: table name → rows (and `sketches`, for the stories)."""
    settings = settings or Settings()
    reading = _read(document, settings, common_lines)
    figures, quotes = attribute(reading, find_figures(reading))
    raw, doc = document.text, document.doc
    at = lambda x: {"doc": doc, "start": x.start, "end": x.end}  # noqa: E731
    surface = lambda x: at(x) | {"surface": raw[x.start : x.end]}  # noqa: E731
    found = {"published": reading.published, "published_from": reading.published_from}
    title = document.title or next((raw[s.start : s.end] for s in reading.sentences if s.part == "headline"), "")
    credit = find_credit(reading.text, reading.removed, settings.lexicon)
    rows: dict[str, list[Row]] = {
        "documents": [document.row() | found | {"title": " ".join(title.split()), "credit": credit}],
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
        "quotes": [surface(q) | {"speaker": q.speaker, "cue": q.cue, "direct": q.direct} for q in quotes],
        "figures": [surface(f.quantity) | _figure(reading, f) for f in figures],
        "sketches": [{"doc": doc} | sketch(_article_text(reading), settings.lexicon)],
    }
    return rows


def _figure(reading: Reading, f: Figure) -> Row:
    q, m = f.quantity, measure(reading, f)
    bounds = {"low": None if q.low is None else float(q.low), "high": None if q.high is None else float(q.high)}
    what = {"kind": q.kind, **bounds, "modifier": q.modifier, "unit": q.unit, "counted": f.counted, "event": f.event}
    who = {"status": f.status, "claimant": f.claimant, "claimant_entity": f.claimant_entity, "cue": f.cue, "via": f.via}
    sentence = bisect_right(reading.sentence_starts, q.start) - 1
    when = {"as_of": f.as_of, "sentence": sentence, "as_of_from": f.as_of_from}
    part = {"part_of": "" if f.part_of is None else str(f.part_of)}
    return what | who | when | part | {"measure": m.name, "scope": m.scope, "place": m.place, "claimant_group": m.group}


def _article_text(reading: Reading) -> str:
    """The sentences alone: furniture must not make two articles one story."""
    return "\n".join(reading.text.raw[s.start : s.end] for s in reading.sentences)


def _read(document: Document, settings: Settings, common_lines: Collection[str]) -> Reading:
    text, lexicon = Text(document.text), settings.lexicon
    removed = find_removed(text, common_lines, lexicon)
    sentences = find_sentences(text, removed, lexicon)
    published, published_from = publication_date(text, document.published, lexicon)
    starts = [r.start for r in removed]

    def kept(spans: Sequence[S]) -> list[S]:
        """Those that touch no removed span; removed spans do not overlap."""
        near = [(x, bisect_right(starts, x.end - 1) - 1) for x in spans]
        return [x for x, i in near if i < 0 or removed[i].end <= x.start]

    return Reading(
        text=text,
        published=published,
        published_from=published_from,
        removed=removed,
        sentences=sentences,
        dates=kept(find_dates(text, published, lexicon)),
        mentions=kept(find_mentions(text, sentences, lexicon, settings.tagger())),
        quantities=kept(find_quantities(text, lexicon)),
        lexicon=lexicon,
    )
