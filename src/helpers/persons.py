"""People: the words of a name, between what announces it (a title, a first name) and what ends it."""

from __future__ import annotations

from collections.abc import Iterator

from .names import ALIAS, Span, Words
from .spelling import letters

_LONGEST = 9  # words and dots of a name
_SAYS = ("বলেন", "জানান", "বলেছেন", "জানিয়েছেন", "জানিয়েছিলেন", "জানায়", "বলছেন", "বললেন", "লিখেছেন", "লেখেন")
_NAMED = (*_SAYS, "নামে", "নামের", *ALIAS)  # behind a name
LISTS = (",", "ও", "এবং", "আর")
_BEHIND = ("স্বাক্ষরিত", *LISTS[1:], *_NAMED)


def find_persons(words: Words) -> Iterator[Span]:
    """Names of people that the words themselves give away; names of the lexicon are found elsewhere."""
    for first, end in words.sentences:
        i, titled, listed = first, "", -1  # how strong the title is that ends before word i; where a list's name ends
        while i < end:
            mark = words.marks[i]
            if not mark.role and not mark.titles and i != listed and words.forms[i] not in ALIAS:
                titled = titled if titled and words.forms[i] in ".:" else ""
                i += 1
                continue
            length, announces = words.title(i)
            if length:
                titled = announces if titled != "name" else titled
                i += length
                continue
            run = _run(words, i, end) if mark.role else []
            if run and (_is_name(words, run, titled) or (i == listed and _alone(words, run))):
                yield Span(run[0][0], run[-1][0] + 1, "PER", run[-1][2], "pattern")
                i = run[-1][0]
                listed = i + 2 if words.form(i + 1) in LISTS else -1
            titled = "name" if words.forms[i] in ALIAS else titled if words.forms[i] in ".:" else ""
            i += 1


Run = list[tuple[int, str, str]]  # token, role, word without case ending


def _run(words: Words, i: int, end: int) -> Run:
    """The words from i on that may be one name; a case ending is its last."""
    run: Run = []
    for j in range(i, min(i + _LONGEST, end)):
        form = words.forms[j]
        role, stem = words.marks[j].role, words.marks[j].stem
        if form == "." and run and run[-1][1] in "aic":
            continue
        if not role or (run and words.title(j)[0]):
            break
        if role == "u":
            # it ends so by itself before a verb of saying, and where its own ending stands behind it: কন্তে বলেন, কন্তের
            ended = words.form(j + 1) in _SAYS or not words.seen.isdisjoint((form + "র", form + "কে"))
            stem = form if ended else words.stem(form, "PER")
        run.append((j, role, stem))
        if stem != form:
            break
    while run and run[-1][1] in "aic":
        run.pop()
    return _without_tail(words, run)


def _without_tail(words: Words, run: Run) -> Run:
    """Words that need not be names belong to the complete name before them only where something ends the name there."""
    tail = next((n for n, (_, role, _) in enumerate(reversed(run)) if role not in "uw"), 0)
    whole = tail == 1 and _ends(words, run[-1])
    return run[:-tail] if tail and len(run) - tail > 1 and not whole else run


def _ends(words: Words, last: tuple[int, str, str]) -> bool:
    after = words.form(last[0] + 1)
    return last[2] != words.forms[last[0]] or not after[:1].isalnum() or after in _BEHIND


def _alone(words: Words, run: Run) -> bool:
    """Whether one word behind a name and a comma is a name too: নাসির হোসেন, রাফসান ও জমশেদ."""
    unknown = run[0][1] in "lu" and words.form(run[0][0] + 1) in LISTS and not letters(run[0][2])
    return len(run) == 1 and (run[0][1] in "fg" or unknown)


def _is_name(words: Words, run: Run, titled: str) -> bool:
    """Whether the run is a name: enough words that are names, or one that a title or a verb of saying marks."""
    roles = "".join(role for _, role, _ in run)
    sure = sum(r in "afgld" for r in roles)
    aged = words.form(run[-1][0] + 1) == "(" and words.form(run[-1][0] + 2).isdigit()  # (২৩): of nobody but people
    marked = titled != "" or aged or words.form(run[-1][0] + 1) in _NAMED
    if titled == "name" or aged:
        return sure > 0 or "u" in roles
    if not sure or roles[0] == "w":
        return roles.count("u") > 1 and marked
    if len(run) == 1:
        return roles in "fl" and marked
    return sure > 1 or marked or "i" in roles or roles[-1] in "gldw" or (roles[0] in "afg" and _ends(words, run[-1]))
