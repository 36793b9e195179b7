"""A saved web page becomes title, date line and text, or a word on why it is no article."""

from __future__ import annotations

import functools
import json
import logging
import re
from dataclasses import dataclass
from typing import Any

from .lexicon import BUILTIN, Lexicon
from .script import fold
from .sentences import TERMINAL, is_dateline

MAX_CHARACTERS, MAX_TAGS = 5_000_000, 30_000  # real pages hold some 4,000 tags; ten times that takes a second
_PROSE = 200  # Bengali characters in whole sentences that an article has at least


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. `why_not` is empty for an article, else the text is empty and it says what the page is."""

    text: str = ""  # title, date line where the page has one, an empty line, the body
    title: str = ""
    outlet: str = ""
    byline: str = ""
    published: str = ""  # as the page says it
    why_not: str = ""


def read_page(html: str, lexicon: Lexicon = BUILTIN) -> Page:
    """The article of a page. Never raises; a page that is too large, broken or no article says so in `why_not`.

    The body is what trafilatura finds. It drops the title and guesses dates from anywhere on the page (today's date
    in its head, too), so both are taken from the metadata and from the line below the title.
    """
    if len(html) > MAX_CHARACTERS or html.count("<") > MAX_TAGS:
        return Page(why_not=f"a page of {len(html):,} characters and {html.count('<'):,} tags; the limit is "
                    f"{MAX_CHARACTERS:,} and {MAX_TAGS:,}")  # fmt: skip
    import lxml.html  # both take half a second to load, which a folder of text files need not pay
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what is wrong with a page is said in why_not
    try:
        tree = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html))
        meta = _metadata(tree)
        lines = _visible(tree)
        body = trafilatura.extract(html, include_comments=False, include_tables=False) or ""
    except (ValueError, TypeError, AttributeError, RecursionError, lxml.etree.LxmlError) as error:
        return Page(why_not=f"a page that cannot be read ({type(error).__name__})")
    if why_not := _why_not(meta["title"], lines, body, tree, lexicon):
        return Page(title=meta["title"], outlet=meta["outlet"], why_not=why_not)
    dateline = _dateline(meta["title"], lines, lexicon)
    given = {fold(meta["title"]), fold(dateline)}
    rows = body.split("\n")
    while rows and fold(" ".join(rows[0].split())) in given:
        rows.pop(0)  # some pages have both inside the body
    text = "\n".join(part for part in (meta["title"], dateline) if part) + "\n\n" + "\n".join(rows)
    published = meta["published"] or dateline
    return Page(text, meta["title"], meta["outlet"], meta["byline"], published)


def _metadata(tree: Any) -> dict[str, str]:
    """Title, outlet, byline and date from <meta> and JSON-LD, the first that says it."""
    said: dict[str, str] = {}
    for node in tree.xpath("//meta[@content]"):
        said.setdefault((node.get("property") or node.get("name") or "").lower(), node.get("content").strip())
    for node in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(node.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []:
            if isinstance(item, dict) and isinstance(item.get("datePublished"), str):
                said.setdefault("article:published_time", item["datePublished"])
    outlet = said.get("og:site_name", "")
    title = said.get("og:title") or " ".join(tree.xpath("string(//title)").split())
    parts = re.split(r"\s+(?:[|–—]{1,2}|\|\||::|-)\s+", title)
    if len(parts) > 1 and len(parts[0]) >= 12:
        title = parts[0]  # the rest names section and outlet
    byline = said.get("article:author") or said.get("author", "")
    known = re.sub(r"\W", "", outlet.casefold())
    if byline.startswith("http") or re.sub(r"\W", "", byline.casefold()) == known or tree.xpath("count(//h1)") > 3:
        byline = ""
    published = next(
        (said[k] for k in ("article:published_time", "datepublished", "pubdate", "date") if said.get(k)), ""
    )
    return {"title": title, "outlet": outlet, "byline": byline, "published": published}


def _visible(tree: Any) -> list[str]:
    """The page's text line by line, without scripts."""
    hidden = {"script", "style", "noscript", "template"}
    texts = (t for t in tree.xpath("//body//text()") if t.getparent().tag not in hidden)
    return [" ".join(line.split()) for t in texts for line in str(t).split("\n") if not line.isspace() and line]


def _dateline(title: str, lines: list[str], lexicon: Lexicon) -> str:
    """The line near the title that says when: the first of the ten behind it, else of the three before."""
    wanted = fold(title)
    for at in (i for i, line in enumerate(lines) if fold(line) == wanted):
        for line in lines[at + 1 : at + 11] + lines[max(0, at - 3) : at]:
            if len(line) > 8 and is_dateline(fold(line), lexicon):
                return line
    return ""


@functools.cache
def _phrases(lexicon: Lexicon, kind: str) -> tuple[str, ...]:
    return tuple(lexicon.words("pages", kind=kind))


def _bengali(text: str) -> int:
    return len(re.findall(r"[ঀ-৿]", text))


def _why_not(title: str, lines: list[str], body: str, tree: Any, lexicon: Lexicon) -> str:
    """What the page is instead of an article; empty for an article."""
    head = fold(" ".join([title, *lines])[:600]).casefold()
    prose = sum(
        _bengali(line) for line in body.split("\n") if TERMINAL.search(line) and not line.endswith(("…", "..."))
    )
    if prose >= _PROSE and prose > 0.3 * _bengali(body):
        return ""
    if any(phrase in head for phrase in _phrases(lexicon, "block")):
        return "no article: the site refused the page or has none there"
    seen, linked = _bengali(" ".join(lines)), _bengali(" ".join(map(str, tree.xpath("//body//a//text()"))))
    if seen < 2 * _PROSE:
        return (
            "no article: a shell that a script would fill"
            if tree.xpath("count(//script)") > 3
            else "no article: too little text"
        )
    if linked > 0.6 * seen or any(phrase in fold(title).casefold() for phrase in _phrases(lexicon, "list")):
        return "no article: a page of headlines"
    return f"no article: {prose} characters of sentences (a picture or a video with a caption?)"
