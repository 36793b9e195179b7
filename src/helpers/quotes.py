"""Quotations: where they begin and end, also where a mark is missing."""

import re
from dataclasses import dataclass

_DOUBLE, _SINGLE = '“”„"«»', "‘’'"
_LONGEST = 3000  # characters; a mark further away closes nothing


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its marks; start and end are offsets into the stored text."""

    start: int
    end: int
    speaker: str
    cue: str
    direct: bool  # a whole saying; else words of somebody inside the reporter's sentence


def _quotation(name: str, marks: str) -> str:
    """A pattern for what follows one of the marks where it opens, whatever its shape (বলেন, ”আমরা).

    It ends at a mark that closes, before the next paragraph of a speech, else with its line or at the next mark:
    nothing behind a missing mark is spoilt. `name` is the pattern's own group.
    """
    opening = rf"(?<=[{marks}])(?:(?<=“)|(?<![^\s(,—–:;“‘-].)(?!$)(?<!\n.(?=\s)))[{marks}]?"
    closing = rf"(?P<{name}>(?<![\s(])[{marks}]|[{marks}](?![^\s,.।?!;:)—–”’|-]))(?P={name})?|(?<=\n)(?=[{marks}])"
    return rf"{opening}(?:[^{marks}]{{1,{_LONGEST}}}+(?:{closing})|[^{marks}\n]*)"


_EITHER = rf"{_quotation('double', _DOUBLE)}|{_quotation('single', _SINGLE)}"
_QUOTATION = re.compile(rf"[{_DOUBLE}{_SINGLE}](?:{_EITHER})", re.MULTILINE)  # one set first: the engine leaps to it


def quotations(folded: str) -> list[tuple[int, int]]:
    """The outermost quotations, in order, as offsets into folded text."""
    return [(m.start(), m.start() + len(m[0].rstrip())) for m in _QUOTATION.finditer(folded)]
