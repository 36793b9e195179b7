"""An article while it is read: its text and what the ground floors have found in it so far."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from .cleaning import Removed, Sentence
from .dates import Timex
from .entities import Mention
from .lexicon import BUILTIN, Lexicon
from .quantities import Quantity
from .script import Text


@dataclass
class Reading:
    """Everything that figures and attribution look at. All offsets are into the stored text (`text.raw`)."""

    text: Text
    published: str = ""  # the article's own date, ISO 8601
    published_from: str = "none"  # metadata text inferred none
    removed: list[Removed] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    dates: list[Timex] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    lexicon: Lexicon = BUILTIN

    @cached_property
    def sentence_starts(self) -> list[int]:
        """Where each sentence begins, for bisection."""
        return [s.start for s in self.sentences]

    def sentence(self, at: int) -> int:
        """The index of the sentence that an offset stands in; -1 before the first."""
        return bisect_right(self.sentence_starts, at) - 1

    def sentence_start(self, at: int) -> int:
        """Where the sentence of an offset begins; 0 before the first."""
        return self.sentences[self.sentence(at)].start if self.sentence(at) >= 0 else 0
