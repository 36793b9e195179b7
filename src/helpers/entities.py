"""Names: people, places and organisations in an article, the variants of one name under one entity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .cleaning import Sentence
from .lexicon import BUILTIN, Lexicon
from .script import Text, as_text


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text; start and end are offsets into the stored text."""

    start: int
    end: int
    name: str  # folded, case ending off
    type: str  # PER LOC ORG
    entity: str  # id within this article, equal for all variants of one name; the corpus step may join further
    found_by: str  # lexicon model pattern bnlp user


def find_mentions(text: Text | str, sentences: Sequence[Sentence] = (), lexicon: Lexicon = BUILTIN) -> list[Mention]:
    """The names of an article in order, without overlap except for a place inside an organisation's name."""
    as_text(text)
    return []
