"""What furniture.csv says of page furniture, compiled into patterns."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from .lexicon import Lexicon
from .script import LETTERS
from .sentences import alternatives, date_pattern

HEADLINE = 200  # characters that a linked headline, or two, may have
EDGE = " \t:;,|•●■*#>«»-–—_~=+.।…()[]"
OPENS = r"[।॥?!’”\"')\]|\n]\s?"  # what stands before furniture that sets in behind a sentence


class Grammar(NamedTuple):
    """Patterns on folded text; what rule each stands for is in the lexicon."""

    lines: list[tuple[str, str, re.Pattern[str]]]  # rule, where (any, edge, foot), a whole line with its edges off
    inline: list[tuple[str, re.Pattern[str]]]  # rule, a pattern whose group `mark` is furniture wherever it stands
    credit: re.Pattern[str]  # a photo credit, with the caption before it
    marker: re.Pattern[str]  # the word that opens a credit or a source
    verb: re.Pattern[str]  # closes a sentence that tells the news
    role: re.Pattern[str]  # who wrote it, behind the end
    lists: re.Pattern[str]  # a line that heads a list of other articles


@functools.cache
def grammar(lexicon: Lexicon) -> Grammar:
    """The patterns of a lexicon."""
    rows = lexicon.rows("furniture")

    def phrases(match: str, rule: str = "") -> str:
        found = [r["phrase"] for r in rows if r["match"] == match and rule in ("", r["rule"])]
        return alternatives(found).replace("…", ".{0,60}?").replace(":", r"\s*[:ঃ]")

    def when(kind: str) -> str:
        return alternatives(lexicon.words("datelines", kind=kind))

    ask, credit, known, role, source = map(phrases, ("ask", "credit", "credited", "role", "source"))
    date, end = date_pattern(lexicon), phrases("end")
    name = rf"(?:{known})(?:\s*(?:/|,|ও|এবং)\s*(?:{known}))?"
    credited = rf"(?:{name}|[^।\n:]{{1,25}}?/\s*(?:{known})|(?:\S{{1,20}}\s){{0,3}}?\S{{0,20}}?(?:থেকে(?: নেওয়া)?|সৌজন্যে))"
    linked = rf"[^।\n]{{3,{HEADLINE}}}?(?:{date}|[0-9০-৯]{{1,3}}\s*(?:{when('ago')}))"
    readmore = rf"(?:(?:{phrases('readmore')})[ ]*)+"
    headline = rf"[^।|\n]{{12,{HEADLINE}}}"
    glued = rf"[^।\n]{{14,{HEADLINE}}}?(?=\s(?:{phrases('sentence_start')})\s)"
    glued += rf"|[^।\n]{{0,{HEADLINE}}}[\s-](?:{phrases('headline_end')})(?=\s)"
    part, letters = rf"[{LETTERS}A-Za-z.]{{1,14}}", phrases("letter")
    tags = phrases("tail_phrase")
    inline = [
        ("foreign", rf"(?s:(?:{phrases('tail')}|(?:ই-?মেইল|E-?mail)\s*:(?:[\s,]*[\w.+-]+@[\w.-]+)+\s*\Z).{{0,700}}\Z)"),
        ("foreign", rf"{OPENS}(?P<mark>(?:{linked}){{2,}}\s*\Z)"),
        ("section", rf"{OPENS}(?P<mark>[^।\n]{{2,40}}থেকে\s*{readmore})"),
        ("readmore", rf"{readmore}(?:{linked}|[:ঃ>]+\s*(?:{headline}(?=\n|\Z)|{glued})?)"),
        ("readmore", rf"{OPENS}(?P<mark>{readmore}(?:\s*\n+{headline}(?:\n{headline})*(?=\n|\Z)|{headline}(?=\n|\Z))?)"),
        *((rule, rf"(?:{phrases('inline', rule)})") for rule in ("section", "byline")),
        (
            "share",
            rf"(?:{phrases('whose')}|(?:{known})(?:ের|র|-এর)?)\s[^।\n]{{0,40}}?(?:{phrases('channel')})[^।\n]{{0,60}}?(?:{ask})",
        ),
        ("share", rf"(?:{ask})(?:\s+(?:{phrases('word', 'share')}|{known})(?![{LETTERS}]))+"),
        ("section", rf"(?:{tags})\s*\Z"),
        ("section", rf"(?:{when('print')})\s*[:ঃ]\s*(?:{date})"),
        ("byline", r"\n(?P<mark>[^\n।|]{2,60})(?=\|\|)"),
        ("caption", rf"\n(?P<mark>[^\n]{{2,{HEADLINE}}}?)(?=(?:{when('stamp')})\s*[:ঃ]\s*(?:{date})[^\n]{{{HEADLINE}}})"),
        ("residue", r"\|\||</?[A-Za-z][^<>\n]{0,300}>|&(?:[a-z]{2,6}|#\d{1,6});|\{\{[^{}\n]{0,200}\}\}"),
        ("source", rf"{OPENS}(?P<mark>(?:{source})\s*(?:{credited}|[^।\n]{{2,200}}(?=।?\s*(?:\n|\Z)))।?)"),
        ("byline", rf"{OPENS}(?P<mark>(?:{phrases('start', 'byline')})[^।\n]{{0,140}}।?\s*\Z)"),
        ("byline", rf"{OPENS}(?P<mark>(?:[^।\n:]{{3,80}}:\s*[^।\n:]{{0,80}}(?:{role})[^\n]*|[^।\n?!:]{{0,45}}(?:{end}))\s*\Z)"),
        (
            "initials",
            rf"{OPENS}(?P<mark>(?:(?:{part}[ ])?{part}(?:/{part}){{1,3}}|/{part}|(?:{letters}){{2,7}})/?)"
            rf"(?=\s*(?:\Z|\n[^।]*\Z|{tags}))",
        ),
    ]
    colon = r"(?:(?<=[:ঃ,])|(?<=[-–])(?=\s))\s*(?:[^।\n]{0,60}(?=[।\n]|\Z)|(?:\S+\s+)?\S*)"
    bare = rf"(?<=[।?!’”\"')\]|\n])\s?(?:{credit})(?<![-–])"
    lines = [
        (rule, where, re.compile(pattern, re.DOTALL))
        for rule, where, pattern in (
            *((rule, "any", rf"(?:{phrases('line', rule)})") for rule in ("advert", "caption")),
            ("share", "any", rf"(?:(?:{phrases('word', 'share')}|{known})(?:[\s,;:|/•>-]+|\Z))+"),
            ("section", "edge", rf"(?:(?:{phrases('line', 'section')}|{phrases('word', 'section')})(?:[\s,;:|/•>-]+|\Z))+"),
            ("byline", "edge", rf"{phrases('line', 'byline')}|(?:[^\n।?!:]{{0,45}}[\s,])?(?:{end})(?:\s*[,(|-]\s*[^\n।]{{2,30}})?"),
            *((rule, "foot", rf"(?:{phrases('start', rule)}).*") for rule in ("byline", "foreign")),
        )
    ]
    return Grammar(
        lines,
        [(rule, re.compile(pattern if "(?P<mark>" in pattern else f"(?P<mark>{pattern})")) for rule, pattern in inline],
        re.compile(rf"[(\[]?(?:{credit})[ :/-]*{credited}[)\]।]*|[(\[](?:{credit})[^)\n]{{0,60}}\)।?|(?:{credit}){colon}[)\]।]*|{bare}[)\]।]*"),
        re.compile(rf"(?:{credit}|{source})"),
        re.compile(rf"(?:{phrases('speech')})[{re.escape('।॥?!’”')}\s]*\Z"),
        re.compile(rf"(?:{role})(?![{LETTERS}])"),
        re.compile(phrases("list")),
    )
