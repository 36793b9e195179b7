"""A number in its sentence: what it counts, what happened to them, and how certain that is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .events import events_of
from .nouns import Noun, Phrases
from .quantities import Quantity, settle
from .reading import Reading

RECENT = 20  # figures that a later one may lean on
_TOLD_TOGETHER = {"killed", "injured", "casualties", "missing"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with what it counts, and who says so."""

    quantity: Quantity
    counted: str = ""
    event: str = ""
    status: str = "asserted"
    claimant: str = ""
    claimant_entity: str = ""
    cue: str = ""
    via: str = ""
    as_of: str = ""
    as_of_from: str = ""
    part_of: int | None = None  # where the figure begins that this one is said to be a part of


def find_figures(reading: Reading) -> list[Figure]:
    """The article's figures in order: its quantities that are no date and no part of a name, each with its noun."""
    return _Finder(reading).all()


class _Finder:
    """Reads the quantities one after the other: a later one may lean on an earlier one."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.quantities = settle(reading.quantities, reading.dates, reading.mentions)
        self.phrases = Phrases(reading, self.quantities)
        self.events = events_of(reading.lexicon)
        self.figures: list[Figure] = []
        self.nouns: list[Noun] = []

    def all(self) -> list[Figure]:
        """The figures, in order."""
        for q in self.quantities:
            self.nouns.append(self.phrases.counted(q))
            self.figures.append(self._figure(q, self.nouns[-1]))
        return [self._contained(i, f) for i, f in enumerate(self.figures)]

    def _figure(self, q: Quantity, noun: Noun) -> Figure:
        as_of, as_of_from = self._as_of(q)
        counted = self.phrases.person(q) if q.kind == "age" else noun.text
        event = self.events.of(q, noun, self.phrases)
        whole, like = self._whole(q), self._like(q, noun, event)
        if whole:
            counted = whole.counted if whole.counted and (self._owner(q) or not counted) else counted
            event = event or (whole.event if q.kind == "count" else "")
        elif like:
            counted, event = counted or like.counted, event or like.event
        status = self.events.status(q, noun, self.phrases)
        begin = whole.quantity.start if whole else None
        return Figure(q, counted, event, status, as_of=as_of, as_of_from=as_of_from, part_of=begin)

    def _near(self, q: Quantity, kind: str) -> list[Figure]:
        """The figures of a kind in this sentence and the one before, nearest first."""
        recent = reversed(self.figures[-RECENT:])
        return [f for f in recent if f.quantity.kind == kind and self._apart(f.quantity, q) <= 1]

    def _apart(self, q: Quantity, later: Quantity) -> int:
        return self.reading.sentence(later.start) - self.reading.sentence(q.start)

    def _follows(self, q: Quantity) -> tuple[str, str, range]:
        """Kind and case of the figure before, and the tokens between it and this number."""
        at = len(self.figures) - 1
        if at < 0:
            return "", "", range(0)
        before = self.figures[at].quantity
        case, end = self.phrases.end(before, self.nouns[at])
        return before.kind, case, range(end, self.phrases.span(q.start, q.end)[0])

    def _owner(self, q: Quantity) -> bool:
        """Whether the figure before stands in the genitive right before this number: দুই হামলাকারীর একজন."""
        kind, case, between = self._follows(q)
        return (kind, case, len(between)) == ("count", "genitive", 0)

    def _joined(self, q: Quantity) -> bool:
        """Whether only "and", a mark or a verb stands between a sum and the one before: ৫ কোটি টাকা বা ৯ শতাংশ."""
        kind, _, between = self._follows(q)
        p = self.phrases
        links = all(p.role(k) in ("and", "mark", "verb", "stop") and not p.ends(k) for k in between)
        return {kind, q.kind} <= {"money", "percent"} and links

    def _whole(self, q: Quantity) -> Figure | None:
        """The figure of which this one is a part: ৪ হাজার ৭০০ …, যার মধ্যে ৬০০; দুই হামলাকারীর একজন."""
        if q.kind not in ("count", "percent") or not (self._owner(q) or self.phrases.partitive(q)):
            return None
        return next((f for f in self._near(q, "count") if f.part_of is None and _holds(f.quantity, q)), None)

    def _like(self, q: Quantity, noun: Noun, event: str) -> Figure | None:
        """The figure before, where this one goes on with the same: ৫ সেনা নিহত ও ৭ জন আহত; যা ২০২২ সালে ছিল; দ্বিতীয়টি."""
        if not noun.text and self._joined(q):
            return self.figures[-1]
        last = next(iter(self._near(q, q.kind)), None)
        classifier, case = self.phrases.case(q)
        if last is None or case == "all":
            return last if last and last.quantity.low == q.low else None
        first = self.phrases.span(q.start, q.end)[0]
        relative = any(self.phrases.form(k) == "যা" for k in range(max(0, first - 9), first))
        goes_on = (
            (event != last.event and {event, last.event} <= _TOLD_TOGETHER)
            or (q.kind == "ordinal" and classifier == "টি")
            or (relative and last.quantity.unit == q.unit)
        )
        return last if goes_on and not noun.text else None

    def _contained(self, i: int, f: Figure) -> Figure:
        """১২ নবজাতকসহ ২৪ জন: the first number is a part of the second."""
        if self.nouns[i].case != "with" or f.part_of is not None or i + 1 == len(self.figures):
            return f
        q, after = f.quantity, self.figures[i + 1].quantity
        within = q.kind == after.kind == "count" and _holds(after, q) and self._apart(q, after) == 0
        return replace(f, part_of=after.start) if within else f

    def _as_of(self, q: Quantity) -> tuple[str, str]:
        """The date that the number speaks of: the nearest one before it in its sentence; "" where that is unresolved.

        What has gone on since a date (গত বছরের অক্টোবর থেকে) is an interval up to the article's own; a date that names
        something else (১৯৫০-৫৩ কোরিয়ান যুদ্ধ) is passed over.
        """
        p, published = self.phrases, self.reading.published[:10]
        for d in reversed(self.reading.before(self.reading.dates, q.start)):
            if not d.value:
                return "", "text"  # it speaks of some time that nothing resolves
            end = p.span(d.start, d.end)[1]
            if p.form(end) in ("থেকে", "হতে") and "/" not in d.value and d.value[:10] <= published:
                return f"{d.value}/{published}", "text"
            if not (p.form(end - 1)[-1:].isdigit() and p.role(end) == "" and p.form(end) not in ("সাল", "সালে", "সালের")):
                return d.value, "text"
        return "", "published"


def _holds(whole: Quantity, part: Quantity) -> bool:
    """Whether so many may be among so many."""
    return part.kind == "percent" or None in (whole.low, part.low) or whole.low >= part.low  # type: ignore[operator]
