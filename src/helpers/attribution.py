"""Who says it: the source of each figure, carried over while an account goes on, and the relays that passed it on."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from .figures import Figure
from .quotes import Quote
from .reading import Reading
from .reports import Report, Reports
from .sources import Source

_OPENING = 12  # characters in which a date opens a sentence
_FEW = 3  # words; fewer are no quotation but a word at a distance: ‘অদ্ভুত জিনিস’
_BACK = 6  # sentences that এ তথ্য জানান covers
_KNOWN = 200  # names that are remembered with their titles


class Account:
    """An article's sentences in order: who spoke last, whose account goes on, on whom each stretch of text rests."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.reports = reading, Reports(reading)
        self.sources, self.folded, self.words = self.reports.sources, reading.text.folded, self.reports.words
        self.spans = [reading.text.folded_span(s.start, s.end) for s in reading.sentences]
        self._said: defaultdict[int, list[tuple[int, int, Report]]] = defaultdict(list)  # by sentence
        self._spoken: dict[str, Source] = {}  # who spoke last, by role, the last of all last; whose `news` it was
        self._named = self.sources.introduced()
        removed = (reading.text.folded_span(r.start, r.end) for r in reading.removed if r.rule == "source")
        told = ((span, self.reports.find["credit"].fullmatch(self.folded, *span)) for span in (*self.spans, *removed))
        self.credits = {span: " ".join(m[m.lastindex or 0].split()) for span, m in told if m}  # খবর আনাদোলুর
        self._tell()

    def told(self, raw: int) -> dict[str, Any]:
        """Who says what stands at an offset into the stored text, as fields of a figure; nothing where nobody does."""
        at, said = self.reading.text.folded_span(raw, raw)[0], self._said.get(self.reading.sentence(raw), ())
        report = next((report for low, high, report in reversed(said) if low <= at < high), None)
        if report is None:
            return {}
        who, text = report.source, self.reading.text
        cue = text.raw[slice(*text.span(report.start, report.end))]
        passed = (*reversed(self.credits.values()), report.relay)
        via = " ← ".join(dict.fromkeys(name for name in passed if name and name != who.name))
        return {"claimant": who.name, "claimant_entity": who.entity, "cue": cue, "via": via}

    def _tell(self) -> None:
        """Goes through the sentences: each rests on its own reports, else on the account that goes on."""
        account: Report | None = None
        live = False  # the account goes on; else it may be taken up again
        own: list[int] = []  # sentences that nobody has said for sure
        begun = near = 0  # where the paragraph begins; the last of them before somebody spoke
        for i, ((start, end), sentence) in enumerate(zip(self.spans, self.reading.sentences, strict=True)):
            # a paragraph begins, also where its line break was lost and two spaces or none are left
            fresh = self.folded[self.spans[i - 1][1] if i else 0 : start] != " "
            begun = i if fresh else begun
            if sentence.part == "headline":
                self._said[i] += ((r.low, r.high, r) for r in self.reports.of_title(start, end))
                continue
            found = [r for r in self.reports.of(start, end) if self._resolved(r, i, live)]
            if who := self.credits.get((start, end)):  # খবর আনাদোলুর: it tells what nobody else has told
                news = self._spoken["news"] = Source(0, 0, 0, "media", who, who)
                found = [Report(start, end, news, start, start, looks_back=not fresh)]
            if found:
                self._said[i] += ((r.low, r.high, r) for r in found)
                back, cue = found[0].looks_back, self.folded[found[0].start : found[0].end]
                # এ তথ্য জানান covers its paragraph, whoever spoke in between; এ কথা বলেন, এটি নিশ্চিত করেন the last of it
                since = near if cue in self.words["say"] or cue.startswith("নিশ্চিত") else 0
                self._said |= {k: [(*self.spans[k], found[0])] for k in own[-_BACK:] if back and k >= since}
                near = max(own, default=i)
                own = [] if back else [k for k in own if k >= begun]
                before, account = account, next((r for r in found if r.closes), None)
                if live and before and account and account.low == account.end:  # তার ভাষ্যে: whoever speaks already
                    account.leans &= before.leans or before.source.name != account.source.name
            elif account and self._goes_on(account, start, end, fresh, not live):
                self._said[i].append((start, end, account))
                own += [i] if account.leans else []
            else:
                own.append(i)
            live = bool(account and self._said.get(i))

    def _goes_on(self, account: Report, start: int, end: int, fresh: bool, broken: bool) -> bool:
        """The sentence is in the account's quotation, or in its paragraph without a word that leaves it."""
        phrases = (self.reports.find[role] for role in ("background", "day", "leaning"))
        background, day, leaning = (phrase.match(self.folded, start, end) for phrase in phrases)
        dated = "" in self.sources.forms[self.sources.at(start) : self.sources.at(start + _OPENING)]
        body, said = account.source.role == "body", self.folded[account.start : account.end] in self.words["say"]
        running = body and self.reports.find["running"].search(self.folded, start, end)  # এ পর্যন্ত মোট …
        # of data, not of what is said once: ২০২২ সালে … ২০২৩ সালে …
        series = running or (dated and body and not (fresh or said))
        turns = background and not (series and background[0] in self.words["turn"])
        stays = running if broken or start >= account.closes else series or leaning or not (fresh or account.leans)
        return bool((self.reports.quoted(start) and not broken) or (stays and not (day or turns)))

    def _resolved(self, report: Report, sentence: int, current: bool) -> bool:
        """Puts who is meant in the place of a pronoun, a title or a bare document; False where nobody is."""
        named = source = report.source
        if not named.entity and (named.role == "person" or named.refers):
            source = self._introduced(named) or named
        if source.refers:
            source = self._antecedent(source, sentence, current) or source
        if source.refers and source.role != "document":
            return False
        report.source = source = source._replace(refers=False)
        papers = self.sources.content(named.last + 1, self.sources.at(report.start)) & self.sources.words["document"]
        self._spoken |= {"news" if paper in self.words["news"] else paper: source for paper in papers}
        self._spoken.pop(source.role, None)
        self._spoken[source.role] = source
        return True

    def _introduced(self, role: Source) -> Source | None:
        """Who was named with the same title or kind: সাবেক এই সচিব, ওসি, অধিদপ্তর; not এক কর্মকর্তা."""
        words, end = self.sources.content(role.first, role.last + 1), bisect_left(self._named, (role.first,))
        near, heads = self._named[max(0, end - _KNOWN) : end], self.sources.heads
        known = [(len(words & of), i) for i, of in near if role.head in of and role.role == heads[i].role]
        named = known and not (role.marked or words & self.sources.words["indefinite"])
        return self.sources.source(max(known)[1], 0, ()) if named else None

    def _antecedent(self, reference: Source, sentence: int, current: bool) -> Source | None:
        """Who a pronoun or সংস্থাটি stands for: who spoke last, unless another stood in the sentence before."""
        if whose := self._spoken.get("news" if reference.head in self.words["news"] else reference.head):
            return whose
        # a bare document stands for anybody
        kinds = ("body media person document" if reference.role == "document" else reference.role).split()
        last = next((who for role, who in reversed(self._spoken.items()) if role in kinds), None)
        if current or sentence == 0 or reference.role == "document":
            return last
        low, high = (self.sources.at(offset) for offset in self.spans[sentence - 1])
        stood = (self.sources.source(i, low) for i in reversed(range(low, high)))
        named = (who for who in stood if who and who.role in kinds and (who.entity or (who.marked and kinds[1:])))
        return next((who for who in named if not who.refers), last)


def attribute(reading: Reading, figures: Sequence[Figure]) -> tuple[list[Figure], list[Quote]]:
    """The figures with claimant, claimant_entity, cue and via where the article names a source; its quotations."""
    account = Account(reading)
    return [replace(f, **account.told(f.quantity.start)) for f in figures], list(_quotes(account))


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
        who = account.told(raw[0]) or account.told(raw[1] - 1)
        yield Quote(*raw, who.get("claimant", ""), who.get("cue", ""), direct)
