"""Who says it: the source of each figure, carried over while an account goes on, and the relays that passed it on."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
_NEWS = ("প্রতিবেদন", "খবর", "সংবাদ")  # what the press writes
_CREDIT = 4  # words in খবর X-এর
_LONG = 5  # sentences that an account goes on without a word of who tells it
_BACK = 2  # paragraphs before the one that tells whose the account was


class Account:
    """An article's sentences in order: who spoke last, whose account goes on, and what each stretch of text rests on."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.reports = reading, Reports(reading)
        self.sources = self.reports.sources
        self.spans = [reading.text.folded_span(s.start, s.end) for s in reading.sentences]
        self.spoken: list[Source] = []  # resolved, the last one last
        self.said: list[tuple[int, int, Report]] = []
        self.relays: list[Source] = []  # whose report or news was spoken of, the last one last
        self.credits: list[str] = []
        self.introduced = list(self.sources.titled())
        body = next((s for (s, _), x in zip(self.spans, reading.sentences, strict=True) if x.part == "body"), 0)
        self.body = self.sources.at(body)
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
        done, paragraph, carried = 0, 0, 0
        beyond: list[tuple[int, int]] = []
        own: list[tuple[int, int, int]] = []  # sentences that nobody has said yet, with their paragraph
        for i, ((start, end), sentence) in enumerate(zip(self.spans, self.reading.sentences, strict=True)):
            paragraph += (fresh := "\n" in self.reports.folded[done:start])
            done = end
            headline = sentence.part == "headline"
            reports = self.reports.headline(start, end) if headline else self.reports.of(start, end)
            stop = self.reports.unsourced
            found = [r for r in reports if self._resolved(r, i, current)]
            self.said += [(r.low, r.high, r) for r in found]
            self.relays += [Source(0, 0, r.relay, "media", r.relay) for r in found if r.relay]
            if headline or self._credited(start, end):
                continue
            if current and any(r.source.name == current.source.name for r in found) and not fresh:
                self.said += [(s, e, current) for s, e in beyond]
            if back := next((r for r in found if r.looks_back), None):
                self.said += [(s, e, back) for p, s, e in own if p >= paragraph - _BACK]
            if found:
                current = next((r for r in found if r.goes_on and not self._closed(r, end)), None)
            elif current is None or stop or not self._goes_on(start, end, fresh):
                current = self._resumed(start) if fresh else None
            carried, beyond = (carried + 1, beyond) if current and not found else (0, [])
            if not found and current and carried > _LONG and not self.reports.quoted(start):
                beyond.append((start, end))  # the account's if its teller is named again
            elif not found and current:
                self.said.append((start, end, current))
            elif not found:
                own.append((paragraph, start, end))
            if back:
                own = []

    def _credited(self, start: int, end: int) -> bool:
        """খবর আনাদোলুর; তথ্যসূত্র: আল জাজিরা."""
        m = self.reports.grammar.credit.fullmatch(self.reports.folded, start, end)
        if m is None:
            return False
        who = m["who"]
        if not m["colon"].strip():
            who = re.sub("(?<=..)(?:য়ের|ের|এর|র)$", "", who)
            if who == m["who"] or len(who.split()) > _CREDIT:
                return False
        self.relays.append(Source(0, 0, " ".join(who.split()), "media", who))
        self.credits.append(self.relays[-1].name)
        return True

    def _closed(self, report: Report, end: int) -> bool:
        """What is said is a quotation that ends within the sentence."""
        first = self.sources.tokens[self.sources.at(report.end)].start if report.end < end else end
        quote = self.reports.quoted(first) or self.reports.quoted(min(first + 2, end))
        return quote is not None and quote[1] <= end

    def _goes_on(self, start: int, end: int, fresh: bool) -> bool:
        """The sentence belongs to the account: inside its quotation, or in its paragraph without a word that leaves it."""
        if self.reports.quoted(start):
            return True
        return not fresh and not self.reports.grammar.background.match(self.reports.folded, start, end)

    def _resumed(self, start: int) -> Report | None:
        """A paragraph that is nothing but a quotation goes on with who spoke last."""
        quote = self.reports.quoted(start)
        return self.said[-1][2] if quote and quote[0] == start and self.said else None

    def _resolved(self, report: Report, sentence: int, current: Report | None) -> bool:
        source: Source | None = report.source
        if report.source.refers:
            source = self._antecedent(report.source, sentence, current)
        elif report.source.role == "person" and not report.source.proper:
            source = self._person(report.source) or source
        if source is None:
            return False
        if source.proper and source is report.source and (title := self.sources.title(source.first)):
            self.introduced.append((title, source))
        between = self.sources.forms[report.source.last + 1 : self.sources.at(report.start)]
        if any(form.startswith(_NEWS) for form in between):
            self.relays.append(source)
        report.source = source
        self.spoken.append(source)
        return True

    def _person(self, role: Source) -> Source | None:
        """The person whom the article has introduced with the same title: সাবেক এই সচিব, ওসি; not এক কর্মকর্তা."""
        words = self.sources.words(role.first, role.last + 1)
        if role.plural or words & self.sources.grammar.indefinite:
            return None
        known = [
            (len(words & title), person.first, person)
            for title, person in self.introduced
            if role.head in title
            and 2 * len(words & title) >= len(words)
            and (person.last < role.first or role.first < self.body)
        ]
        return max(known, key=lambda k: k[:2])[2] if known else None

    def _antecedent(self, reference: Source, sentence: int, current: Report | None) -> Source | None:
        """Who a pronoun or সংস্থাটি stands for: who spoke last, unless another stood in the sentence before."""
        kinds = _ANTECEDENTS[reference.role]
        if reference.role == "document" and reference.head in _NEWS and self.relays:
            return self.relays[-1]
        spoken = next((s for s in reversed(self.spoken) if s.role in kinds), None)
        if sentence and not current and reference.role != "document":
            start, end = self.spans[sentence - 1]
            if any(start <= r.start < end for _, _, r in self.said[-4:]):
                return spoken
            first, last = self.sources.at(start), self.sources.at(end)
            while last > first and not self.sources.forms[last - 1][0].isalnum():
                last -= 1
            order = range(last - 1, first - 1, -1) if reference.role == "group" else range(first, last)
            named = [self.sources.at_token(i, first, ("nominative",)) for i in order]
            named = [n for n in named if n and n.role in kinds and not n.refers]
            if named:
                other = self.sources.subject(first, last, reference.role == "person", far=True)
                return next((n for n in named if n.entity), other if other and not other.refers else named[0])
        return spoken


def attribute(reading: Reading, figures: Sequence[Figure]) -> list[Figure]:
    """The figures with claimant, claimant_entity, cue and via filled in where the article names a source."""
    account = Account(reading)
    return [_claimed(account, f) for f in figures]


def _claimed(account: Account, figure: Figure) -> Figure:
    start, end = account.reading.text.folded_span(figure.quantity.start, figure.quantity.end)
    report = account.over(start)
    if report is None or (not report.said and account.reports.grammar.narrated.match(account.reports.folded, end)):
        return figure
    source = report.source
    via = dict.fromkeys(name for name in (*reversed(account.credits), report.relay) if name and name != source.name)
    entity, cue = source.entity, account.cue(report)
    return with_claimant(figure, claimant=source.name, claimant_entity=entity, cue=cue, via=" ← ".join(via))
