"""Figures that can be compared, and how two claims of one story relate.

The relations and their order are those of the README: part_of, incomparable, repeats, revises, agrees, differs.
Nothing is averaged or added up; two figures that do not count the same are said not to, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from itertools import combinations, groupby
from math import inf
from typing import Any

import pandas as pd

from .lexicon import BUILTIN
from .measures import BEFALL_PEOPLE

ABOUT = 0.1  # "about" reaches a tenth to either side
HARM = {"casualties", "killed", "injured"}  # near events: casualties holds both others
FLOWS = {"earned", "spent", "produced", "lost", "voted"}  # sums of a stretch of time: of another stretch another sum
SCALE = 20  # times: two counts of one thing rarely lie further apart
GROWTH = 5  # times: so far the toll of a war may have risen from one report to the next
MANY = 100  # people: fewer are those of one incident, as many may be those of a war
SCENE = 3  # places: two articles that both name so many tell of one incident
MONTH = 31  # days
NEIGHBOURS = 2  # sentences within which one article sets two accounts against each other
EVERYBODY = "person"

# Why two claims cannot be compared, or what makes them one: the note of a comparison by its reason.
NOTES = {r["key"].removeprefix("n_"): r["en"] for r in BUILTIN.rows("labels") if r["key"].startswith("n_")}


@dataclass(frozen=True, slots=True)
class Claim:
    """A row of the claims table with what comparing needs."""

    claim: str
    story: str
    doc: str
    original: str  # the document that this one copies, or itself
    event: str
    noun_class: str
    scope: str = ""
    planned: bool = False
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
    counted: str = ""
    sentence: int = 0  # its number in the article

    @property
    def stated(self) -> bool:
        """Whether its text says which time it speaks of."""
        return self.as_of_from == "text" and self.as_of != ""

    @property
    def days(self) -> tuple[int, int] | None:
        """First and last day that it speaks of, as ordinals: none after its publication unless it is planned."""
        days, published = days_of(self.as_of), days_of(self.published)
        if days and published and not self.planned:
            return days[0], max(days[0], min(days[1], published[1]))
        return days

    @property
    def length(self) -> int:
        """In days, of the time that its text states; else a day."""
        return self.days[1] - self.days[0] + 1 if self.stated and self.days else 1

    @property
    def told(self) -> str:
        """The day on which it was told, so far as known."""
        return self.published or self.as_of.split("/")[-1][:10]

    @property
    def size(self) -> float:
        """The number that it is about: its upper bound, else its lower one."""
        return self.high if self.high < inf else self.low

    def reach(self, leeway: float) -> tuple[float, float]:
        """The least and the most that the claim allows; "about" reaches that share of the number to either side."""
        leeway = leeway if self.modifier == "about" else 0
        return self.low * (1 - leeway), self.high * (1 + leeway)

    def meets(self, other: Claim) -> bool:
        """Whether one number could satisfy both. A range has said its own leeway: "about" does not widen to meet it."""
        leeway = 0 if "range" in (self.modifier, other.modifier) else ABOUT
        (low_a, high_a), (low_b, high_b) = self.reach(leeway), other.reach(leeway)
        return low_a <= high_b and low_b <= high_a

    def same_bounds(self, other: Claim) -> bool:
        """Whether both give the same numbers, open on the same side."""
        return (self.low, self.high) == (other.low, other.high)


@cache
def days_of(value: str) -> tuple[int, int] | None:
    """First and last day of an ISO 8601 date, month, year or interval, as ordinals; None for anything else."""
    ends = [v[:10] for v in value.split("/")]
    try:
        first, last = (date.fromisoformat(v + "-01-01"[len(v) - 4 :]).toordinal() for v in (ends[0], ends[-1]))
    except ValueError:
        return None
    return first, last + {4: 364, 7: 29}.get(len(ends[-1]), 0)


def claim_rows(figures: pd.DataFrame, documents: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """The claims table: the figures that have a measure, with story and claimant group.

    `figures` needs its table's columns and `measure`, `scope`, `place`, `claimant_group`; the others theirs.
    Vague magnitudes are in it, but `compare` passes them over.
    """
    data = figures[(figures["measure"] != "") & (figures["status"] != "denied")]
    told = documents.set_index("doc")[["story", "echo_of", "outlet", "published"]]
    data = data.join(told.assign(published=told["published"].str[:10]), on="doc")
    data["claim"] = data["doc"] + ":" + data["start"].astype(str)
    outlet = data["outlet"].where(data["outlet"] != "", data["doc"])
    data["claimant_group"] = data["claimant_group"].where(data["claimant_group"] != "", "voice of " + outlet)
    data["as_of"] = data["as_of"].where(data["as_of_from"] == "text", data["published"])
    places = mentions[mentions["type"] == "LOC"].groupby("doc")["entity"].agg(frozenset).to_dict()
    data["places"] = [places.get(doc, frozenset()) for doc in data["doc"]]
    starts = figures.groupby("doc")["start"].apply(list).to_dict()
    data["part_of"] = [
        f"{d}:{starts[d][int(p)]}" if p not in ("", None) else ""
        for d, p in zip(data["doc"], data["part_of"], strict=True)
    ]
    data.loc[~data["part_of"].isin(set(data["claim"])), "part_of"] = ""
    return data.sort_values(["story", "measure", "as_of", "doc", "start"], kind="stable").reset_index(drop=True)


def compare(claims: pd.DataFrame) -> pd.DataFrame:
    """The comparisons table: every two claims of one story that bear on each other, the older one first."""
    rows: list[dict[str, Any]] = []
    for _, story in groupby(_claims(claims), key=lambda c: c.story):
        rows += _story(list(story))
    return pd.DataFrame(rows, columns=["claim_a", "claim_b", "relation", "note"])


def _claims(table: pd.DataFrame) -> Iterator[Claim]:
    told = table[table["modifier"] != "vague"]
    measures = told["measure"].str.partition(":")
    told = told.assign(event=measures[0], noun_class=measures[2], planned=told["status"] == "planned")
    told = told.rename(columns={"claimant_group": "voice"}).fillna({"low": -inf, "high": inf})
    told["original"] = told["echo_of"].where(told["echo_of"] != "", told["doc"])
    return (Claim(*row) for row in told[[f.name for f in fields(Claim)]].itertuples(index=False, name=None))


def _story(claims: Sequence[Claim]) -> Iterator[dict[str, str]]:
    """Comparisons of one story. What repeats an earlier line says so once and is compared no further."""
    claims = sorted(
        claims, key=lambda c: (c.as_of.split("/")[-1] or "9999", c.doc, not c.claimant, int(c.claim.rsplit(":", 1)[1]))
    )
    speaking: list[Claim] = []
    for claim in claims:
        earlier = next((c for c in speaking if _says_again(c, claim)), None)
        if earlier:
            reason = "echo" if earlier.doc != claim.doc else "own_voice" if not claim.claimant else "same_voice"
            yield _row(earlier, claim, "repeats", reason)
        else:
            speaking.append(claim)
    heard, leading = {c.claim for c in speaking}, _leading(speaking)
    for a, b in combinations(claims, 2):
        part = b.part_of == a.claim or a.part_of == b.claim
        if (part or {a.claim, b.claim} <= (heard if a.doc == b.doc else leading)) and (relation := relate(a, b)):
            yield _row(a, b, *relation)


def _leading(claims: Sequence[Claim]) -> set[str]:
    """The claims that speak for their article: of one measure the largest. A smaller number beside it counts a part."""
    largest = {(c.doc, *_measure(c)): c.size for c in sorted(claims, key=lambda c: c.size)}
    return {c.claim for c in claims if c.size >= largest[c.doc, *_measure(c)]}


def _row(a: Claim, b: Claim, relation: str, reason: str) -> dict[str, str]:
    return {"claim_a": a.claim, "claim_b": b.claim, "relation": relation, "note": NOTES[reason]}


def _measure(c: Claim) -> tuple[str, ...]:
    return c.event, c.noun_class, c.scope, str(c.planned)


def _says_again(first: Claim, second: Claim) -> bool:
    """Whether the second is no more than the first once more: in a copy, or in the same article's own words."""
    if first.size != second.size or first.part_of or second.part_of:
        return False
    if first.doc == second.doc:
        return _measure(first)[:2] == _measure(second)[:2] and (not second.claimant or first.voice == second.voice)
    copied = first.original == second.original and first.same_bounds(second)
    return copied and _measure(first) == _measure(second)


