"""Date expressions (timexes): which day, month, year, moment or interval they name, as ISO 8601."""

from __future__ import annotations

from dataclasses import dataclass

from .lexicon import BUILTIN, Lexicon
from .script import Text, as_text


@dataclass(frozen=True, slots=True)
class Timex:
    """A date expression; start and end are offsets into the stored text."""

    start: int
    end: int
    value: str  # ISO 8601, or "" where nothing fixes it
    precision: str  # year month week day minute second interval none
    anchor: str  # self published sentence none


def publication_date(text: Text | str, given: str = "", lexicon: Lexicon = BUILTIN) -> tuple[str, str]:
    """The article's own date as ISO 8601 and where it is from: metadata (`given`), text, inferred, none."""
    as_text(text)
    return (given, "metadata") if given else ("", "none")


def find_dates(text: Text | str, published: str = "", lexicon: Lexicon = BUILTIN) -> list[Timex]:
    """All date expressions of a text, in order, relative ones resolved from the article's own date (`published`)."""
    return []
