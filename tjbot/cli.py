"""The command line: start the robot, tell it what to do, see what it sees."""

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from tjbot.access_commands import audit, forget_everyone
from tjbot.backup_command import backup, restore
from tjbot.errors import RefusedError, TJBotError
from tjbot.homes import usual_home
from tjbot.learn.convert_command import convert
from tjbot.learn.train_commands import train_images, train_landmarks, train_sounds, train_table
from tjbot.lessons_command import lessons
from tjbot.models_command import models
from tjbot.options import ROBOT_HERE, Home, Json, Url
from tjbot.pairing_commands import codes, pair
from tjbot.pico_command import pico
from tjbot.projects_command import projects
from tjbot.replay_command import replay
from tjbot.robots_command import list_robots
from tjbot.version import VERSION

# What a single command needs is imported in it: `tjbot do` must not wait for the web server's imports.

app = typer.Typer(
    help="A cardboard robot: it sees, it waves, and you can program it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Runs the command line; an error of ours becomes a sentence and exit code 1."""
    try:
        app()
    except TJBotError as error:
        print(error.message, file=sys.stderr)
        if error.hint:
            print(error.hint, file=sys.stderr)
        sys.exit(1)


@app.callback(invoke_without_command=True)
def about(*, version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False) -> None:
    """A cardboard robot: it sees, it waves, and you can program it."""
    if version:
        print(f"tjbot {VERSION}")
        raise typer.Exit


@app.command()
def start(
    *,
    simulate: Annotated[bool, typer.Option("--simulate", help="A simulated robot, even on a Raspberry Pi.")] = False,
    port: Annotated[int | None, typer.Option(help="The port; 0 takes a free one.", min=0, max=65535)] = None,
    listen: Annotated[
        str | None, typer.Option(help="Lets other computers pair with it: 0.0.0.0, or an address of this one.")
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="Asks even who uses this computer; for one with several users.")
    ] = False,
    home: Home = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page.")] = False,
) -> None:
    """Starts the robot and says where it is."""
    from tjbot.serving import Serving

    given = {"port": port, "listen": listen, "private": private or None}
    changes = {name: value for name, value in given.items() if value is not None}
    folder = (home or usual_home()).resolve()
    Serving(folder, gallery(), changes, simulate=simulate).run(open_browser=not no_browser)


def gallery() -> Path:
    """The recipes that ship: in the wheel beside this file, in a checkout one folder up."""
    packed = Path(__file__).parent / "gallery"
    return packed if packed.is_dir() else Path(__file__).parent.parent / "recipes"


@app.command()
def run(
    file: Annotated[Path, typer.Argument(help="The recipe, a Python file.")],
    url: Url = ROBOT_HERE,
) -> None:
    """Runs a recipe on this machine, for the robot at --url."""
    from tjbot.recipe.run import run_here

    raise typer.Exit(run_here(file, url))


@app.command()
def do(
    action: Annotated[str, typer.Argument(help="What to do, for example point.")],
    arguments: Annotated[
        list[str] | None, typer.Argument(help="For example angle=90.", metavar="[NAME=VALUE]...")
    ] = None,
    *,
    url: Url = ROBOT_HERE,
    no_wait: Annotated[bool, typer.Option("--no-wait", help="Return when the action has begun.")] = False,
) -> None:
    """Makes the robot do something and prints what it answered."""
    from tjbot.protocol.messages import Do

    with _link(url, "do") as link:
        given = dict(_arguments(action, arguments or [], link.welcome.parts))
        try:
            done = link.call(Do, action=action, arguments=given, wait=not no_wait)
        except RefusedError as error:
            raise RefusedError(error.message, _as_typed(error.hint)) from None
    if done.value is not None:
        print(done.value)
    if done.note:
        print(done.note)
    if done.value is None and not done.note:
        print("Begun." if no_wait else "Done.")


@app.command()
def see(
    label: Annotated[str, typer.Argument(help='What to see, for example "open hand".')],
    seconds: Annotated[float, typer.Option("--for", help="For how many seconds.", min=0, max=3600)] = 1.0,
    *,
    sense: Annotated[
        Literal["see", "hear", "touch"], typer.Option(help="With which sense: touch presses a button.")
    ] = "see",
    url: Url = ROBOT_HERE,
) -> None:
    """Makes the robot believe that it sees, hears or feels something: how one tries a recipe without the hardware."""
    import threading

    from tjbot.protocol.messages import Seen

    if not 1 <= len(label) <= 64:
        raise RefusedError("What is seen needs a name of 1 to 64 letters.", 'For example: tjbot see "open hand"')
    with _link(url, "see", wants=("seen",)) as link:
        if sense == "see" and label not in link.welcome.labels and link.welcome.labels:
            from tjbot.errors import did_you_mean

            print(f'No model knows "{label}" now. {did_you_mean(label, link.welcome.labels)}', file=sys.stderr)
        middle = {"x": 0.5, "y": 0.5, "width": 0.3, "height": 0.5, "pointer_x": 0.5, "pointer_y": 0.5, "speed": 0.0}
        where: dict[str, Any] = middle if sense == "see" else {}
        link.send(Seen(label=label, phase="started", sense=sense, model="pretend", **where))
        threading.Event().wait(seconds)
        link.send(Seen(label=label, phase="stopped", sense=sense, model="pretend", confidence=0.0))
        # The answer to a ping says that all before it has arrived.
        link.measure_clock()


