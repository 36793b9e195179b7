"""Organisations and named places: a head word with whose it is and what it works on before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .lexicon import Row
from .names import SURE_ENDINGS, Span, Words, english

_APART = ("ministry", "tribunal", "council", "commission", "committee")  # the country's name stays beside theirs


def find_organisations(words: Words, spans: Sequence[Span]) -> Iterator[Span]:
    """[country, place or person] [field of work] head; and the unknown name that শহর, থানা or a place's ending marks."""
    sure = (s for s in spans if not (s.known and s.known.weak))  # কোটা আন্দোলন: of no town
    ends = {s.end: s for s in sorted(sure, key=lambda s: s.end - s.first)}  # the longest that ends there
    for org in (s for s in spans if s.type == "ORG" and s.known):
        at = org.first
        while words.part(at - 1, "level"):
            at -= 1
        base = ends.get(at)
        if base and base.type == "LOC" and base.last == words.forms[at - 1]:  # its branch there: কুষ্টিয়া সওজ
            yield Span(base.first, org.end, "ORG", org.last, "pattern", kind="branch")
    for first, end in words.sentences:
        for k, mark in enumerate(words.marks[first:end], first):
            if not mark.heads and not mark.place:
                continue
            span = next(filter(None, (_headed(words, first, k, head, ends) for head in mark.heads)), None)
            if span:
                yield span
            elif mark.place:  # by the ending of its name: মাধবপুরে, টেকপাড়া
                yield Span(k, k + 1, "LOC", mark.place, "pattern")


def _headed(words: Words, first: int, k: int, stem: str, ends: dict[int, Span]) -> Span | None:
    """The name that ends with a head at word k."""
    if words.title(k)[0] > 1 or words.forms[k].startswith((stem + "গুলো", stem + "গুলি")):
        return None  # পুলিশ সুপার, সংসদ সদস্য, বাজারগুলো
    for forms, row in words.grammar.heads[stem]:
        at = k - len(forms) + 1
        if at < first or tuple(words.forms[at:k]) != forms[:-1]:
            continue
        begin, fields = _fields(words, first, at)
        base, case = _base(words, first, begin, ends)
        if row["kind"] in ("numbered", "single"):  # ৫ নম্বর ওয়ার্ড, রাজস্ব ভবন
            if row["kind"] == "single" or words.form(at - 1).isdigit():
                return Span(at - (row["kind"] == "numbered"), k + 1, row["type"], forms[-1], "pattern")
            continue
        allowed = words.grammar.kinds[row["kind"]]
        edge = at if "nouns" in allowed else begin
        if _makes_name(row, allowed, fields, base, case):
            own = base is None or (case == "genitive" and (row["name_en"] in _APART or base.type == "ORG"))
            whose = base.known.name_en if base and base.known else ""
            name_en = " ".join(filter(None, [whose, *fields, english(row, "head")])) if whose or not base else ""
            start = begin if own or base is None else base.first  # রাশিয়ার [পররাষ্ট্র মন্ত্রণালয়]
        elif not case and (start := _before(words, first, edge, row["kind"], ends)) < edge:
            if row["kind"] == "admin":  # the place, not its kind: ছাওড় গ্রামে
                return Span(start, begin, "LOC", words.forms[begin - 1], "pattern") if begin == at else None
            name_en = ""
        elif row["kind"] == "own":  # সদর উপজেলা, জেনারেল হাসপাতাল
            start, name_en = begin, ""
        elif len(forms) > 1:
            return None  # জরুরি বিভাগ is not the বিভাগ of its field
        else:
            continue
        while row["kind"] in ("place", "road") and words.joined(start):  # ঢাকা-বরিশাল মহাসড়ক
            start = ends[start].first if start in ends else start - 1
        return Span(start, k + 1, row["type"], forms[-1], "pattern", kind=row["kind"], name_en=name_en)
    return None


def _before(words: Words, first: int, at: int, kind: str, ends: dict[int, Span]) -> int:
    """Where the words that end before word `at` begin: unknown ones, those that names of organisations are made of and
    other names, all in the bare case."""
    allowed = words.grammar.kinds[kind]
    start, made, roles = at, 0, "uflgd" if "full" in allowed else "u"
    while start > max(first, at - 7):
        form, span = words.forms[start - 1], ends.get(start)
        bare = words.grammar.role(form)[0] in [*roles] and not form.endswith((*SURE_ENDINGS, "ে", "য়"))
        if span and span.last == form and (made or kind == "company"):
            start = span.first
        elif ("made" in allowed and words.part(start - 1, "made")) or (
            "nouns" in allowed and words.part(start - 1, "noun")
        ):
            start, made = start - 1, made + 1
        elif not span and bare and (made or at - start < 3):
            start -= 1
        else:
            break
    if start < at and words.part(start - 1, "front"):
        start -= 1
    return start if (made and at - start > 1) or ("any" in allowed and at - start > made) else at


def _fields(words: Words, first: int, at: int) -> tuple[int, list[str]]:
    """Where the words of a field of work that end before word `at` begin, and their English."""
    found: list[str] = []
    while at > first:
        rows = words.grammar.fields.get(words.forms[at - 1], ())
        here = next((r for r in rows if tuple(words.forms[max(first, at - len(r[0])) : at]) == r[0]), None)
        if here is None:
            break
        at, found = at - len(here[0]), [english(here[1], "field"), *found]
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


def _makes_name(row: Row, allowed: list[str], fields: list[str], base: Span | None, case: str) -> bool:
    """Whether a head with these words before it names somebody: আদালত does not, স্বাস্থ্য মন্ত্রণালয় does."""
    kind, head = row["kind"], row["name_en"]
    own = base is not None and base.known is not None and base.type == "ORG"  # জনতা ব্যাংক [লিমিটেড]
    if kind in ("admin", "office") or (head == "authority" and not fields) or (own and kind == "company"):
        return False
    if kind == "ministry" and fields and head in ("ministry", "department", "division", "directorate"):
        return case != "other"
    if base is None or (case == "adjective" and head == "forces" and not fields):
        return False  # রুশ বাহিনী: its troops, wherever they stand
    if case == "adjective" or (case == "genitive" and base.known and base.known.kind == "country"):
        return bool(fields) or "state" in allowed
    house = ("house" in allowed or kind == "body") and base.type == "ORG"  # জাতিসংঘ ভবন
    return case == "bare" and ("people" in allowed or house or base.type == "LOC")
