"""Organisations and named places: a head word with whose it is and what it works on before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .names import SURE_ENDINGS, Phrase, Span, Words

_LONGEST = 7  # words before a head


def find_organisations(words: Words, spans: Sequence[Span]) -> Iterator[Span]:
    """[country, place or person] [field of work] head; and the unknown name that শহর, থানা or a place's ending marks."""
    # the longest that ends there, and is sure: কোটা আন্দোলন is of no town
    ends = {s.end: s for s in sorted(spans, key=lambda s: s.end - s.first) if not (s.known and s.known.weak)}
    for org in (s for s in spans if s.type == "ORG" and s.known):
        at = org.first
        while words.part(at - 1, "level"):
            at -= 1
        last = words.form(at - 1)
        # the place that only it names: মাহমুদপুর ইউনিয়ন বিএনপি
        far = at < org.first and words.marks[at - 1].role == "u" and words.stem(at - 1) == last
        base = ends.get(at) or (Span(at - 1, at, "LOC", last, "pattern") if far else None)
        # its branch there: কুষ্টিয়া সওজ, যুক্তরাজ্য বিএনপি; but no country has one of the United Nations
        abroad = base and base.known and base.known.kind == "country" and org.known and not org.known.country
        if base and base.type == "LOC" and base.last == last and not abroad:
            yield Span(base.first, org.end, "ORG", org.last, "pattern", kind="branch")
    for first, end in words.sentences:
        for k, mark in enumerate(words.marks[first:end], first):
            headed = [span for head in mark.heads if (span := _headed(words, first, k, head, ends))]
            if headed:
                yield headed[0]
            elif mark.place:  # by the ending of its name: মাধবপুরে, টেকপাড়া
                yield Span(k, k + 1, "LOC", mark.place, "pattern")


def _headed(words: Words, first: int, k: int, stem: str, ends: dict[int, Span]) -> Span | None:
    """The name that ends with a head at word k."""
    forms, row = _phrase(words, first, k, stem, words.grammar.heads[stem])
    # পুলিশ সুপার, সংসদ সদস্য; সাভার [জাতীয় স্মৃতিসৌধ]
    if not forms or words.title(k)[0] > 1 or ((whole := ends.get(k + 1)) and whole.type == "LOC" and row["type"]):
        return None
    at, kind, name_en = k + 1 - len(forms), row["kind"], ""
    allowed = words.grammar.kinds[kind]
    field, work = _phrase(words, first, at - 1, words.form(at - 1), words.grammar.fields.get(words.form(at - 1), ()))
    begin = at - len(field)
    base, case = _base(words, first, begin, ends)
    if _makes_name(kind, allowed, field != (), base, case):
        apart = base is not None and case == "genitive" and "apart" in allowed  # রাশিয়ার [পররাষ্ট্র মন্ত্রণালয়]
        whose = base.known.name_en if base and base.known else ""
        if whose or not base:
            name_en = " ".join(filter(None, [whose, work.get("name_en"), row["name_en"]]))
        start = begin if apart or base is None else base.first
    elif not case and (start := _before(words, first, at, allowed, ends)) < at:
        if kind == "admin":  # the place, not its kind: ছাওড় গ্রামে
            return Span(start, at, "LOC", words.forms[at - 1], "pattern")
    elif kind == "own":  # সদর উপজেলা, জেনারেল হাসপাতাল
        start = begin if len(forms) == 1 else at
    else:
        return None
    while kind in ("place", "road") and words.joined(start):  # ঢাকা-বরিশাল মহাসড়ক
        start = ends[start].first if start in ends else start - 1
    same = base.known if base and base.type == "ORG" and kind == "legal" else None  # জনতা ব্যাংক লিমিটেড
    return Span(start, k + 1, row["type"], forms[-1], "pattern", same, kind, name_en)


def _phrase(words: Words, first: int, k: int, last: str, rows: Iterable[Phrase]) -> Phrase:
    """The longest phrase that ends at word k, its stem `last`, and the phrase's row; nothing of either for none."""
    for forms, row in rows:
        if (at := k + 1 - len(forms)) >= first and (*words.forms[at:k], last) == forms:
            return forms, row
    return (), {}


def _before(words: Words, first: int, at: int, allowed: list[str], ends: dict[int, Span]) -> int:
    """Where the words that end before word `at` begin: unknown ones, those of people's names and those that names of
    organisations are made of, all in the bare case."""
    start, made = at, 0
    while start > max(first, at - _LONGEST):
        form, role, span = words.forms[start - 1], words.marks[start - 1].role, ends.get(start)
        bare = role in ("u", "f", "l", "g", "d") and not form.endswith((*SURE_ENDINGS, "ে", "য়"))
        bare = form.isdigit() if "number" in allowed else bare
        if words.part(start - 1, "made") or ("nouns" in allowed and words.part(start - 1, "noun")):
            start, made = start - 1, made + 1
        elif made and span and span.last == form:
            start = span.first
        elif form == "ও" and words.part(start, "noun") and words.part(start - 2, "noun") and "nouns" in allowed:
            start -= 2  # ট্রাক ও ট্যাংকলরি শ্রমিক ইউনিয়ন
        elif (bare and not span) or (start < at and words.part(start - 1, "front")):
            start -= 1
        else:
            break
    return start if at - start > 1 or ("any" in allowed and not made) else at


def _base(words: Words, first: int, at: int, ends: dict[int, Span]) -> tuple[Span | None, str]:
    """The name that ends before word `at`, and whether it is bare, in a case or an adjective (রুশ)."""
    for start in (at - 2, at - 1):
        if start >= first and (key := tuple(words.forms[start:at])) in words.grammar.demonyms:
            return Span(start, at, "LOC", "", "pattern", words.grammar.demonyms[key]), "adjective"
    span, form = ends.get(at), words.form(at - 1)
    return span, "" if not span else "bare" if span.last == form else "genitive" if form.endswith("র") else "other"


def _makes_name(kind: str, allowed: list[str], field: bool, base: Span | None, case: str) -> bool:
    """Whether a head with these words before it names somebody: আদালত does not, স্বাস্থ্য মন্ত্রণালয় does."""
    if kind == "ministry" and field:
        return case != "other"
    if base is None or kind in ("admin", "office"):
        return False
    if "whose" in allowed:  # বিএনপির স্থায়ী কমিটি
        return case in ("genitive", "bare") and (base.type == "ORG" or kind == "ground")
    if case == "adjective" or (case == "genitive" and base.known and base.known.kind == "country"):
        return field or "state" in allowed
    division = kind == "ministry" and base.known and base.known.kind == "district"  # বরিশাল বিভাগে
    return case == "bare" and not division and (base.type == "LOC" or "people" in allowed)
