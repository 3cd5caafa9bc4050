"""Many threads parse at once: cards of recipes, and what the settings say of themselves."""

import gc
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tjbot.daemon.recipe_cards import card_of
from tjbot.keys import keys_of
from tjbot.robot.parts.light import Light

DEEP = '"""Deep."""\nx = ' + "(" * 60 + "1" + " + 1)" * 60 + "\n"


@pytest.fixture
def threads_change_amid_parsing() -> Iterator[None]:
    """Whoever makes objects tidies up now and then, and lets another thread go on."""
    before = gc.get_threshold()

    def let_go(*_: object) -> None:
        time.sleep(0)

    gc.callbacks.append(let_go)
    gc.set_threshold(20)
    yield
    gc.set_threshold(*before)
    gc.callbacks.remove(let_go)


@pytest.mark.usefixtures("threads_change_amid_parsing")
def test_threads_that_parse_at_once_do_not_disturb_each_other() -> None:
    with ThreadPoolExecutor(4) as threads:
        cards = [threads.submit(card_of, "deep.py", DEEP, mine=False) for _ in range(20)]
        keys = [threads.submit(keys_of, Light.Settings) for _ in range(5)]
        assert {card.result().title for card in cards} == {"Deep"}
        assert all(each.result() for each in keys)
