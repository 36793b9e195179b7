"""An article while it is read: its text and what the ground floors have found in it so far."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TypeVar

from .cleaning import Removed, Sentence
from .dates import Timex
from .entities import Mention
from .lexicon import BUILTIN, Lexicon
from .quantities import Quantity
from .script import Text

Span = TypeVar("Span", Timex, Mention)
_START = attrgetter("start")


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

    def sentence(self, at: int) -> int:
        """The index of the sentence that an offset stands in; -1 before the first."""
        return bisect_right(self.sentences, at, key=_START) - 1

    def before(self, spans: list[Span], at: int) -> list[Span]:
        """Those of some spans, in order, that begin before an offset in its own sentence."""
        begin = self.sentences[self.sentence(at)].start if self.sentence(at) >= 0 else 0
        return spans[bisect_left(spans, begin, key=_START) : bisect_left(spans, at, key=_START)]
