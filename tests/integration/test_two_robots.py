"""Two robots, each a daemon with a port and a home of its own, talk: what one says the other hears, through the air."""

import re
import threading
from functools import partial
from pathlib import Path

from tests.integration.commands import robot_process
from tests.running import WAITING_SECONDS
from tjbot.protocol.messages import Message, Offer, Run, Seen, State
from tjbot.recipe.link import Link

WORDS = ("clap", "knock", "there", "robot")
TALK = ["Knock knock!", "Who is there?", "A robot.", "Ha ha!"]


class Air:
    """Carries what each robot says to the ears of the other, word by word, as a microphone beside it would."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self._listening: set[str] = set()
        self._changed = threading.Condition()

    def hear_from(self, robot: str, report: Message) -> None:
        """Takes in what a robot tells of itself; called on its link's thread."""
        voice = report.parts.get("voice") if isinstance(report, State) else None
        sentence = voice["saying"] if voice else None
        about = report.about if isinstance(report, State) else None
        with self._changed:
            if about and any(client.role == "recipe" for client in about.clients):
                self._listening.add(robot)
                self._changed.notify_all()
            if sentence and (robot, sentence) not in self.said:
                self.said.append((robot, sentence))
                self._changed.notify_all()

    def wait_until_both_listen(self) -> None:
        """Returns when the recipe of each robot has come to it."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self._listening) == 2, 2 * WAITING_SECONDS), self._listening

    def next_sentence(self, number: int) -> tuple[str, str]:
        """Waits for what is said as number so and so, and by whom."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.said) > number, 2 * WAITING_SECONDS), self.said
            return self.said[number]


def make_heard(link: Link, sentence: str) -> None:
    for word in re.findall(r"\w+", sentence.lower()):
        if word in WORDS:
            for phase in ("started", "stopped"):
                link.send(Seen(label=word, phase=phase, sense="hear", model="sound"))
            # A robot is spoken to one word at a time; the first that it knows is what it answers.
            return


def test_two_robots_on_two_daemons_talk_with_each_other(tmp_path: Path) -> None:
    air = Air()
    for home in (tmp_path / "pip", tmp_path / "pop"):
        home.mkdir()
        # Else a recipe that begins by itself would be taken for the one that talks.
        (home / "tjbot.toml").write_text('autostart = ""\n')
    with (
        robot_process(tmp_path / "pip") as (_, pip_url),
        robot_process(tmp_path / "pop") as (_, pop_url),
        Link(pip_url, role="page", name="p", wants=("state",), on_report=partial(air.hear_from, "pip")) as pip,
        Link(pop_url, role="page", name="p", wants=("state",), on_report=partial(air.hear_from, "pop")) as pop,
    ):
        for link in (pip, pop):
            link.send(Offer(model="sound", sense="hear", labels=list(WORDS)))
            link.call(Run, recipe="two_robots.py")
        air.wait_until_both_listen()
        make_heard(pip, "clap")
        for number, sentence in enumerate(TALK):
            speaker = ("pip", "pop")[number % 2]
            assert air.next_sentence(number) == (speaker, sentence)
            make_heard(pop if speaker == "pip" else pip, sentence)
