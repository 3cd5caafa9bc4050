"""`tjbot audit` and `tjbot forget-everyone`: what is open, paired and kept, and how it goes."""

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from tjbot.errors import ConfigurationError, RefusedError
from tjbot.homes import usual_home
from tjbot.known_robots import KnownRobot
from tjbot.options import Home, Json

# What a single command needs is imported in it, as in cli.

KEPT = {
    "recipes": "recipes that people wrote, and what they were before",
    "memory": "what recipes remember",
    "models": "taught models",
    "projects": "projects, with the pictures and sounds that were shown",
    "pictures": "pictures that the robot's eyes took",
    "class": "the class: its pupils' names, recipes and pictures",
    "eyes": "pictures that a simulated robot sees",
}
"""The folders of a home that hold what people made, and what that is."""

WORK = tuple(name for name in KEPT if name != "eyes")


def audit(*, home: Home = None, as_json: Json = False) -> None:
    """Tells what of the robot is open, who has paired, what it keeps, and how to wipe it."""
    found = _audit(home or usual_home())
    print(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(_lines(found)))


def forget_everyone(
    *,
    home: Home = None,
    work: Annotated[
        bool,
        typer.Option("--and-their-work", help="Also recipes, models, projects, pictures, the class; gone for good."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
) -> None:
    """Signs out everybody who has paired, pupils and teachers; the robot may be on or off."""
    from tjbot.daemon.home_lock import running_at
    from tjbot.robot_requests import RobotRequests

    folder = home or usual_home()
    url = running_at(folder)
    if work and url is not None:
        raise RefusedError("A robot that is on still works with those files.", "Stop it first, then do this again.")
    what = f"everything that people made in {folder}, and who has paired" if work else "who has paired"
    if not yes and not typer.confirm(f"Forget {what}?"):
        raise typer.Exit(1)
    if url is not None:
        ended = RobotRequests(url, "/api/everyone", _owner(folder)).ask("DELETE", "")["ended"]
    else:
        ended = _forget_offline(folder)
    print(f"{ended} signed out. They pair again with a new code: tjbot codes")
    if work:
        for name in WORK:
            _remove(folder / name)
        print(f"Recipes, models, projects, pictures and the class are gone from {folder}.")


def _forget_offline(home: Path) -> int:
    from tjbot.daemon.givers import forget_givers
    from tjbot.daemon.sessions import forget_sessions, kept_sessions

    ended = len(kept_sessions(home))
    try:
        forget_sessions(home)
        forget_givers(home)
    except OSError as error:
        raise ConfigurationError(
            f"{home} cannot be changed: {error.strerror}.", "Perhaps it is another user's: try sudo."
        ) from None
    return ended


def _remove(folder: Path) -> None:
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise ConfigurationError(
            f"{folder} cannot be removed: {error.strerror}.", "Perhaps it is another user's: try sudo."
        ) from None


def _owner(home: Path) -> KnownRobot | None:
    from tjbot.daemon.owner_token import owner_token_in

    token = owner_token_in(home)
    return None if token is None else KnownRobot(token=token)


def _audit(home: Path) -> dict[str, Any]:
    import msgspec

    from tjbot.config import load
    from tjbot.daemon.home_lock import running_at
    from tjbot.daemon.school.kept import kept_class
    from tjbot.daemon.sessions import kept_sessions
    from tjbot.robot_requests import RobotRequests

    url = running_at(home)
    lesson = kept_class(home)
    if url is not None:
        access = RobotRequests(url, "/api", _owner(home)).ask("GET", "/access")
        sessions = RobotRequests(url, "/api", _owner(home)).ask("GET", "/sessions")["sessions"]
    else:
        configuration = load(home)
        access = {
            "listening": [],
            "links": [],
            "private": configuration.private or configuration.proxy,
            "would_listen": configuration.listen,
        }
        hidden = {"token_sha256"}
        kept = [msgspec.to_builtins(each) for each in kept_sessions(home)]
        sessions = [{name: value for name, value in each.items() if name not in hidden} for each in kept]
    in_class = {"open": lesson.open, "pupils": len(lesson.pupils)} if lesson else {"open": False, "pupils": 0}
    return {
        "home": str(home),
        "url": url,
        **access,
        "sessions": sessions,
        "class": in_class,
        "kept": dict(_kept(home)),
    }


def _kept(home: Path) -> Iterator[tuple[str, dict[str, int]]]:
    for name in KEPT:
        files = [path for path in (home / name).rglob("*") if path.is_file() and not path.is_symlink()]
        yield name, {"files": len(files), "bytes": sum(path.stat().st_size for path in files)}


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield "Open"
    if found["url"] is None:
        yield f"  The robot is off. Its settings say: listen = {json.dumps(found['would_listen'])}"
    for each in found["listening"]:
        yield f"  {each['scheme']} at {each['host']}, port {each['port']}"
    yield (
        "  Who uses this computer needs the owner's token or a code."
        if found["private"]
        else "  Whoever uses this computer may do everything."
    )
    yield f"Paired: {len(found['sessions'])}"
    for session in found["sessions"]:
        last = datetime.fromtimestamp(session["last_seen"] / 1000).strftime("%Y-%m-%d %H:%M")
        here = ", here now" if session.get("connected") else ""
        yield f"  {session['kind']:8} {session['name'] or '(no name)'}, {session['address']}, last seen {last}{here}"
    if found["class"]["pupils"] or found["class"]["open"]:
        yield f"Class: {'open' if found['class']['open'] else 'closed'}, pupils: {found['class']['pupils']}"
    yield f"Kept in {found['home']}"
    for name, kept in found["kept"].items():
        if kept["files"]:
            yield f"  {name + '/':10} {kept['files']} files, {kept['bytes'] / 1e6:.1f} MB: {KEPT[name]}"
    yield "  secrets/   who has paired (no code, no password), and the robot's keys"
    yield "To wipe"
    yield "  tjbot forget-everyone                    who has paired (in a class they come in again under their names)"
    yield "  tjbot forget-everyone --and-their-work   also all that people made"
