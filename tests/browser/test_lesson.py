"""The lesson on what is under the bonnet: tensors, one neuron, a network."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from tests.browser.chromium import visiting
from tests.browser.test_accessibility import findings
from tests.running import RunningDaemon, wait_until


@pytest.fixture
def page(playwright: Playwright, robot: RunningDaemon) -> Iterator[Page]:
    """The lesson, opened by its door."""
    with visiting(playwright, f"{robot.url}/#teach") as visit:
        visit.page.get_by_role("link", name="What is under the bonnet?").click()
        yield visit.page
        assert not visit.complaints


def sheet(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def button(where: Locator, name: str) -> Locator:
    return where.get_by_role("button", name=name, exact=True)


def number(where: Locator) -> float:
    """The first number with a point in what stands there."""
    found = re.search(r"\d+\.\d+", where.inner_text())
    assert found, where.inner_text()
    return float(found[0])


def test_grids_of_numbers_are_added_and_multiplied_as_they_are_changed(page: Page) -> None:
    tensors = sheet(page, "Tensors")
    expect(tensors.get_by_text("1 + 1 = 2")).to_be_visible()
    tensors.get_by_label("A, row 1, column 1").fill("41")
    expect(button(tensors, "Result, row 1, column 1: 42")).to_be_visible()
    tensors.get_by_label("Rows of B").select_option("3")
    expect(tensors.get_by_text("A has 2 rows, B has 3: some numbers would have no partner.")).to_be_visible()

    tensors.get_by_label("A · B").press("Space")
    button(tensors, "Result, row 2, column 3: 13").press("Enter")
    expect(tensors.get_by_text("4 × 2 + 5 × 1 + 6 × 0 = 13")).to_be_visible()
    tensors.get_by_label("Rows of B").select_option("2")
    expect(tensors.get_by_text("A row of A has 3 numbers, a column of B has 2.")).to_be_visible()
    button(tensors, "Swap rows and columns of B").click()
    expect(tensors.get_by_text("[2, 2]")).to_be_visible()
    assert findings(page) == []


def test_a_neuron_learns_step_by_step_and_can_be_raced_by_hand(page: Page) -> None:
    neuron = sheet(page, "One neuron")
    loss = neuron.get_by_role("meter")
    before = float(loss.get_attribute("aria-valuenow") or "")
    button(neuron, "Let it learn one step").click()
    wait_until(lambda: float(loss.get_attribute("aria-valuenow") or "") < before, "one step makes it better")
    button(neuron, "Learn on").click()
    wait_until(lambda: number(neuron.locator(".loss")) < 0.45, "it learns on")
    button(neuron, "Stop").click()
    for name, weight in (("weight 1", "6"), ("weight 2", "4.4"), ("bias", "-0.4")):
        neuron.get_by_role("slider", name=name).fill(weight)
    expect(neuron.get_by_text("You are ahead!")).to_be_visible()
    expect(neuron.get_by_text("37 of 40 right")).to_be_visible()
    button(neuron, "Next dot").click()
    expect(neuron.get_by_text("It is blue: −log(")).to_be_visible()
    assert findings(page) == []


def test_a_network_parts_the_ring_that_one_neuron_can_not(page: Page) -> None:
    network = sheet(page, "A network")
    units = network.get_by_role("slider", name="Hidden neurons")
    units.press("Home")
    button(network, "Learn").click()
    expect(network.get_by_text(re.compile("^[1-9]\\d{2,} rounds"))).to_be_visible(timeout=30_000)
    assert int(network.locator(".far strong").inner_text().split()[0]) < 50
    units.press("End")
    expect(network.get_by_role("img", name=re.compile("8 hidden neurons"))).to_be_visible()
    button(network, "Learn").click()
    expect(network.get_by_text("60 of 60 right")).to_be_visible(timeout=30_000)
    button(network, "Stop").click()
    page.get_by_role("link", name="Back to teaching").click()
    expect(page.get_by_role("region", name="What shall I learn to tell apart?")).to_be_visible()
