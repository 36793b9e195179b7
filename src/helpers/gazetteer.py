"""Every name that the suite knows before it reads: the places, people and organisations of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from .endings import stems
from .lexicon import BUILTIN, Lexicon
from .script import fold, tokens
from .spelling import slug, transliterate

_TYPES = {"organisations": "ORG", "persons": "PER"}


@dataclass(frozen=True, slots=True)
class Known:
    """An entity that the lexicon knows. `weak`: its name is also a common word or a person's, so it needs a witness."""

    entity: str
    type: str  # PER LOC ORG
    name: str  # folded
    name_en: str
    lat: float | None = None
    lon: float | None = None
    weak: bool = False
    kind: str = ""  # country city district … of a place
    country: str = ""  # ISO 3166
    wikidata: str = ""
    voice: str = ""  # of an organisation: state or media, where it speaks for its country


class Gazetteer:
    """Names as token tuples; the tight hyphens of a name are not tokens of it (পিয়ং-ইয়ং is পিয়ং ইয়ং).

    `compound` matches a name and what makes an adjective of it: গাজাগামী. Words of `whole` have no ending: হাতিয়ার.
    """

    def __init__(self, compound: str = "(?!)", whole: Iterable[str] = ()) -> None:
        self.by_id: dict[str, Known] = {}
        self.nations: dict[str, Known] = {}  # by ISO 3166
        self.names: dict[tuple[str, ...], Known] = {}
        self.longer: dict[str, list[int]] = {}  # first token → how long the names are that begin with it, if several
        self._compound, self._whole = re.compile(compound), frozenset(whole)
        self.forms = lru_cache(50_000)(self._forms)

    def add(self, known: Known, names: Iterable[str]) -> None:
        """Adds an entity under all its names; a name that is taken stays with the entity that had it first."""
        self.by_id.setdefault(known.entity, known)
        if known.kind == "country":
            self.nations.setdefault(known.country, known)
        for name in filter(None, map(name_tokens, names)):
            self.names.setdefault(name, known)
            if len(name) > 1:
                lengths = {len(name), *self.longer.get(name[0], ())}
                self.longer[name[0]] = sorted(lengths, reverse=True)

    def match(self, forms: Sequence[str], i: int, stop: int) -> tuple[int, str, Known] | None:
        """The longest name from token i to `stop`: its end, its last token without case ending, whose name it is."""
        for end in (i + length for length in self.longer.get(forms[i], ())):
            for last in self.forms(forms[end - 1]) if end <= stop else ():
                if known := self.names.get((*forms[i : end - 1], last)):
                    return end, last, known
        return next(((i + 1, stem, self.names[stem,]) for stem in self.forms(forms[i]) if (stem,) in self.names), None)

    def _forms(self, form: str) -> tuple[str, ...]:
        """What a word may be without case ending or what makes an adjective of it: ইউনিয়নভুক্ত."""
        if form in self._whole:
            return (form,)
        made = self._compound.fullmatch(form)
        return (*stems(form), made[1]) if made else stems(form)


def name_tokens(name: str) -> tuple[str, ...]:
    """The tokens of a name without its hyphens."""
    return tuple(form for form in tokens(fold(name)) if form != "-")


@cache
def gazetteer(lexicon: Lexicon = BUILTIN) -> Gazetteer:
    """The names of the lexicon; those that stand first in its tables are known before others of the same spelling."""
    made = "|".join(e for e in lexicon.words("name_endings", marks="adjective") if e[0].isalpha())
    known = Gazetteer(f"(.{{3,}}?)(?:{made})(?:দের|কে|র|তে|রা)?", lexicon.words("not_names"))
    for table in ("organisations", "persons", "places", "world"):
        add_rows(known, lexicon, table)
    return known


def add_rows(known: Gazetteer, lexicon: Lexicon, table: str) -> None:
    """Adds the rows of one of the lexicon's tables of names."""
    for row in lexicon.rows(table):
        name_en = row["name_en"] or transliterate(row["name"]).title()
        lat, lon = (float(row[c]) if row.get(c) else None for c in ("lat", "lon"))
        more = {column: row.get(column, "") for column in ("kind", "country", "wikidata", "voice")}
        own, weak = row["entity"] or slug(name_en), row.get("weak") == "1"
        entity = Known(own, _TYPES.get(table, "LOC"), row["name"], name_en, lat, lon, weak, **more)
        names = [row["name"], *row["variants"].split("|"), *row.get("alone", "").split("|")]
        known.add(known.by_id.get(own, entity) if table == "world" else entity, names)
