from collections import namedtuple
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.evidence import similarity
from helpers.lexicon import BUILTIN, LexiconError
from helpers.names import names_of
from helpers.spelling import slug
from helpers.tables import frame
from helpers.variants import Alias, Joined, aliases, join

Named = namedtuple("Named", "doc name type entity")


def mentions(*rows: tuple[str, str, str], entity: str = "") -> list[Named]:
    """Mentions of document, name and type, each with its own id or all with one."""
    return [Named(*row, entity or slug(row[1])) for row in rows]


def joined(rows: list[Named], decided: Sequence[Alias] = ()) -> tuple[list[str], Joined]:
    """The id of each mention in the corpus, and what `join` returns."""
    docs = dict.fromkeys(row.doc for row in rows)
    names = [{"doc": doc} | name for doc in docs for name in names_of(row for row in rows if row.doc == doc)]
    found = join(frame("names", names), decided, BUILTIN)
    keys = [(row.doc, row.entity, row.name, row.type) for row in rows]
    return [found.ids.get(key) or found.ids.get(key[:2], key[1]) for key in keys], found


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("শওকত তালুকদার বিপুল", "সওকত তালুকদার বিপুল", "PER"),
        ("মো. মনিরুল তালুকদার", "মনিরুল তালুকদার", "PER"),
        ("মোহাম্মদ তৈমুর হোসাইন", "মুহাম্মদ তৈমুর হোসেন", "PER"),
        ("সালাহ উদ্দিন জমাদ্দার", "সালাউদ্দিন জমাদ্দার", "PER"),
        ("কাঁঠালগাড়া প্রেস ক্লাব", "কাঁঠালগাড়া প্রেসক্লাব", "ORG"),
        ("এফজিকেএল", "FGKL", "ORG"),
        ("এগডার ইউনিভার্সিটি", "এগডার বিশ্ববিদ্যালয়", "ORG"),
    ],
)
def test_spellings_of_one_name_are_joined(a, b, kind):
    ids, found = joined(mentions(("1", a, kind), ("2", b, kind)))
    assert ids[0] == ids[1]
    assert list(found.joins["decision"]) == ["join"]


@pytest.mark.parametrize(
    ("a", "b", "kinds"),
    [
        ("মনিরুল তালুকদার", "আনিসুল তালুকদার", "PER PER"),  # another first name
        ("আব্দুল কাদের তালুকদার", "আব্দুল কাদির তালুকদার", "PER PER"),
        ("তালুকদার", "তালুকদার", "PER PER"),  # one word tells nobody outside its article
        ("মো. তালুকদার", "তালুকদার", "PER PER"),
        ("কাঁঠালগাড়া", "কাঁঠালগাড়া", "LOC ORG"),  # another type
        ("কুরস্ক", "তুরস্ক", "LOC LOC"),
        ("পররাষ্ট্র দপ্তর", "পররাষ্ট্র দফতর", "ORG ORG"),  # every country has one
    ],
)
def test_what_is_not_joined(a, b, kinds):
    left, right = kinds.split()
    ids, found = joined(mentions(("1", a, left), ("2", b, right)))
    assert len(set(ids)) == 2
    assert "join" not in set(found.joins["decision"])


def test_an_abbreviation_leads_to_the_long_form_that_another_article_gives():
    rows = mentions(("1", "কাঁঠালগাড়া নাগরিক পরিষদ", "ORG"), ("1", "কানাপ", "ORG"), ("2", "কানাপ", "ORG"))
    rows[1] = rows[1]._replace(entity=rows[0].entity)
    assert len(set(joined(rows)[0])) == 1


def test_people_of_a_common_name_are_one_only_in_the_same_company():
    rows = [(str(i), f"স্থান{'কখগঘঙচছজঝটঠডঢতথদধনপফবভমযরলশষসহ'[i % 30]}{i}", "LOC") for i in range(400)]
    rows += [(str(i), "রফিকুল ইসলাম", "PER") for i in (1, 2, 3)]
    rows += [(str(i), f"ঝুমঝুমকা{n}", "LOC") for i in (1, 2) for n in range(4)]
    one, two, other = joined(mentions(*rows))[0][400:403]
    assert one == two != other


