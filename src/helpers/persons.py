"""People: the words of a name, between what announces it (a title, a first name) and what ends it."""

from __future__ import annotations

from collections.abc import Iterator

from .names import SURE_ENDINGS, Span, Words

_LONGEST = 7  # words of a name
_NAMED = ("বলেন", "জানান", "বলেছেন", "জানিয়েছেন", "জানায়", "বলছেন", "নামে", "নামের", "ওরফে")  # behind a name
_BEHIND = ("ও", "এবং", "আর", "স্বাক্ষরিত", *_NAMED)
_SURE = set("afgld")


def find_persons(words: Words) -> Iterator[Span]:
    """Names of people that the words themselves give away; names of the lexicon are found elsewhere."""
    for first, end in words.sentences:
        i = first
        titled = ""  # how strong the title is that ends before word i
        while i < end:
            length, announces = words.grammar.title(words.forms, i)
            if length and not _first_name(words, i, length):
                titled = announces if titled != "name" else titled
                i += length
                continue
            run = _run(words, i, end) if words.grammar.role(words.forms[i])[0] else []
            if run and _is_name(words, run, titled):
                yield Span(run[0][0], run[-1][0] + 1, "PER", run[-1][2], "pattern")
                i = run[-1][0]
            titled = titled if words.forms[i] in ".:" else ""
            i += 1


def _first_name(words: Words, i: int, length: int) -> bool:
    """Whether a word that may be a title is a first name here: আমির হোসেন, not আমির শফিকুর রহমান."""
    known = words.grammar.name_words.get(words.forms[i], "") if length == 1 else ""
    return known in ("f", "d") and words.grammar.role(words.form(i + 1) or " ")[0] == "g"


Run = list[tuple[int, str, str]]  # token, role, word without case ending


def _run(words: Words, i: int, end: int) -> Run:
    """The words from i on that may be one name; a case ending is its last."""
    run: Run = []
    for j in range(i, min(i + 2 * _LONGEST, end)):
        form = words.forms[j]
        role, stem = words.grammar.role(form)
        if form in ".:" and run and run[-1][0] == j - 1 and run[-1][1] in "aic":
            continue
        if not role or len(run) == _LONGEST or (run and words.grammar.title(words.forms, j)[0]):
            break
        if len(run) > 1 and _known(words, j, end) > j + 1:
            break  # another's name: মো. আলতাফ হোসেন শেখ হাসিনা
        if role == "u" and not words.joined(j) and form.endswith(("ে", "তে", "য়")):
            break  # a place, an adverb
        if role == "u":
            stem = words.stem(form, "PER") if form.endswith((*SURE_ENDINGS, "ই", "ও")) else form
        run.append((j, role, stem))
        if stem != form:
            break
    while run and run[-1][1] in "aic":
        run.pop()
    if len(run) > 2 and run[0][1] == "u" and run[1][1] == "a":
        return []  # উপকমিশনার মো. …: an office; the name begins behind it
    if len(run) > 1 and run[0][1] == "c" and run[1][1] not in "ic":
        return []
    return _without_tail(words, run)


def _known(words: Words, i: int, end: int) -> int:
    """Where the person's name of the lexicon that begins at word i ends; i for none."""
    found = words.grammar.names.match(words.forms, i, end)
    return found[0] if found and found[2].type == "PER" else i


def _without_tail(words: Words, run: Run) -> Run:
    """Words that need not be names belong to the complete name before them only where something ends the name there."""
    roles = "".join(role for _, role, _ in run)
    unknown = len(roles) - len(roles.rstrip("u"))
    if roles[-1:] == "w" and not (_ends(words, run[-1]) and _known(words, run[0][0], run[-1][0] + 1) < run[-1][0]):
        return run[:-1]
    if unknown and len(run) - unknown > 1 and not (unknown == 1 and _ends(words, run[-1])):
        return run[:-unknown]
    return run


def _ends(words: Words, last: tuple[int, str, str]) -> bool:
    after = words.form(last[0] + 1)
    return last[2] != words.forms[last[0]] or not after[:1].isalnum() or after in _BEHIND


def _aged(words: Words, i: int) -> bool:
    """An age in brackets at word i: (৩৫)."""
    if words.form(i) != "(" or not words.form(i + 1).isdigit():
        return False
    return len(words.form(i + 1)) < 3 and words.form(i + 2) in (")", "বছর")


def _is_name(words: Words, run: Run, titled: str) -> bool:
    """Whether the run is a name: enough words that are names, or one that a title, an age or a verb of saying marks."""
    roles = "".join(role for _, role, _ in run)
    sure, unknown = sum(r in _SURE for r in roles), roles.count("u")
    said = words.form(run[-1][0] + 1) in _NAMED
    if titled == "name" or _aged(words, run[-1][0] + 1):
        return sure > 0 or unknown > 0
    if not sure or roles[0] == "w":
        return unknown > 1 and (bool(titled) or said)
    if len(run) > 1:
        tail = roles[-1] in "gldw" or roles[0] == "a" or (roles[0] in "fg" and _ends(words, run[-1]))
        return sure > 1 or "i" in roles or bool(titled) or said or tail
    return roles in "fl" and (bool(titled) or said)
