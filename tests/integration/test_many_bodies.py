"""The robots with many bodies that `tests/soak` and `tests/bench` measure do start, and tell what their pins did."""

from pathlib import Path

from tests.soaking.robots import ARM, REAL, Robots, names
from tjbot.protocol.messages import Do
from tjbot.recipe.link import Link


def test_each_body_has_pins_of_its_own(tmp_path: Path) -> None:
    first, second = names(2)
    with Robots(tmp_path, 2) as robots:
        assert robots.history().keys() == {REAL, first, second}
        with Link(robots.url, role="tool", name="test", body=second) as link:
            link.call(Do, action="point", arguments={"angle": 20})
        history = robots.history()
        assert history[second][ARM]
        assert history[REAL][ARM] == history[first][ARM] == []
