"""One name across articles: entities that the evidence says are one get one id, and the user has the last word."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .evidence import Evidence, Proposal, telling
from .gazetteer import Known, gazetteer
from .lexicon import Lexicon, LexiconError, read_csv
from .script import fold
from .spelling import slug, transliterate

USER = "the user's list"
_BAR = pa.scalar("|", pa.large_string())


class Alias(NamedTuple):
    """A user's word on two names: join them, or keep them apart."""

    a: str
    b: str
    decision: str


class Joined(NamedTuple):
    """What `join` returns: two tables, and what leads from (document, id within it) to the id within the corpus, where
    that is another; of a name that goes another way than the first of its id, from (document, id, name, type)."""

    entities: pd.DataFrame
    joins: pd.DataFrame
    ids: dict[tuple[str, ...], str]


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


def join(names: pd.DataFrame, decided: Sequence[Alias], lexicon: Lexicon) -> Joined:
    """Gives one entity one id in the whole corpus, and says by what evidence.

    `names` is the table of that name, with the ids that each article gave; `decided` is the user's word, on names or
    ids. Entities that the lexicon knows keep their ids and are joined to each other only by the user. A person whose
    name in an article is one word, or common in a large corpus, has an id that ends in the article's name.
    """
    rows = names.astype(dict.fromkeys(("doc", "entity", "type", "name", "heard", "roles"), "category"))
    tells = telling(rows)
    local = rows["entity"]
    rows["entity"] = _parted(rows["name"], _own_ids(rows, tells, lexicon), decided).astype("category")
    evidence = Evidence(rows, tells, lexicon)
    pairs = sorted(_decided(rows, evidence, decided), key=lambda p: (p.evidence != USER, -p.score, p.a, p.b))
    joins = pd.DataFrame(pairs, columns=Proposal._fields).drop_duplicates(["a", "b"], ignore_index=True)
    root = _united(evidence.entities, joins)
    own = rows["entity"].cat
    final = pd.Categorical([root.get(entity, entity) for entity in own.categories.tolist()])
    rows["entity"] = final.take(own.codes.to_numpy())
    return Joined(_entities(rows, evidence.entities, lexicon), joins, _ids(rows.assign(old=local)))


def _ids(rows: pd.DataFrame) -> dict[tuple[str, ...], str]:
    """What leads from the ids that the articles gave (`old`) to those in the corpus, as `Joined` has it."""
    ids: dict[tuple[str, ...], str] = {}
    new = rows["entity"].astype(object) != rows["old"].astype(object)
    rows = rows[new.groupby([rows["doc"], rows["old"]]).transform("any")]
    for doc, old, name, kind, entity in rows[["doc", "old", "name", "type", "entity"]].itertuples(False, None):
        if ids.setdefault((doc, old), entity) != entity:
            ids[doc, old, name, kind] = entity
    return ids


def _own_ids(rows: pd.DataFrame, tells: Collection[str], lexicon: Lexicon) -> pd.Series:
    """A person whose names in an article do not tell who is meant is of that article; a type is part of an id."""
    doc, name, kind, entity = (rows[column] for column in ("doc", "name", "type", "entity"))
    own, person, types = entity.astype("str"), kind == "PER", kind.cat.codes
    odd = types != types.groupby(entity).transform("first")
    own[odd] += "." + kind[odd].astype("str").str.lower()
    told = (person & name.isin(tells)).groupby([doc, entity]).transform("any")
    whose = person & ~told & ~entity.isin(gazetteer(lexicon).by_id)
    own[whose] += "." + doc[whose].astype("str")
    return own


def _parted(names: pd.Series, ids: pd.Series, decided: Sequence[Alias]) -> pd.Series:
    """The ids, where the user keeps two names of one entity apart: the second name becomes its own."""
    for a, b in ((fold(d.a), fold(d.b)) for d in decided if d.decision == "apart"):
        ids = ids.mask((names == b) & ids.isin(ids[names == a]), ids + "." + slug(b))
    return ids


def _decided(rows: pd.DataFrame, evidence: Evidence, decided: Sequence[Alias]) -> Iterator[Proposal]:
    """The rows of the table of joins: what the user says, then what the names say."""
    for alias in decided:
        told = [(rows["name"] == name) | (rows["entity"] == name) for name in (fold(alias.a), fold(alias.b))]
        for ends in product(*(rows["entity"][meant].unique() for meant in told)):
            if ends[0] != ends[1]:
                (a, b), found = sorted(ends), evidence.entities.loc[sorted(ends)]
                yield Proposal(a, b, found["type"].iloc[0], 1.0, USER, alias.decision, *found["full"])
    yield from evidence.proposals()


def _united(entities: pd.DataFrame, joins: pd.DataFrame) -> dict[str, str]:
    """The ids after joining: never are two one that the user keeps apart, also not by way of a third."""
    apart = joins.loc[joins["decision"] == "apart", ["a", "b"]].to_numpy().tolist()
    ends = entities.loc[pd.unique(joins[["a", "b"]].to_numpy().ravel()), ["known", "n"]]
    rank = {entity: (not known, -n, entity) for entity, known, n in ends.itertuples(name=None)}
    one = {entity: [entity] for entity in rank}  # those who are one with it, first whose id they bear
    for p in joins[joins["decision"] == "join"].itertuples():
        kept, drop = sorted((one[p.a], one[p.b]), key=lambda members: rank[members[0]])
        parted = any({one[a][0], one[b][0]} == {kept[0], drop[0]} for a, b in apart)
        if kept is not drop and not parted:
            kept += drop
            one |= dict.fromkeys(drop, kept)
    return {entity: members[0] for entity, members in one.items()}


def _entities(rows: pd.DataFrame, entities: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """The table `entities`: one row for an entity in an article, its names as the article writes them."""
    rows = rows.assign(n=rows.groupby(["doc", "entity", "name"])["n"].transform("sum"))
    rows = rows.drop_duplicates(["doc", "entity", "name"])
    rows = rows.sort_values(["doc", "entity", "n", "name"], ascending=[True, True, False, True])
    first = ~rows.duplicated(["doc", "entity"])
    starts = np.append(np.flatnonzero(first), len(rows))
    names = pc.binary_join(pa.LargeListArray.from_arrays(starts, pa.array(rows["name"], pa.large_string())), _BAR)
    rows = rows[first]
    found, known, nobody = rows["entity"].cat, gazetteer(lexicon).by_id, Known("", "", "", "")
    entities = entities.loc[found.categories, ["type", "full"]]
    latin = transliterate("\n".join(entities["full"])).title().split("\n")  # all in one go
    told = []
    for (entity, kind, full), name in zip(entities.itertuples(name=None), latin, strict=bool(len(entities))):
        k = known.get(entity, nobody)
        name_en = k.name_en or (full if full.isascii() else name)
        told.append((entity, kind, name_en, k.wikidata, k.country, k.lat, k.lon))
    table = pd.DataFrame(told, columns=["entity", "type", "name_en", "wikidata", "country", "lat", "lon"])
    return table.iloc[found.codes].assign(doc=rows["doc"].astype("str").array, names=pd.array(names, "str"))
