"""A number in its sentence: what it counts, what happened to them, and how certain that is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .events import events_of
from .nouns import SUMS, TIMES, Noun, Phrases
from .quantities import Quantity, settle
from .reading import Reading


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with what it counts, and who says so."""

    quantity: Quantity
    counted: str = ""
    event: str = ""
    status: str = "asserted"
    as_of: str = ""
    as_of_from: str = ""
    part_of: int | None = None  # where the figure begins that this one is said to be a part of
    claimant: str = ""
    claimant_entity: str = ""
    cue: str = ""
    via: str = ""


def find_figures(reading: Reading) -> list[Figure]:
    """The article's figures in order: its quantities that are no date and no part of a name, each with its noun."""
    return _Finder(reading).figures


class _Finder:
    """Reads the quantities one after the other: a later one may lean on an earlier one."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.events = reading, events_of(reading.lexicon)
        self.quantities = settle(reading.quantities, reading.dates, reading.mentions)
        self.phrases = Phrases(reading, self.quantities)
        self.figures: list[Figure] = []
        self.treated = "injured" if self.events.wounds.search(reading.text.folded) else ""  # else for an illness
        self.nouns = [self.phrases.behind(q) or self.phrases.before(q) for q in self.quantities]
        for k in range(len(self.nouns) - 2, -1, -1):
            self.nouns[k] = self.nouns[k] or (self.nouns[k + 1] if self._shares(k) else Noun())
        for k in range(len(self.nouns)):
            self._add(k)

    def _shares(self, k: int) -> bool:
        """Whether a number has its noun from the one behind it: ২ ইঞ্চি ও ৫ ইঞ্চি বৃষ্টি; ৫ মাত্রার দুটি কম্পন."""
        p, noun, (q, other) = self.phrases, self.nouns[k + 1], self.quantities[k : k + 2]
        if p.case(q)[1] in ("", p.case(other)[1]) and self._linked(k):
            return noun.behind
        only = all(p.measured(i) or p.form(i) in ("আরও", "আরো") for i in self._between(k))
        return noun.behind and only and q.kind in ("measure", "money", "age")

    def _add(self, k: int) -> None:
        """Adds the figure of quantity k; those before it are there."""
        p, q, noun = self.phrases, self.quantities[k], self.nouns[k]
        counted = p.person(q) if q.kind == "age" else noun.text
        event, status = self.events.of(q, noun, p).replace("treated", self.treated), self.events.status(q, noun, p)
        if whole := self._whole(k):
            counted = counted or whole.counted
            event = event or (whole.event if q.kind == "count" and p.case(q)[0] not in TIMES else "")
        elif like := self._like(k, event):
            counted = counted or like.counted
            event = event or ("" if self.events.changes(q, p) else like.event)
            status = status or like.status  # খরচ হবে ৫ ডলার (৬০০ টাকা)
        if k and self.nouns[k - 1].case == "with" and q.kind == "count" and _holds(q, self.quantities[k - 1]):
            self.figures[-1] = replace(self.figures[-1], part_of=q.start)  # ১২ নবজাতকসহ ২৪ জন
        part_of = whole.quantity.start if whole else None
        self.figures.append(Figure(q, counted, event, status or "asserted", *self._as_of(q), part_of))

    def _between(self, k: int) -> range:
        """The tokens between a number and the next one."""
        (_, end), (first, _) = (self.phrases.span(q.start, q.end) for q in self.quantities[k : k + 2])
        return range(end, first)

    def _linked(self, k: int) -> bool:
        """Whether a number and the next are of one kind and stand in one list: সিলেটে ৬ জন ও বগুড়ায় ৮ জন; ২-১."""
        p, between, (q, other) = self.phrases, self._between(k), self.quantities[k : k + 2]
        linked = any(p.role(i) == "and" or p.form(i) == "," or (p.form(i), len(between)) == ("-", 1) for i in between)
        return linked and not any(map(p.ends, between)) and (q.kind, p.case(q)[0]) == (other.kind, p.case(other)[0])

    def _near(self, q: Quantity, kind: str) -> list[Figure]:
        """The figures of a kind in this sentence and the one before, nearest first."""
        recent = [f for f in reversed(self.figures[-20:]) if f.quantity.kind == kind]
        return [f for f in recent if self.reading.sentence(q.start) - self.reading.sentence(f.quantity.start) <= 1]

    def _whole(self, k: int) -> Figure | None:
        """The figure of which this one is a part: ৪ হাজার ৭০০ …, যার মধ্যে ৬০০; দুই হামলাকারীর একজন."""
        p, before, q = self.phrases, self.quantities[k - 1], self.quantities[k]
        at_end = ("genitive", p.told(p.span(q.start, q.end)[0]) + 1)  # তিন ম্যাচের মাত্র একটি
        owner = k > 0 and before.kind == "count" and p.end(before, self.nouns[k - 1]) == at_end
        part = q.kind in ("count", "percent") and (owner or p.partitive(q))
        return next((f for f in self._near(q, "count") if part and _holds(f.quantity, q)), None)

    def _like(self, k: int, event: str) -> Figure | None:
        """The figure before, where this one goes on with the same: ৫ সেনা নিহত ও ৭ জন আহত; যা ২০২২ সালে ছিল; দ্বিতীয়টি."""
        p, q = self.phrases, self.quantities[k]
        first, (classifier, case) = p.span(q.start, q.end)[0], p.case(q)
        # of ৩ জন, only those of people
        last = next((f for f in self._near(q, q.kind) if classifier != "জন" or p.of_people(Noun(f.counted), q)), None)
        if case == "all" or (self.nouns[k] and self.nouns[k].first != self.nouns[k - 1].first):
            return last if case == "all" else None
        if k and (q.kind in SUMS or not self.nouns[k - 1].behind):
            # letters: ৫ কোটি টাকা বা ৯ শতাংশ
            joined = {self.quantities[k - 1].kind, q.kind} <= SUMS and q.start - self.quantities[k - 1].end < 20
            if joined or self._linked(k - 1) or any(p.form(i) in ("যা", "যার", "তা") for i in range(first - 9, first)):
                return self.figures[-1]
        # এখন আছে ১৪ হাজার; প্রার্থী ৬০ জন: তিন এলাকা থেকে ৩ জন
        open_ = classifier in ("", "টি", "টা") or (classifier == "জন" and last and last.counted)
        open_ = q.kind == "money" or (q.kind == "count" and case in ("", "object") and open_ and not event)
        other = last and event != last.event and {event, last.event} <= {"killed", "injured", "casualties", "missing"}
        goes_on = other or (q.kind == "ordinal" and classifier == "টি")
        return last if last and (open_ or (goes_on and last.quantity.unit == q.unit)) else None

    def _as_of(self, q: Quantity) -> tuple[str, str]:
        """The date that the number speaks of: the nearest one before it in its sentence; "" where that is unresolved.

        What has gone on since a date (গত বছরের অক্টোবর থেকে) is an interval up to the article's own; a date that names
        something else (১৯৫০-৫৩ কোরিয়ান যুদ্ধ) is passed over.
        """
        p, published = self.phrases, self.reading.published[:10]
        for d in reversed(self.reading.before(self.reading.dates, q.start)):
            end = p.span(d.start, d.end)[1]
            if d.value and p.form(end) in ("থেকে", "হতে") and d.value[:10] <= published:
                return f"{d.value}/{published}", "text"
            if not (d.value and p.form(end - 1)[-1:].isdigit() and p.role(end) == ""):
                return d.value, "text"
        return "", "published"


def _holds(whole: Quantity, part: Quantity) -> bool:
    """Whether so many may be among so many."""
    return part.kind == "percent" or None in (whole.low, part.low) or whole.low >= part.low  # type: ignore[operator]
