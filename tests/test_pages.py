import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.pages import MAX_TAGS, read_page

RUNS = int(os.environ.get("KHOBOR_FUZZ", "60")) // 2
TITLE = "নদীর পানি বাড়ছে দ্রুত"
BODY = "বন্যার পানিতে জেলার বারোটি ইউনিয়নের সড়ক তলিয়ে গেছে। আশ্রয়কেন্দ্রে চার হাজার মানুষ উঠেছেন। " * 4
MENU = "".join(f'<li><a href="/{i}">বিভাগ {i} এর সব খবর</a></li>' for i in range(60))


def page(body, head=f"<title>{TITLE} | আমার কাগজ</title>"):
    return f"<html><head>{head}</head><body><ul>{MENU}</ul>{body}<footer>স্বত্ব সংরক্ষিত</footer></body></html>"


ARTICLE = (
    f"<article><h1>{TITLE}</h1><span>১২ জুন ২০২৪, ১০:৩০</span><p>{BODY}</p><p>{BODY.replace('চার', 'পাঁচ')}</p></article>"
)
META = (
    f'<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="আমার কাগজ">'
    '<meta name="author" content="রহিম উদ্দিন">'
    '<meta property="article:published_time" content="2024-06-12T10:30:00+06:00">'
)


def test_article():
    found = read_page(page(ARTICLE, META))
    assert found.why_not == ""
    assert found.text.startswith(f"{TITLE}\n১২ জুন ২০২৪, ১০:৩০\n\nবন্যার পানিতে")
    assert (found.title, found.outlet, found.byline) == (TITLE, "আমার কাগজ", "রহিম উদ্দিন")
    assert found.published == "2024-06-12T10:30:00+06:00"
    assert found.text.count(TITLE) == 1
    assert "বিভাগ" not in found.text
    assert "পাঁচ হাজার" in found.text


def test_without_metadata_title_and_date_come_from_the_page():
    found = read_page(page(ARTICLE))
    assert (found.title, found.published, found.outlet, found.byline) == (TITLE, "১২ জুন ২০২৪, ১০:৩০", "", "")


def test_json_ld_gives_the_date_and_the_outlet_is_no_byline():
    head = '<script type="application/ld+json">{"@graph": [{"datePublished": "2024-06-11"}, 3]}</script>'
    head += '<script type="application/ld+json">{broken</script><meta name="author" content="Amar Kagoj">'
    found = read_page(page(ARTICLE, head + '<meta property="og:site_name" content="amar kagoj">'))
    assert (found.published, found.byline) == ("2024-06-11", "")


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (page(""), "a page of headlines"),
        (page("<h1>সব খবর</h1>" + "<p>ছোট খবর…</p>" * 50), "a page of headlines"),
        ("<html><head><title>Just a moment...</title></head><body><p>checking</p></body></html>", "refused"),
        ("<html><title>Sorry, you have been blocked</title><body>" + "x " * 900 + "</body></html>", "refused"),
        ("<html><body><div id='root'></div>" + "<script>1</script>" * 9 + "</body></html>", "a shell"),
        (f"<html><body><h1>{TITLE}</h1><p>ভিডিও দেখুন</p></body></html>", "too little text"),
        ("", "cannot be read"),
        ("<p>ক</p>" * (MAX_TAGS // 2 + 1), "above the limit of 5,000,000 characters and 30,000 tags"),
        ("<p>" + "ক" * 5_000_001, "above the limit of 5,000,000 characters and 30,000 tags"),
    ],
)
def test_no_article(html, said):
    found = read_page(html)
    assert said in found.why_not
    assert found.text == ""


def test_nesting_is_survived():
    deep = "<div>" * 9_000 + f"<p>{BODY}</p>"
    assert read_page(f"<html><body>{deep}").why_not


@settings(max_examples=RUNS, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([ARTICLE, META, "<p>", "</div>", "<script>", "<!--", "]]>", "<?xml?>", BODY]),
            st.text(max_size=20),
        )
    ).map("".join)
)
def test_no_page_fails(html):
    found = read_page(html)
    assert bool(found.text) != bool(found.why_not)
