"""What furniture.csv and furniture_patterns.csv say of page furniture, compiled."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from typing import NamedTuple

from .lexicon import Lexicon, LexiconError
from .script import LETTERS
from .sentences import alternatives, date_pattern

HEADLINE = 200  # characters that a linked headline, or two, may have
EDGE = " \t:;,|•●■*#>«»-–—_~=+.।…()[]"


class Grammar(NamedTuple):
    """Patterns on folded text; the group `mark` is what they find."""

    places: dict[str, list[tuple[str, re.Pattern[str]]]]  # where they hold → rules with their patterns, in order
    one: dict[str, re.Pattern[str]]  # those with a use of their own


@functools.cache
def grammar(lexicon: Lexicon) -> Grammar:
    """The patterns of a lexicon. Raises LexiconError for one that is none.

    They hold for whole lines with their EDGE off (`line`; at the head and the foot `edge line` and `foot line`) or
    for anything (`any`; near the end `foot`; in a text that asks to follow or share `asked`).
    """
    words = defaultdict(list)
    for row in lexicon.rows("furniture"):
        words[row["match"]].append(row["phrase"])
        words[f"{row['match']} {row['rule']}"].append(row["phrase"])
    for row in lexicon.rows("datelines"):
        words[row["kind"]].append(row["word"])
    parts = {k: alternatives(found).replace("…", ".{0,60}?").replace(":", r"\s*[:ঃ]") for k, found in words.items()}
    parts |= {"date": date_pattern(lexicon), "stamped": rf"(?:{parts['stamp']})\s*[:ঃ]\s*(?:{date_pattern(lexicon)})"}
    found = defaultdict(list)
    for row in lexicon.rows("furniture_patterns"):
        name, where, pattern = row["name"], row["where"], row["pattern"].replace("{letters}", LETTERS)
        try:
            pattern = re.sub(r"\{([a-z_ ]+)\}", lambda m: f"(?:{parts[m[1]]})", pattern)
            pattern = pattern if where == "part" or "(?P<mark>" in pattern else f"(?P<mark>{pattern})"
            if where == "part":
                parts[name] = pattern
            else:
                found[where].append((name, re.compile(pattern, re.DOTALL)))
        except (KeyError, re.error) as error:
            raise LexiconError(f"furniture_patterns.csv: {name} in {where}: {error}") from error
    return Grammar(found, dict(found.pop("one")))
