"""Organisations and named places: a head word with whose it is and what it works on before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .endings import stems
from .gazetteer import Known
from .names import SURE_ENDINGS, Span, Words, english
from .spelling import letters, may_begin

_ANY_NAME = ("school", "hospital", "police", "local", "site", "place", "admin", "company", "trust")  # of unknown names
_NATIONAL = ("force", "agency")
_OF = ("অব", "অফ", "ফর", "অ্যান্ড", "এন্ড", "দ্য")  # within names that are English
_SMALL_WORDS = ("ও", "এবং", "বিষয়ক", ",", *_OF)
_SIDES = ("উত্তর", "দক্ষিণ", "পূর্ব", "পশ্চিম", "চর", "আল", "নতুন", "পুরাতন")


def find_organisations(words: Words, spans: Sequence[Span]) -> Iterator[Span]:
    """[country, place or person] [field of work] head; and the unknown name that গ্রাম, থানা or a place's ending marks."""
    heads = words.grammar.heads
    ends = {s.end: s for s in sorted(spans, key=lambda s: s.end - s.first)}  # the longest that ends there
    for first, end in words.sentences:
        for k in range(first, end):
            if k + 1 in ends and ends[k + 1].type == "LOC" and words.forms[k - 1] in _SIDES and k > first:
                side = ends[k + 1]
                if side.first == k and side.known and side.known.kind not in ("country", "continent", "sea"):
                    yield Span(k - 1, k + 1, "LOC", side.last, "pattern")
            form = words.forms[k]
            if form == "(" and (span := _abbreviated(words, first, k)):
                yield span
            other = form in words.grammar.not_names and form not in heads  # হলেও is no হল
            for stem in () if other else stems(form):
                if stem in heads and (span := _headed(words, first, k, stem, ends)):
                    yield span
                    if span.end == k:
                        yield from _listed(words, first, span.first)
                    break
            else:
                if span := _by_ending(words, k):
                    yield span


def _listed(words: Words, first: int, start: int) -> Iterator[Span]:
    """The unknown names before a place of which it is the last: তেকানী, চরগিরিশ ও মনসুরনগর ইউনিয়নে."""
    at = start - 2
    while at >= first and words.forms[at + 1] in (",", "ও", "এবং") and words.grammar.role(words.forms[at])[0] == "u":
        if words.forms[at].endswith((*SURE_ENDINGS, "ে", "য়")):
            break
        yield Span(at, at + 1, "LOC", words.forms[at], "pattern")
        at -= 2


def _abbreviated(words: Words, first: int, k: int) -> Span | None:
    """The words before brackets that the abbreviation in the brackets is made of: দুর্নীতি দমন কমিশন (দুদক)."""
    short = words.form(k + 1)
    if words.form(k + 2) != ")" or len(short) < 2:
        return None
    spelled, last = letters(short), words.stem(words.forms[k - 1], "ORG") if k > first else ""
    for start in range(max(first, k - 8), k - 1):
        parts = [f for f in words.forms[start:k] if f not in _SMALL_WORDS]
        if not all(p[0].isalpha() for p in parts) or words.forms[start] in _SMALL_WORDS or len(parts) < 3:
            continue
        if not any(stem in words.grammar.heads for p in parts for stem in stems(p)):
            continue  # large language model (LLM)
        initials = len(spelled) == len(parts) and all(map(may_begin, parts, spelled))
        if initials or (not spelled and _made_of(short, parts)):
            return Span(start, k, "ORG", last, "pattern", kind="abbreviated")
    return None


def _made_of(short: str, parts: Sequence[str]) -> bool:
    """Whether an abbreviation is the beginnings of the words, one after the other."""
    if not parts:
        return not short
    return any(
        parts[0].startswith(short[:n]) and _made_of(short[n:], parts[1:]) for n in range(min(4, len(short)), 0, -1)
    )


def _by_ending(words: Words, k: int) -> Span | None:
    """A place by the ending of its name: মাধবপুরে, টেকপাড়া."""
    form = words.forms[k]
    if len(form) > 5 and words.grammar.role(form)[0] == "u":
        for stem in stems(form):
            if stem.endswith(words.grammar.place_endings) and len(stem) > 5:
                return Span(k, k + 1, "LOC", stem, "pattern")
    return None


