"""The report: one page of plain HTML that needs nothing else, made of the tables and the pictures."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Hashable
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from PIL import Image

from . import tables
from .labels import bounds, day, label, measure_label, number

RELATIONS = ("differs", "revises", "agrees", "part_of", "incomparable")
FEW, MANY = 12, 150  # pairs of a relation, rows of a table: the page shows these, the tables hold all
OF_ONE = 4  # pairs of a relation that one story may fill


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
    pairs = comparisons.join(told.add_suffix("_a"), on="claim_a").join(told.add_suffix("_b"), on="claim_b")
    pairs["note"] = [label(n, language) for n in pairs["note"]]
    return pairs.rename(columns={"story_a": "story", "what_a": "measure"})


def names_of(documents: pd.DataFrame, sentences: pd.DataFrame) -> dict[str, str]:
    """What to call each document: its title, else the beginning of its first sentence, else its id."""
    first = sentences.drop_duplicates("doc").set_index("doc")["text"]
    told = documents[["doc", "title"]].to_numpy()
    return {doc: " ".join((title or str(first.get(doc, doc))).split()) or doc for doc, title in told}


def write_page(stage: Path, target: Path, language: str, name: str) -> None:
    """Writes the report on the tables and pictures of the folder `stage` to `target`; `language` is bn or en, `name`
    what the report is called."""
    home = jinja2.PackageLoader("helpers")
    engine = jinja2.Environment(loader=home, autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined)
    engine.filters |= {"n": partial(number, language=language), "day": partial(day, language=language)}
    engine.globals |= {"label": partial(label, language=language), "language": language, "name": name}
    target.write_text(engine.get_template("report.html.j2").render(_content(stage, language)), encoding="utf-8")


def _content(stage: Path, language: str) -> dict[str, Any]:
    """All that the template shows."""
    read = partial(tables.read, stage)
    documents, sentences, figures, mentions = map(read, ("documents", "sentences", "figures", "mentions"))
    removed = read("removed").assign(characters=lambda t: t["end"] - t["start"])
    names = names_of(documents, sentences)
    pairs = accounts(read("comparisons"), read("claims"), sentences, language)
    claims = in_words(located(read("claims"), sentences), language)
    vague = claims["modifier"] == "vague"
    days = sorted(documents.loc[documents["published_from"].isin(["metadata", "text"]), "published"].str[:10])
    counts = {"documents": len(documents), "figures": len(figures), "claims": len(claims)}
    by_rule = removed.groupby("rule", as_index=False)
    rules = by_rule.agg(spans=("doc", "size"), characters=("characters", "sum"), text=("text", "first"))
    by_name = mentions.groupby(["entity", "type"], as_index=False)
    named = by_name.agg(n=("doc", "size"), articles=("doc", "nunique"), names=("name", "unique"))
    english = read("entities").drop_duplicates("entity").set_index("entity")["name_en"]
    most = named.join(english, on="entity").sort_values(["n", "articles"], ascending=False, kind="stable")
    documents["figures"] = documents["doc"].map(figures["doc"].value_counts()).fillna(0)
    documents["removed"] = documents["doc"].map(removed.groupby("doc")["characters"].sum()).fillna(0)
    odd_first = documents.sort_values("warnings", key=lambda w: w == "", kind="stable")
    return {
        "counts": counts | {"stories": documents["story"].nunique()},
        "period": "/".join(dict.fromkeys(days[:1] + days[-1:])),
        "names": names,
        "relations": [(r, *_shown(pairs[pairs["relation"] == r])) for r in RELATIONS],
        "vague": claims[vague].head(FEW).to_dict("records"),
        "claims": claims[~vague].head(MANY).to_dict("records"),
        "clear": int((~vague).sum()),
        "changes": _changes(stage / "changes.csv", language),
        "pictures": [_picture(path) for path in sorted((stage / "pictures").rglob("*.png"))],
        "entities": most.head(30).to_dict("records"),
        "documents": odd_first.head(MANY).to_dict("records"),
        "removed": rules.to_dict("records"),
    }


def _shown(pairs: pd.DataFrame) -> tuple[list[dict[Hashable, Any]], int]:
    """The pairs that are shown (named voices first, of each story a few, the same two accounts only once) and how many
    there are."""
    same = ["story", "measure", "claimant_group_a", "figure_a", "claimant_group_b", "figure_b"]
    unnamed = (pairs[["claimant_group_a", "claimant_group_b"]] == "").sum(axis=1)
    again = pairs.groupby(same)["claim_a"].transform("size") - 1
    once = pairs.assign(again=again, unnamed=unnamed).drop_duplicates(same).sort_values("unnamed", kind="stable")
    few = once.groupby("story").head(OF_ONE if once["story"].nunique() > 2 else FEW)
    return few.head(FEW).to_dict("records"), len(pairs)


def _changes(path: Path, language: str) -> list[dict[Hashable, Any]]:
    """What `changes.changes` found, in words; nothing where no notebook wrote it."""
    if not path.exists():
        return []
    rows = pd.read_csv(path, dtype={"as_of": str}).fillna({"claimant": "", "as_of": ""}).head(MANY)
    was = [bounds(low, high, "range", language) for low, high in zip(rows["was_low"], rows["was_high"], strict=True)]
    return in_words(rows, language).assign(was=was).to_dict("records")


def _picture(path: Path) -> dict[str, str]:
    """A picture as a data URI, with the description that `Picture` wrote into it."""
    with Image.open(path) as image:
        alt = getattr(image, "text", {}).get("Description", path.stem)
    return {"name": path.stem, "alt": alt, "uri": "data:image/png;base64," + b64encode(path.read_bytes()).decode()}
