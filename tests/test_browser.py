"""The report in a real browser: nothing complains, nothing sticks out, nothing of an article runs."""

import json
import shutil
import subprocess
import time
from contextlib import contextmanager
from itertools import count

import pytest
import websocket

from helpers import canvas, charts, tables
from helpers.page import write_page
from test_page import EVIL, write

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")]


class Tab:
    """A page in Chromium, spoken to by its DevTools protocol; `heard` are the messages it sent."""

    def __init__(self, address):
        self.socket = websocket.create_connection(address, timeout=60, suppress_origin=True)
        self.numbers, self.heard = count(1), []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method, **params):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        return self.wait(lambda m: m.get("id") == number)["result"]

    def wait(self, wanted):
        while True:
            message = json.loads(self.socket.recv())
            if wanted(message):
                return message
            self.heard.append(message)

    def open(self, path, width=1280):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
        self.heard.clear()
        self.ask("Page.navigate", url=path.as_uri())
        if not any(m.get("method") == "Page.loadEventFired" for m in self.heard):
            self.wait(lambda m: m.get("method") == "Page.loadEventFired")
        time.sleep(0.3)  # what a script of the page would do, it does now

    def value(self, expression):
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"]["value"]


@contextmanager
def chromium(profile):
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", f"--user-data-dir={profile}"]
    process = subprocess.Popen([CHROMIUM, *options, "about:blank"], stderr=subprocess.PIPE, text=True)
    try:
        line = next(line for line in process.stderr if "DevTools listening on" in line)
        port = line.split("127.0.0.1:")[1].split("/")[0]
        from urllib.request import urlopen

        [page] = [t for t in json.load(urlopen(f"http://127.0.0.1:{port}/json")) if t["type"] == "page"]
        yield Tab(page["webSocketDebuggerUrl"])
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("profile")) as tab:
        yield tab


@pytest.fixture(scope="module", params=["bn", "en"])
def report(request, tmp_path_factory):
    folder = write(tmp_path_factory.mktemp(request.param))
    canvas.save([charts.events(tables.read(folder, "figures"), request.param)], folder / "pictures")
    write_page(folder, folder / "report.html", request.param, "name")
    return folder / "report.html"


def complaints(tab):
    wrong = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded", "Network.loadingFailed")
    return [m for m in tab.heard if m.get("method") in wrong]


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_complains_and_nothing_sticks_out(tab, report, width):
    tab.open(report, width)
    assert complaints(tab) == []
    assert tab.value("document.documentElement.scrollWidth") <= width
    assert tab.value("[...document.images].filter(i => !i.complete || !i.naturalWidth).length") == 0
    assert tab.value("document.querySelectorAll('article.pair').length") == 1
    assert tab.value("[...document.images].every(i => i.alt.length > 9)") is True


def test_it_brings_its_font(tab, report):
    """Where no font for Bengali is installed the page would else show boxes."""
    tab.open(report)
    assert tab.value("document.fonts.check('16px \"Hind Siliguri\"', 'ক্ষ')") is True
    assert tab.value("[...document.fonts].map(f => f.status).join()") == "loaded,loaded"


@pytest.mark.parametrize(("width", "hint"), [(390, True), (1280, False)])
def test_a_phone_is_told_that_the_picture_goes_on(tab, report, width, hint):
    tab.open(report, width)
    assert tab.value("[...document.querySelectorAll('figure')].every(f => f.scrollWidth > f.clientWidth)") is hint
    assert (tab.value("document.querySelector('figcaption').getBoundingClientRect().height") > 0) is hint


def test_no_other_host_is_asked(tab, report):
    tab.open(report)
    asked = [m["params"]["request"]["url"] for m in tab.heard if m.get("method") == "Network.requestWillBeSent"]
    assert {url.split(":")[0] for url in asked} <= {"file", "data"}


def test_an_article_is_shown_and_not_run(tab, report):
    tab.open(report)
    assert tab.value("document.title") != "owned"
    assert tab.value("document.scripts.length") == 0
    assert EVIL in tab.value("document.querySelectorAll('article.pair blockquote')[1].textContent")


def test_a_script_that_got_in_would_be_stopped(tab, report):
    """The policy in the page, by itself: it must not be escaping alone that protects."""
    bad = report.with_name("bad.html")
    bad.write_text(report.read_text(encoding="utf-8").replace("<main>", f"<main>{EVIL}"), encoding="utf-8")
    tab.open(bad)
    assert tab.value("document.title") != "owned"
    assert any("Content Security Policy" in json.dumps(m) for m in complaints(tab))


def test_it_prints_on_paper(tab, report):
    tab.open(report)
    printed = tab.ask("Page.printToPDF", preferCSSPageSize=True)["data"]
    assert len(printed) > 20_000
