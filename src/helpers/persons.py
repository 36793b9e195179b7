"""People: the words of a name, between what announces it (a title, a first name) and what ends it."""

from __future__ import annotations

from collections.abc import Iterator

from .names import ALIAS, Span, Words

_LONGEST = 9  # words and dots of a name
_SAYS = ("বলেন", "জানান", "বলেছেন", "জানিয়েছেন", "জানিয়েছিলেন", "জানায়", "বলছেন", "বললেন", "লিখেছেন", "লেখেন")
_NAMED = (*_SAYS, "নামে", "নামের", *ALIAS)  # behind a name
LISTS = (",", "ও", "এবং", "আর")
_BEHIND = ("স্বাক্ষরিত", *LISTS[1:], *_NAMED)
Run = list[tuple[int, str, str]]  # token, role, word without case ending


def find_persons(words: Words) -> Iterator[Span]:
    """Names of people that the words themselves give away; names of the lexicon are found elsewhere."""
    for first, end in words.sentences:
        i, titled, listed = first, "", -1  # how strong the title is that ends before word i; where a list's name ends
        while i < end:
            length, announces = words.title(i)
            if length or words.forms[i] in ALIAS:
                i, titled = i + max(length, 1), announces or "name"
                continue
            run = _run(words, i, end) if words.marks[i].role else []
            # one word behind a name and a comma is a name too: নাসির হোসেন, রাফসান ও জমশেদ
            alone = i == listed and len(run) == 1 and (run[0][1] in "fg" or words.form(i + 1) in LISTS)
            if alone or (run and _is_name(words, run, titled)):
                yield Span(run[0][0], run[-1][0] + 1, "PER", run[-1][2], "pattern")
                i = run[-1][0]
                listed = i + 2 if words.form(i + 1) in LISTS else -1
            i, titled = i + 1, ""


def _run(words: Words, i: int, end: int) -> Run:
    """The words from i on that may be one name; a case ending is its last."""
    run: Run = []
    for j in range(i, min(i + _LONGEST, end)):
        form, role, stem = words.forms[j], words.marks[j].role, words.marks[j].stem
        if form in (".", ":") and run and run[-1][1] in "aic":
            continue
        if not role or (run and words.title(j)[0] and role not in "lg"):
            break
        found = words.grammar.names.match(words.forms, j, end) if run and words.marks[j].begins else None
        if found and found[2].type == "PER" and found[0] > j + 1 and {r for _, r, _ in run} == {"u"}:
            return []  # what a known name follows is no first name of it: কথাপ্রসঙ্গে [শেখ হাসিনা]
        if stem == "সরকার" and run and (words.grammar.names.match(words.forms, i, j) or (0,))[0] == j:
            break  # a known person's government
        if role == "u" and words.form(j + 1) not in _SAYS:  # the subject has no case ending: কন্তে বলেন
            stem = words.stem(j)
        run.append((j, role, stem))
        if stem != form:
            break
    while run and run[-1][1] in "aic":
        run.pop()
    # words that need not be names belong to a complete name before them only where something ends the name there
    whole = max((n for n, (_, role, _) in enumerate(run, 1) if role not in "uw"), default=0)
    return run if whole < 2 or (len(run) == whole + 1 and _ends(words, run[-1])) else run[:whole]


def _ends(words: Words, last: tuple[int, str, str]) -> bool:
    after = words.form(last[0] + 1)
    return last[2] != words.forms[last[0]] or not after[:1].isalnum() or after in _BEHIND


def _is_name(words: Words, run: Run, titled: str) -> bool:
    """Whether the run is a name: several words, one of them a name's, or what a title or a verb of saying marks."""
    roles, behind = "".join(role for _, role, _ in run), run[-1][0] + 1
    aged = words.form(behind) == "(" and words.form(behind + 1).isdigit()  # (২৩): of nobody but people
    if titled == "name" or aged:
        return roles.strip("icw") != ""
    marked = titled != "" or words.form(behind) in _NAMED or (len(run) == 1 and words.whose(behind - 1))
    if len(run) == 1 or roles[0] == "w" or roles.strip("icuw") == "":
        return marked and (roles in "fl" or roles.count("u") > 1)
    several = sum(role in "afgld" for role in roles) > 1
    return marked or several or roles[-1] in "gldw" or (roles[0] in "afg" and _ends(words, run[-1]))
