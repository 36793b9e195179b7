"""Figures that can be compared, and how two claims of one story relate.

The relations and their order are those of the README: part_of, incomparable, repeats, revises, agrees, differs.
Nothing is averaged or added up; two figures that do not count the same are said not to, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from itertools import combinations, groupby
from math import inf

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .lexicon import BUILTIN
from .measures import BEFALL_PEOPLE, HARM

ABOUT = 0.1  # "about" reaches a tenth to either side
FLOWS = {"earned", "spent", "produced", "lost", "voted"}  # sums of a stretch of time: of another stretch another sum
SCALE = 20  # times: two counts of one thing rarely lie further apart
GROWTH = 5  # times: so far the toll of a war may have risen from one report to the next
MANY = 100  # people: fewer are those of one incident, as many may be those of a war
SCENE = 3  # places: two articles that both name so many tell of one incident
MONTH = 31  # days
NEIGHBOURS = 2  # sentences within which one article sets two accounts against each other

# Why two claims cannot be compared, or what makes them one: the note of a comparison by its reason.
NOTES = {r["key"].removeprefix("n_"): r["en"] for r in BUILTIN.rows("labels") if r["key"].startswith("n_")}


@dataclass(frozen=True, slots=True)
class Claim:
    """A row of the claims table with what comparing needs."""

    claim: str
    story: str
    doc: str
    echo_of: str
    event: str
    noun_class: str
    scope: str = ""
    status: str = "asserted"
    place: str = ""
    places: frozenset[str] = frozenset()  # that its article names
    low: float = -inf
    high: float = inf
    modifier: str = "exact"
    claimant: str = ""  # "" in the article's own voice
    voice: str = ""  # the claimant group
    as_of: str = ""
    as_of_from: str = "published"
    published: str = ""
    part_of: str = ""
    sentence: int = 0  # its number in the article

    @property
    def measure(self) -> tuple[str, ...]:
        """What it counts, in full: only claims of one measure can be accounts of one thing."""
        return self.event, self.noun_class, self.scope, str(self.status == "planned")

    @property
    def size(self) -> float:
        """The number that it is about: its upper bound, else its lower one."""
        return self.high if self.high < inf else self.low

    def reach(self, other: Claim) -> tuple[float, float]:
        """Its bounds, "about" with its leeway: none towards a range, which has said its own."""
        leeway = ABOUT if self.modifier == "about" and other.modifier != "range" else 0
        return self.low * (1 - leeway), self.high * (1 + leeway)

    def meets(self, other: Claim) -> bool:
        """Whether one number could satisfy both."""
        (low_a, high_a), (low_b, high_b) = self.reach(other), other.reach(self)
        return low_a <= high_b and low_b <= high_a


@cache
def days_of(value: str) -> tuple[int, int] | None:
    """First and last day of an ISO 8601 date, month, year or interval, as ordinals; None for anything else."""
    ends = [v[:10] for v in value.split("/")]
    try:
        first, last = (date.fromisoformat(v + "-01-01"[len(v) - 4 :]).toordinal() for v in (ends[0], ends[-1]))
    except ValueError:
        return None
    return first, last + {4: 364, 7: 29}.get(len(ends[-1]), 0)


def comparable(figures: pa.Table) -> pa.Table:
    """The rows of the table of figures that have a measure and that somebody stands by."""
    return figures.filter(pc.and_(pc.not_equal(figures["measure"], ""), pc.not_equal(figures["status"], "denied")))


def claim_rows(data: pd.DataFrame, documents: pd.DataFrame, entities: pd.DataFrame) -> pd.DataFrame:
    """The claims table: the `comparable` figures, with story and claimant group; of the others their tables.

    Vague magnitudes are in it, but `compare` passes them over.
    """
    told = documents.set_index("doc")[["story", "echo_of", "outlet", "published"]]
    data = data.join(told.assign(published=told["published"].str[:10]), on="doc")
    data["claim"] = data["doc"] + ":" + data["start"].astype(str)
    outlet = data["outlet"].where(data["outlet"] != "", data["doc"])
    data["claimant_group"] = data["claimant_group"].where(data["claimant_group"] != "", "voice of " + outlet)
    data["as_of"] = data["as_of"].where(data["as_of_from"] == "text", data["published"])
    there = entities[(entities["type"] == "LOC") & entities["doc"].isin(data["doc"])]
    places = there.groupby("doc")["entity"].agg(frozenset).to_dict()
    data["places"] = data["doc"].map(lambda doc: places.get(doc, frozenset()))
    whole = data["doc"] + ":" + data["part_of"]
    data["part_of"] = whole.where(whole.isin(data["claim"]), "")
    return data.sort_values(["story", "measure", "as_of", "doc", "start"], kind="stable").reset_index(drop=True)


def compare(claims: pd.DataFrame) -> pd.DataFrame:
    """The comparisons table: every two claims of one story that bear on each other, the older one first."""
    told = claims[claims["modifier"] != "vague"].fillna({"low": -inf, "high": inf})
    measures = told["measure"].str.partition(":")
    when, own = told["as_of"].str.split("/").str[-1].replace("", "9999"), told["claimant"] == ""
    told = told.assign(event=measures[0], noun_class=measures[2], voice=told["claimant_group"], when=when, own=own)
    told = told.sort_values(["story", "when", "doc", "own", "start"], kind="stable")
    listed = (Claim(*row) for row in told[[f.name for f in fields(Claim)]].itertuples(index=False, name=None))
    rows = [row for _, story in groupby(listed, key=lambda c: c.story) for row in _story(list(story))]
    return pd.DataFrame(rows, columns=["claim_a", "claim_b", "relation", "note"])


def _story(claims: list[Claim]) -> Iterator[tuple[str, str, str, str]]:
    """Comparisons of one story. What repeats an earlier line says so once and is compared no further.

    Of one measure the largest number speaks for its article: a smaller one beside it counts a part.
    """
    speaking: list[Claim] = []
    for claim in claims:
        if earlier := next((c for c in speaking if _says_again(c, claim)), None):
            reason = "echo" if earlier.doc != claim.doc else "own_voice" if not claim.claimant else "same_voice"
            yield earlier.claim, claim.claim, "repeats", NOTES[reason]
        else:
            speaking.append(claim)
    largest = {(c.doc, c.measure): c.size for c in sorted(speaking, key=lambda c: c.size)}
    heard, leading = {c.claim for c in speaking}, {c.claim for c in speaking if c.size == largest[c.doc, c.measure]}
    for a, b in combinations(claims, 2):
        part = b.part_of == a.claim or a.part_of == b.claim
        if (part or {a.claim, b.claim} <= (heard if a.doc == b.doc else leading)) and (found := relate(a, b)):
            yield a.claim, b.claim, found[0], NOTES[found[1]]


def _says_again(first: Claim, second: Claim) -> bool:
    """Whether the second is no more than the first once more: in a copy, or in the same article's own words."""
    if first.size != second.size or first.part_of or second.part_of:
        return False
    if first.doc == second.doc:
        return first.measure[:2] == second.measure[:2] and (not second.claimant or first.voice == second.voice)
    copied = (first.echo_of or first.doc) == (second.echo_of or second.doc)
    return copied and first.measure == second.measure and (first.low, first.high) == (second.low, second.high)


