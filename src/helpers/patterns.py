"""Where sentences end, which lines say when, and what page furniture looks like: patterns.csv, compiled."""

import functools
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from .lexicon import Lexicon, LexiconError
from .script import LETTERS


class Grammar(NamedTuple):
    """Patterns on folded text."""

    # where they hold → rules, and patterns, which mark their group `mark` where they have one
    places: dict[str, list[tuple[str, re.Pattern[str]]]]
    one: dict[str, re.Pattern[str]]  # those with a use of their own


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first; spaces in them of any width."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s*") for w in sorted(words, key=lambda w: (-len(w), w))) or "(?!)"


@functools.cache
def compiled(lexicon: Lexicon) -> Grammar:
    """The patterns of a lexicon. Raises LexiconError for one that is none.

    `{name}` stands for an earlier part, or for the words of furniture, datelines and abbreviations of this kind.
    """
    words = defaultdict(list)
    for row in lexicon.rows("furniture"):
        words[row["match"]].append(row["phrase"])
        words[f"{row['match']} {row['rule']}"].append(row["phrase"])
    for row in lexicon.rows("datelines") + lexicon.rows("abbreviations"):
        words[row["kind"]].append(row["word"])
    parts = {k: alternatives(found).replace("…", ".{0,60}?").replace(":", r"\s*[:ঃ]") for k, found in words.items()}
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = defaultdict(list)
    for row in lexicon.rows("patterns"):
        name, where, pattern = row["name"], row["where"], row["pattern"].replace("{letters}", LETTERS)
        try:
            pattern = re.sub(r"\{([a-z_ ]+)\}", lambda m: f"(?:{parts[m[1]]})", pattern)
            if where == "part":
                parts[name] = pattern
            else:
                found[where].append((name, re.compile(pattern, re.DOTALL)))
        except (KeyError, re.error) as error:
            raise LexiconError(f"patterns.csv: {name} in {where}: {error}") from error
    return Grammar(found, dict(found.pop("one")))
