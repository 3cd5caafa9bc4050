"""What a recipe is told about what it waits for, and what it reads."""

import pytest

from tjbot.errors import UnknownNameError
from tjbot.protocol.messages import PROTOCOL, PartOffer, Seen, Welcome
from tjbot.protocol.page_model import PageModel
from tjbot.recipe.loop import Handler, Loop, Sight
from tjbot.recipe.senses import doubt, value_of

EARS = PartOffer(name="ears", summary="Ears", sense="hear", labels=["clap"])
BUTTON = PartOffer(name="button", summary="A button", sense="touch", labels=["button", "doorbell"])
DISTANCE = PartOffer(name="distance", summary="A sensor", sense="see", labels=["something near"])
NOBODY_LISTENS = (
    "Nobody listens yet: open the robot's page and let it listen, or give the robot a microphone "
    "([ears] in tjbot.toml)."
)
BROKEN = PartOffer(name="button", summary="A button", sense="touch", fault="The button is stuck.")


HANDS = PageModel(model="hand", title="Hands", labels=["fist", "open hand"])
THINGS = PageModel(model="image", title="Things", labels=["banana", "cup"], on=False)
OBJECTS = PageModel(model="objects", title="Things with boxes", labels=["cup"])
SOUNDS = PageModel(model="sound", title="Listen", sense="hear", labels=["clap", "whistle"], on=False)


def robot(
    *parts: PartOffer,
    page: tuple[str, ...] = (),
    page_hears: tuple[str, ...] = (),
    models: tuple[PageModel, ...] = (),
) -> Welcome:
    labels = [*page, *page_hears, *(label for part in parts for label in part.labels)]
    return Welcome(
        protocol=PROTOCOL,
        version="0",
        name="Pip",
        body="real",
        client="c",
        time=0.0,
        parts=list(parts),
        labels=labels,
        offers={"see": list(page), "hear": list(page_hears)},
        models=list(models),
    )


@pytest.mark.parametrize(
    ("label", "sense"),
    [
        ("fist", "see"),
        ("something near", "see"),
        ("clap", "hear"),
        ("doorbell", "touch"),
        ("clap", None),
        ("yes", "hear"),
    ],
)
def test_what_is_known_is_not_doubted(label, sense):
    assert doubt(robot(EARS, BUTTON, DISTANCE, page=("fist",)), label, sense) is None


@pytest.mark.parametrize(
    ("parts", "page", "label", "sense", "sentence"),
    [
        ([], (), "fist", "see", "Nobody looks yet: open the robot's page and start the camera there."),
        ([DISTANCE], (), "fist", "see", "Nobody looks yet: open the robot's page and start the camera there."),
        ([], ("fist",), "fits", "see", 'Nobody recognises "fits" now. Did you mean "fist"?'),
        ([EARS], ("fist",), "clap", "see", '"clap" is for another sense: write @robot.when_hears("clap")'),
        ([BUTTON], (), "button", "hear", '"button" is for another sense: write @robot.when_pressed("button")'),
        ([BUTTON], (), "doorbel", "touch", 'There is no button "doorbel". Did you mean "doorbell"?'),
        ([], (), "clap", "hear", NOBODY_LISTENS),
        ([], ("fist",), "clap", "hear", NOBODY_LISTENS),
        ([], (), "button", "touch", "This robot has no button: connect one and write [button] into tjbot.toml."),
        ([BROKEN], (), "button", "touch", "The button is stuck."),
        ([EARS], ("fist",), "clasp", None, 'Nobody recognises "clasp" now. Did you mean "clap"?'),
    ],
)
def test_what_is_odd_is_told(parts, page, label, sense, sentence):
    assert str(doubt(robot(*parts, page=page), label, sense)) == sentence


@pytest.mark.parametrize(
    ("label", "sense", "sentence"),
    [
        ("whistle", "hear", ""),
        ("fist", "see", ""),
        ("whistle", None, ""),
        ("whistel", "hear", 'Nobody recognises "whistel" now. Did you mean "whistle"?'),
        (
            "yes",
            "hear",
            'Nobody hears "yes": for spoken words the robot needs ears of its own. Give it a microphone '
            "([ears] in tjbot.toml).",
        ),
        ("whistle", "see", '"whistle" is for another sense: write @robot.when_hears("whistle")'),
    ],
)
def test_a_page_may_hear(label, sense, sentence):
    assert str(doubt(robot(page=("fist",), page_hears=("clap", "whistle")), label, sense) or "") == sentence


