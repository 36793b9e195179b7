"""What speaks for two names of a corpus being one: their sound, their letters, and who is named beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from math import log
from typing import NamedTuple

from rapidfuzz import fuzz

from .lexicon import Lexicon
from .names import grammar
from .spelling import letters, sound, transliterate, words

SURE = 0.95  # from this score on two entities are joined; below, they are shown to the user
_PROPOSE = 0.8  # two names of which every word sounds at least this much alike are shown
_NEAR = 4  # neighbours in the order of sounds that a name is compared with
_FEW = 0.003  # of the articles, in which an entity may be named that tells who stands beside it
_LOOK = 50  # articles of one name that are looked at for who else is named in them
_RARE = 4  # names that hold a word, below which the word tells who is meant
_TELLS = 2.5  # telling words, from which on a name tells who is meant
_SMALL = 300  # articles, below which two people of one name are not to be expected


@dataclass
class Entity:
    """An entity before joining: what the articles call it, in which of them, and whether the lexicon knows it."""

    type: str
    known: bool
    names: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # how often each
    docs: set[str] = field(default_factory=set)

    @cached_property
    def count(self) -> int:
        """How often it is named."""
        return sum(self.names.values())

    @cached_property
    def full(self) -> str:
        """Its longest name, of these the most frequent."""
        names = self.names
        return min(names, key=lambda n: (-len(words(n)), -names[n], n)) if len(names) > 1 else next(iter(names))

    @cached_property
    def name_en(self) -> str:
        """That name in Latin letters."""
        return self.full if self.full.isascii() else transliterate(self.full).title()


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
    x, y = ([sound(w) for w in words(name)] for name in (a, b))
    return min(map(fuzz.ratio, x, y), default=0.0) / 100 if len(x) == len(y) else 0.0


class Sounds:
    """The names of a corpus as they sound, and whether a person's name tells who is meant; each looked at once."""

    def __init__(self, people: Iterable[str], articles: int, lexicon: Lexicon) -> None:
        self.grammar, self.few = grammar(lexicon), articles < _SMALL
        self.same = {w: r["word"] for r in lexicon.rows("spellings") for w in r["same"].split("|")}  # one name's words
        self.of, self.tells = cache(self._of), cache(self._tells)
        self.holders: Counter[str] = Counter()  # word, as it sounds → people's names that hold it
        for sounds in {self.of(name, "PER") for name in people}:
            self.holders.update(set(sounds))

    def _of(self, name: str, kind: str) -> tuple[str, ...]:
        """The words of a name as they sound; a person's without মো. and the like before it."""
        parts = words(name)
        while kind == "PER" and len(parts) > 1 and self.grammar.role(parts[0])[0] == "a":
            parts = parts[1:]
        return tuple(sound(self.same.get(w, w)) for w in parts)

    def _tells(self, name: str) -> bool:
        """Whether a person's name is hardly shared by two: words that tell, or one that few other names hold.

        Words like রহমান count half. In a corpus of few articles any two words tell.
        """
        roles = [(self.grammar.role(w)[0], w) for w in words(name)]
        several = sum(role != "" and role in "fldguw" for role, _ in roles)
        own = any(role == "u" and self.holders[sound(self.same.get(w, w))] < _RARE for role, w in roles)
        initials = any(role in ("i", "c") and letters(w) for role, w in roles)
        weight = several - sum(role == "g" for role, _ in roles) / 2 + initials
        return several > 1 and (own or self.few or weight >= _TELLS)


