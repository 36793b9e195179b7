import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.spelling import letters, slug, sound, transliterate, words


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ল্যাভরভ", "লাভরভ"),
        ("কুর্স্ক", "কুরস্ক"),
        ("পুটিন", "পুতিন"),
        ("ইয়োনহাপ", "ইওনহাপ"),
        ("শামসুল", "সামছুল"),
        ("চৌধুরী", "চৌধুরি"),
        ("জোহরা", "যোহরা"),
        ("বিল্লাল", "বিলাল"),
        ("বাড়ি", "বাড়ী"),
    ],
)
def test_two_spellings_of_one_sound(a, b):
    assert sound(a) == sound(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [("ঢাকা", "রাকা"), ("কুরস্ক", "তুরস্ক"), ("মইনুল", "মমিনুল"), ("হাসান", "হোসেন"), ("লালপুর", "লায়লপুর"), ("করিম", "রহিম")],
)
def test_different_names_sound_different(a, b):
    assert sound(a) != sound(b)


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("কেসিএনএ", "kcna"),
        ("KCNA", "kcna"),
        ("এফবিআই", "fbi"),
        ("ডব্লিউএইচও", "who"),
        ("বি.জি.বি", "bgb"),
        ("ঢাকা", ""),
        ("Reuters", ""),
    ],
)
def test_letters_of_abbreviations(name, spelled):
    assert letters(name) == spelled


@pytest.mark.parametrize(
    ("name", "latin"),
    [("করিম", "korim"), ("ঢাকা", "dhaka"), ("র‍্যাব-৭", "rjab-7"), ("NATO", "NATO"), ("আবহাওয়া", "abohaoya")],
)
def test_transliteration(name, latin):
    assert transliterate(name) == latin


def test_words_leave_out_marks():
    assert words("পিয়ং-ইয়ং (উ. কোরিয়া)") == ("পিয়ং", "ইয়ং", "উ", "কোরিয়া")


@given(st.text())
def test_anything_has_an_id(name):
    assert set(slug(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")
    assert slug(name)
    assert sound(name) == sound(name)
