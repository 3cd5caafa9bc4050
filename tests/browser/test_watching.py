"""Watching, from the camera to events: the worker under the daemon's own headers, and what happens when things go."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, Route

from tests.browser.hands import render_video
from tests.browser.hands.lab import build_lab, open_lab

pytestmark = pytest.mark.live

SLOWLY = 60_000
"""Milliseconds that a test waits: models load, and a slow machine sees few frames a second."""


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    build_lab()


@pytest.fixture
def film(films: Path) -> Path:
    """A hand that opens and closes."""
    return render_video([("open hand", 2), ("fist", 2)], films)


@pytest.fixture
def lab(playwright: Playwright, films: Path, film: Path) -> Iterator[Page]:
    """A page whose camera plays the film; nothing watches yet."""
    with open_lab(playwright, films, film=film) as page:
        yield page


def wait_for(lab: Page, condition: str) -> None:
    """Waits until a JavaScript expression over `lab` is true."""
    lab.wait_for_function(f"() => {condition}", timeout=SLOWLY)


def wait_for_workers(lab: Page, count: int) -> None:
    """Waits until no more than so many workers are left; the browser tells a moment later that one is gone."""
    while len(lab.workers) > count:
        lab.evaluate("() => new Promise(requestAnimationFrame)")


def troubles(lab: Page) -> list[str | None]:
    """The sentences that were told so far; None where a trouble was over."""
    return [trouble and trouble["message"] for trouble in lab.evaluate("() => lab.troubles")]


def damage(route: Route) -> None:
    """Answers with a file of the right length and the wrong bytes."""
    body = route.fetch().body()
    route.fulfill(body=bytes(len(body)))


def test_a_hand_that_opens_and_closes_makes_events_on_the_edges(lab: Page) -> None:
    lab.evaluate("() => lab.start()")
    wait_for(lab, "lab.events.filter(({ phase }) => phase === 'stopped').length >= 2 && lab.statuses.length > 0")
    lab.evaluate("() => lab.watch.stop()")
    events: list[dict[str, Any]] = lab.evaluate("() => lab.events")
    for label in {event["label"] for event in events}:
        own = [event for event in events if event["label"] == label]
        edges = [event["phase"] for event in own if event["phase"] != "now"]
        assert edges == ["started", "stopped"] * (len(edges) // 2), "stop() ends what is seen"
        for before, after in pairwise(own):
            if after["phase"] == "now":
                assert after["stamps"]["recognised"] - before["stamps"]["recognised"] >= 100
    assert {"open hand", "fist"} <= {event["label"] for event in events}
    assert {event["side"] for event in events} == {"right"}
    assert all(event["stamps"]["frame"] <= event["stamps"]["recognised"] for event in events)
    assert lab.evaluate("() => lab.statuses[0].backend") == "wasm"
    assert lab.evaluate("() => JSON.parse(localStorage.getItem('tjbot.backend')).backend") == "wasm"
    assert lab.evaluate("() => lab.track() === undefined"), "the camera's light is off"


def test_a_camera_that_is_pulled_out_heals(lab: Page) -> None:
    lab.evaluate("() => lab.start()")
    wait_for(lab, "lab.frames > 3")
    lab.evaluate("() => { lab.track().dispatchEvent(new Event('ended')); lab.frames = 0; }")
    wait_for(lab, "lab.frames > 3")
    told = troubles(lab)
    assert "The camera is gone." in told
    assert told[-1] is None


def test_a_damaged_model_file_is_told_and_fetched_again(lab: Page) -> None:
    lab.route("**/palm.bin*", damage)
    lab.evaluate("() => lab.start()")
    wait_for(lab, "lab.troubles.at(-1) !== undefined && lab.troubles.at(-1) !== null")
    assert troubles(lab)[-1] == "The model file hand/palm.bin is damaged."
    lab.unroute("**/palm.bin*")
    wait_for(lab, "lab.frames > 3")
    assert troubles(lab)[-1] is None


def test_the_address_can_ask_for_a_back_end(playwright: Playwright, films: Path, film: Path) -> None:
    with open_lab(playwright, films, film=film, query="?backend=cpu") as lab:
        lab.evaluate("() => lab.start()")
        wait_for(lab, "lab.statuses.length > 0")
        assert lab.evaluate("() => lab.statuses[0].backend") == "cpu"
        assert lab.evaluate("() => localStorage.getItem('tjbot.backend')") is None


def test_a_back_end_that_is_not_there_is_told(playwright: Playwright, films: Path, film: Path) -> None:
    with open_lab(playwright, films, film=film, query="?backend=webgpu") as lab:
        lab.evaluate("() => lab.start()")
        wait_for(lab, "lab.troubles.some((trouble) => trouble !== null)")
        assert 'This browser can not compute on "webgpu".' in troubles(lab)


def test_threads_are_measured_and_what_was_best_is_remembered(lab: Page) -> None:
    lab.evaluate("() => lab.start()")
    wait_for(lab, "lab.frames > 0")
    (chosen,) = lab.evaluate("() => lab.chosen")
    assert chosen["reason"] == "measured"
    tried = {each["threads"] for each in chosen["compared"]}
    cores = lab.evaluate("() => navigator.hardwareConcurrency")
    most = max(1, min(cores - 1, 8))
    assert tried == {1, min(most, max(1, cores // 2)), most}, "one core is left to the page"
    lab.evaluate("() => { lab.watch.stop(); lab.frames = 0; lab.start(); }")
    wait_for(lab, "lab.frames > 0")
    again = lab.evaluate("() => lab.chosen[1]")
    # Where other programs take the cores meanwhile, it may be measured anew.
    assert again["reason"] in ("remembered", "measured")
    assert again["backend"] == "wasm"


def test_of_all_workers_that_were_measured_only_the_best_one_is_left(lab: Page) -> None:
    """Each holds some ten megabytes, and the memory of a back end comes back only with the end of its worker."""
    lab.evaluate("() => { Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4 }); lab.start(); }")
    wait_for(lab, "lab.frames > 0")
    (chosen,) = lab.evaluate("() => lab.chosen")
    assert {each["threads"] for each in chosen["compared"]} == {1, 2, 3}, "TensorFlow.js takes as many as it is told"
    # One of its threads is the worker itself.
    wait_for_workers(lab, chosen["threads"])
    assert len(lab.workers) == chosen["threads"]
    lab.evaluate("() => { lab.watch.stop(); }")
    wait_for_workers(lab, 0)


def test_so_many_threads_have_so_many_workers(playwright: Playwright, films: Path, film: Path) -> None:
    with open_lab(playwright, films, film=film, query="?backend=wasm&threads=2") as lab:
        lab.evaluate("() => lab.start()")
        wait_for(lab, "lab.frames > 0")
        assert lab.evaluate("() => lab.chosen[0].threads") == 2
        assert len(lab.workers) == 2, "TensorFlow.js would make eight"


def test_a_watch_that_stops_while_it_chooses_leaves_no_worker(lab: Page) -> None:
    with lab.expect_event("worker"):
        lab.evaluate("() => lab.start()")
    lab.evaluate("() => lab.watch.stop()")
    wait_for_workers(lab, 0)


def test_what_the_models_compute_on_can_be_changed_while_they_look(lab: Page) -> None:
    lab.evaluate("() => lab.start()")
    wait_for(lab, "lab.frames > 0")
    lab.evaluate("() => { lab.watch.setBackend('cpu'); lab.frames = 0; }")
    wait_for(lab, "lab.chosen.at(-1).backend === 'cpu' && lab.frames > 0")
    lab.evaluate("() => { lab.watch.setBackend(null); }")
    wait_for(lab, "lab.chosen.at(-1).backend === 'wasm'")
    assert all(trouble is None for trouble in troubles(lab))


@pytest.mark.timeout(240)
def test_a_graphics_card_that_is_reset_heals(playwright: Playwright, films: Path, film: Path) -> None:
    """Software draws here; what computes is a process of its own all the same, and its end loses every context."""
    with open_lab(playwright, films, film=film, query="?backend=webgl") as lab:
        lab.evaluate("() => lab.start()")
        lab.wait_for_function("() => lab.chosen[0]?.backend === 'webgl' && lab.frames > 1", timeout=2 * SLOWLY)
        browser = lab.context.browser
        assert browser
        browser.new_browser_cdp_session().send("Browser.crashGpuProcess")
        lab.wait_for_function("() => lab.chosen.length > 1", timeout=2 * SLOWLY)
        lab.evaluate("() => { lab.frames = 0; }")
        lab.wait_for_function("() => lab.frames > 1", timeout=2 * SLOWLY)
        assert "The graphics card stopped computing." in troubles(lab)
        assert troubles(lab)[-1] is None


def test_a_camera_that_is_refused_and_then_allowed_starts_by_itself(
    playwright: Playwright, films: Path, film: Path
) -> None:
    with open_lab(playwright, films, film=film, asks=True) as lab:
        lab.evaluate("() => lab.start()")
        wait_for(lab, "lab.troubles.length > 0")
        assert troubles(lab) == ["The page may not use the camera."]
        lab.context.grant_permissions(["camera"])
        wait_for(lab, "lab.frames > 3")
        assert troubles(lab)[-1] is None


def test_a_camera_that_gives_no_frames_any_more_is_opened_anew(lab: Page) -> None:
    """As after a laptop's sleep: its track still says that it is live."""
    lab.evaluate("() => lab.start()")
    wait_for(lab, "lab.frames > 3")
    lab.evaluate("() => { lab.first = lab.video.srcObject; lab.video.pause(); }")
    wait_for(lab, "lab.video.srcObject !== null && lab.video.srcObject !== lab.first")
    lab.evaluate("() => { lab.frames = 0; }")
    wait_for(lab, "lab.frames > 3")
    assert "The camera gives no picture." in troubles(lab)
    assert troubles(lab)[-1] is None


