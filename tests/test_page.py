"""The page: what it shows, that an article's text stays text, and that it needs nothing else."""

import re
from math import nan

import pandas as pd
import pytest

from conftest import write_table
from helpers import canvas, charts, tables
from helpers.changes import changes
from helpers.notebook import ROOT, beside_bnlp, start
from helpers.page import accounts, located, names_of, write_page
from test_bnlp_tagger import model  # noqa: F401 (a fixture)

EVIL = '<script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'"> & "উদ্ধৃতি"'
FIRST = "জেলা প্রশাসক জানান, ১২ জন নিহত হয়েছেন।"
SECOND = f"{EVIL} হাসপাতাল বলছে, নিহত ৩০ জন।"


def write(folder, **more):
    """Tables of two invented articles that differ, and one that could not be read."""
    rows = {
        "documents": [
            {
                "doc": "a",
                "path": "a.txt",
                "title": "নৌকাডুবিতে নিহত ১২",
                "outlet": "দৈনিক এক",
                "published": "2024-03-01",
                "story": "a",
                "n_chars": 300,
            },
            {
                "doc": "b",
                "path": "b.txt",
                "title": EVIL,
                "outlet": EVIL,
                "published": "2024-03-02",
                "story": "a",
                "n_chars": 300,
            },
            {"doc": "c", "path": "c.txt", "n_chars": 0, "story": "c", "warnings": "not read: empty file"},
        ],
        "sentences": [
            {"doc": "a", "sentence": 0, "start": 0, "end": len(FIRST), "part": "body", "text": FIRST},
            {"doc": "b", "sentence": 0, "start": 7, "end": 7 + len(SECOND), "part": "body", "text": SECOND},
        ],
        "removed": [{"doc": "b", "start": 500, "end": 500 + len(EVIL), "rule": "advert", "text": EVIL}],
        "mentions": [{"doc": "b", "start": 0, "end": 1, "surface": "x", "name": EVIL, "type": "ORG", "entity": "e"}],
        "entities": [
            {"doc": "b", "entity": "e", "type": "ORG", "name_en": EVIL, "names": EVIL, "lat": nan, "lon": nan}
        ],
        "figures": [{"doc": "a", "start": 20, "end": 25, "event": "killed", "low": 12, "high": 12, "sentence": 0}],
        "claims": [
            claim("a", FIRST.index("১২"), 12, "জেলা প্রশাসক", "dc", "2024-03-01"),
            claim("b", 7 + SECOND.index("৩০"), 30, EVIL, "hospital", "2024-03-02"),
        ],
        "comparisons": [
            {
                "claim_a": f"a:{FIRST.index('১২')}",
                "claim_b": f"b:{7 + SECOND.index('৩০')}",
                "relation": "differs",
                "note": "other voices, bounds that do not overlap",
            }
        ],
    } | more
    for name in ("joins", "dates", "quotes"):
        rows.setdefault(name, [])
    for name, found in rows.items():
        write_table(name, tables.frame(name, found), folder / "tables")
    return folder


def claim(doc, at, n, who, group, when):
    return {
        "claim": f"{doc}:{at}",
        "story": "a",
        "measure": "killed:person",
        "doc": doc,
        "start": at,
        "sentence": 0,
        "end": at + 5,
        "low": n,
        "high": n,
        "modifier": "exact",
        "claimant": who,
        "claimant_group": group,
        "as_of": when,
        "surface": f"{n} জন",
    }


@pytest.fixture
def page(tmp_path):
    def made(language="bn", **more):
        write(tmp_path, **more)
        canvas.save([charts.events(tables.read(tmp_path, "figures"), language)], tmp_path / "pictures")
        write_page(tmp_path, tmp_path / "report.html", language, "name")
        return (tmp_path / "report.html").read_text(encoding="utf-8")

    return made


def test_an_article_stays_text(page):
    html = page()
    assert "<script" not in html
    assert re.findall(r"<img (?!src=\"data:image/png;base64,)", html) == []
    assert html.count("&lt;script&gt;") >= 5  # sentence, claimant, outlet, entity, left out


