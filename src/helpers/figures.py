"""A number in its sentence: what it counts, what happened to them, and how certain that is."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .events import Events, events_of
from .quantities import Quantity, settle

if TYPE_CHECKING:
    from .nouns import Noun, Phrases
    from .reading import Reading


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
    part_of: int | None = None  # index of the figure that this one is said to be a part of


def find_figures(reading: Reading) -> list[Figure]:
    """The article's figures in order: its quantities that are no date and no part of a name, each with its noun."""
    from .nouns import Phrases

    free = settle(reading.quantities, reading.dates, reading.mentions)
    phrases = Phrases(reading, free)
    found: list[Figure] = []
    for q in free:
        found.append(_figure(q, found, phrases, events_of(reading.lexicon), reading))
    return found


def with_claimant(figure: Figure, **fields: str) -> Figure:
    """The same figure with its source filled in."""
    return replace(figure, **fields)  # type: ignore[arg-type]


def _figure(q: Quantity, before: list[Figure], phrases: Phrases, events: Events, reading: Reading) -> Figure:
    if q.kind == "age":
        return Figure(q, phrases.person(q))
    noun = phrases.behind(q)
    behind = bool(noun.words)
    if not behind:
        noun = phrases.before(q) or noun
    whole = _whole(q, before, phrases, reading)
    event = events.of(q, noun, behind, phrases)
    counted = noun.text
    if whole is not None:
        counted = counted or before[whole].counted
        event = event or (before[whole].event if q.kind == "count" else "")
    elif event and not counted:
        counted = _borrowed(q, event, before, reading)
    status = events.status(q, noun, phrases)
    as_of, as_of_from = _as_of(q, reading)
    return Figure(q, counted, event, status, as_of=as_of, as_of_from=as_of_from, part_of=whole)


def _sentence(q: Quantity, reading: Reading) -> int:
    return bisect_right(reading.sentence_starts, q.start) - 1


def _whole(q: Quantity, before: list[Figure], phrases: Phrases, reading: Reading) -> int | None:
    """The index of the figure of which this one is a part: ৪ হাজার ৭০০ …, যার মধ্যে ৬০০; ২৪ জনের মধ্যে ১২ জন."""
    if q.kind not in ("count", "percent") or not before or not phrases.partitive(q):
        return None
    near = [i for i, f in enumerate(before) if f.quantity.kind == "count"][-3:]
    here = _sentence(q, reading)
    for i in reversed(near):
        f = before[i]
        more = q.low is None or f.quantity.low is None or f.quantity.low >= q.low or q.kind == "percent"
        if more and f.part_of is None and here - _sentence(f.quantity, reading) <= 1:
            return i
    return None


def _borrowed(q: Quantity, event: str, before: list[Figure], reading: Reading) -> str:
    """The noun of the figure before where this one goes on with the same people: ৫ সেনা নিহত ও ৭ জন আহত."""
    if not before:
        return ""
    last = before[-1]
    same = last.event in events_near(event) and last.quantity.kind == q.kind == "count"
    return last.counted if same and _sentence(q, reading) - _sentence(last.quantity, reading) <= 1 else ""


def events_near(event: str) -> set[str]:
    """The other events of which the same people are told in one breath."""
    harm = {"killed", "injured", "casualties", "missing"}
    return harm - {event} if event in harm else set()


def _as_of(q: Quantity, reading: Reading) -> tuple[str, str]:
    """The date that the number speaks of: the nearest resolved one before it in its sentence, else none."""
    i = _sentence(q, reading)
    begin = reading.sentences[i].start if i >= 0 else 0
    near = [d for d in reading.dates if begin <= d.start < q.start and d.value]
    return (near[-1].value, "text") if near else ("", "published")