def _headed(words: Words, first: int, k: int, stem: str, ends: dict[int, Span]) -> Span | None:
    for forms, row in words.grammar.heads[stem]:
        at = k - len(forms) + 1
        if at < first or tuple(words.forms[at:k]) != forms[:-1]:
            continue
        begin, fields = _fields(words, first, at)
        start, base, country, case = _base(words, first, begin, ends)
        known = ends.get(k + 1)
        if known and known.known and known.type == "ORG" and known.first >= begin:
            continue  # an organisation that the lexicon knows fills the words: the name before it is another's
        end, last = _of(words, k + 1, forms[-1])
        if _makes_name(row, fields, base, country, case) or (end > k + 1 and not base):
            if row["kind"] in ("ministry", "body") and case == "genitive":
                start = begin  # রাশিয়ার [পররাষ্ট্র মন্ত্রণালয়]
            whose = country.name_en if country else (base.known.name_en if base.known else "") if base else ""
            name_en = " ".join(w for w in (whose, *fields, english(row, "head")) if w) if whose or not base else ""
            name_en = name_en if end == k + 1 else ""
            return Span(start, end, row["type"], last, "pattern", kind=row["kind"], name_en=name_en)
        if not case and row["kind"] in _ANY_NAME and (start := _unknown_before(words, first, begin)) < begin:
            if row["kind"] == "admin":  # the place, not its kind: ছাওড় গ্রামে
                return Span(start, begin, "LOC", words.forms[begin - 1], "pattern") if begin == at else None
            return Span(start, k + 1, row["type"], forms[-1], "pattern", kind=row["kind"])
        if len(forms) > 1:
            return None  # জরুরি বিভাগ is not the বিভাগ of its field
    return None


def _of(words: Words, end: int, last: str) -> tuple[int, str]:
    """Where a name goes on behind its head: ইউনিভার্সিটি অব প্রফেশনালসের; its end, its last word without case ending."""
    if words.form(end) not in _OF[:3] or words.forms[end - 1] != last:
        return end, last
    for j in range(end + 1, end + 6):
        form = words.form(j)
        if not form[:1].isalpha() or words.joined(j) or form in ("ও", "এবং", "বা"):
            return (j, words.forms[j - 1]) if j > end + 1 else (end, last)
        if (stem := words.stem(form, "ORG")) != form:
            return j + 1, stem
    return end, last


def _unknown_before(words: Words, first: int, at: int) -> int:
    """Where up to three unknown words that end before word `at` begin: a name in the bare case."""
    start = at
    while start > max(first, at - 3) and words.grammar.role(form := words.forms[start - 1])[0] == "u":
        if form.endswith((*SURE_ENDINGS, "ে", "য়")) or any(s in words.seen for s in stems(form)[1:]):
            break
        start -= 1
    return start - (start < at and start > first and words.forms[start - 1] in _SIDES)


def _fields(words: Words, first: int, at: int) -> tuple[int, list[str]]:
    """Where the words of a field of work that end before word `at` begin, and their English."""
    found: list[str] = []
    while at > first:
        for forms, row in words.grammar.fields.get(words.forms[at - 1], ()):
            if at - len(forms) >= first and tuple(words.forms[at - len(forms) : at]) == forms:
                at -= len(forms)
                found.insert(0, english(row, "field"))
                break
        else:
            break
    return at, found


def _base(words: Words, first: int, at: int, ends: dict[int, Span]) -> tuple[int, Span | None, Known | None, str]:
    """The name before word `at`: where it begins, itself, its country; and whether bare, in a case or an adjective."""
    span = ends.get(at)
    for size in (2, 1):
        key = tuple(words.forms[at - size : at])
        if at - size >= first and key in words.grammar.demonyms and (span is None or span.first >= at - size):
            return at - size, None, words.grammar.demonyms[key], "adjective"
    if span is None:
        return at, None, None, ""
    country = span.known if span.known and span.known.kind == "country" else None
    form = words.forms[at - 1]
    return span.first, span, country, "bare" if span.last == form else "genitive" if form.endswith("র") else "other"


def _makes_name(row: dict[str, str], fields: list[str], base: Span | None, country: Known | None, case: str) -> bool:
    """Whether a head with these words before it names somebody: আদালত does not, স্বাস্থ্য মন্ত্রণালয় does."""
    kind, head = row["kind"], row["name_en"]
    if kind == "admin" or (head == "authority" and not fields):
        return False
    if kind in ("place", "hall", "site"):
        of = ("LOC",) if kind == "site" else ("LOC", "PER")
        return base is not None and case == "bare" and not fields and base.type in of
    if kind == "ministry" and fields and head in ("ministry", "department", "division", "directorate"):
        return case != "other"
    if case == "adjective" and head == "forces" and not fields:
        return False  # রুশ বাহিনী: its troops, wherever they stand
    if case == "adjective" or (country and case == "genitive"):
        loose = case == "genitive" and head in ("government", "administration", "police")
        return bool(fields) or (kind in _NATIONAL and not loose)
    if base is None or case != "bare":
        return False
    if base.type == "LOC":
        return head != "administration"
    return kind in ("school", "hospital", "trust", "company") or (kind == "body" and base.type == "ORG")
