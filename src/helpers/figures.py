"""A number in its sentence: what it counts, what happened to them, and how certain that is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .quantities import Quantity, settle

if TYPE_CHECKING:
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
    free = settle(reading.quantities, reading.dates, reading.mentions)
    return [Figure(q) for q in free]


def with_claimant(figure: Figure, **fields: str) -> Figure:
    """The same figure with its source filled in."""
    return replace(figure, **fields)  # type: ignore[arg-type]
