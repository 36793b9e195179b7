"""The house rules, held by tests: size, floors, words that must not be there, and that the parts agree."""

import ast
import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import tokenize
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from conftest import ROOT, environment
from helpers import cli

PACKAGE = ROOT / "src" / "helpers"
MODULES = {p.stem: p for p in sorted(PACKAGE.glob("*.py")) if p.stem != "__init__"}
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
LEXICONS = sorted((PACKAGE / "lexicon").glob("*.csv"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

# From the ground floor up; a module imports only from floors below its own. A new module is given its place here.
FLOORS = """
script encoding calendars
lexicon
endings resolving records spelling patterns
tagger
bnlp_tagger numerals labels sentences gazetteer
timewords declined repeats pages keyness
dates cleaning stories
corpus names
persons organisations
entities
quantities
reading
nouns sources
events
figures
quotes
reports
attribution measures
article tables
cache
evidence
variants claims evaluation
pipeline changes
canvas
charts timeline
notebook page
run
cli
"""


def code_lines(path: Path) -> int:
    """Lines that hold code: no blank ones, no comments, no docstrings."""
    source = path.read_text(encoding="utf-8")
    skip = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in skip:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(
            node
        ):
            lines -= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return len(lines)


def test_code_lines_are_counted_without_prose(tmp_path):
    path = tmp_path / "m.py"
    path.write_text(
        '"""Doc."""\n\n# why\nx = """a\nb"""\n\n\ndef f():\n    """Doc.\n\n    More.\n    """\n    return x  # so\n'
    )
    assert code_lines(path) == 4


# Lines of code in the package: it shall shrink to 4,000 and never grow; lower it with every line that goes.
LIMIT = 4999


def test_package_stays_small():
    sizes = {name: code_lines(path) for name, path in MODULES.items()}
    print(sum(sizes.values()), sizes)
    assert sum(sizes.values()) <= LIMIT, sizes
    assert {name: n for name, n in sizes.items() if n > 330} == {}


def test_modules_import_only_from_floors_below():
    floor = {name: i for i, names in enumerate(FLOORS.split("\n")) for name in names.split()}
    assert [name for name in MODULES if name not in floor] == [], "give the new module its floor in FLOORS"
    upward = []
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level:
                used = [node.module] if node.module else [a.name for a in node.names]
                upward += [f"{name} ← {u}" for u in used if u in MODULES and floor[u] >= floor[name]]
            if isinstance(node, ast.Import | ast.ImportFrom) and not getattr(node, "level", 0):
                named = [getattr(node, "module", None) or "", *(a.name for a in node.names)]
                assert not any(n.split(".")[0] == "helpers" for n in named), f"{name}: import from . instead"
    assert upward == []


def tracked() -> list[Path]:
    """The project's text files."""
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if told.returncode:
        pytest.skip("no git checkout")
    paths = [ROOT / name for name in told.stdout.split("\0") if name]
    return [
        p
        for p in paths
        if p.is_file() and p.suffix not in (".npz", ".png", ".parquet", ".gz") and p.parent.name != "seeds"
    ]


def test_nothing_of_the_machine_it_was_written_on():
    odd = re.compile(
        r"/work/|/root/|/home/\w|/Users/\w|\bscratch/|(?<!\w)wt-[a-z]|co-authored-by|generated with", re.IGNORECASE
    )
    found = []
    for path in tracked():
        if path != Path(__file__):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                found += [f"{path.relative_to(ROOT)}:{number}: {m[0]}" for m in odd.finditer(line)]
    assert found == []


def test_bengali_in_code_is_in_normal_form():
    """Patterns are matched on folded text: a precomposed letter in one would never match."""
    texts = {path: path.read_text(encoding="utf-8") for path in MODULES.values()}
    assert [path.name for path, text in texts.items() if text != unicodedata.normalize("NFC", text)] == []


def notebook_cells(path: Path) -> list[list[str]]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
    return [[line for line in c.splitlines() if line.strip() and not line.strip().startswith("#")] for c in code]


@pytest.mark.skipif(not NOTEBOOKS, reason="no notebooks yet")
def test_notebook_cells_fit_on_a_slide():
    sizes = {path.name: [len(c) for c in notebook_cells(path)] for path in NOTEBOOKS}
    every = [n for lengths in sizes.values() for n in lengths]
    print(f"mean {sum(every) / len(every):.1f} lines, longest {max(every)}")
    assert {name: max(lengths) for name, lengths in sizes.items() if max(lengths) > 15} == {}
    assert sum(every) / len(every) <= 6


@pytest.mark.parametrize("path", LEXICONS, ids=lambda p: p.stem)
def test_no_row_of_a_lexicon_stands_twice(path):
    with path.open(encoding="utf-8", newline="") as file:
        rows = [tuple(cell for name, cell in row.items() if name != "comment") for row in csv.DictReader(file)]
    assert [row for row, times in Counter(rows).items() if times > 1] == []


@pytest.mark.parametrize("path", LEXICONS, ids=lambda p: p.stem)
def test_lexicons_parse_and_are_commented(path):
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file, strict=True))
    assert header[-1] == "comment"
    assert [r for r in rows if len(r) != len(header)] == []
    assert [r for r in rows if not r[0].strip()] == []


