"""The report: one page of plain HTML that needs nothing else, made of the tables and the pictures."""

from base64 import b64encode
from functools import partial
from pathlib import Path

import fontpkg_hind_siliguri
import jinja2
import pandas as pd
from PIL import Image

from . import tables
from .labels import bounds, day, in_words, label, number

RELATIONS = ("differs", "revises", "agrees", "part_of", "incomparable")
FEW, OF_ONE = 12, 4  # pairs of a relation that the page shows, and of these of one story; the tables hold all


def located(claims: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """The claims with the sentence that each stands in: `text`, and where in it the number is, `at` to `to`."""
    where = sentences.set_index(["doc", "sentence"])[["start", "text"]].rename(columns={"start": "first"})
    found = claims.join(where, ["doc", "sentence"], validate="m:1").fillna({"text": "", "first": 0})
    at = (found["start"] - found["first"]).astype(int)
    return found.assign(at=at, to=at + found["end"] - found["start"])


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
    engine.filters["rows"] = lambda table, most: table.head(most).to_dict("records")
    engine.globals |= {told.__name__: partial(told, language=language) for told in (label, number, bounds, day)}
    engine.globals["font"] = _font
    read = partial(tables.read, stage)
    documents, sentences, figures, claims = map(read, ("documents", "sentences", "figures", "claims"))
    removed = read("removed").assign(characters=lambda t: t["end"] - t["start"])
    pairs = accounts(read("comparisons"), claims, sentences, language)
    changes = stage / "changes.csv"  # nothing where no notebook wrote it
    text = dict.fromkeys(("doc", "claimant", "claimant_group", "as_of"), str)
    changed = pd.read_csv(changes, dtype=text) if changes.exists() else claims[:0]
    claims = in_words(located(claims, sentences), language)
    by_rule = removed.groupby("rule", as_index=False)
    by_name = read("mentions").groupby(["entity", "type"], as_index=False)
    named = by_name.agg(n=("doc", "size"), articles=("doc", "nunique"), names=("name", "unique"))
    english = read("entities").drop_duplicates("entity").set_index("entity")["name_en"]
    documents["figures"] = documents["doc"].map(figures["doc"].value_counts()).fillna(0)
    documents["removed"] = documents["doc"].map(removed.groupby("doc")["characters"].sum()).fillna(0)
    days = sorted(documents.loc[documents["published_from"].isin(["metadata", "text"]), "published"].str[:10])
    html = engine.get_template("report.html.j2").render(
        language=language,
        name=name,
        figures=figures,
        period="/".join(dict.fromkeys(days[:1] + days[-1:])),
        names=names_of(documents, sentences),
        relations={r: (_shown(pairs[pairs["relation"] == r]), sum(pairs["relation"] == r)) for r in RELATIONS},
        claims=claims[claims["modifier"] != "vague"],
        vague=claims[claims["modifier"] == "vague"],
        changes=in_words(changed.fillna({"claimant": "", "as_of": ""}), language),
        pictures=[_picture(path) for path in sorted((stage / "pictures").rglob("*.png"))],
        entities=named.join(english, on="entity").sort_values(["n", "articles"], ascending=False, kind="stable"),
        documents=documents.sort_values("warnings", key=lambda w: w == "", kind="stable"),
        removed=by_rule.agg(spans=("doc", "size"), characters=("characters", "sum"), text=("text", "first")),
    )
    target.write_text(html, encoding="utf-8")


def _shown(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs that are shown: named voices first, of each story a few, the same two accounts only once."""
    same = ["story", "measure", "claimant_group_a", "figure_a", "claimant_group_b", "figure_b"]
    unnamed = (pairs[["claimant_a", "claimant_b"]] == "").sum(axis=1)
    again = pairs.groupby(same)["claim_a"].transform("size") - 1
    once = pairs.assign(again=again, unnamed=unnamed).drop_duplicates(same).sort_values("unnamed", kind="stable")
    return once.groupby("story").head(OF_ONE if once["story"].nunique() > 2 else FEW).head(FEW)


def _picture(path: Path) -> dict[str, str]:
    """A picture as a data URI, with the description that `Picture` wrote into it."""
    with Image.open(path) as image:
        alt = getattr(image, "text", {}).get("Description", path.stem)
    return {"name": path.stem, "alt": alt, "uri": "data:image/png;base64," + b64encode(path.read_bytes()).decode()}


def _font(weight: str) -> str:
    """The pictures' font as a data URI: a machine may have none for Bengali."""
    file = Path(fontpkg_hind_siliguri.__file__).with_name("files") / f"HindSiliguri-{weight}.ttf"
    return "data:font/ttf;base64," + b64encode(file.read_bytes()).decode()