def test_it_needs_nothing_else(page):
    html = page()
    assert re.findall(r"(?:https?:)?//[a-z]", re.sub(r"base64,[^\")]*", "", html)) == []
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:" in html
    assert all(target in html for target in re.findall(r'href="#(\w+)"', html))
    assert set(re.findall(r'href="#(\w+)"', html)) <= set(re.findall(r'id="(\w+)"', html))
    assert re.search(r'alt="[^"]{10,}"', html)


def test_both_sides_stand_with_their_sentences_and_the_number_marked(page):
    html = page()
    pair = html[html.index('<article class="pair">') : html.index("</article>")]
    assert [m.split()[0] for m in re.findall("<mark>(.*?)</mark>", pair)] == ["১২", "৩০"]
    assert "জেলা প্রশাসক" in pair
    assert "১ মার্চ ২০২৪" in pair
    assert re.findall(r'<p class="figure">(.*?)</p>', pair) == ["১২", "৩০"]


def test_the_language_of_the_labels(page):
    bengali, english = page(), page("en")
    assert '<html lang="bn">' in bengali
    assert "যেখানে ভাষ্য মেলে না" in bengali
    assert not re.search(r">[0-9]+<", bengali)
    assert '<html lang="en">' in english
    assert "Where the accounts differ" in english
    assert "1 March 2024" in english
    left = re.findall(r"[{}]|\b(?:h|c|t|n|p)_[a-z_]+\b", english[english.index("</style>") :].split("base64,")[0])
    assert left == []  # no label without its words


def test_what_could_not_be_read_is_listed_with_its_reason(page):
    assert re.search(r'<tr class="unread">.*empty file', page("en"))


def test_pages_of_empty_tables(page):
    nothing = {
        name: []
        for name in ("documents", "sentences", "removed", "mentions", "entities", "figures", "claims", "comparisons")
    }
    assert "No two claims of one story" in page("en", **nothing)


def test_a_large_corpus_gives_a_page_of_the_same_size(page):
    many = [claim("a", n, n, f"কণ্ঠ {n}", f"g{n}", "2024-03-01") for n in range(400)]
    pairs = [{"claim_a": "a:1", "claim_b": f"a:{n}", "relation": "differs", "note": ""} for n in range(2, 400)]
    html = page("en", claims=many, comparisons=pairs)
    assert html.count('class="pair"') == 12
    assert "12 of 398 are shown" in html
    assert html.count("<tr") < 170


def test_the_same_two_accounts_stand_once(page):
    twins = [
        claim("a", 1, 12, "x", "x", "2024-03-01"),
        claim("a", 2, 12, "x", "x", "2024-03-01"),
        claim("b", 9, 30, "y", "y", "2024-03-02"),
    ]
    pairs = [{"claim_a": f"a:{n}", "claim_b": "b:9", "relation": "differs", "note": ""} for n in (1, 2)]
    html = page("en", claims=twins, comparisons=pairs)
    assert html.count('class="pair"') == 1
    assert "Further pairs of the same two accounts: 1." in html


def test_named_voices_come_first(page):
    told = [claim("a", n, n, who, who or "voice of a", "2024-03-01") for n, who in ((1, ""), (2, "পুলিশ"))]
    told.append(claim("b", 9, 30, "y", "y", "2024-03-02"))
    pairs = [{"claim_a": f"a:{n}", "claim_b": "b:9", "relation": "differs", "note": ""} for n in (1, 2)]
    html = page("en", claims=told, comparisons=pairs)
    assert re.findall(r'<p class="figure">(\d+)</p>', html) == ["2", "30", "1", "30"]


