"""Who says it: the source of each figure, carried over while an account goes on, and the relays that passed it on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .figures import Figure
from .quotes import Quote
from .reading import Reading
from .reports import Report, Reports
from .sources import Source

_ANTECEDENTS = {
    "group": "person body media state",
    "document": "body media person document",
}
_DATED = re.compile(r"বার[ওে]?\s*\([0-9০-৯]")  # শুক্রবার (২২ মার্চ): so writes who tells, and speaks nobody
_PERIODS = ("month", "year", "interval", "none")
_OPENING = 12  # words
_BEFORE = 3  # sentences before another report that এ তথ্য may cover too
_FEW = 3  # words; fewer are no quotation but a word at a distance: ‘অদ্ভুত জিনিস’
_KNOWN = 20  # persons with one title that are remembered


class Account:
    """An article's sentences in order: who spoke last, whose account goes on, on whom each stretch of text rests."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.reports = reading, Reports(reading)
        self.sources, self.folded, self.words = self.reports.sources, reading.text.folded, self.reports.words
        self.spans = [reading.text.folded_span(s.start, s.end) for s in reading.sentences]
        self._said: defaultdict[int, list[tuple[int, int, Report]]] = defaultdict(list)  # by sentence
        self._spoken: dict[str, tuple[int, Source]] = {}  # who spoke last, by role, and where
        self._news: Source | None = None  # whose report or news was last spoken of
        # ২০২২ সালে … ২০২৩ সালে …: one number after the other
        self._periods = [reading.text.folded_span(d.start, d.end)[0] for d in reading.dates if d.precision in _PERIODS]
        self._numbers = [reading.text.folded_span(q.start, q.end)[0] for q in reading.quantities]
        self._named = self.sources.introduced()
        removed = (reading.text.folded_span(r.start, r.end) for r in reading.removed if r.rule == "source")
        told = ((span, self.reports.find["credit"].fullmatch(self.folded, *span)) for span in (*self.spans, *removed))
        self.credits = {span: " ".join(m[m.lastindex or 0].split()) for span, m in told if m}  # খবর আনাদোলুর
        self._tell()

    def over(self, raw: int) -> Report | None:
        """The last report that covers an offset into the stored text."""
        at, said = self.reading.text.folded_span(raw, raw)[0], self._said.get(self.reading.sentence(raw), ())
        return next((report for low, high, report in reversed(said) if low <= at < high), None)

    def cue(self, report: Report) -> str:
        """The words that make a report, as the text has them."""
        return self.reading.text.raw[slice(*self.reading.text.span(report.start, report.end))]

    def _tell(self) -> None:
        """Goes through the sentences: each rests on its own reports, else on the account that goes on."""
        current: Report | None = None
        own: list[int] = []  # sentences that nobody has said for sure
        for i, ((start, end), sentence) in enumerate(zip(self.spans, self.reading.sentences, strict=True)):
            fresh = "\n" in self.folded[self.spans[i - 1][1] if i else 0 : start]
            if sentence.part == "headline":
                continue
            found = [r for r in self.reports.of(start, end) if self._resolved(r, i, current)]
            if who := self.credits.get((start, end)):  # খবর আনাদোলুর: it tells what nobody else has told
                self._news = Source(0, 0, 0, "media", who, who)
                found = [Report(start, end, self._news, start, start, looks_back=not fresh)]
            self._said[i] += ((r.low, r.high, r) for r in found)
            if found:
                back = next((r for r in found if r.looks_back), None)
                self._said |= {k: [(*self.spans[k], back)] for k in own if back}
                own = [] if back else own[-_BEFORE:]
                current = next((r for r in found if r.goes_on), None)
                continue
            ends = self.reports.unsourced or not current or not self._goes_on(current, start, end, fresh)
            current = None if ends else current
            if current:
                self._said[i].append((start, end, current))
            if not current or current.leans:
                own.append(i)

    def _goes_on(self, account: Report, start: int, end: int, fresh: bool) -> bool:
        """The sentence is in the account's quotation, or in its paragraph without a word that leaves it."""
        find, counts = self.reports.find, account.leans and account.low >= account.end  # X-এর তথ্য অনুযায়ী, …
        if self.reports.quoted(start):
            return True
        period = bisect_left(self._periods, start) < bisect_left(self._periods, start + _OPENING)
        series = not fresh and period and (counts or account.source.role == "body")
        m = find["background"].match(self.folded, start, end)
        away = m and not (series and m[0] in self.words["turn"])
        if away or find["day"].match(self.folded, start, end) or _DATED.search(self.folded, start, end):
            return False
        idle = counts and bisect_left(self._numbers, start) == bisect_left(self._numbers, end)
        leans = find["leaning"].match(self.folded, start, end) or series
        return bool(leans or not (fresh or (account.leans and not idle)))

    def _resolved(self, report: Report, sentence: int, current: Report | None) -> bool:
        """Puts who is meant in the place of a pronoun, a title or a bare document; False where nobody is."""
        named = source = report.source
        if not (named.proper or named.entity) and (named.role == "person" or named.refers):
            source = self._introduced(named) or named
        if source.refers:
            source = self._antecedent(source, sentence, current) or source
        if source.refers and not (source.role == "document" and source.name):
            return False
        between = range(named.last + 1, self.sources.at(report.start))
        if any(self.sources.stem(i) in self.words["news"] for i in between):
            self._news = replace(source, refers=False)
        report.source = replace(source, refers=False)
        self._spoken[source.role] = (report.start, report.source)
        return True

    def _introduced(self, role: Source) -> Source | None:
        """Who was named with the same title or kind: সাবেক এই সচিব, ওসি, অধিদপ্তর; not এক কর্মকর্তা."""
        words, last = self.sources.content(role.first, role.last + 1), self.sources.forms[role.last]
        if role.plural or words & self.sources.words["indefinite"] or last.startswith(role.head + "টি"):
            return None  # সংস্থাটি is who spoke last
        named = self._named.get(role.head, [])
        end = bisect_left(named, role.first, key=lambda n: n[1].last)
        known = named[max(0, end - _KNOWN) : end]
        return max(known, key=lambda n: (len(words & n[0]), n[1].first), default=(words, None))[1]

    def _antecedent(self, reference: Source, sentence: int, current: Report | None) -> Source | None:
        """Who a pronoun or সংস্থাটি stands for: who spoke last, unless another stood in the sentence before."""
        kinds = _ANTECEDENTS.get(reference.role, reference.role).split()
        if reference.role == "document" and reference.head in self.words["news"] and self._news:
            return self._news
        spoken = {k: self._spoken[k] for k in kinds if k in self._spoken}
        last = max(spoken.values(), key=lambda s: s[0], default=(0, None))[1]
        if sentence == 0 or current or reference.role == "document" or self._said.get(sentence - 1):
            return last
        low, high = (self.sources.at(offset) for offset in self.spans[sentence - 1])
        stood = (self.sources.source(i, low) for i in reversed(range(low, high)))
        named = [n for n in stood if n and n.role in kinds and not n.refers]
        return next((n for n in named if n.entity), named[0]) if named else last