def relate(a: Claim, b: Claim) -> tuple[str, str] | None:
    """How two claims of one story relate, and the reason's key in NOTES; None where they do not bear on each other."""
    if b.part_of == a.claim or a.part_of == b.claim:
        return "part_of", "part"
    if not _near(a, b):
        return None
    reason, one_voice = _incomparable(a, b), a.voice == b.voice
    against = "" not in (a.claimant, b.claimant) and not one_voice and 0 < abs(a.sentence - b.sentence) <= NEIGHBOURS
    if a.doc == b.doc and not against:
        return None  # an article that tells of many places and days gives many counts of one measure
    if reason:
        return "incomparable", reason
    if one_voice and (a.low, a.high) == (b.low, b.high):
        return "repeats", "same_voice"
    if one_voice:
        return ("revises", "later") if a.as_of != b.as_of else ("incomparable", "two_counts")
    if a.meets(b):
        return "agrees", "overlap"
    return "differs", "apart_days" if "" != a.as_of[:10] != b.as_of[:10] != "" else "apart"


def _near(a: Claim, b: Claim) -> bool:
    """Whether a reader would put the two side by side at all: sums of money or goods only of one stretch of time."""
    flow = a.event in FLOWS or ":" in a.noun_class  # a unit: money or goods by weight
    harm = "casualties" in (a.event, b.event) and {a.event, b.event} <= HARM
    of_all = a.noun_class == b.noun_class or "person" in (a.noun_class, b.noun_class)
    one_time = a.as_of_from == b.as_of_from == "text" and a.as_of == b.as_of != ""
    return (a.event == b.event or harm) and of_all and (one_time or not flow)


def _incomparable(a: Claim, b: Claim) -> str:
    """Why the two do not count the same thing, the first reason that holds; "" where they do.

    Of people at different times: that numbers agree is itself a sign that they count the same; where they do not, their
    days must be known and near.
    """
    people, agree, one_voice = a.event in BEFALL_PEOPLE, a.meets(b), a.voice == b.voice
    less, more = sorted((a.size, b.size))
    few = less < MANY
    there, where = (frozenset({c.place} if c.place else c.places) for c in (a, b))
    of_area = {a.event, b.event} <= {"infected", "recovered"}  # the sick: who names no place counts the whole country
    one_scene = few and a.event in HARM and not one_voice and len(a.places & b.places) >= SCENE
    days = [d for c in (a, b) if (d := days_of(c.as_of))]
    dated, of_now, added = len(days) == 2, "text" not in (a.as_of_from, b.as_of_from), "added" in (a.scope, b.scope)
    apart = max((d[0] for d in days), default=0) - min((d[1] for d in days), default=0)
    near = MONTH if agree or one_voice else int(a.event in HARM and a.doc != b.doc)  # a toll may be of yesterday
    first, then = sorted((a, b), key=lambda c: c.published)
    risen = "" < first.published < then.published and first.size <= then.size and (few or more <= GROWTH * less)
    reasons = {
        "event": a.event != b.event,
        "class": a.noun_class != b.noun_class and (a.low, a.high) != (b.low, b.high),
        "status": "planned" in (a.status, b.status) and a.status != b.status,
        "scope": added and a.scope != b.scope,
        "place": (there and where and there.isdisjoint(where)) or (of_area and bool(a.place) != bool(b.place)),
        "undated": not (dated or agree or (of_now and one_scene)),
        "period": people and dated and a.as_of != b.as_of and any(last - begin > MONTH for begin, last in days),
        "grown": people and risen and not (agree or one_voice),
        "days": people and ((added and apart > 0) or (few and apart > near)),
        "scale": more > SCALE * less,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")