def test_accounts_keep_every_pair_and_find_the_number_in_its_sentence(tmp_path):
    write(tmp_path)
    t = {n: tables.read(tmp_path, n) for n in ("comparisons", "claims", "sentences")}
    [pair] = accounts(t["comparisons"], t["claims"], t["sentences"], "en").to_dict("records")
    assert (pair["text_a"], pair["text_b"]) == (FIRST, SECOND)
    assert pair["text_b"][pair["at_b"] : pair["to_b"]] == "৩০ জন"
    assert (pair["who_a"], pair["figure_b"], pair["when_b"], pair["measure"]) == (
        "জেলা প্রশাসক",
        "30",
        "2 March 2024",
        "people killed",
    )
    assert list(located(t["claims"], t["sentences"])["claim"]) == list(t["claims"]["claim"])


def test_what_is_new_since_the_last_report(page, tmp_path):
    before = write(tmp_path / "before", claims=[claim("a", FIRST.index("১২"), 9, "জেলা প্রশাসক", "dc", "2024-03-01")])
    write(tmp_path)
    changes(before, tmp_path).to_csv(tmp_path / "changes.csv", index=False)
    rows = re.findall(r"<tr>.*</tr>", page("en").split('id="changes"')[1].split("</table>")[0])[-2:]
    told = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in rows]
    assert [r[:4] for r in told] == [["new", "people killed", "30", ""], ["revised", "people killed", "12", "9"]]


def test_what_is_new_in_documents_that_have_numbers_for_names(page, tmp_path):
    before = write(tmp_path / "before", claims=[])
    write(tmp_path, claims=[claim("007", 3, 12, "", "voice of 007", "2024")])
    changes(before, tmp_path).to_csv(tmp_path / "changes.csv", index=False)
    told = page("en").split('id="changes"')[1].split("</table>")[0]
    assert re.findall(r"<td[^>]*>(.*?)</td>", told) == ["new", "people killed", "12", "", "the article&#39;s own voice"]


def test_nothing_new_is_not_mentioned(page, tmp_path):
    write(tmp_path)
    changes(tmp_path, tmp_path).to_csv(tmp_path / "changes.csv", index=False)
    assert 'id="changes"' not in page()


def test_documents_without_a_title_are_called_by_their_first_sentence():
    documents = pd.DataFrame({"doc": ["a", "b", "c"], "title": ["শিরোনাম", "", ""]})
    sentences = pd.DataFrame({"doc": ["b", "b"], "text": ["প্রথম\nবাক্য।", "পরের বাক্য।"]})
    assert names_of(documents, sentences) == {"a": "শিরোনাম", "b": "প্রথম বাক্য।", "c": "c"}


PARAMETERS = dict.fromkeys(("scheduler", "lexicon", "ner_model", "ner_sha256", "cache", "before"), "")
PARAMETERS |= {"corpus": "seeds", "out": "build/x", "language": "bn", "jobs": 0, "ner": "own", "columns": {}}


@pytest.mark.parametrize(
    ("name", "value"), [("jobs", "2"), ("corpus", 3), ("columns", "text=a"), ("language", "fr"), ("ner", "spacy")]
)
def test_a_wrong_parameter_is_named(name, value):
    with pytest.raises(ValueError, match=name):
        start(**PARAMETERS | {name: value})


def test_relative_paths_start_at_the_project(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    run = start(**PARAMETERS)
    assert run.corpus == ROOT / "seeds"
    assert (ROOT / "pyproject.toml").exists()
    assert run.options.cache == ROOT / "build" / "x" / "cache"
    assert start(**PARAMETERS | {"corpus": str(tmp_path)}).corpus == tmp_path


def test_names_beside_bnlp(model):  # noqa: F811
    path, digest = model
    run = start(**PARAMETERS | {"ner": "bnlp", "ner_model": str(path), "ner_sha256": digest})
    names = beside_bnlp(run, "মন্ত্রী রফিক হাসান গতকাল ঢাকায় গেলেন।")
    assert list(names.columns) == ["surface", "type", "found_by"]
    assert "ঢাকায়" in set(names.loc["own", "surface"])
    assert set(names.index.get_level_values("ner")) == {"own", "bnlp"}
    assert "no bnlp model" in beside_bnlp(start(**PARAMETERS), "ঢাকা")