def test_a_camera_that_is_dark_for_a_while_is_told_until_it_is_over(lab: Page) -> None:
    """As while a laptop sleeps, or another program holds the camera."""
    lab.evaluate("() => lab.start()")
    wait_for(lab, "lab.frames > 3")
    lab.evaluate("() => lab.track().dispatchEvent(new Event('mute'))")
    assert troubles(lab)[-1] == "The camera gives no picture."
    lab.evaluate("() => { lab.track().dispatchEvent(new Event('unmute')); lab.frames = 0; }")
    assert troubles(lab)[-1] is None
    wait_for(lab, "lab.frames > 3")


def test_a_tab_in_the_background_says_that_it_sees_nothing_and_goes_on(lab: Page) -> None:
    lab.evaluate("() => lab.start()")
    wait_for(lab, "lab.events.length > 0")
    lab.evaluate(
        """() => {
            Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
            lab.video.pause();
        }"""
    )
    wait_for(lab, "lab.troubles.at(-1)?.message.includes('in the background')")
    edges = lab.evaluate("() => lab.events.map(({ phase }) => phase).filter((phase) => phase !== 'now')")
    assert edges.count("started") == edges.count("stopped"), "nothing stays seen"
    lab.evaluate("() => { delete document.visibilityState; lab.video.play(); }")
    wait_for(lab, "lab.troubles.at(-1) === null")


def test_a_worker_that_is_gone_is_replaced(lab: Page) -> None:
    lab.evaluate("() => lab.start()")
    wait_for(lab, "lab.frames > 3")
    wait_for_workers(lab, lab.evaluate("() => lab.chosen[0].threads"))
    # Those of wasm's threads have no address.
    (worker,) = [worker for worker in lab.workers if not worker.url.startswith("blob:")]
    worker.evaluate("() => { setTimeout(() => { throw new Error('out of memory'); }); }")
    wait_for(lab, "lab.troubles.some((trouble) => trouble?.message.includes('out of memory'))")
    lab.evaluate("() => { lab.frames = 0; }")
    wait_for(lab, "lab.frames > 3")
    assert troubles(lab)[-1] is None
