"""One name across articles: entities that the evidence says are one get one id, and the user has the last word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Reversible, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from .evidence import Entity, Evidence, Proposal, Sounds
from .gazetteer import Known, gazetteer
from .lexicon import Lexicon, LexiconError, read_csv
from .script import fold
from .spelling import slug
from .tables import COLUMNS

USER = "the user's list"


Name = tuple[str, str, str, str]  # article, name, type, id within the article


class Alias(NamedTuple):
    """A user's word on two names: join them, or keep them apart."""

    a: str
    b: str
    decision: str


class Joined(NamedTuple):
    """What `join` returns; `ids` leads from (document, id within it) to the id within the corpus."""

    mentions: pd.DataFrame
    entities: pd.DataFrame
    joins: pd.DataFrame
    ids: dict[tuple[str, str], str]


def aliases(folder: Path) -> list[Alias]:
    """What aliases.csv in the corpus's folder says (columns a, b, decision); nothing where there is no such file.

    Raises LexiconError where a column is missing or a decision is neither join nor apart.
    """
    path = folder / "aliases.csv"
    rows = read_csv(path) if path.exists() else []
    for n, row in enumerate(rows, 2):
        if not {"a", "b", "decision"} <= row.keys() or row["decision"] not in ("join", "apart"):
            raise LexiconError(f"{path}, line {n}: needs a, b and a decision that is join or apart")
    return [Alias(row["a"], row["b"], row["decision"]) for row in rows]


def join(mentions: pd.DataFrame, decided: Sequence[Alias], lexicon: Lexicon) -> Joined:
    """Gives one entity one id in the whole corpus, and says by what evidence.

    `mentions` has the columns doc, name, type, entity (the ids that each article gave); `decided` is the user's word,
    on names or ids. Entities that the lexicon knows keep their ids and are joined to each other only by the user. A
    person whose name in an article is one word, or common in a large corpus, has an id that ends in the article's name.
    """
    known = gazetteer(lexicon).by_id
    grouped = mentions.groupby(["doc", "name", "type", "entity"], sort=False)
    counts: dict[Any, int] = grouped.size().to_dict()  # Name → how often
    sounds = Sounds((name for _, name, kind, _ in counts if kind == "PER"), mentions["doc"].nunique(), lexicon)
    own = _parted(_own_ids(counts, known, sounds), decided)
    found: dict[str, Entity] = {}
    for (doc, name, kind, _), entity, n in zip(own, own.values(), counts.values(), strict=True):
        e = found.get(entity) or found.setdefault(entity, Entity(kind, entity in known))
        e.names[name] += n
        e.docs.add(doc)
    joins = sorted(_decided(found, decided, sounds), key=lambda p: (p.evidence != USER, -p.score, p.a, p.b))
    root = _united(found, joins)
    final = [root[entity] for entity in own.values()]
    ids = {(doc, local): entity for (doc, _, _, local), entity in zip(own, final, strict=True)}
    given = pd.Series(final, dtype="str").take(grouped.ngroup().to_numpy()).set_axis(mentions.index)
    table = pd.DataFrame(joins, columns=COLUMNS["joins"])
    return Joined(mentions.assign(entity=given), _entities(counts, final, found, known), table, ids)


def _own_ids(names: Reversible[Name], known: Collection[str], sounds: Sounds) -> dict[Name, str]:
    """A person whose names in an article do not tell who is meant is of that article; a type is part of an id."""
    first = {entity: kind for _, _, kind, entity in reversed(names)}
    told = {(doc, entity) for doc, name, kind, entity in names if kind == "PER" and sounds.tells(name)}
    own = {}
    for row in names:
        doc, _, kind, entity = row
        typed = entity if first[entity] == kind else f"{entity}.{kind.lower()}"
        whose = kind == "PER" and entity not in known and (doc, entity) not in told
        own[row] = f"{typed}.{doc}" if whose else typed
    return own


def _parted(ids: dict[Name, str], decided: Sequence[Alias]) -> dict[Name, str]:
    """The ids, where the user keeps two names of one entity apart: the second name becomes its own."""
    for a, b in ((fold(d.a), fold(d.b)) for d in decided if d.decision == "apart"):
        both = {e for n, e in ids.items() if n[1] == a}
        ids = {n: f"{e}.{slug(b)}" if n[1] == b and e in both else e for n, e in ids.items()}
    return ids


def _decided(found: Mapping[str, Entity], decided: Sequence[Alias], sounds: Sounds) -> list[Proposal]:
    """The rows of the table of joins: what the user says, then what the names say; a pair once."""
    evidence = Evidence(found, sounds)
    by_name: dict[str, list[str]] = defaultdict(list)
    for entity, e in sorted(found.items()) if decided else ():
        for name in sorted({fold(n) for n in e.names} | {entity}):
            by_name[name].append(entity)
    rows: dict[tuple[str, str], Proposal] = {}
    for alias in decided:
        for a, b in product(by_name[fold(alias.a)], by_name[fold(alias.b)]):
            p = evidence.pair(a, b, 1.0, USER, (found[a].full, found[b].full), alias.decision)
            if a != b:
                rows.setdefault((p.a, p.b), p)
    for p in evidence.proposals():
        rows.setdefault((p.a, p.b), p)
    return list(rows.values())


def _united(found: Mapping[str, Entity], proposals: Sequence[Proposal]) -> dict[str, str]:
    """Each entity's id after joining: never two that the user keeps apart, also not by way of a third."""
    apart = [(p.a, p.b) for p in proposals if p.decision == "apart"]
    root = {e: e for e in found}
    members = {e: [e] for e in found}
    for p in proposals:
        ends = {root[p.a], root[p.b]}
        if p.decision == "join" and len(ends) > 1 and not any({root[a], root[b]} == ends for a, b in apart):
            kept, drop = sorted(ends, key=lambda e: (not found[e].known, -found[e].count, e))
            moved = members.pop(drop)
            members[kept] += moved
            root |= dict.fromkeys(moved, kept)
    return root


def _entities(
    counts: Mapping[Name, int], final: Sequence[str], found: Mapping[str, Entity], known: Mapping[str, Known]
) -> pd.DataFrame:
    """The table `entities`: one row for an entity in an article, its names as the article writes them."""
    told = {}
    for entity in dict.fromkeys(final):
        k = known.get(entity) or Known(entity, "", "", found[entity].name_en)
        told[entity] = entity, found[entity].type, k.name_en, k.wikidata, k.country, k.lat, k.lon
    names: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for (doc, name, _, _), entity, n in zip(counts, final, counts.values(), strict=True):
        names[doc, entity].append((-n, name))
    rows = [(d, *told[e], "|".join(dict.fromkeys(n for _, n in sorted(own)))) for (d, e), own in sorted(names.items())]
    return pd.DataFrame(
        rows, columns=["doc", "entity", "type", "name_en", "wikidata", "country", "lat", "lon", "names"]
    )