@app.command()
def state(*, url: Url = ROBOT_HERE, as_json: Json = False) -> None:
    """Prints how the robot is now."""
    from tjbot.protocol.codec import as_dictionary
    from tjbot.protocol.messages import State

    with _link(url, "state", wants=("state",)) as link:
        report = next(report for report in link.reports() if isinstance(report, State))
    flat = as_dictionary(report)
    if as_json:
        del flat["type"], flat["time"]
        print(json.dumps(flat, ensure_ascii=False))
        return
    for name, reading in flat.items():
        if isinstance(reading, dict) and name != "about":
            print(f"{name:8} {_words(reading)}")
    about = flat["about"]
    running = [card["title"] for card in about["recipes"] if card["running"]]
    print(f"{'recipe':8} {', '.join(running) or 'none runs'}")
    print(f"{'robot':8} {about['name']}, {len(about['clients'])} connected, driven by {about['driver'] or 'nobody'}")


@app.command()
def watch(
    *,
    url: Url = ROBOT_HERE,
    as_json: Json = False,
    every_step: Annotated[bool, typer.Option("--all", help="Every step of every part, as with --json.")] = False,
) -> None:
    """Prints what happens as it happens, until Ctrl-C."""
    from tjbot.protocol.codec import as_dictionary
    from tjbot.watching import Summary

    summary = Summary()
    with _link(url, "watch", wants=("seen", "state")) as link, _until_interrupted():
        for report in link.reports():
            flat = as_dictionary(report)
            if as_json:
                print(json.dumps({"time": flat.pop("time"), **flat}, ensure_ascii=False), flush=True)
            elif told := flat if every_step else summary.of(flat):
                print(_line(told), flush=True)


@app.command()
def setup(
    *,
    home: Home = None,
    defaults: Annotated[bool, typer.Option("--defaults", help="Ask nothing; the usual answers count.")] = False,
) -> None:
    """Asks how the robot is built and writes its settings; nothing is driven."""
    from tjbot.config import load
    from tjbot.pins.choose import board_here, wired_board
    from tjbot.robot.parts import all_parts
    from tjbot.setting_up.dialog import TerminalDialog, UsualDialog
    from tjbot.setting_up.set_up import set_up

    if not defaults and not sys.stdin.isatty():
        raise RefusedError("There is no terminal to ask at.", "Ask nothing: tjbot setup --defaults")
    folder = home or usual_home()
    board = wired_board(load(folder).pins, board_here())
    set_up(folder, all_parts(), UsualDialog() if defaults else TerminalDialog(), board)


@app.command()
def doctor(*, home: Home = None, as_json: Json = False) -> None:
    """Looks at everything that the robot needs, and says what cures each fault."""
    from tjbot.doctor.report import report

    raise typer.Exit(report(home or usual_home(), as_json=as_json))


app.command("list")(list_robots)
app.command()(codes)
app.command()(pair)
app.command()(audit)
app.command("forget-everyone")(forget_everyone)
app.command()(convert)
app.command()(backup)
app.command()(restore)
app.command()(replay)
app.add_typer(lessons, name="lessons")
app.add_typer(models, name="models")
app.add_typer(projects, name="projects")
app.add_typer(pico, name="pico")
train = typer.Typer(help="Trains a model, on a computer that is not the robot.", no_args_is_help=True)
app.add_typer(train, name="train")


train.command("images")(train_images)
train.command("table")(train_table)
train.command("landmarks")(train_landmarks)
train.command("sounds")(train_sounds)