def attribute(reading: Reading, figures: Sequence[Figure]) -> tuple[list[Figure], list[Quote]]:
    """The figures with claimant, claimant_entity, cue and via where the article names a source; its quotations."""
    account = Account(reading)
    return [_claimed(account, f) for f in figures], list(_quotes(account))


def _claimed(account: Account, figure: Figure) -> Figure:
    report = account.over(figure.quantity.start)
    if report is None:
        return figure
    who = report.source
    passed = (*reversed(account.credits.values()), report.relay)
    via = " ← ".join(dict.fromkeys(name for name in passed if name and name != who.name))
    return replace(figure, claimant=who.name, claimant_entity=who.entity, cue=account.cue(report), via=via)


def _quotes(account: Account) -> Iterator[Quote]:
    """The article's quotations in order, each with its speaker where the text names one."""
    text, folded = account.reading.text, account.folded
    for start, end in account.reports.quotes:
        raw, i = text.span(start, end), account.reading.sentence(text.span(start, end)[0])
        first, until = account.spans[i] if i >= 0 else (0, 0)
        if len(folded[start:end].split()) < _FEW or start >= until:
            continue
        before, last = folded[max(0, start - 9) : start].rstrip()[-1:], folded[end - 2 : end - 1]
        direct = start == first or before in (",", ":", "", "।", "-", "—") or last in ("।", ",", "?", "!")
        report = account.over(raw[0]) or account.over(raw[1] - 1)
        speaker, cue = (report.source.name, account.cue(report)) if report else ("", "")
        yield Quote(*raw, speaker, cue, direct)
