"""Who says it: the source of each figure, carried over while an account goes on, and the relays that passed it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .figures import Figure, with_claimant
from .reading import Reading
from .reports import Report, Reports
from .sources import Source

_ANTECEDENTS = {
    "person": ("person",),
    "group": ("person", "body", "media", "state"),
    "body": ("body", "media"),
    "state": ("state",),
    "document": ("body", "media", "person", "document"),
}


class Account:
    """An article's sentences in order: who spoke last, whose account goes on, and what each stretch of text rests on."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.reports = reading, Reports(reading)
        self.sources = self.reports.sources
        self.spans = [reading.text.folded_span(s.start, s.end) for s in reading.sentences]
        self.spoken: list[Source] = []  # resolved, the last one last
        self.said: list[tuple[int, int, Report]] = []
        self._tell()

    def over(self, at: int) -> Report | None:
        """The report with the narrowest scope around an offset into the folded text."""
        around = [(high - low, i) for i, (low, high, _) in enumerate(self.said) if low <= at < high]
        return self.said[min(around)[1]][2] if around else None

    def cue(self, report: Report) -> str:
        """The words that make a report, as the text has them."""
        return self.reading.text.raw[slice(*self.reading.text.span(report.start, report.end))]

    def _tell(self) -> None:
        current: Report | None = None
        done, own = 0, []  # what no report covers yet
        for i, ((start, end), sentence) in enumerate(zip(self.spans, self.reading.sentences, strict=True)):
            paragraph, done = "\n" in self.reports.folded[done:start], end
            found = [r for r in self.reports.of(start, end) if self._resolved(r, i, current)]
            if sentence.part == "headline":
                self.said += [(r.low, r.high, r) for r in found]
                continue
            if not found and current and self._goes_on(current, start, end, paragraph):
                self.said.append((start, end, current))
                continue
            if back := next((r for r in found if r.looks_back), None):
                self.said += [(s, e, back) for s, e in own]
            own = [] if found else [*own, (start, end)]
            self.said += [(r.low, r.high, r) for r in found]
            current = next((r for r in found if r.goes_on), None)

    def _goes_on(self, current: Report, start: int, end: int, paragraph: bool) -> bool:
        """The sentence belongs to the account: inside its quotation, or in its paragraph without a word that leaves it."""
        if self.reports.quoted(start):
            return True
        return not paragraph and not self.reports.grammar.background.match(self.reports.folded, start, end)

    def _resolved(self, report: Report, sentence: int, current: Report | None) -> bool:
        source: Source | None = report.source
        if report.source.refers:
            source = self._antecedent(report.source, sentence, current)
        if source is None:
            return False
        report.source = source
        self.spoken.append(source)
        return True

    def _antecedent(self, reference: Source, sentence: int, current: Report | None) -> Source | None:
        """Who a pronoun or সংস্থাটি stands for: who spoke last, unless another stood in the sentence before."""
        kinds = _ANTECEDENTS[reference.role]
        spoken = next((s for s in reversed(self.spoken) if s.role in kinds), None)
        if sentence and not current and reference.role != "document":
            start, end = self.spans[sentence - 1]
            if any(start <= r.start < end for _, _, r in self.said[-4:]):
                return spoken
            first, last = self.sources.at(start), self.sources.at(end)
            order = range(last - 1, first - 1, -1) if reference.role == "group" else range(first, last)
            for i in order:
                named = self.sources.at_token(i, first, ("nominative",))
                if named and named.role in kinds and not named.refers:
                    return named
        return spoken


def attribute(reading: Reading, figures: Sequence[Figure]) -> list[Figure]:
    """The figures with claimant, claimant_entity, cue and via filled in where the article names a source."""
    account = Account(reading)
    return [_claimed(account, f) for f in figures]


def _claimed(account: Account, figure: Figure) -> Figure:
    report = account.over(account.reading.text.folded_span(figure.quantity.start, figure.quantity.end)[0])
    if report is None:
        return figure
    source = report.source
    return with_claimant(
        figure, claimant=source.name, claimant_entity=source.entity, cue=account.cue(report), via=report.relay
    )
