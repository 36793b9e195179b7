"""The notebooks: how they are built, that they run, and that their tables are those of the command."""

import ast
import json
import re
from inspect import signature
from itertools import groupby

import pytest

from conftest import ROOT, command, contents
from helpers.notebook import start
from helpers.run import NOTEBOOKS

HOME = ROOT / "notebooks"
ARTICLE_TEXT = re.compile(r"\b(?:Markdown|HTML|display|\.style|to_html)\b")


def cells(name):
    return json.loads((HOME / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]


def source(cell):
    return "".join(cell["source"])


def code(name):
    return [c for c in cells(name) if c["cell_type"] == "code"]


def prose(name):
    return "\n\n".join(source(c) for c in cells(name) if c["cell_type"] == "markdown")


def parameters(name):
    [cell] = [c for c in cells(name) if "parameters" in c["metadata"].get("tags", [])]
    return cell


every = pytest.mark.parametrize("name", NOTEBOOKS)


@every
def test_it_opens_with_what_you_will_do_learn_and_need(name):
    first = source(cells(name)[0])
    assert re.findall(r"^# .+", prose(name), re.MULTILINE) == [first.splitlines()[0]]
    for part in ("**You will**", "**You will learn**", "**You need**", "**Input**", "**Output**", "**Running time**"):
        assert part in first, part
    assert re.search("[\u0985-\u09b9]", first)  # a line in Bengali


@every
def test_it_ends_with_summary_exercises_and_the_way_on(name):
    last = source(cells(name)[-1])
    assert "## Summary" in last
    assert 2 <= len(re.findall(r"^\d\. ", last[last.index("## Exercises") :], re.MULTILINE)) <= 3
    assert re.search(r"\*\*(Next|Back to):\*\*", last)


@every
def test_links_lead_somewhere(name):
    assert [t for t in re.findall(r"\]\(([\w.]+)\)", prose(name)) if not (HOME / t).exists()] == []


@every
def test_parameters_are_literals_with_a_comment_and_those_of_start(name):
    lines = source(parameters(name)).splitlines()
    assert [line for line in lines if "  # " not in line] == []
    assigned = {s.targets[0].id: ast.literal_eval(s.value) for s in ast.parse(source(parameters(name))).body}
    kinds = {name: {"jobs": int, "columns": dict}.get(name, str) for name in signature(start).parameters}
    assert {k: type(v) for k, v in assigned.items()} == kinds
    assert source(parameters(name)) == source(parameters(NOTEBOOKS[0]))


@every
def test_cells_are_short_and_never_three_in_a_row(name):
    lengths = [len(source(c).strip().splitlines()) for c in code(name) if c != parameters(name)]
    assert max(lengths) <= 6, lengths
    runs = [len(list(group)) for kind, group in groupby(c["cell_type"] for c in cells(name)) if kind == "code"]
    assert max(runs) <= 2


@every
def test_it_checks_its_rows_and_imports_only_helpers(name):
    tree = ast.parse("\n".join(source(c) for c in code(name)))
    assert any(isinstance(n, ast.Assert) for n in ast.walk(tree))
    modules = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    modules |= {n.module.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert modules <= {"helpers", "pandas", "math", "dataclasses"}


@every
def test_every_picture_is_followed_by_what_to_notice_and_a_limitation(name):
    kinds = [(c["cell_type"], "image/png" in json.dumps(c.get("outputs", "")), source(c)) for c in cells(name)]
    pictures = [i for i, (_, picture, _) in enumerate(kinds) if picture]
    for i in pictures:
        after = next(text for kind, _, text in kinds[i:] if kind == "markdown")
        assert "**What to notice.**" in after, kinds[i]
        assert "**Limitation.**" in after, kinds[i]
    assert bool(pictures) == (name[:2] in ("02", "04"))


@every
def test_outputs_are_committed_whole_and_tell_no_machine(name):
    assert [c["execution_count"] for c in code(name)] == list(range(1, len(code(name)) + 1))
    outputs = [o for c in code(name) for o in c["outputs"]]
    assert len(outputs) > 5
    assert {o["output_type"] for o in outputs} <= {"execute_result"}  # nothing printed, no error
    without_pictures = [{k: v for k, v in o["data"].items() if k != "image/png"} for o in outputs]
    assert not re.search(r"/(?:home|root|tmp|Users|work)/|0x[0-9a-f]{6}", json.dumps(without_pictures))


@every
def test_article_text_is_shown_by_plain_tables_alone(name):
    assert [source(c) for c in code(name) if ARTICLE_TEXT.search(source(c))] == []


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The report over the seeds and the tables of the command, each in a folder of its own."""
    folder = tmp_path_factory.mktemp("run")
    for what, out in (("report", "report"), ("tables", "tables")):
        told = command(what, ROOT / "seeds", "--out", folder / out, cwd=folder)
        assert told.returncode == 0, told.stderr
    return folder


def test_notebooks_write_the_tables_that_the_command_writes(run):
    ours, theirs = contents(run / "report" / "tables"), contents(run / "tables" / "tables")
    assert len(ours) >= 20
    assert ours == theirs


def test_the_report_holds_page_notebooks_pictures_and_run(run):
    there = {p.relative_to(run / "report").as_posix() for p in (run / "report").rglob("*") if "cache" not in p.parts}
    assert {"report.html", "run.json", "changes.csv", "pictures/02_entities/02_places.png"} <= there
    assert {f"notebooks/{name}.ipynb" for name in NOTEBOOKS} <= there
    page = (run / "report" / "report.html").read_text(encoding="utf-8")
    assert page.count("<figure ") == len(list((run / "report" / "pictures").rglob("*.png")))
    told = json.loads((run / "report" / "run.json").read_text(encoding="utf-8"))
    assert told["counts"]["documents"] == 5


def test_executed_notebooks_tell_no_folder_of_this_run(run):
    for path in (run / "report" / "notebooks").iterdir():
        assert str(run) not in path.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_same_command_twice_gives_the_same_bytes(run):
    first = contents(run / "report")
    assert command("report", ROOT / "seeds", "--out", run / "report", cwd=run).returncode == 0
    second = contents(run / "report")
    assert [n for n in first if not n.startswith("cache/") and first[n] != second.get(n)] == []
