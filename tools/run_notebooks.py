"""Runs the notebooks over the seeds with the parameters they have, and keeps the outputs in them.

    .venv/bin/python tools/run_notebooks.py

They are committed with their outputs: people read them on the web, and `pytest --nbval` compares. Run this after a
change that shows in them, and look at the difference.
"""

import os
import sys
import tempfile
from pathlib import Path

from helpers.run import HOME, NOTEBOOKS, _strip

ROOT = HOME.parent


def main() -> None:
    """Replaces each notebook by itself, executed."""
    os.environ.pop("MPLBACKEND", None)
    os.environ["PYTHONHASHSEED"] = "0"
    import papermill

    out = ROOT / "build" / "notebooks"
    paths = {"corpus": str(ROOT / "seeds"), "out": str(out), "cache": str(out / "cache"), "before": str(out)}
    with tempfile.TemporaryDirectory() as folder:
        for name in NOTEBOOKS:
            target = Path(folder) / f"{name}.ipynb"
            source = HOME / f"{name}.ipynb"
            papermill.execute_notebook(
                str(source), str(target), kernel_name="python3", progress_bar=False, cwd=str(HOME)
            )
            _strip(target, paths, out)
            source.write_bytes(target.read_bytes())
            print(source, file=sys.stderr)


if __name__ == "__main__":
    main()