@pytest.mark.parametrize(
    ("label", "sense", "page", "sentence", "model", "too_early"),
    [
        ("banana", "see", (), '"banana" is not noticed: "Things" is switched off.', "image", False),
        ("banana", None, ("fist",), '"banana" is not noticed: "Things" is switched off.', "image", False),
        ("whistle", "hear", (), '"whistle" is not noticed: "Listen" is switched off.', "sound", False),
        ("bannana", "see", (), 'Nobody recognises "bannana" now. Did you mean "banana"?', None, False),
        ("whistle", "see", (), '"whistle" is for another sense: write @robot.when_hears("whistle")', None, False),
        ("fist", "see", (), "Nobody looks yet: open the robot's page and start the camera there.", None, True),
    ],
)
def test_what_models_know_that_are_off_or_do_not_look_yet(label, sense, page, sentence, model, too_early):
    found = doubt(robot(page=page, models=(HANDS, THINGS, OBJECTS, SOUNDS)), label, sense)
    assert found is not None
    assert str(found).startswith(sentence)
    assert (found.model, found.too_early) == (model, too_early)


def test_a_word_of_a_model_that_will_be_ready_in_a_moment_is_not_doubted():
    assert doubt(robot(page=("fist",), models=(HANDS, THINGS, OBJECTS)), "cup", "see") is None
    assert doubt(robot(EARS, models=(SOUNDS,)), "clap", "hear") is None


def test_a_sound_that_only_the_page_knows_is_for_the_robots_ears_a_word() -> None:
    found = doubt(robot(EARS, models=(SOUNDS,)), "whistle", "hear")
    assert found is not None
    assert str(found).startswith('"whistle" is noticed only as a spoken word: "Listen" is switched off.')
    assert (found.model, found.too_early) == ("sound", False)
    assert doubt(robot(EARS, models=(SOUNDS,)), "yes", "hear") is None
    assert doubt(robot(EARS, page_hears=("clap", "whistle")), "whistle", "hear") is None


READINGS = {"ears": {"on": True, "loudness": 0.5}, "eyes": {"on": False}, "distance": {"distance": 1.2}}


def test_a_reading_is_found_by_its_name():
    assert value_of(READINGS, "distance") == 1.2
    assert value_of(READINGS, "loudness") == 0.5
    assert value_of(READINGS, "ears.on") is True
    assert value_of(READINGS, "eyes.on") is False


def test_a_reading_that_nobody_or_more_than_one_has():
    with pytest.raises(UnknownNameError, match='Did you mean "distance"'):
        value_of(READINGS, "distence")
    with pytest.raises(UnknownNameError, match=r'robot\.read\("ears\.on"\), robot\.read\("eyes\.on"\)'):
        value_of(READINGS, "on")


def noticed(sense: str, label: str = "clap", phase: str = "started") -> Sight:
    return Sight.of(Seen(label=label, phase=phase, sense=sense, source="robot"))


def test_senses_are_apart():
    loop, hears, sees = Loop(), Handler(lambda: None, False), Handler(lambda: None, False)
    loop.add("starts", "clap", hears, "hear")
    loop.add("starts", "clap", sees)
    loop.feed(noticed("hear"))
    assert loop.next(0.0) == (hears, noticed("hear"))
    assert loop.next(0.0) is None
    assert loop.sight("clap") is None
    assert loop.sight("clap", "hear") == loop.sight("clap", None) == noticed("hear")
    loop.feed(noticed("see"))
    assert loop.next(0.0) == (sees, noticed("see"))
    loop.feed(noticed("hear", phase="stopped"))
    assert loop.sight("clap", "hear") is None
    assert loop.sight("clap", "see") == noticed("see")
    assert loop.labels == {("hear", "clap"), ("see", "clap")}


def test_one_waits_for_one_sense_or_for_any():
    loop = Loop()
    touched, anything = loop.expect("clap", "touch"), loop.expect("clap")
    loop.feed(noticed("hear"))
    assert touched.sight is None
    assert anything.sight == noticed("hear")
    loop.feed(noticed("touch"))
    assert touched.sight == noticed("touch")
