import pytest

from helpers.measures import voice
from helpers.reading import Reading
from helpers.script import Text


@pytest.mark.parametrize(
    ("claimant", "entity", "group"),
    [
        ("দক্ষিণ কোরিয়ার গুপ্তচর সংস্থা", "south_korea_intelligence", "south_korea"),
        ("দক্ষিণ কোরিয়ার প্রতিরক্ষা গোয়েন্দা সংস্থা", "south_korean_dia", "south_korea"),
        ("দক্ষিণ কোরিয়ার সংবাদমাধ্যম", "", "south_korea:media"),
        ("উত্তর কোরীয় কর্মকর্তা", "", "north_korea"),
        ("রাশিয়া ও উত্তর কোরিয়া", "", "north_korea+russia"),
        ("পেন্টাগন", "pentagon", "united_states"),
        ("গাজার স্বাস্থ্য মন্ত্রণালয়", "gaza_health_ministry", "palestine"),
        ("কেসিএনএ", "kcna", "north_korea:media"),
        ("ফিলিস্তিনি সংগঠন হামাস", "hamas", "hamas"),
        ("রয়টার্স", "reuters", "reuters"),
        ("মনিরুল তালুকদার", "monirul_talukdar", "monirul_talukdar"),
        ("স্থানীয় বাসিন্দা", "", "স্থানীয় বাসিন্দা"),
        ("", "", ""),
    ],
)
def test_whose_voice_a_claimant_is(claimant, entity, group):
    assert voice(claimant, entity, Reading(Text(""))) == group
