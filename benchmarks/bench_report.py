"""What running the notebooks costs: `khobor report` over the seeds beside the same cells in one plain Python process.

    python benchmarks/bench_report.py [--rounds N]

Both are commands of their own, timed from start to end in turn, and both write the page; the best round counts. Beside
them stand five notebooks with one empty cell: what five kernels cost before they do anything. Caches of articles start
empty; compiled modules are kept from round to round, as Python does where it is not told otherwise. Processor seconds
stand beside those of the clock, as these depend on who else uses the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from helpers.run import HOME, NOTEBOOKS

ROOT = Path(__file__).resolve().parents[1]
PLAIN = """
import json, sys
from pathlib import Path
from IPython.core.interactiveshell import InteractiveShell
from helpers.page import write_page

out = Path(sys.argv[2])
given = "\\n".join(f"{k} = {v!r}" for k, v in json.loads(sys.argv[3]).items())
shell = InteractiveShell.instance()
for path in sys.argv[4:]:
    shell.reset(new_session=False)
    for cell in json.loads(Path(path).read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            result = shell.run_cell("".join(cell["source"]), store_history=False)
            result.raise_error()
            if "parameters" in cell["metadata"].get("tags", ()):
                shell.run_cell(given)
write_page(out, out / "report.html", "bn", out.name)
"""
EMPTY = """
import papermill, sys
for path in sys.argv[1:]:
    papermill.execute_notebook(path, path, kernel_name="python3", progress_bar=False)
"""


def seconds(args: list[str], folder: Path) -> tuple[float, float]:
    """How long a command takes, by the clock and in processor time; its own output is dropped."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    env = os.environ | {"PYTHONPYCACHEPREFIX": str(folder.parent / "compiled")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, *args], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder, text=True, env=env
    )
    if done.returncode:
        sys.exit(f"{args[:3]} failed:\n{done.stderr[-2000:]}")
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(folder: Path) -> tuple[tuple[float, float], ...]:
    """Seconds of the notebooks, of the plain process, and of five kernels that do nothing."""
    seeds, notebooks = ROOT / "seeds", [str(HOME / f"{name}.ipynb") for name in NOTEBOOKS]
    (folder / "plain").mkdir(parents=True)
    run = seconds(["-m", "helpers.cli", "report", str(seeds), "--out", str(folder / "report")], folder)
    told = {"corpus": str(seeds), "out": str(folder / "plain"), "cache": str(folder / "cache"), "before": ""}
    plain = seconds(["-c", PLAIN, "", str(folder / "plain"), json.dumps(told), *notebooks], folder)
    empty = [folder / f"{name}.ipynb" for name in NOTEBOOKS]
    for path in empty:
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("")]), path)
    return run, plain, seconds(["-c", EMPTY, *map(str, empty)], folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        found = [measure(Path(folder) / str(n)) for n in range(rounds)]
    for unit, column in (("s", 0), ("s of a processor", 1)):
        run, plain, kernels = (min(times[column] for times in what) for what in zip(*found, strict=True))
        print(f"five notebooks and the page, headless   {run:6.1f} {unit}")
        print(f"the same cells in one plain process     {plain:6.1f} {unit}    ratio {run / plain:.2f}")
        print(f"five kernels that do nothing            {kernels:6.1f} {unit}    the notebooks add {run - plain:.1f}")


if __name__ == "__main__":
    os.environ.pop("MPLBACKEND", None)
    main()
