"""The page in the language of its reader."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.test_accessibility import findings
from tests.running import RunningDaemon

TEXT = Path(__file__).parents[2] / "web_ui" / "src" / "text"
SCREENS = ("", "#build", "#teach", "#lesson", "#lessons", "#class", "#codes", "#robots", "#why")

VISIBLE = """() => {
  const told = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    const element = walker.currentNode;
    if (element.closest('.cm-editor, code, script, style, option') || !element.checkVisibility()) continue;
    for (const name of ['title', 'aria-label', 'placeholder', 'alt']) told.push(element.getAttribute(name) ?? '');
    for (const child of element.childNodes) if (child.nodeType === Node.TEXT_NODE) told.push(child.textContent.trim());
  }
  return told.filter((text) => text !== '');
}"""
"""Every text that somebody sees or hears, but for code."""


def english() -> set[str]:
    """The page's English sentences without gaps that German does not have, too."""
    files = {each: [*TEXT.glob(f"{each}.ts"), *TEXT.glob(f"{each}.*.ts")] for each in ("en", "de")}
    literals = {
        each: set(re.findall(r"'((?:[^'\\\n]|\\.)+)'", "\n".join(path.read_text("utf-8") for path in paths)))
        for each, paths in files.items()
    }
    return {text for text in literals["en"] - literals["de"] if re.search(r"[a-z]{2}.* .*[a-z]{2}", text)}


def in_english(page: Page) -> list[str]:
    """What is told in English on a screen."""
    sentences = english()
    stop_words = re.compile(r"\b(the|is|and|you|your|of|with|what|how)\b")
    told = [text for text in page.evaluate(VISIBLE) if text.strip()]
    assert len(told) > 5
    return [text for text in told if text in sentences or stop_words.search(text)]


@pytest.mark.parametrize("width", [1366, 390])
def test_a_german_browser_is_told_german_everywhere(playwright: Playwright, robot: RunningDaemon, width: int) -> None:
    with visiting(playwright, robot.url, locale="de-DE", width=width) as visit:
        page = visit.page
        for screen in SCREENS:
            page.goto(f"{robot.url}/{screen}")
            expect(page.locator("html")).to_have_attribute("lang", "de")
            expect(page.get_by_text("verbunden").first).to_be_visible()
            expect(page.locator("main h2:visible").first).to_be_visible()
            assert in_english(page) == [], screen or "play"
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{screen} is too wide"
            assert findings(page) == [], screen or "play"


def test_the_robot_tells_german_too_until_english_is_chosen(playwright: Playwright, robot: RunningDaemon) -> None:
    with visiting(playwright, robot.url, locale="de-DE") as visit:
        page = visit.page
        wave = page.get_by_role("button", name="winken", exact=True)
        expect(wave).to_have_attribute("title", "Winkt: hoch, runter, hoch")
        page.get_by_role("button", name="Kamera an", exact=True).click()
        expect(page.get_by_role("alert").get_by_text("Es ist keine Kamera da.")).to_be_visible()
        page.get_by_role("button", name="Start", exact=True).click()
        expect(page.get_by_role("log").get_by_text("Zurückwinken läuft.")).to_be_visible()
        page.get_by_role("button", name="Stopp", exact=True).click()
        refused = "fetch('/api/recipes/none.py', {headers: {'Accept-Language': document.documentElement.lang}})"
        assert page.evaluate(f"{refused}.then((answer) => answer.json())")["message"].startswith("Es gibt kein")
        page.get_by_label("Sprache").select_option("en")
        expect(page.get_by_role("heading", name="I see")).to_be_visible()
        expect(page.get_by_role("button", name="wave", exact=True)).to_have_attribute("title", "Waves: up, down, up")
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert [each for each in visit.complaints if "404" not in each] == []
