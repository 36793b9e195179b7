"""Who says it: claimant, cue word, quotation, relay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .figures import Figure

if TYPE_CHECKING:
    from .reading import Reading


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation; start and end are offsets into the stored text."""

    start: int
    end: int
    speaker: str
    cue: str
    direct: bool


def attribute(reading: Reading, figures: Sequence[Figure]) -> list[Figure]:
    """The figures with claimant, claimant_entity, cue and via filled in where the article names a source."""
    return list(figures)


def find_quotes(reading: Reading) -> list[Quote]:
    """The article's quotations in order, each with its speaker where the text names one."""
    return []