class Evidence:
    """Pairs of entities of one type that may be one; who is named beside whom speaks for them too."""

    def __init__(self, found: Mapping[str, Entity], sounds: Sounds) -> None:
        self.found, self.sounds = found, sounds
        self.named: dict[str, dict[str, tuple[str, ...]]] = {}
        self.size = len({d for e in found.values() for d in e.docs})
        self.beside: dict[str, set[str]] = defaultdict(set)  # article → the rare entities that it names
        for entity, e in sorted(found.items()):
            own = {n: s for n in sorted(e.names) if (s := sounds.of(n, e.type))}
            if e.type == "PER":  # only whole names
                least = max(2, *map(len, own.values()), 0)
                own = {n: s for n, s in own.items() if len(s) >= least}
            self.named[entity] = own
            for doc in e.docs if 1 < len(e.docs) <= max(3, _FEW * self.size) else ():
                self.beside[doc].add(entity)

    def pair(self, a: str, b: str, score: float, evidence: str, names: tuple[str, str], decision: str = "") -> Proposal:
        """A row of the table; two that the lexicon knows are joined only by the user."""
        if b < a:
            a, b, names = b, a, names[::-1]
        sure = score >= SURE and not (self.found[a].known and self.found[b].known)
        decision = decision or ("join" if sure else "proposed")
        return Proposal(a, b, self.found[a].type, score, evidence, decision, *names)

    def proposals(self) -> Iterator[Proposal]:
        """The pairs, the best evidence first; in near-linear time, as each name meets only those of its own sound or
        its place in the order of sounds."""
        yield from self._of_one_sound()
        yield from self._of_similar_sound()

    def _company(self, entity: str) -> set[str]:
        return set().union(*(self.beside[d] for d in sorted(self.found[entity].docs)[:_LOOK])) - {entity}

    def _in_company(self, a: str, b: str) -> bool:
        """Whether both are named beside entities so rare that chance would hardly bring it about.

        Each counts by the logarithm of its rarity; more is asked of a larger corpus, and of names with more articles.
        """
        docs_a, docs_b = self.found[a].docs, self.found[b].docs
        shared = sum(log(self.size / len(self.found[e].docs)) for e in self._company(a) & self._company(b))
        many = log(min(_LOOK, len(docs_a)) * min(_LOOK, len(docs_b)))
        apart = docs_a & docs_b  # an article that names both knows them apart
        return not apart and shared > 0 and shared >= 1.8 * log(self.size) + 2 * many

    def _of_one_sound(self) -> Iterator[Proposal]:
        """Entities with a name that sounds the same, spaces aside; and abbreviations of the same letters."""
        blocks: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for entity, names in self.named.items():
            kind = self.found[entity].type
            for name, sounds in names.items():
                spelled = letters(name) if kind == "ORG" and len(sounds) == 1 else ""
                blocks[kind, spelled if len(spelled) > 2 else "".join(sounds)].setdefault(entity, name)
        for (kind, key), block in sorted(item for item in blocks.items() if len(item[1]) > 1):
            long = {e for e in block if len(words(self.found[e].full)) > 1 == len(words(block[e]))}
            order = sorted(block, key=lambda e: (not self.found[e].known, e not in long, -self.found[e].count, e))
            evidence = "the same letters" if key.isascii() else "the same sound"
            if kind == "PER":
                order = [e for e in order if self.sounds.tells(block[e])]
                if len(order) < len(block):
                    yield from self._of_common_name(block)
            for one, other in ((order[0], e) for e in order[1:]):
                pair = block[one], block[other]
                fields = self.sounds.grammar.field_words & {words(n)[0] for n in pair}  # স্বরাষ্ট্র: every country has one
                sure = kind == "PER" or one in long or (pair[0] != pair[1] and not fields)
                if kind == "LOC" and not self.found[one].known:  # two villages
                    sure = self._in_company(one, other)
                yield self.pair(one, other, 1.0 if sure and len(long) < 2 else _PROPOSE, evidence, pair)

    def _of_common_name(self, block: Mapping[str, str]) -> Iterator[Proposal]:
        """People of a name that many share: one only where both are named beside the same others."""
        last: dict[str, str] = {}  # who stands beside → the last of the block that it stands beside
        for entity in sorted(block):
            company = self._company(entity)
            for other in list(dict.fromkeys(last[e] for e in sorted(company & last.keys())))[:_NEAR]:
                if self._in_company(other, entity):
                    yield self.pair(other, entity, SURE, "the same company", (block[other], block[entity]))
            last |= dict.fromkeys(company, entity)

    def _of_similar_sound(self) -> Iterator[Proposal]:
        """Names next to each other in the order of their sounds that sound nearly the same."""
        ordered: dict[tuple[str, int], dict[tuple[str, ...], tuple[str, str]]] = defaultdict(dict)
        for entity, names in self.named.items():
            often = self.sounds.few or self.found[entity].known or len(self.found[entity].docs) > 1
            for name, sounds in names.items() if often else ():  # what stands in one article of many misleads few
                told = self.found[entity].type != "PER" or self.sounds.tells(name)
                if told and sum(map(len, sounds)) > 3 and not letters(name):
                    ordered[self.found[entity].type, len(sounds)].setdefault(sounds, (entity, name))
        for rows in (sorted(block.items()) for block in ordered.values()):
            for i, (_, (entity, name)) in enumerate(rows):
                for _, (entity_b, name_b) in rows[i + 1 : i + 1 + _NEAR]:
                    score = similarity(name, name_b)
                    if entity != entity_b and score >= _PROPOSE:
                        yield self.pair(entity, entity_b, round(min(score, 0.9), 3), "a similar sound", (name, name_b))