def relate(a: Claim, b: Claim) -> tuple[str, str] | None:
    """How two claims of one story relate, and the reason's key in NOTES; None where they do not bear on each other."""
    if b.part_of == a.claim or a.part_of == b.claim:
        return "part_of", "part"
    if not _near(a, b) or _other_sum(a, b):
        return None
    reason = _incomparable(a, b)
    if a.doc == b.doc and reason not in ("event", "scope", "status") and not _set_against(a, b):
        return None  # an article that tells of many places and days gives many counts of one measure
    if reason:
        return "incomparable", reason
    if a.voice == b.voice and a.same_bounds(b):
        return "repeats", "same_voice"
    if a.voice == b.voice and a.as_of and b.as_of and a.as_of != b.as_of:
        return "revises", "later"
    if a.voice == b.voice:
        return "incomparable", "two_counts"
    if a.meets(b):
        return "agrees", "overlap"
    return "differs", "apart_days" if a.days and b.days and a.as_of[:10] != b.as_of[:10] else "apart"


def _set_against(a: Claim, b: Claim) -> bool:
    """Whether an article sets two accounts side by side: two named claimants, a sentence or two apart, of one place."""
    named = "" not in (a.claimant, b.claimant) and a.voice != b.voice
    return named and a.place == b.place and 0 < abs(a.sentence - b.sentence) <= NEIGHBOURS


