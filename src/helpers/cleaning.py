"""Which characters of a document are article, and which are page furniture or repetition; and its sentences."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from .lexicon import BUILTIN, Lexicon
from .script import Text, as_text


@dataclass(frozen=True, slots=True)
class Removed:
    """A span that is not article, and the rule that says so; offsets into the stored text."""

    start: int
    end: int
    rule: str  # share readmore caption advert section byline initials source foreign repeat residue


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; offsets into the stored text."""

    start: int
    end: int
    part: str  # headline dateline subheading body caption


def find_removed(text: Text | str, common_lines: Collection[str] = (), lexicon: Lexicon = BUILTIN) -> list[Removed]:
    """The spans that are not article, in order; `common_lines` are folded lines that many documents of the outlet share."""
    as_text(text)
    return []


def find_sentences(text: Text | str, removed: Sequence[Removed] = (), lexicon: Lexicon = BUILTIN) -> list[Sentence]:
    """The article's sentences in order; none overlaps a removed span."""
    text = as_text(text)
    return [
        Sentence(*text.span(m.start(), m.end()), "body") for m in re.finditer(r"[^\s।?!][^।?!\n]*[।?!]?", text.folded)
    ]
