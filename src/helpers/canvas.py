"""What all pictures share: font, colours, a title, labels that cover nothing, and a description for who cannot see."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import fontpkg_hind_siliguri
import matplotlib
from matplotlib import font_manager, style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

COLOURS = ("#0072B2", "#C45500", "#00614A", "#9C4178", "#5B5B5B")  # told apart by the colour-blind
MARKS = "osD^v"  # one for each of them, told apart in grey
_ACROSS, _UP = {-1: "right", 0: "center", 1: "left"}, {-1: "top", 0: "center", 1: "bottom"}
_SIDES = ((0, 1), (1, 0), (-1, 0), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
_HALO = [withStroke(linewidth=2.5, foreground="white")]
if matplotlib.__version_info__ < (3, 11):
    raise ImportError(f"matplotlib {matplotlib.__version__} cannot shape Bengali; install matplotlib 3.11 or later")
for _path in sorted(Path(fontpkg_hind_siliguri.__file__).parent.glob("files/*.ttf")):  # Bengali, Latin and digits
    font_manager.fontManager.addfont(_path)


@dataclass(frozen=True, repr=False)
class Picture:
    """A figure, a name for its file, and what it shows in words."""

    name: str
    figure: Figure
    alt: str

    def __repr__(self) -> str:
        return self.alt

    def _repr_png_(self) -> bytes:
        return self.png

    @cached_property
    def png(self) -> bytes:
        """The picture with its description inside; the same bytes for the same picture."""
        buffer = BytesIO()
        self.figure.savefig(buffer, format="png", metadata={"Software": None, "Description": self.alt})
        return buffer.getvalue()


def save(pictures: Sequence[Picture], folder: Path) -> list[Path]:
    """Writes the pictures in their order, as 01_NAME.png and so on, into a folder that then holds no others."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    for n, picture in enumerate(pictures, 1):
        (folder / f"{n:02}_{picture.name}.png").write_bytes(picture.png)
    return sorted(folder.glob("*.png"))


def canvas(title: str, subtitle: str, height: float = 6.0, **margins: float) -> tuple[Figure, Axes]:
    """An empty picture, 9.6 inches wide, with a title and what its marks mean; `margins` as of subplots_adjust."""
    style.use(Path(__file__).with_name("templates") / "pictures.mplstyle")
    figure = Figure((9.6, height))
    FigureCanvasAgg(figure)  # measures the labels
    figure.subplots_adjust(**{"left": 0.13, "right": 0.78, "top": 1 - 1.05 / height, "bottom": 0.75 / height} | margins)
    figure.text(0.02, 1 - 0.18 / height, title, fontsize=17, weight="bold", va="top")
    figure.text(0.02, 1 - 0.6 / height, subtitle, fontsize=11.5, color="#555555", va="top")
    return figure, figure.add_subplot()


def write_beside(axes: Axes, text: str, mark: Bbox, colour: str, taken: list[Bbox]) -> None:
    """Writes a label above, below or beside the box of a mark, in the first place where it covers nothing.

    `taken` are the boxes that must not be covered; the label's own is added. Where there is no place, nothing is
    written.
    """
    for step, (x, y) in product((4, 20, 34), _SIDES):
        at: Any = {"xy": ((1 + x) / 2, (1 + y) / 2), "xycoords": mark}
        at |= {"xytext": (x * step, y * step), "textcoords": "offset points"}
        note = axes.annotate(text, ha=_ACROSS[x], va=_UP[y], color=colour, fontsize=11, path_effects=_HALO, **at)
        box = note.get_window_extent().padded(3)
        inside = axes.bbox.contains(*box.min) and axes.bbox.contains(*box.max)
        if inside and not any(box.overlaps(t) for t in taken):
            taken.append(box)
            if step > 4:  # far off: a thin line leads to it
                axes.annotate("", arrowprops={"arrowstyle": "-", "color": colour, "lw": 0.7}, **at)
            return
        note.remove()
