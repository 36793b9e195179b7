"""Number expressions: what value, or what bounds, they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from .lexicon import BUILTIN, Lexicon
from .script import Text, ascii_digits, as_text


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its modifiers and its classifier or unit; start and end are offsets into the stored text.

    `low` and `high` are inclusive bounds, exact; None is "no bound". kind, modifier and unit are as in the README's
    data dictionary.
    """

    start: int
    end: int
    kind: str  # count money percent measure duration age ordinal
    low: Decimal | None
    high: Decimal | None
    modifier: str  # exact about more_than at_least less_than up_to range vague
    unit: str = ""


def find_quantities(text: Text | str, lexicon: Lexicon = BUILTIN) -> list[Quantity]:
    """All number expressions of a text, in order and without overlap, dates and names not yet taken out."""
    text = as_text(text)
    found = []
    for m in re.finditer(r"[০-৯0-9]+(?:[.,][০-৯0-9]+)*", text.folded):
        value = Decimal(ascii_digits(m[0]).replace(",", "").split(".")[0])
        found.append(Quantity(*text.span(*m.span()), "count", value, value, "exact"))
    return found
