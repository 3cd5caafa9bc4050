"""What a person does with the editor of recipes."""

import re

from playwright.sync_api import Locator, Page, expect


def choose_recipe(page: Page, title: str) -> Locator:
    """Opens a recipe from the box of cards and returns its text box."""
    page.get_by_role("button", name=re.compile(r"^All .*recipes$")).click()
    page.get_by_role("listitem").filter(has=page.get_by_text(title, exact=True)).get_by_role("button").click()
    box = page.get_by_role("textbox", name=f"Text of the recipe {title}")
    expect(box).to_contain_text("from tjbot import")
    return box


def text_box(page: Page) -> Locator:
    """The text of whichever recipe is open."""
    return page.get_by_role("textbox", name="Text of the recipe")


def text_of(box: Locator) -> str:
    """What stands in the text box; of long texts only what is in sight."""
    return "\n".join(box.locator(".cm-line").all_text_contents())


def write(page: Page, source: str) -> None:
    """Puts another text in place of the one that is there, as if pasted."""
    text_box(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)
