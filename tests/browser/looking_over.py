"""What a page is held to on every screen beside axe: how wide it gets, and where the keyboard's focus is."""

from typing import Any

from playwright.sync_api import Page

SIZES = ((320, 256, "normal"), (1366, 768, "beamer"))
"""Windows in which nothing may be wider: of a page that is magnified four times, and with the largest letters."""

FOCUSED = """() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return null;
    const label = focused.closest('label');
    const shown = focused.matches('input[type="file"], label select') && label ? label : focused;
    const { outlineStyle, outlineWidth } = getComputedStyle(shown.closest('.cm-editor') ?? shown);
    const box = shown.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 12)];
    const top = document.elementFromPoint(x, y);
    const name = focused.ariaLabel ?? (label ?? focused).innerText;
    return {
        name: (name || focused.id || focused.outerHTML.slice(0, 90)).trim(),
        ringed: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
        inSight: top !== null && (shown.contains(top) || top.contains(shown) || top.closest('label') === label),
    };
}"""


def too_wide(page: Page) -> list[str]:
    """In which windows the page would have to be scrolled to the side."""
    before = page.viewport_size
    found = []
    for width, height, size in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        choose_text_size(page, size)
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            found.append(f"{needed} pixels wide in a window of {width} x {height}, text {size}")
    choose_text_size(page, "normal")
    if before:
        page.set_viewport_size(before)
    return found


def choose_text_size(page: Page, size: str) -> None:
    """Chooses how large the text is, where the page offers it."""
    choice = page.get_by_role("combobox", name="Size of the text")
    if choice.count():
        choice.select_option(size)


def focused(page: Page) -> dict[str, Any] | None:
    """What has the keyboard's focus, its `name` and whether it is `ringed` and `inSight`; None where nothing has it."""
    found: dict[str, Any] | None = page.evaluate(FOCUSED)
    return found