def test_the_users_word_joins_and_keeps_apart():
    rows = mentions(("1", "মনিরুল তালুকদার", "PER"), ("2", "মনিরুল ইসলাম তালুকদার", "PER"), ("3", "মো. মনিরুল তালুকদার", "PER"))
    together = [Alias("মনিরুল তালুকদার", "মনিরুল ইসলাম তালুকদার", "join")]
    assert len(set(joined(rows, together)[0])) == 1
    apart = [*together, Alias("মনিরুল ইসলাম তালুকদার", "মো. মনিরুল তালুকদার", "apart")]
    ids, found = joined(rows, apart)
    assert ids[1] != ids[2]  # also not by way of the first
    assert set(found.joins["decision"]) == {"join", "apart"}


def test_the_user_parts_two_names_of_one_article():
    rows = mentions(("1", "মনিরুল তালুকদার", "PER"), ("1", "বাবুল তালুকদার", "PER"), entity="m")
    ids, found = joined(rows, [Alias("মনিরুল তালুকদার", "বাবুল তালুকদার", "apart")])
    assert ids == found.entities["entity"].tolist() == ["m", "m.babul_talukdar"]


def test_the_table_of_entities_holds_names_as_written():
    told = [("1", name, "LOC") for name in ("রাশিয়া", "রাশিয়া", "রাশিয়ান ফেডারেশন")]
    row = joined(mentions(*told, entity="russia"))[1].entities.iloc[0]
    assert (row["entity"], row["name_en"], row["names"], row["country"]) == (
        "russia",
        "Russia",
        "রাশিয়া|রাশিয়ান ফেডারেশন",
        "RU",
    )


def test_aliases_are_read(tmp_path):
    assert aliases(tmp_path) == []
    (tmp_path / "aliases.csv").write_text("a,b,decision,comment\nক,খ,join,\n", encoding="utf-8")
    assert aliases(tmp_path) == [Alias("ক", "খ", "join")]


@pytest.mark.parametrize("text", ["a,b,decision\nক,খ,maybe\n", "a,b\nক,খ\n"])
def test_wrong_aliases_name_their_line(tmp_path, text):
    (tmp_path / "aliases.csv").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match="line 2"):
        aliases(tmp_path)


def test_similarity_is_that_of_the_least_alike_word():
    assert similarity("ল্যাভরভ", "লাভরভ") == 1
    assert similarity("সের্গেই লাভরভ", "লাভরভ") == 0
    assert 0 < similarity("কুরস্ক", "তুরস্ক") < 1
    assert similarity("রহিম কুরস্ক", "রহিম তুরস্ক") == similarity("কুরস্ক", "তুরস্ক")


name = st.sampled_from(["রহিম", "করিম", "তালুকদার", "ঝুমকা", "নাগরপুর", "মো.", "পরিষদ", "এবিসি", "ABC", "৭"])
row = st.tuples(
    st.sampled_from("123"), st.lists(name, min_size=1, max_size=3).map(" ".join), st.sampled_from(["PER", "LOC", "ORG"])
)


@settings(max_examples=40, deadline=None)
@given(st.lists(row, max_size=12), st.lists(st.tuples(name, name, st.sampled_from(["join", "apart"])), max_size=3))
def test_every_mention_keeps_one_id_and_no_join_crosses_a_type(rows, decided):
    told = [Alias(*d) for d in decided if d[0] != d[1]]
    ids, found = joined(mentions(*rows), told)
    assert {(row[0], one) for row, one in zip(rows, ids, strict=True)} == set(
        found.entities[["doc", "entity"]].itertuples(index=False, name=None)
    )
    for p in found.joins.itertuples():
        assert p.a < p.b
        assert p.decision in ("join", "apart", "proposed")
    if not told:
        assert len({(one, row[2]) for row, one in zip(rows, ids, strict=True)}) == len(set(ids))
    assert joined(mentions(*rows), told)[0] == ids
