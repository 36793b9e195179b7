"""What furniture.csv says of page furniture, compiled into patterns."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from .lexicon import Lexicon
from .script import LETTERS
from .sentences import alternatives, date_pattern

HEADLINE = 200  # characters that a linked headline, or two, may have
EDGE = " \t:;,|•●■*#>»«-–—_~=+.।…()[]"
END = "।॥?!’”\"')]|\n"  # what may stand before furniture that sets in behind a sentence
DIGITS = "[0-9০-৯]"


@dataclass(frozen=True)
class Grammar:
    """Patterns on folded text; what rule each stands for is in the lexicon."""

    whole: dict[str, str]  # a line, its edges off → rule
    lists: frozenset[str]  # such lines head a list of other articles
    words: dict[str, re.Pattern[str]]  # rule → a line of nothing but such words
    begins: dict[str, re.Pattern[str]]  # rule → a short line that begins so
    inline: list[tuple[str, re.Pattern[str]]]
    one: dict[str, re.Pattern[str]]  # name → a pattern used at one place


@functools.cache
def grammar(lexicon: Lexicon) -> Grammar:
    """The patterns of a lexicon."""
    rows = lexicon.rows("furniture")

    def phrases(match: str, rule: str = "") -> str:
        found = [r["phrase"] for r in rows if r["match"] == match and rule in ("", r["rule"])]
        return alternatives(found).replace("…", ".{0,60}?").replace(":", r"\s*[:ঃ]")

    def by_rule(match: str, pattern: str) -> dict[str, re.Pattern[str]]:
        rules = sorted({r["rule"] for r in rows if r["match"] == match})
        return {rule: re.compile(pattern.replace("<>", phrases(match, rule))) for rule in rules}

    time = lambda kind: alternatives(lexicon.words("datelines", kind=kind))  # noqa: E731
    ask, channel = phrases("ask"), phrases("channel")
    date, known = date_pattern(lexicon), phrases("credited")
    role = phrases("role")
    part, letters = rf"[{LETTERS}A-Za-z.]{{1,14}}", phrases("letter")
    marker = rf"(?:{phrases('readmore')})(?:[ ]?(?:[:ঃ]|>+))?"
    name = rf"(?:{known})(?:\s*(?:/|,|ও|এবং)\s*(?:{known}))?"
    whose = r"(?:\S{1,20}\s){0,3}?\S{0,20}?(?:থেকে(?: নেওয়া)?|সৌজন্যে)"
    whose_news = rf"(?:(?:{known})(?:ের|র|-এর)?\s+)?(?:সর্বশেষ\s+|সব\s+)?(?:খবর|সংবাদ|নিউজ)\s[^।\n]{{0,20}}(?:পেতে|জানতে)"
    whose_page = rf"(?:আমাদের|(?:{known})(?:ের|র|-এর))\s[^।\n]{{0,30}}?(?:{channel})"
    linked = rf"[^।\n]{{3,{HEADLINE}}}?(?:{date}|{DIGITS}{{1,3}}\s*(?:{time('ago')}))"
    credited = rf"{name}|[^।\n:]{{1,25}}?/\s*(?:{known})|{whose}"
    colon = r"(?:(?<=[:ঃ,])|(?<=[-–])(?=\s))\s*(?:[^।\n]{0,60}(?=[।\n]|\Z)|(?:\S+\s+)?\S*)"
    opens = rf"(?P<opens>\A|(?<=\S)|(?<=\n)|(?<=[{re.escape(END)}]\s))?"  # else a marker alone is a word of the text
    patterns = {
        "byline": rf"(?:[^\n।?!:]{{0,45}}[\s,])?(?:{phrases('end')})(?:\s*[,(|-]\s*[^\n।]{{2,30}})?",
        "before": rf"(?:\A|[^\n।|\s][^\n।|]{{0,28}}\s|(?<=[\n।|\s]))(?:{phrases('end')})\s*\Z",
        "signed": rf"(?:[^\n।?!:]{{0,45}}[\s,)])?(?:{phrases('end')})|[^\n।:]{{3,80}}:\s*[^\n।:]{{0,80}}(?:{role}).*"
        rf"|[^\n।?!:,]{{3,40}}\s(?:{role})(?:\s(?:ও|এবং)\s(?:{role}))?[\s*]*",
        "opener": rf"\|\||(?:{time('stamp')})\s*[:ঃ]\s*(?:{date})",
        "role": rf"(?:{role})(?![{LETTERS}])",
        "tail": phrases("tail") + r"|(?:ই-?মেইল|Email|E-mail)\s*:(?:[\s,]*[\w.+-]+@[\w.-]+)+\s*\Z",
        "ask": ask,
        "readmore": rf"{marker}(?:[ ]*{marker})*",
        "linked": linked,
        "links": rf"(?:{linked}){{2,}}\s*",
        "named": r"(?:\A|(?<=[।?!’”\n])|(?<=করুন))[^।\n]{2,40}থেকে\s*\Z",
        "starter": rf"(?<=\s)(?:{phrases('sentence_start')})(?![{LETTERS}])",
        "headline_end": rf"(?:(?<=\s)|(?<=-))(?:{phrases('headline_end')})(?=\s)",
        "marker": rf"[(\[]?(?:{phrases('credit')})",
        "credit": rf"{opens}(?P<bracket>[(\[])?(?<!প্রো)(?P<marker>{phrases('credit')})"
        rf"(?:[ :/-]*(?:{credited})|(?(bracket)[^)\n]{{0,60}}\)|(?!))|{colon}|(?(opens)(?<![-–])|(?!)))[)\]।]*",
        "credited": credited,
        "source": rf"(?P<marker>{phrases('source')})",
        "verb": rf"(?:{phrases('speech')})[{re.escape(END)}\s]*\Z",
        "verbs": rf"(?:{phrases('speech')})(?![{LETTERS}])|(?:ছ[{LETTERS}]{{0,4}}|বেন?|[লতে]ন|না|নি|য়)[।\s]*\Z",
        "initials": rf"(?:(?:{part}[ ])?{part}(?:/{part}){{1,3}}|/{part}|(?:{letters}){{2,7}})/?\s*\Z",
    }
    inline = list(by_rule("inline", "<>").items()) + [
        (rule, re.compile(pattern))
        for rule, pattern in (
            ("share", rf"(?:{whose_news}|{whose_page})[^।\n]{{0,60}}?(?:{ask})"),
            ("share", rf"(?:{ask})(?:\s+(?:{phrases('word', 'share')}|{known})(?![{LETTERS}]))+"),
            ("section", rf"(?:{phrases('tail_phrase')})\s*\Z"),
            ("section", rf"(?:{time('print')})\s*[:ঃ]\s*(?:{date})"),
            ("section", rf"(?m)^[ \t]*ঢাকা\s+(?:{time('weekday')}),\s*(?:{date})(?=.{{0,300}}(?:{time('stamp')})\s*:)"),
            ("residue", r"\|\||</?[A-Za-z][^<>\n]{0,300}>|&(?:[a-z]{2,6}|#\d{1,6});|\{\{[^{}\n]{0,200}\}\}"),
            ("residue", r"\[/?(?:caption|embed|gallery|video|audio)\b[^\]\n]{0,200}\]|pic\.twitter\.com/\w+"),
        )
    ]
    bar = rf"(?:(?:<>|{known})(?:[\s,;:|/•>-]+|\Z))+"
    return Grammar(
        whole={r["phrase"].strip(EDGE): r["rule"] for r in rows if r["match"] == "line"},
        lists=frozenset(r["phrase"].strip(EDGE) for r in rows if r["match"] == "list"),
        words=by_rule("word", bar),
        begins=by_rule("start", r"[\s*#•●]*(?:<>)"),
        inline=inline,
        one={name: re.compile(pattern) for name, pattern in patterns.items()},
    )
