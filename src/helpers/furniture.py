"""What furniture.csv says of page furniture, compiled into patterns."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
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
    inline: list[tuple[str, str, re.Pattern[str]]]  # rule, where (any, foot), a pattern whose group `mark` is furniture
    credit: re.Pattern[str]  # a photo credit, with the caption before it
    marker: re.Pattern[str]  # the word that opens a credit or a source
    verb: re.Pattern[str]  # closes a sentence that tells the news
    role: re.Pattern[str]  # who wrote it, behind the end
    lists: re.Pattern[str]  # a line that heads a list of other articles


@functools.cache
def grammar(lexicon: Lexicon) -> Grammar:
    """The patterns of a lexicon."""
    rows = lexicon.rows("furniture")

    def phrases(match: str, rule: str = "", before: Sequence[str] = ("",)) -> str:
        found = [b + r["phrase"] for r in rows if r["match"] == match and rule in ("", r["rule"]) for b in before]
        return alternatives(found).replace("…", ".{0,60}?").replace(":", r"\s*[:ঃ]")

    def when(kind: str) -> str:
        return alternatives(lexicon.words("datelines", kind=kind))

    known, role, source, end = phrases("credited"), phrases("role"), phrases("source"), phrases("end")
    credit = phrases("credit", before=("", "(", "["))
    ask, tags, more = phrases("ask"), phrases("tail_phrase"), phrases("readmore")
    date, stamp = date_pattern(lexicon), rf"(?:{when('stamp')})\s*[:ঃ]\s*(?:{date_pattern(lexicon)})"
    mail = r"(?:ই-?মেইল|E-?mail)\s*:(?:[\s,]*[\w.+-]+@[\w.-]+)+\s*\Z"
    close = rf"(?=[।\s]*(?:\Z|{tags}|{mail}))"
    name = rf"(?:{known})(?:\s*(?:/|,|ও|এবং)\s*(?:{known}))?"
    credited = (
        rf"(?:{name}|[^।\n:]{{1,25}}?/\s*(?:{known})|(?:\S{{1,20}}\s){{0,3}}?\S{{0,20}}?(?:থেকে(?: নেওয়া)?|সৌজন্যে))"
    )
    linked = rf"[^।\n]{{3,{HEADLINE}}}?(?:{date}|[0-9০-৯]{{1,3}}\s*(?:{when('ago')}))"
    more = rf"(?:{more})(?:[ ]*(?:{more})){{0,4}}"
    headline = rf"[^।|\n]{{12,{HEADLINE}}}"
    glued = rf"[^।\n]{{14,{HEADLINE}}}?(?=\s(?:{phrases('sentence_start')})\s)"
    glued += rf"|[^।\n]{{0,{HEADLINE}}}[\s-](?:{phrases('headline_end')})(?=\s)"
    part, letters = rf"[{LETTERS}A-Za-z.]{{1,14}}", phrases("letter")
    signed = rf"[^।\n:]{{3,80}}:\s*[^।\n:]{{0,80}}(?:{role})[^।\n]*|(?:[^।\n?!:]{{0,45}}[\s,)])?(?:{end})"
    colon = r"(?:(?<=[:ঃ,])|(?<=[-–])(?=\s))\s*(?:[^।\n]{0,60}(?=[।\n]|\Z)|(?:\S+\s+)?\S*)"
    bar = r"(?:[\s,;:|/•>-]+|\Z)"

    def compiled(table: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, re.Pattern[str]]]:
        return [(rule, where, re.compile(pattern)) for rule, where, pattern in table]

    inline = (
        ("foreign", "foot", rf"(?s:(?:{phrases('tail')}|{mail}).*\Z)"),
        ("section", "any", rf"(?:[।?!’”\n]|করুন)\s?(?P<mark>[^।\n]{{2,40}}থেকে\s*(?:{more}))"),
        ("readmore", "any", rf"{more}[ ]*(?:{linked}|[:ঃ>]+\s*(?:{headline}(?=\n|\Z)|{glued})?)"),
        (
            "readmore",
            "any",
            rf"{OPENS}(?P<mark>{more}(?:\s*\n+{headline}(?:\n{headline})*(?=\n|\Z)|{headline}(?=\n|\Z))?)",
        ),
        *((rule, "any", phrases("inline", rule)) for rule in ("section", "byline")),
        (
            "share",
            "any",
            rf"[।॥?!’”\"')\]|\s](?P<mark>(?:{phrases('whose')}|{known})\S{{0,4}}\s[^।\n]{{0,40}}?(?:{phrases('channel')})[^।\n]{{0,60}}?(?:{ask}))",
        ),
        ("share", "any", rf"(?:{ask})(?:\s+(?:{phrases('word', 'share')}|{known})(?![{LETTERS}]))+"),
        ("section", "foot", rf"(?:{tags})\s*\Z"),
        ("section", "any", rf"(?:{when('print')})\s*[:ঃ]\s*(?:{date})"),
        ("byline", "any", r"\n(?P<mark>[^\n।|]{2,60})(?=\|\|)"),
        ("caption", "any", rf"\n(?!{stamp})(?P<mark>[^\n]{{2,{HEADLINE}}}?)(?={stamp}[^\n]{{60}})"),
        ("residue", "any", r"\|\||</?[A-Za-z][^<>\n]{0,300}>|&(?:[a-z]{2,6}|#\d{1,6});|\{\{[^{}\n]{0,200}\}\}"),
        ("source", "any", rf"{OPENS}(?P<mark>(?:{source})(?:[^।\n]{{2,200}}(?=।?\s*\n|{close})|\s*{credited}))"),
        ("byline", "foot", rf"{OPENS}(?P<mark>(?:{phrases('start', 'byline')})[^।\n]{{0,140}}){close}"),
        ("byline", "foot", rf"{OPENS}(?P<mark>{signed}){close}"),
        (
            "initials",
            "foot",
            rf"{OPENS}(?P<mark>(?:(?:{part}[ ])?{part}(?:/{part}){{1,3}}|/{part}|(?:{letters}){{2,7}})/?)"
            rf"(?=\s*\n[^।]*\Z|{close})",
        ),
    )
    lines = (
        *((rule, "any", phrases("line", rule)) for rule in ("advert", "caption")),
        ("share", "any", rf"(?:(?:{phrases('word', 'share')}){bar})+"),
        ("section", "edge", rf"(?:(?:{phrases('line', 'section')}|{phrases('word', 'section')}|{known}){bar})+"),
        ("byline", "edge", phrases("line", "byline")),
        ("byline", "edge", rf"(?:[^।?!:]{{0,45}}[\s,])?(?:{end})(?:\s*[,(|-]\s*[^।]{{2,30}})?"),
        *((rule, "foot", rf"(?:{phrases('start', rule)}).*") for rule in ("byline", "foreign")),
    )
    return Grammar(
        compiled(lines),
        compiled((rule, where, p if "(?P<mark>" in p else f"(?P<mark>{p})") for rule, where, p in inline),
        re.compile(rf"(?:{credit})(?:[ :/-]*{credited}|{colon}|(?P<bare>))[)\]।]*"),
        re.compile(rf"(?:{credit}|{source})"),
        re.compile(rf"(?:{phrases('speech')})[।॥?!’”\s]*\Z"),
        re.compile(rf"(?:{role})(?![{LETTERS}])"),
        re.compile(phrases("list")),
    )