@train.command("gestures")
def train_gestures(
    *,
    seed: Annotated[int, typer.Option(help="Of all chance: the same seed, the same model.", min=0)] = 1,
    epochs: Annotated[int, typer.Option(help="How often each hand is shown.", min=1, max=1000)] = 14,
    samples: Annotated[
        int, typer.Option(help="How many hands on their way between poses are made up.", min=1000, max=1_000_000)
    ] = 12_000,
    out: Annotated[Path, typer.Option(help="The folder for the model.")] = Path("gesture"),
) -> None:
    """Trains the classifiers of gestures on drawn hands; takes some minutes."""
    from tjbot.learn.needs import need_libraries, need_training_data

    need_training_data()
    need_libraries()
    # Else TensorFlow tells of its own doings.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    from tjbot.learn.gestures import train as gestures
    from tjbot.learn.progress import Progress

    with Progress() as progress:
        result = gestures.train_gestures(samples, epochs, seed, progress)
        card = gestures.write_model(result, out)
    for name, what in (("shown", "shown to the camera"), ("askew", "askew")):
        part = card["accuracy"][name]
        print(f"{part['decided']:.1%} of {part['hands']} hands {what} that it never saw are told right,")
        print(f"{part['single_picture']:.1%} by one picture alone.")
    print(f"Written to {out}.")


@train.command("papers")
def train_papers(
    *,
    seed: Annotated[int, typer.Option(help="Of all chance: the same seed, the same pictures.", min=0)] = 1,
    epochs: Annotated[int, typer.Option(help="How often a part of each picture is shown.", min=1, max=1000)] = 45,
    samples: Annotated[
        int, typer.Option(help="How many pictures are made up to learn from.", min=100, max=1_000_000)
    ] = 2200,
    fonts: Annotated[list[Path] | None, typer.Option(help="A folder of fonts; may be given several times.")] = None,
    out: Annotated[Path, typer.Option(help="The folder for the model.")] = Path("papers"),
) -> None:
    """Trains what looks for papers with print before pictures are shared; takes half an hour."""
    from tjbot.learn.needs import need_libraries, need_training_data

    need_training_data()
    need_libraries()
    # Else TensorFlow tells of its own doings.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    from tjbot.learn.papers import train as papers
    from tjbot.learn.papers.fonts import FOLDERS, Fonts
    from tjbot.learn.progress import Progress

    found = Fonts.found(fonts or FOLDERS)
    with Progress() as progress:
        card = papers.write_model(papers.train_papers(samples, epochs, seed, found, progress), out)
    judged = card["accuracy"]
    print(
        f"{judged['pictures']} pictures that it never saw: "
        f"{judged['recall']:.1%} of the papers with print are asked about,"
    )
    print(f"and {judged['false_asks']:.1%} of the others.")
    print(f"Written to {out}.")


@app.command()
def schema() -> None:
    """Prints the JSON Schema of every message on the wire."""
    from tjbot.generate import wire_schema

    print(json.dumps(wire_schema(), indent=2, ensure_ascii=False))


@contextmanager
def _link(url: str, name: str, wants: tuple[Any, ...] = ()) -> Iterator[Any]:
    """A connection as a tool; Ctrl-C abandons it, so that what was begun is halted."""
    from tjbot.recipe.link import Link

    with Link(url, role="tool", name=f"tjbot {name}", wants=wants) as link:
        yield link


@contextmanager
def _until_interrupted() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


def _arguments(action: str, written: list[str], parts: list[Any]) -> Iterator[tuple[str, Any]]:
    """`angle=90`, or only `90` where the action's own order tells what is meant."""
    offers = [offer for part in parts for offer in part.actions if offer.name == action]
    names = [argument.name for argument in offers[0].arguments] if offers else []
    for place, text in enumerate(written):
        name, equals, value = text.partition("=")
        if equals and name.isidentifier():
            yield name, value
        elif place < len(names):
            yield names[place], text
        elif offers:
            raise RefusedError(f'"{text}" is too much for "{action}".', "Write arguments as name=value.")


def _as_typed(hint: str) -> str:
    """A hint as the recipe says it (`robot.point(angle=90)`), in the words of the command line."""
    return re.sub(r"robot\.(\w+)\((.*)\)\.?$", r"tjbot do \1 \2", hint)


def _words(reading: dict[str, Any]) -> str:
    return ", ".join(f"{name} {'-' if value is None else value}" for name, value in reading.items())


def _line(flat: dict[str, Any]) -> str:
    stamp = f"{flat['time']:10.3f}  {flat['type']:6}"
    if flat["type"] == "seen":
        return f"{stamp} {flat['label']} {flat['phase']} ({flat['confidence']:.2f}, from {flat['source']})"
    parts = [f"{name}: {_words(value)}" for name, value in flat.items() if isinstance(value, dict) and name != "about"]
    if "about" in flat:
        if "recipes" in flat["about"]:
            running = [card["title"] for card in flat["about"]["recipes"] if card["running"]]
            parts.append(f"recipe: {', '.join(running) or 'none'}")
        parts.append(f"driver: {flat['about']['driver'] or 'nobody'}")
    return f"{stamp} {'; '.join(parts)}"


if __name__ == "__main__":
    main()