def test_readme_names_commands_that_there_are():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", readme, re.DOTALL))
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z][a-z-]*)", code)) <= targets
    options = set(re.findall(r"--[a-z][a-z0-9-]*", cli._parser().format_help() + help_of("report") + help_of("tables")))
    for line in re.findall(r"(?:^|/)khobor (.*)", code, re.MULTILINE):
        used = set(re.findall(r"(?<!\S)--[a-z][a-z0-9-]*", line))
        assert used <= options, line


def help_of(name: str) -> str:
    choices = next(a.choices for a in cli._parser()._actions if isinstance(a.choices, dict))
    return choices[name].format_help()


def test_make_lists_its_targets():
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True)
    assert {"setup", "report", "test", "test-all", "lab", "bench", "ner-model", "help"} <= set(told.stdout.split())


def test_a_python_too_old_gets_one_line(tmp_path):
    old = tmp_path / "old-python"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.8.1\nexit 1\n')
    old.chmod(0o755)
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    told = subprocess.run(["make", "report", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True)
    assert told.returncode
    said = [line for line in told.stderr.splitlines() if not re.match(r"make(\[\d+\])?:", line)]
    assert said == ["khobor needs Python 3.11, 3.12 or 3.13; there is Python 3.8.1 (make PYTHON=… names another)"]


def requirements(lines: list[str]) -> dict[str, Requirement]:
    return {canonicalize_name(r.name): r for r in map(Requirement, lines)}


def test_conda_names_what_the_project_names():
    told = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    by_pip = next(d["pip"] for d in told if isinstance(d, dict))
    assert "--editable .[test]" in by_pip
    conda = requirements([d for d in told if isinstance(d, str)] + [d for d in by_pip if not d.startswith("-")])
    assert conda.pop("python").specifier == Requirement(f"python{PROJECT['requires-python']}").specifier
    assert str(conda.pop("pip")) == "pip"
    ours = requirements(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"])
    assert set(conda) == {"jupyterlab", "pandas", "matplotlib", "papermill", "nbval", "bnlp-toolkit"}
    assert {n: str(r.specifier) for n, r in conda.items()} == {n: str(ours[n].specifier) for n in conda}


@pytest.mark.parametrize("python", ["3.11.9", "3.12.4", "3.13.1"])
def test_lock_pins_every_package_the_project_names(python):
    place = {"python_full_version": python, "python_version": python[:4], "sys_platform": "linux", "os_name": "posix"}
    place |= {"platform_python_implementation": "CPython", "implementation_name": "cpython", "extra": ""}
    pins: dict[str, str] = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        r = Requirement(line)
        if r.marker is None or r.marker.evaluate(place):
            assert canonicalize_name(r.name) not in pins, f"two pins for {r.name}"
            pins[canonicalize_name(r.name)] = str(r.specifier).removeprefix("==")
    extras = [line for name, lines in PROJECT["optional-dependencies"].items() if name != "train" for line in lines]
    asked = requirements(PROJECT["dependencies"] + extras)
    wrong = [n for n, r in asked.items() if n not in pins or not r.specifier.contains(pins[n], prereleases=True)]
    assert wrong == []


BLOCKED = """
import socket, sys, pkgutil, importlib
def refuse(*args, **more): raise AssertionError(f"the network was asked for: {args}")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.create_connection = socket.getaddrinfo = refuse
import helpers
for module in pkgutil.iter_modules(helpers.__path__):
    importlib.import_module(f"helpers.{module.name}")
loaded = sorted({name.split(".")[0] for name in sys.modules} & {"bnlp", "nltk", "torch", "dask", "papermill"})
assert loaded == [], loaded
from helpers.corpus import Document
from helpers.article import read_article
rows = read_article(Document("a", "a", sys.argv[1], ""))
assert rows["figures"], rows
assert not {"bnlp", "nltk"} & set(sys.modules)
"""


def test_importing_and_reading_touch_no_network_and_no_bnlp():
    text = "ঢাকায় গতকাল ১২ জন নিহত হয়েছেন।"
    told = subprocess.run([sys.executable, "-c", BLOCKED, text], capture_output=True, text=True, env=environment())
    assert (told.returncode, told.stderr) == (0, "")


def test_seeds_are_the_bytes_that_the_project_began_with():
    told = (ROOT / "seeds" / "README.md").read_text(encoding="utf-8")
    sums = dict(re.findall(r"^([0-9a-f]{64})  (\S+\.txt)$", told, re.MULTILINE))
    there = {hashlib.sha256(p.read_bytes()).hexdigest(): p.name for p in (ROOT / "seeds").glob("*.txt")}
    assert len(sums) == 5
    assert there == sums