def _other_sum(a: Claim, b: Claim) -> bool:
    """Whether they are sums of money or goods that do not say to be of one stretch of time."""
    same_time = a.stated and b.stated and a.as_of == b.as_of
    flow = a.event in FLOWS or ":" in a.noun_class  # a unit: money or goods by weight
    return a.event == b.event and flow and not (same_time and a.counted == b.counted)


def _near(a: Claim, b: Claim) -> bool:
    """Whether a reader would put the two side by side at all."""
    if a.event == b.event:
        return a.noun_class == b.noun_class or EVERYBODY in (a.noun_class, b.noun_class)
    return "casualties" in (a.event, b.event) and {a.event, b.event} <= HARM and a.noun_class == b.noun_class


def _incomparable(a: Claim, b: Claim) -> str:
    """Why the two do not count the same thing; "" where they do."""
    if a.event != b.event:
        return "event"
    if a.noun_class != b.noun_class and not a.same_bounds(b):
        return "class"
    if a.planned != b.planned:
        return "status"
    if (a.scope == "added") != (b.scope == "added"):
        return "scope"
    if _other_place(a, b):
        return "place"
    if a.event in BEFALL_PEOPLE and (reason := _other_days(a, b)):
        return reason
    if any(c.as_of_from == "text" and not c.as_of for c in (a, b)) and not a.meets(b):
        return "undated"
    return "scale" if max(a.size, b.size) > SCALE * min(a.size, b.size) else ""


def _other_place(a: Claim, b: Claim) -> bool:
    """Whether the text places the two apart: one is of a place of which the other's article does not speak."""
    if a.place and b.place:
        return a.place != b.place
    there, where = (frozenset({c.place} if c.place else c.places) for c in (a, b))
    return bool(there and where) and not there & where


def _other_days(a: Claim, b: Claim) -> str:
    """Why two counts of people at different times are not accounts of one.

    That numbers agree is itself a sign that they count the same; where they do not, their days must be known and near.
    """
    agree, one_voice = a.meets(b), a.voice == b.voice
    if a.doc == b.doc:
        return "" if a.as_of == b.as_of else "days"
    few = min(a.size, b.size) < MANY
    if not a.days or not b.days:
        scene = few and a.event in HARM and not one_voice and len(a.places & b.places) >= SCENE
        return "" if agree or scene or a.place == b.place != "" else "undated"
    if a.as_of != b.as_of and max(a.length, b.length) > MONTH:
        return "period"
    apart = max(a.days[0], b.days[0]) - min(a.days[1], b.days[1])
    if apart > 0 and (a.scope == "added" or (a.stated and b.stated and (few or not one_voice))):
        return "days"
    first, then = sorted((a, b), key=lambda c: c.told)
    risen = first.told < then.told and first.size <= then.size and (few or then.size <= GROWTH * first.size)
    if risen and not agree and not one_voice:
        return "grown"
    return "days" if few and apart > (MONTH if agree or one_voice else a.event in HARM) else ""
