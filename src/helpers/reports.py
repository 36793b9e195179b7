"""Reports: the ways Bengali tells who says something, each with its source and the stretch of text that is said."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from .lexicon import Lexicon
from .patterns import alternatives
from .quotes import quotations
from .reading import Reading
from .script import LETTERS
from .sources import Roles, Source, Sources, by_role

_MOST = 60  # verbs of saying that are read in one sentence
_LONGEST = 4000  # characters of a sentence that are read
_ADJACENT = 4  # tokens between a subject and its verb, where something without a comma follows
_NEAR = 30  # characters between এ তথ্য and its verb
_PHRASES = ("that", "anaphor", "background", "leaning", "running")  # roles that are looked for as they are
_MARK = re.compile(rf"\s*(?:[,:;“‘\"'—–-]|যে(?![{LETTERS}]))")  # what is said follows
_WORD, _STOP = re.compile(f"[{LETTERS}০-৯0-9]"), re.compile(r"[,;।|]|$")
_WHO, _START, _END = r"[^।:\n]{2,60}?", rf"(?<![{LETTERS}])", rf"(?![{LETTERS}])"


@dataclass(slots=True)
class Report:
    """One act of saying; offsets into the folded text. Its source may still be a pronoun."""

    start: int
    end: int
    source: Source
    low: int  # what is said: low … high
    high: int
    closes: int = 0  # where its quotation ends, and the account with it; else the sentences behind may go on with it
    leans: bool = False  # … but only with those that lean on it: এর মধ্যে …
    looks_back: bool = False  # এ তথ্য: it covers the sentences before
    relay: str = ""  # who passes it on: X-এর বরাত দিয়ে [আল জাজিরা] জানায়


@cache
def grammar(lexicon: Lexicon) -> tuple[dict[str, re.Pattern[str]], Roles]:
    """The lexicon of speech: patterns of cues, credits and phrases, and the single words by role."""
    words = by_role(lexicon, "speech")
    any_of = lambda *roles: alternatives(word for role in roles for word in words[role])  # noqa: E731
    cues = {
        "passive": rf"(?!(?:{any_of('seen')})\s+হ)(?:{any_of('passive')})[ওই]?\s+(?:{any_of('aux')}){_END}",
        "noun": rf"(?:{any_of('noun', 'feeling')})[ওই]?\s+(?:(?:{any_of('express')})\s+)?(?:{any_of('light')}){_END}",
        "say": rf"(?:{any_of('say')}){_END}(?!\s+(?:দ[িে]য়|না{_END}))|(?:{any_of('weak')})(?=\s*,|\s+যে{_END})",
        "post": rf"(?:{any_of('post', 'relay')}){_END}",
        "nominal": rf"(?:{any_of('nominal')}){_END}(?=\s*[,:ঃ—–-]|\s+(?:হলো|হল|হচ্ছে|ছিল){_END})",
    }
    patterns = {role: rf"{_START}(?:{any_of(role)}){_END}" for role in _PHRASES}
    patterns["anaphor"] += rf"|{_START}(?:{any_of('these')})\s+(?:[{LETTERS}]+র\s+)?(?:{any_of('told')}){_END}"
    patterns["running"] += r"|(?:[০-৯0-9]\s*(?:জন|টি),[^,।]{1,40}){2}"  # ঢাকায় ৩ জন, খুলনায় ৫ জন, …
    months, weekdays = (alternatives(lexicon.words(name)) for name in ("months", "weekdays"))
    # ১২ ডিসেম্বর, শনিবার (১২ ডিসেম্বর); a weekday alone is one of the days that are told of
    patterns["day"] = rf"(?:গত\s+|আগামী\s+)?(?:(?:{weekdays})ও?\s*\(|[০-৯0-9]{{1,2}}\s*(?:{months})[{LETTERS}]*{_END})"
    patterns["act"] = rf"(?:{any_of('act')})[ওই]?\s+কর"
    patterns["cue"] = _START + "(?:" + "|".join(f"(?P<{kind}>{cue})" for kind, cue in cues.items()) + ")"
    # খবর আনাদোলুর; তথ্যসূত্র: আল জাজিরা
    patterns["credit"] = rf"(?:{any_of('credit')})(?:\s*[:ঃ-]\s*({_WHO})|\s+({_WHO})(?:ের|র))[\s।.]*"
    return {name: re.compile(pattern) for name, pattern in patterns.items()}, words


class Reports:
    """Finds the reports of each sentence. Verbs of saying inside a quotation are the speaker's, not the article's."""

    def __init__(self, reading: Reading) -> None:
        self.folded, self.sources = reading.text.folded, Sources(reading)
        self.find, self.words = grammar(reading.lexicon)
        self.quotes = quotations(self.folded)

    def quoted(self, at: int) -> tuple[int, int] | None:
        """The quotation around an offset."""
        i = bisect_right(self.quotes, at, key=lambda quote: quote[0]) - 1
        return self.quotes[i] if i >= 0 and at < self.quotes[i][1] else None

    def of(self, start: int, end: int) -> list[Report]:
        """The reports of the sentence folded[start:end], in order."""
        found: list[Report] = []
        low, end = start, min(end, start + _LONGEST)
        for m in islice(self.find["cue"].finditer(self.folded, start, end), _MOST):
            if not self.quoted(m.start()) and (report := self._report(m, low, end)):
                found, low = [*found, report], m.end()
        for post, say in pairwise(list(found)):
            if self.folded[post.start : post.end] in self.words["relay"] and not say.source.refers:
                say.relay, say.source, say.low = say.source.name, post.source, start
                found.remove(post)
        return found

    def of_title(self, start: int, end: int) -> list[Report]:
        """The report of a title that ends with who says so: ৫ কোটি টাকা আত্মসাৎ: সিপিডি."""
        s, colon = self.sources, self.folded.rfind(":", start, end)
        source = s.source(s.at(end) - 1, s.at(colon + 1))
        return [Report(colon, colon + 1, source, start, colon)] if source and s.starts[source.first] < colon + 3 else []

    def _report(self, m: re.Match[str], low: int, end: int) -> Report | None:
        """The report that a cue makes, if it has a source: what follows is said, or what went before."""
        s, kind = self.sources, m.lastgroup
        first, cue, after = (s.at(offset) for offset in (low, m.start(), m.end()))
        norm = s.forms[cue - 1] in (self.words["greeting"] if kind == "say" else s.words["norm"])
        that = max((s.at(t.end()) for t in self.find["that"].finditer(self.folded, low, m.start())), default=0)
        back = self.find["anaphor"].search(self.folded, max(low, m.start() - _NEAR), m.end()) is not None
        # জয় নিশ্চিত করেছে, but not মৃত্যুর খবর নিশ্চিত করেছে; ঘোষণা করেছে does what it names, unless what is said follows
        sure = m[0].startswith("নিশ্চিত") and (back or s.forms[cue - 1] in self.words["told"] | self.words["that"])
        act = not sure and self.find["act"].match(m[0]) and not _MARK.match(self.folded, m.end(), end)
        if act or (norm and kind != "say" and s.forms[after : after + 1] != [","]):
            return None  # আইন অনুযায়ী: nobody tells anything
        stop, opens = (find.search(self.folded, m.end(), end) for find in (_STOP, _WORD))
        # where a subject behind the verb must end
        behind = s.at(stop.start()) if stop and opens and not _MARK.match(self.folded, m.end(), end) else 0
        if kind in ("post", "nominal"):
            source = self._owner(first, cue - norm)  # বোর্ডের [নিয়ম] অনুযায়ী, …: the board says so
        elif kind == "passive":
            source = self._informant(first, cue, after, behind, m[0])
        else:
            source = self._speaker(m, first, cue, that, after, behind)
        if source is None or (norm and kind == "say"):  # শুভেচ্ছা জানান: who does was named, but tells nothing
            return Report(m.start(), m.end(), source, m.end(), m.end()) if source else None
        if opens and not that and s.starts[source.last] < m.end():
            quote = self.quoted(s.starts[after + 1])
            closes = quote[1] if quote and quote[1] > end - 4 else len(self.folded)  # ’।
            # X-এর মতে, তথ্য অনুযায়ী are of their sentence; সূত্রমতে and a rule (নিয়ম অনুযায়ী) go on
            on = norm or source.last == cue or not self.words["known"].isdisjoint({s.forms[after], *m[0].split()})
            leans = kind == "post" and not on
            return Report(m.start(), m.end(), source, m.end(), end, closes, leans, back)
        # এ তথ্য জানান: where and when he said so is no part of it, nor in গত বছর … ঘোষণা দেয়
        low = max((s.ends[i] for i in range(first, source.first) if not (s.forms[i] or that)), default=low)
        high, leans = low if back and not that else m.start(), not back or kind != "passive"
        return Report(m.start(), m.end(), source, low, high, len(self.folded), leans, back)

    def _owner(self, low: int, high: int) -> Source | None:
        """Who stands right before token `high`, or whose document it is: ডিসমিসল্যাবের [এক প্রতিবেদন] অনুযায়ী."""
        s, first = self.sources, high
        if "".join(s.forms[high : high + 1]).startswith("সূত্র") and (tip := s.source(high, low, ())):
            return tip._replace(entity=s.heads.get(high - 1, tip).entity)  # হাসপাতাল সূত্রে, সূত্রমতে
        stops = self.words["that"] | {",", "।", ";", "‘", "“"}
        while first > low and s.document(first - 1):
            first -= 1
        if low < first < high and first - 1 not in s.heads and (found := s.stranger(low, first, "ের")):
            return found._replace(role="body")
        for i in reversed(range(low, first)):
            # X স্বাক্ষরিত [ওই প্রতিবেদনে]: whose it is was told, but X-এর ওই প্রতিবেদনে is X's
            told = s.forms[i] in self.words["pointing"] and not s.source(i - 1, low, ("genitive",))
            if told or s.forms[i] in stops:
                break
            if found := s.source(i, low, ("genitive", "nominative")):
                return found
            if first == high and s.forms[i] not in s.words["modifier"]:
                break
        # a document stands for its author (মামলার অভিযোগ), but a bare one refers back
        if first == high:
            return None
        begin, papers = s.left(first, low), s.content(first, high)
        bare = s.words["record"].isdisjoint(papers) and set(s.forms[begin:first]) <= s.words["determiner"]
        name = s.name(begin, s.starts[high - 1] + len(s.stem(high - 1)))
        return Source(begin, high - 1, 0, "document", s.stem(first), name, refers=bare)

    def _informant(self, first: int, cue: int, after: int, behind: int, verb: str) -> Source | None:
        """X-এর প্রতিবেদনে বলা হয়েছে, X-এর পক্ষ থেকে জানানো হয়: the document's owner or the sender."""
        s, senders = self.sources, () if verb.split()[0] in self.words["seen"] else self.words["sender"]
        if behind and s.document(behind - 1):  # … বলে উল্লেখ করা হয় X-এর প্রতিবেদনে
            return self._owner(after, behind)
        told = {i: s.document(i) and s.forms[i].endswith(("ে", "য়")) for i in reversed(range(first, cue))}
        found = (self._owner(first, i + paper) for i, paper in told.items() if paper or s.forms[i] in senders)
        return next(filter(None, found), None)

    def _speaker(self, m: re.Match[str], first: int, cue: int, that: int, after: int, behind: int) -> Source | None:
        """X … বলেছেন; … বলে জানিয়েছে X; … বলে X জানিয়েছে; এ তথ্য জানান X."""
        s, honorific, says = self.sources, m[0].endswith("ন"), m.lastgroup == "say"
        owner = self._owner(first, cue) if says and s.document(cue - 1) and not honorific else None
        if owner and owner.role != "document" and not owner.refers and m[0].startswith("বল"):
            return owner  # X-এর তথ্য বলছে
        source = s.subject(that or first, cue, honorific)
        if behind and not (source and source.last >= cue - _ADJACENT and honorific == (source.role == "person")):
            source = s.source(behind - 1, after) or s.stranger(after, behind)
        # জরিপ বলছে; X বলছে, whoever that is
        return source or s.subject(first, that, honorific) or owner or (s.stranger(first, cue) if says else None)
