"""TJBot itself: Python and its libraries, the page and its models, the port, what limits recipes."""

import hashlib
import http.client
import json
import platform
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tjbot.daemon.pages import PAGE
from tjbot.doctor.finding import Finding
from tjbot.doctor.system import System

INSTALL_AGAIN = "Run ./install.sh again, in the folder of TJBot."
ANSWER_SECONDS = 2.0

LIMIT_YOURSELF = """
import os
from tjbot.recipe.apart import fork_apart
from tjbot.recipe.limits import Limits, adopt_orphans, bind
from tjbot.recipe.namespaces import leave_network
def limit(apart):
    left = leave_network(apart=apart)
    counted = (left or apart) and os.geteuid() != 0
    bind(Limits(), alone=counted)
    print(apart, left, counted, flush=True)
    os._exit(0)
adopt_orphans()
os.waitpid(fork_apart(limit), 0)
"""


def python(system: System) -> Finding:
    """Whether every library that TJBot needs is there."""
    version = f"Python {platform.python_version()} in {sys.prefix}"
    if system.version("tjbot") is None:
        return Finding(f"{version}, where TJBot is not installed", INSTALL_AGAIN)
    needed = [re.split(r"[^\w.-]", text, maxsplit=1)[0] for text in system.requires() if ";" not in text]
    if system.board.model:
        # It belongs to no fixed package: on newer systems it is Debian's.
        needed.append("lgpio")
    missing = [name for name in needed if system.version(name) is None]
    if missing:
        return Finding(f"{version}, without {', '.join(missing)}", INSTALL_AGAIN)
    return Finding(version)


def page(system: System, folder: Path = PAGE) -> Finding:
    """Whether the page has been built."""
    if not (folder / "index.html").is_file():
        return Finding("not built yet", INSTALL_AGAIN)
    return Finding("built")


def models(system: System, folder: Path = PAGE / "models") -> Finding:
    """Whether the models' files are those that their cards describe."""
    cards = sorted(folder.glob("*/card.json"))
    if not cards:
        return Finding("none; the page sees nothing", INSTALL_AGAIN)
    broken = [f"{card.parent.name}/{name}" for card in cards for name in _broken_files(card)]
    if broken:
        return Finding(f"damaged or missing: {', '.join(broken)}", INSTALL_AGAIN)
    return Finding(f"{', '.join(card.parent.name for card in cards)}: every file is whole")


def port(system: System) -> Finding:
    """Whether the robot runs, or its port is free for it."""
    number = system.configuration.port
    if number == 0:
        return Finding("a free one each time")
    name = _robot_at(number)
    if name:
        return Finding(f"{number}; {name} runs there")
    if _in_use(number):
        return Finding(
            f"{number}, which another program uses",
            f"End that program (`ss -ltnp 'sport = :{number}'` names it), or write another port in tjbot.toml.",
        )
    return Finding(f"{number}, free; no robot runs now")


def recipe_limits(system: System) -> Finding:
    """Whether recipes can be kept within their memory, files and processes."""
    answer = system.run([sys.executable, "-c", LIMIT_YOURSELF])
    if answer is None:
        return Finding("this system does not let recipes be limited", "Use a Linux with a kernel of its own.")
    apart, left, counted = (word == "True" for word in answer.split())
    network = "no network" if left else "the network stays open to them here"
    processes = ", 64 processes" if counted else ""
    others = "they reach no process but their own" if apart else "they can end each other's processes here"
    limits = f"resource limits for each process{processes}"
    return Finding(f"{limits}; {network}; {others}; what a recipe leaves behind is ended with it")


def _broken_files(card: Path) -> Iterator[str]:
    """The names of files that a card describes and that are missing or different."""
    try:
        described: dict[str, Any] = json.loads(card.read_bytes())
        files = {name: entry for network in described["networks"].values() for name, entry in network["files"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        yield card.name
        return
    for name, entry in files.items():
        path = card.parent / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
            yield name


def _robot_at(number: int) -> str:
    """The name of the robot at a port; empty where none answers."""
    connection = http.client.HTTPConnection("localhost", number, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/api/health")
        answer = json.loads(connection.getresponse().read(10_000))
        return str(answer["name"]) if answer["ready"] else ""
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError):
        return ""
    finally:
        connection.close()


def _in_use(number: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return True
    return False
