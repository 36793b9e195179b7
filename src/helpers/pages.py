"""A saved web page becomes title, date line and text, or a word on why it is no article."""

import logging
import re
from itertools import dropwhile
from typing import Any, NamedTuple

from .lexicon import BUILTIN, Lexicon
from .script import fold
from .sentences import TERMINAL, is_dateline

MAX_CHARACTERS, MAX_TAGS = 5_000_000, 30_000  # real pages hold some 4,000 tags; ten times that takes a second
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')
_PROSE = 200  # Bengali characters in whole sentences that an article has at least


class Page(NamedTuple):
    """What a page holds. `why_not` is empty for an article, else the text is empty and it says what the page is."""

    text: str = ""  # title, date line where the page has one, an empty line, the body
    title: str = ""
    outlet: str = ""
    byline: str = ""
    published: str = ""  # as the page says it
    why_not: str = ""


def read_page(html: str, lexicon: Lexicon = BUILTIN) -> Page:
    """The article of a page. Never raises; a page that is too large, broken or no article says so in `why_not`.

    Body, title, outlet and byline are what trafilatura finds. It drops the title from the body and guesses dates from
    anywhere on the page (today's date in its head, too): the date is the metadata's, else the line's below the title.
    """
    if len(html) > MAX_CHARACTERS or html.count("<") > MAX_TAGS:
        return Page(why_not=f"a page above the limit of {MAX_CHARACTERS:,} characters and {MAX_TAGS:,} tags")
    import lxml.html  # both take half a second to load, which a folder of text files need not pay
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what is wrong with a page is said in why_not
    try:
        tree = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html))
        said = trafilatura.extract_metadata(tree, extensive=False)
        body = trafilatura.extract(tree, include_comments=False, include_tables=False) or ""
        lines = _visible(tree)
    except (ValueError, TypeError, AttributeError, RecursionError, lxml.etree.LxmlError) as error:
        return Page(why_not=f"a page that cannot be read ({type(error).__name__})")
    outlet, byline, whole = (" ".join((cell or "").split()) for cell in (said.sitename, said.author, said.title))
    title = re.split(r"\s+(?:[|–—]{1,2}|::|-)\s+", whole)[0]  # the rest names section and outlet
    title = title if len(title) >= 12 else whole
    if why_not := _why_not(title, lines, body, tree, lexicon):
        return Page(title=title, outlet=outlet, why_not=f"no article: {why_not}")
    dateline = _dateline(title, lines, lexicon)
    head = [*filter(None, (title, dateline))]
    # some pages have both inside the body
    rows = dropwhile(lambda row: fold(" ".join(row.split())) in map(fold, head), body.split("\n"))
    text = "\n".join([*head, "", *rows])
    told = tree.xpath("//meta[@property='article:published_time']/@content") + _PUBLISHED.findall(html)
    byline = "" if byline.casefold() in outlet.casefold() else byline
    return Page(text, title, outlet, byline, told[0].strip() if told else dateline)


def _visible(tree: Any) -> list[str]:
    """The page's text line by line, without scripts."""
    texts = tree.xpath("//body//text()[not(parent::script or parent::style or parent::noscript or parent::template)]")
    return [" ".join(line.split()) for t in texts for line in str(t).split("\n") if not line.isspace() and line]


def _dateline(title: str, lines: list[str], lexicon: Lexicon) -> str:
    """The line near the title that says when: the first of the ten behind it, else of the three before."""
    titles = [i for i, line in enumerate(lines) if fold(line) == fold(title)]
    near = (line for i in titles for line in lines[i + 1 : i + 11] + lines[max(0, i - 3) : i])
    return next((line for line in near if len(line) > 8 and is_dateline(fold(line), lexicon)), "")


def _why_not(title: str, lines: list[str], body: str, tree: Any, lexicon: Lexicon) -> str:
    """What the page is instead of an article; empty for an article."""

    def bengali(*texts: str) -> int:
        return sum(len(re.findall(r"[ঀ-৿]", text)) for text in texts)

    def says(kind: str, text: str) -> bool:
        return any(phrase in fold(text).casefold() for phrase in lexicon.words("pages", kind=kind))

    prose = bengali(*(row for row in body.split("\n") if TERMINAL.search(row) and not row.endswith(("…", "..."))))
    seen, linked = bengali(*lines), bengali(*tree.xpath("//body//a//text()"))
    reasons = {
        "": prose >= _PROSE and prose > 0.3 * bengali(body),
        "the site refused the page or has none there": says("block", " ".join([title, *lines])[:600]),
        "a shell that a script fills": seen < 2 * _PROSE and tree.xpath("count(//script)") > 3,
        "too little text": seen < 2 * _PROSE,
        "a page of headlines": linked > 0.6 * seen or says("list", title),
        f"{prose} characters of sentences (a picture or a video with a caption?)": True,
    }
    return next(why for why, holds in reasons.items() if holds)
