"""What speaks for two names of a corpus being one: their sound, their letters, and who is named beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from math import fsum, log
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from .gazetteer import gazetteer
from .lexicon import Lexicon
from .names import grammar
from .spelling import letters, sound, words

SURE = 0.95  # from this score on two entities are joined; below, they are shown to the user
_PROPOSE = 0.8  # two names of which every word sounds at least this much alike are shown
_NEAR = 4  # neighbours in the order of sounds that a name is compared with
_FEW = 0.003  # of the articles, in which an entity may be named that tells who stands beside it
_LOOK = 50  # articles of one name that are looked at for who else is named in them
_RARE = 4  # names that hold a word, below which the word tells who is meant
_TELLS = 2.5  # telling words, from which on a name tells who is meant
_SMALL = 300  # articles, below which two people of one name are not to be expected


class Proposal(NamedTuple):
    """Two entities that may be one, a before b: how sure (0 to 1), by what evidence, by which of their names, and
    whether they are joined: a row of the table `joins`."""

    a: str
    b: str
    type: str
    score: float
    evidence: str
    decision: str  # join apart proposed
    name_a: str
    name_b: str


def similarity(a: str, b: str) -> float:
    """How alike two names sound, 0 to 1: the least alike of their words; 0 where the number of words differs."""
    return _alike(*([sound(word) for word in words(name)] for name in (a, b)))


def _alike(a: Sequence[str], b: Sequence[str]) -> float:
    return min(map(fuzz.ratio, a, b), default=0.0) / 100 if len(a) == len(b) else 0.0


def telling(rows: pd.DataFrame) -> frozenset[str]:
    """The people's names that tell who is meant, as two hardly share them: for their words, or for one that few hold.

    Words like রহমান count half. In a corpus of few articles any two words tell. `rows` is the table `names`.
    """
    people, few = rows[rows["type"] == "PER"].drop_duplicates("name"), rows["doc"].nunique() < _SMALL
    holders = Counter(w for heard in people["heard"].unique() for w in set(heard.split(" ")))  # names that hold a word

    def tells(heard: str, roles: str) -> bool:
        several = sum(role in "fldguw" for role in roles.lower())
        initials = "I" in roles or "C" in roles
        enough = few or several - roles.lower().count("g") / 2 + initials >= _TELLS
        told = zip(roles.lower(), heard.split(" "), strict=False)
        return several > 1 and (enough or any(role == "u" and holders[w] < _RARE for role, w in told))

    told = people[["name", "heard", "roles"]].itertuples(index=False, name=None)
    return frozenset(name for name, heard, roles in told if tells(heard, roles))


class Evidence:
    """Pairs of entities of one type that may be one; who is named beside whom speaks for them too.

    `rows` is the table `names`, its texts categories; `tells` its `telling` names. `entities` has a row for each
    entity: its type, its longest name (of these the most frequent), how often it is named, whether the lexicon knows
    it. Of most, which one article names and nothing sounds like, no more is kept.
    """

    def __init__(self, rows: pd.DataFrame, tells: Collection[str], lexicon: Lexicon) -> None:
        self.tells, self.field_words, self.size = tells, grammar(lexicon).field_words, rows["doc"].nunique()
        names = rows.assign(n=rows.groupby(["entity", "name"])["n"].transform("sum"))
        names = names.drop_duplicates(["entity", "name"])
        names["length"] = [len(words(name)) for name in names["name"]]
        names = names.sort_values(["entity", "length", "n", "name"], ascending=[True, False, False, True])
        self.entities = names.groupby("entity").agg(type=("type", "first"), full=("name", "first"), n=("n", "sum"))
        self.entities["known"] = self.entities.index.isin(gazetteer(lexicon).by_id)
        names = self._as_heard(names).sort_values(["entity", "name"])
        self.alike = names[names.duplicated(["type", "key"], keep=False)]
        several = rows.groupby("entity")["doc"].nunique() > 1
        often = several.index[several | self.entities["known"] | (self.size < _SMALL)]
        self.often = names[names["entity"].isin(often)]
        self._look_at(rows[rows["entity"].isin({*often, *self.alike["entity"]})])

    def _as_heard(self, names: pd.DataFrame) -> pd.DataFrame:
        """The names, of people only whole ones, with the number of their words and a key that tells which are alike:
        equal for names that sound the same, spaces aside, and for abbreviations of the same letters."""
        heard, codes = names["heard"].cat.categories, names["heard"].cat.codes
        length = np.array([len(some.split()) for some in heard], int)[codes]
        key = heard.str.replace(" ", "").to_numpy(object)[codes]
        short = np.flatnonzero((names["type"] == "ORG") & (length == 1))
        spelled = [letters(name) for name in names["name"].iloc[short]]
        key[short] = [some if len(some) > 2 else known for some, known in zip(spelled, key[short], strict=True)]
        names = names.assign(length=length, key=key)
        longest = names.groupby("entity")["length"].transform("max").clip(lower=2)
        return names[(names["length"] >= longest) | ((names["type"] != "PER") & (names["length"] > 0))]

    def _look_at(self, rows: pd.DataFrame) -> None:
        """What is known of the entities that may have a partner, and beside which rare ones an article names them."""
        named = rows[["entity", "doc"]].drop_duplicates().sort_values(["entity", "doc"])
        found = named["entity"].unique().tolist()
        self.found: dict[str, Any] = dict(zip(found, self.entities.loc[found].itertuples(), strict=True))
        docs, ends = named["doc"].tolist(), np.append(np.flatnonzero(~named["entity"].duplicated()), len(named))
        # the articles that name it, in order
        self.docs = {entity: docs[a:b] for entity, (a, b) in zip(found, pairwise(ends.tolist()), strict=True)}
        self.beside: dict[str, set[str]] = defaultdict(set)  # article → the rare entities that it names
        for entity, docs in self.docs.items():
            for doc in docs if 1 < len(docs) <= max(3, _FEW * self.size) else ():
                self.beside[doc].add(entity)

    def proposals(self) -> Iterator[Proposal]:
        """The pairs; in near-linear time, as each name meets only those of its own sound or its place in the order of
        sounds."""
        blocks: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for kind, key, entity, name in self.alike[["type", "key", "entity", "name"]].itertuples(False, None):
            blocks[kind, key].setdefault(entity, name)
        for (kind, key), block in sorted(blocks.items()):
            if len(block) > 1:
                yield from self._of_one_sound(kind, key, block)
        yield from self._of_similar_sound()

    def _pair(self, score: float, evidence: str, *ends: tuple[str, str]) -> Proposal:
        """A row of the table, of two entities with their names; two that the lexicon knows are joined by the user."""
        (a, name_a), (b, name_b) = sorted(ends)
        sure = score >= SURE and not (self.found[a].known and self.found[b].known)
        return Proposal(a, b, self.found[a].type, score, evidence, "join" if sure else "proposed", name_a, name_b)

    def _company(self, entity: str) -> set[str]:
        return set().union(*(self.beside[doc] for doc in self.docs[entity][:_LOOK])) - {entity}

    def _in_company(self, a: str, b: str) -> bool:
        """Whether both are named beside entities so rare that chance would hardly bring it about.

        Each counts by the logarithm of its rarity; more is asked of a larger corpus, and of names with more articles.
        """
        docs_a, docs_b = self.docs[a], self.docs[b]
        shared = fsum(log(self.size / len(self.docs[e])) for e in self._company(a) & self._company(b))
        many = log(min(_LOOK, len(docs_a)) * min(_LOOK, len(docs_b)))
        together = not set(docs_a).isdisjoint(docs_b)  # an article that names both knows them apart
        return not together and shared > 0 and shared >= 1.8 * log(self.size) + 2 * many

    def _of_one_sound(self, kind: str, key: str, block: Mapping[str, str]) -> Iterator[Proposal]:
        """Entities with a name that sounds the same, and abbreviations of the same letters."""
        found = {entity: self.found[entity] for entity in block}
        long = {e for e in block if len(words(found[e].full)) > 1 == len(words(block[e]))}
        order = sorted(block, key=lambda e: (not found[e].known, e not in long, -found[e].n, e))
        if kind == "PER":
            order = [e for e in order if block[e] in self.tells]
            if len(order) < len(block):
                yield from self._of_common_name(block)
        for one, other in ((order[0], e) for e in order[1:]):
            pair = block[one], block[other]
            fields = self.field_words & {words(n)[0] for n in pair}  # স্বরাষ্ট্র: every country has one
            sure = kind == "PER" or one in long or (pair[0] != pair[1] and not fields)
            if kind == "LOC" and not found[one].known:  # two villages
                sure = self._in_company(one, other)
            score, evidence = 1.0 if sure and len(long) < 2 else _PROPOSE, "letters" if key.isascii() else "sound"
            yield self._pair(score, f"the same {evidence}", (one, pair[0]), (other, pair[1]))

    def _of_common_name(self, block: Mapping[str, str]) -> Iterator[Proposal]:
        """People of a name that many share: one only where both are named beside the same others."""
        last: dict[str, str] = {}  # who stands beside → the last of the block that it stands beside
        for entity in sorted(block):
            company = self._company(entity)
            for other in list(dict.fromkeys(last[e] for e in sorted(company & last.keys())))[:_NEAR]:
                if self._in_company(other, entity):
                    yield self._pair(SURE, "the same company", (other, block[other]), (entity, block[entity]))
            last |= dict.fromkeys(company, entity)

    def _of_similar_sound(self) -> Iterator[Proposal]:
        """Names next to each other in the order of their sounds that sound nearly the same."""
        first: dict[tuple[str, int, str], tuple[str, str]] = {}  # of each sound
        for entity, name, kind, heard in self.often[["entity", "name", "type", "heard"]].itertuples(False, None):
            told = kind != "PER" or name in self.tells
            if told and len(heard.replace(" ", "")) > 3 and not letters(name):
                first.setdefault((kind, heard.count(" "), heard), (entity, name))
        ordered = sorted(first.items())
        for i, ((kind, _, heard), end) in enumerate(ordered):
            for (other_kind, _, other_heard), other in ordered[i + 1 : i + 1 + _NEAR]:
                score = _alike(heard.split(), other_heard.split()) if kind == other_kind and end[0] != other[0] else 0
                if score >= _PROPOSE:
                    yield self._pair(round(min(score, 0.9), 3), "a similar sound", end, other)
