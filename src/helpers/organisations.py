"""Organisations and named places: a head word with whose it is and what it works on before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .endings import stems
from .names import SURE_ENDINGS, Span, Words, english

_ANY_NAME = ("school", "hospital", "police", "local", "site", "place", "admin", "company", "trust")  # of unknown names
_OF_PEOPLE = ("school", "hospital", "trust", "company", "place", "hall")


def find_organisations(words: Words, spans: Sequence[Span]) -> Iterator[Span]:
    """[country, place or person] [field of work] head; and the unknown name that গ্রাম, থানা or a place's ending marks."""
    heads, not_names = words.grammar.heads, words.grammar.not_names
    ends = {s.end: s for s in sorted(spans, key=lambda s: s.end - s.first)}  # the longest that ends there
    for first, end in words.sentences:
        for k in range(first, end):
            form = words.forms[k]
            for stem in stems(form) if form not in not_names or form in heads else ():  # হলেও is no হল
                if stem in heads and (span := _headed(words, first, k, stem, ends)):
                    yield span
                    break
            else:
                if span := _by_ending(words, k):
                    yield span


def _by_ending(words: Words, k: int) -> Span | None:
    """A place by the ending of its name: মাধবপুরে, টেকপাড়া."""
    form = words.forms[k]
    if len(form) > 5 and words.grammar.role(form)[0] == "u":
        for stem in stems(form):
            if stem.endswith(words.grammar.place_endings) and len(stem) > 5:
                return Span(k, k + 1, "LOC", stem, "pattern")
    return None


def _headed(words: Words, first: int, k: int, stem: str, ends: dict[int, Span]) -> Span | None:
    """The name that ends with a head at word k."""
    known = ends.get(k + 1)
    for forms, row in words.grammar.heads[stem]:
        at = k - len(forms) + 1
        if at < first or tuple(words.forms[at:k]) != forms[:-1]:
            continue
        begin, fields = _fields(words, first, at)
        if known and known.known and known.type == "ORG" and known.first >= begin:
            continue  # an organisation that the lexicon knows fills the words: the name before it is another's
        base, case = _base(words, first, begin, ends)
        if _makes_name(row, fields, base, case):
            own = base is None or (case == "genitive" and row["kind"] in ("ministry", "body"))
            whose = base.known.name_en if base and base.known else ""
            name_en = " ".join(filter(None, [whose, *fields, english(row, "head")])) if whose or not base else ""
            start = begin if own or base is None else base.first  # রাশিয়ার [পররাষ্ট্র মন্ত্রণালয়]
            return Span(start, k + 1, row["type"], forms[-1], "pattern", kind=row["kind"], name_en=name_en)
        if not case and row["kind"] in _ANY_NAME and (start := _unknown_before(words, first, begin)) < begin:
            if row["kind"] == "admin":  # the place, not its kind: ছাওড় গ্রামে
                return Span(start, begin, "LOC", words.forms[begin - 1], "pattern") if begin == at else None
            return Span(start, k + 1, row["type"], forms[-1], "pattern", kind=row["kind"])
        if len(forms) > 1:
            return None  # জরুরি বিভাগ is not the বিভাগ of its field
    return None


def _unknown_before(words: Words, first: int, at: int) -> int:
    """Where up to three unknown words that end before word `at` begin: a name in the bare case."""
    start = at
    while start > max(first, at - 3) and words.grammar.role(form := words.forms[start - 1])[0] == "u":
        if form.endswith((*SURE_ENDINGS, "ে", "য়")):
            break
        start -= 1
    return start


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


def _base(words: Words, first: int, at: int, ends: dict[int, Span]) -> tuple[Span | None, str]:
    """The name that ends before word `at`, and whether it is bare, in a case or an adjective (রুশ)."""
    span = ends.get(at)
    for start in (at - 2, at - 1):
        key = tuple(words.forms[start:at])
        if start >= first and key in words.grammar.demonyms and (span is None or span.first >= start):
            return Span(start, at, "LOC", "", "pattern", words.grammar.demonyms[key]), "adjective"
    if span is None:
        return None, ""
    form = words.forms[at - 1]
    return span, "bare" if span.last == form else "genitive" if form.endswith("র") else "other"


def _makes_name(row: dict[str, str], fields: list[str], base: Span | None, case: str) -> bool:
    """Whether a head with these words before it names somebody: আদালত does not, স্বাস্থ্য মন্ত্রণালয় does."""
    kind, head = row["kind"], row["name_en"]
    if kind == "admin" or (head == "authority" and not fields):
        return False
    if kind == "ministry" and fields and head in ("ministry", "department", "division", "directorate"):
        return case != "other"
    if base is None or (case == "adjective" and head == "forces" and not fields):
        return False  # রুশ বাহিনী: its troops, wherever they stand
    if case == "adjective" or (case == "genitive" and base.known and base.known.kind == "country"):
        return bool(fields) or kind in ("force", "agency")
    people = kind in _OF_PEOPLE or (kind == "body" and base.type == "ORG")
    return case == "bare" and (people or base.type == "LOC")
