import pytest

from helpers.gazetteer import gazetteer, name_tokens
from helpers.lexicon import Lexicon

NAMES = gazetteer()


def match(text: str):
    forms = name_tokens(text)
    return NAMES.match(forms, 0, len(forms))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("রাশিয়ার", "রাশিয়া"),
        ("রাশিয়াকে", "রাশিয়া"),
        ("রাশিয়ায়", "রাশিয়া"),
        ("নেপালে", "নেপাল"),
        ("নেপাল", "নেপাল"),
        ("ঢাকাগামী", "ঢাকা"),
        ("লন্ডনভিত্তিক", "লন্ডন"),
        ("সিলেটেও", "সিলেট"),
    ],
)
def test_case_endings_come_off(text, name):
    assert match(text)[1] == name


@pytest.mark.parametrize("text", ["রোমানিয়াবাসীর", "নেপা", "ঢাকনা", "তাদের", "নেতা", "তার"])
def test_no_name_inside_a_word(text):
    found = match(text)
    assert found is None or found[1] not in ("রোম", "ঢাকা", "নেপাল")


def test_the_longest_name_wins():
    end, last, known = match("উত্তর কোরিয়ার সেনারা")
    assert (end, last, known.entity) == (2, "কোরিয়া", "north_korea")


@pytest.mark.parametrize(
    ("name", "entity", "country"), [("কক্সবাজার", "coxs_bazar", "BD"), ("কলকাতা", "kolkata", "IN"), ("কিয়েভ", "kyiv", "UA")]
)
def test_places_have_coordinates_and_country(name, entity, country):
    known = match(name)[2]
    assert (known.entity, known.country) == (entity, country)
    assert known.lat is not None
    assert known.lon is not None


def test_every_country_is_there_once():
    assert len({k.entity for k in NAMES.nations.values()}) == len(NAMES.nations) > 200


def test_every_known_name_leads_to_an_entity_of_its_type():
    for entity, known in NAMES.by_id.items():
        assert known.entity == entity
        assert known.type in ("PER", "LOC", "ORG")
        assert known.name_en


def test_a_users_place_is_known(tmp_path):
    header = "name,variants,kind,name_en,country,within,lat,lon,entity,wikidata,weak,comment"
    (tmp_path / "places.csv").write_text(f"{header}\nকাল্পনিকপুর,,city,Kalponikpur,BD,,23.5,90.5,,,,\n", encoding="utf-8")
    known = gazetteer(Lexicon(tmp_path)).match(("কাল্পনিকপুরের",), 0, 1)[2]
    assert (known.name_en, known.lat) == ("Kalponikpur", 23.5)
