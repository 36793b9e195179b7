"""The report: one page of plain HTML that needs nothing else, made of the tables and the pictures."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Hashable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from PIL import Image

from . import tables
from .claims import NOTES
from .labels import bounds, day, label, measure_label, number
from .pipeline import STAGES

RELATIONS = ("differs", "revises", "agrees", "part_of", "incomparable")
FEW, MANY = 12, 150  # pairs of a relation, rows of a table: the page shows these, the tables hold all
OF_ONE = 4  # pairs of a relation that one story may fill
Records = list[dict[Hashable, Any]]
_REASON = {note: f"n_{key}" for key, note in NOTES.items()}


def located(claims: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """The claims with the sentence that each stands in: `text`, and where in it the number is, `at` to `to`."""
    where = sentences[["doc", "sentence", "start", "text"]].rename(columns={"start": "first"})
    found = claims.merge(where, "left", ["doc", "sentence"], validate="many_to_one").fillna({"text": "", "first": 0})
    found["at"] = (found["start"] - found["first"]).astype(int)
    found["to"] = found["at"] + found["end"] - found["start"]
    return found


def in_words(claims: pd.DataFrame, language: str) -> pd.DataFrame:
    """The claims with what a reader sees of them: `what` is counted, `figure`, `who` says so, and of `when`."""
    figures = zip(claims["low"], claims["high"], claims["modifier"], strict=True)
    return claims.assign(
        what=[measure_label(m, language) for m in claims["measure"]],
        figure=[bounds(*f, language) for f in figures],
        who=claims["claimant"].where(claims["claimant"] != "", label("own_voice", language)),
        when=[day(d, language) for d in claims["as_of"]],
    )


def accounts(comparisons: pd.DataFrame, claims: pd.DataFrame, sentences: pd.DataFrame, language: str) -> pd.DataFrame:
    """The comparisons in words: who_a, figure_a, when_a, text_a … text_b, and relation, note and measure of each."""
    told = in_words(located(claims, sentences), language).set_index("claim")
    told = told[["who", "claimant_group", "figure", "when", "doc", "text", "at", "to", "what", "story"]]
    pairs = comparisons.join(told.add_suffix("_a"), on="claim_a").join(told.add_suffix("_b"), on="claim_b")
    pairs["note"] = [label(_REASON.get(n, n), language) for n in pairs["note"]]
    return pairs.rename(columns={"story_a": "story", "what_a": "measure"}).drop(columns=["what_b", "story_b"])


def names_of(documents: pd.DataFrame, sentences: pd.DataFrame) -> dict[str, str]:
    """What to call each document: its title, else the beginning of its first sentence, else its id."""
    first = sentences.drop_duplicates("doc").set_index("doc")["text"]
    told = zip(documents["doc"], documents["title"], strict=True)
    return {d: " ".join((t or str(first.get(d, d))).split()) or d for d, t in told}


def write_page(stage: Path, target: Path, language: str, name: str) -> None:
    """Writes the report on the tables and pictures of the folder `stage` to `target`; `language` is bn or en, `name`
    what the report is called."""
    home = jinja2.FileSystemLoader(Path(__file__).with_name("templates"))
    engine = jinja2.Environment(
        loader=home, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    engine.filters |= {"n": partial(number, language=language), "day": partial(day, language=language)}
    page = engine.get_template("report.html.j2").render(_content(stage, language), name=name)
    target.write_text(page, encoding="utf-8")


def _content(stage: Path, language: str) -> dict[str, Any]:
    """All that the template shows."""
    t = {name: tables.read(stage, name) for stage_names in STAGES.values() for name in stage_names}
    names = names_of(t["documents"], t["sentences"])
    pairs = accounts(t["comparisons"], t["claims"], t["sentences"], language)
    claims = in_words(located(t["claims"], t["sentences"]), language)
    clear = claims["modifier"] != "vague"
    told = t["documents"]["published_from"].isin(["metadata", "text"])
    days = sorted(t["documents"].loc[told, "published"].str[:10])
    counts = {name: len(t[name]) for name in ("documents", "figures", "claims")} | {
        "stories": t["documents"]["story"].nunique()
    }
    return {
        "language": language,
        "label": lambda key, **filled: label(key, language, **filled),
        "counts": counts,
        "period": "/".join(dict.fromkeys(days[:1] + days[-1:])),
        "names": names,
        "relations": [(r, *_shown(pairs[pairs["relation"] == r])) for r in RELATIONS],
        "vague": claims[~clear].head(FEW).to_dict("records"),
        "claims": claims[clear].head(MANY).to_dict("records"),
        "clear": int(clear.sum()),
        "changes": _changes(stage / "changes.csv", language),
        "pictures": [_picture(p) for p in sorted((stage / "pictures").glob("*.png"))],  # claims_… come first
        "entities": _entities(t["mentions"], t["entities"]),
        "documents": _documents(t["documents"], t["figures"], t["removed"]),
        "removed": _removed(t["removed"]),
    }


def _shown(pairs: pd.DataFrame) -> tuple[Records, int]:
    """The pairs that are shown (named voices first, of each story a few, the same two accounts only once) and how many
    there are."""
    same = ["story", "measure", "claimant_group_a", "figure_a", "claimant_group_b", "figure_b"]
    unnamed = (pairs[["claimant_group_a", "claimant_group_b"]] == "").sum(axis=1)
    again = pairs.groupby(same)["claim_a"].transform("size") - 1
    once = pairs.assign(again=again, unnamed=unnamed).drop_duplicates(same).sort_values("unnamed", kind="stable")
    few = once[once.groupby("story").cumcount() < (OF_ONE if once["story"].nunique() > 2 else FEW)]
    return few.head(FEW).to_dict("records"), len(pairs)


def _changes(path: Path, language: str) -> Records:
    """What `changes.changes` found, in words; nothing where no notebook wrote it."""
    if not path.exists():
        return []
    numbers = ["low", "high", "was_low", "was_high"]
    rows = pd.read_csv(path, dtype=dict.fromkeys(numbers, float)).fillna({"claimant": "", "as_of": ""}).head(MANY)
    was = [bounds(low, high, "range", language) for low, high in zip(rows["was_low"], rows["was_high"], strict=True)]
    return in_words(rows, language).assign(was=was).to_dict("records")


def _picture(path: Path) -> Mapping[str, str]:
    """A picture as a data URI, with the description that `Picture.save` wrote into it."""
    with Image.open(path) as image:
        alt = getattr(image, "text", {}).get("Description", path.stem)
    return {"name": path.stem, "alt": alt, "uri": "data:image/png;base64," + b64encode(path.read_bytes()).decode()}


def _entities(mentions: pd.DataFrame, entities: pd.DataFrame) -> Records:
    named = mentions.groupby("entity").agg(n=("doc", "size"), articles=("doc", "nunique"))
    names = entities.groupby("entity").agg(
        type=("type", "first"),
        name_en=("name_en", "first"),
        names=("names", lambda s: sorted({n for v in s for n in v.split("|")})),
    )
    table = names.join(named).sort_values(["n", "articles"], ascending=False, kind="stable")
    return table.head(30).reset_index().to_dict("records")


def _documents(documents: pd.DataFrame, figures: pd.DataFrame, removed: pd.DataFrame) -> Records:
    """The documents, first those that could not be read or looked odd."""
    left = (removed["end"] - removed["start"]).groupby(removed["doc"]).sum()
    table = documents.assign(
        figures=documents["doc"].map(figures["doc"].value_counts()).fillna(0).astype(int),
        removed=documents["doc"].map(left).fillna(0).astype(int),
        unread=documents["warnings"].str.startswith("not read:"),
    )
    order = table.assign(fine=table["warnings"] == "").sort_values("fine", kind="stable")
    return order.head(MANY).to_dict("records")


def _removed(removed: pd.DataFrame) -> Records:
    size = (removed["end"] - removed["start"]).rename("characters")
    by_rule = (
        removed.assign(characters=size)
        .groupby("rule")
        .agg(spans=("doc", "size"), characters=("characters", "sum"), text=("text", "first"))
    )
    return by_rule.reset_index().to_dict("records")
