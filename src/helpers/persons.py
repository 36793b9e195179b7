"""People: the words of a name, between what announces it (a title, a first name) and what ends it."""

from __future__ import annotations

from collections.abc import Iterator

from .names import SURE_ENDINGS, Span, Words

_LONGEST = 7  # words of a name
_SAID = ("বলেন", "জানান", "বলেছেন", "জানিয়েছেন", "জানায়", "বলছেন", "দাবি")
_SURE = set("afgl")


def find_persons(words: Words) -> Iterator[Span]:
    """Names of people that the words themselves give away; names of the lexicon are found elsewhere."""
    for first, end in words.sentences:
        i = first
        titled = ""  # how strong the title is that ends before word i
        while i < end:
            if title := words.phrase(words.grammar.titles, i):
                length, row = title
                i, titled = i + length, row["announces"] if titled != "name" else titled
                i = _past_brackets(words, i, end)
                continue
            run = _run(words, i, end) if words.grammar.role(words.forms[i])[0] else []
            if run and _is_name(words, run, titled):
                yield Span(run[0][0], run[-1][0] + 1, "PER", run[-1][2], "pattern")
                i = run[-1][0]
            titled = titled if words.forms[i] in ".:" else ""
            i += 1


def _past_brackets(words: Words, i: int, end: int) -> int:
    """Behind the brackets that follow a title: ওসি (তদন্ত), পুলিশ সুপার (এসপি)."""
    if words.form(i) == "(" and i < end:
        close = next((j for j in range(i + 1, min(i + 5, end)) if words.forms[j] == ")"), i - 1)
        return close + 1
    return i


Run = list[tuple[int, str, str]]  # token, role, word without case ending


def _run(words: Words, i: int, end: int) -> Run:
    """The words from i on that may be one name; a case ending is its last."""
    run: Run = []
    for j in range(i, min(i + 2 * _LONGEST, end)):
        form = words.forms[j]
        role, stem = words.grammar.role(form)
        if form == "." and run and run[-1][0] == j - 1 and run[-1][1] in "ai":
            continue
        if not role or len(run) == _LONGEST or (run and words.phrase(words.grammar.titles, j)):
            break
        if role == "u" and form.endswith(SURE_ENDINGS):
            stem = words.stem(form, "PER")
        run.append((j, role, stem))
        if stem != form or not role:
            break
    while run and run[-1][1] in "ai":
        run.pop()
    return _without_tail(words, run)


def _without_tail(words: Words, run: Run) -> Run:
    """Unknown words behind a complete name belong to it only where something ends the name there."""
    while len(run) > 2 and run[-1][1] == "u" and run[-2][1] in "glw" and not _ends(words, run[-1]):
        run = run[:-1]
    return run


def _ends(words: Words, last: tuple[int, str, str]) -> bool:
    after = words.form(last[0] + 1)
    return last[2] != words.forms[last[0]] or not after[:1].isalnum() or after in ("ও", "এবং", "নামে", "নামের", *_SAID)


def _aged(words: Words, i: int) -> bool:
    """An age in brackets at word i: (৩৫)."""
    return words.form(i) == "(" and words.form(i + 1).isdigit() and len(words.form(i + 1)) < 3 and words.form(i + 2) in (")", "বছর")


def _is_name(words: Words, run: Run, titled: str) -> bool:
    """Whether the run is a name: enough words that are names, or one that a title, an age or a verb of saying marks."""
    roles = "".join(role for _, role, _ in run)
    sure = sum(r in _SURE for r in roles)
    aged = _aged(words, run[-1][0] + 1)
    if titled == "name" or aged:
        return sure > 0 or "u" in roles
    if roles[0] == "w" or not sure:
        return False
    if len(run) > 1:
        return sure > 1 or "i" in roles or bool(titled) or roles[-1] in "gw" or (roles[0] in "af" and _ends(words, run[-1]))
    return roles in "fl" and (bool(titled) or words.form(run[0][0] + 1) in _SAID)
