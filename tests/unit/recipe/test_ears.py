"""Which words a recipe opens the robot's own ears for."""

from tjbot.protocol.messages import PROTOCOL, PartOffer, Welcome
from tjbot.recipe.ears import WantedWords

EARS = PartOffer(name="ears", summary="Ears", sense="hear", labels=["clap"])


def robot(*heard_by_a_page: str) -> Welcome:
    return Welcome(
        protocol=PROTOCOL,
        version="0",
        name="Pip",
        body="real",
        client="c",
        time=0.0,
        parts=[EARS],
        offers={"hear": list(heard_by_a_page)},
    )


def test_ears_open_for_all_that_was_wanted_so_far():
    wanted = WantedWords()
    assert not wanted
    assert wanted.add({"clap"}, robot()) == ""
    assert wanted.add({"yes", "no"}, robot()) == "no, yes"
    assert wanted.add({"maybe"}, robot()) == "maybe, no, yes"
    assert wanted


def test_ears_stay_as_they_are_when_nothing_is_new():
    wanted = WantedWords()
    assert wanted.add(set(), robot()) is None
    wanted.add({"yes"}, robot())
    assert wanted.add({"yes"}, robot()) is None


def test_what_a_page_hears_is_left_to_the_page():
    wanted = WantedWords()
    assert wanted.add({"clap", "whistle"}, robot("clap", "whistle")) is None
    assert not wanted
    assert wanted.add({"clap", "yes"}, robot("clap")) == "yes"
