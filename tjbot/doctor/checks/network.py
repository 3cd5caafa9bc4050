"""The robot in the network: by which name it is found there, and whether others can be told of it."""

import http.client
import json
import socket
from typing import Any

from tjbot.classroom.labels import own_label
from tjbot.daemon.listeners import LOOPBACK
from tjbot.doctor.finding import Finding
from tjbot.doctor.system import System

MDNS_PORT = 5353
ANSWER_SECONDS = 5.0
"""The robot asks the others first."""


def network_name(system: System) -> Finding:
    """The name that holds in the network, and who shares the port of mDNS with the robot."""
    told = _told_by_the_robot(system.configuration.port)
    if told.get("listening"):
        return _of_the_robot(told)
    if told or system.configuration.listen in LOOPBACK:
        return Finding("none; the robot keeps to this computer (listen in tjbot.toml)")
    if not _port_can_be_shared():
        return Finding(
            "another program keeps port 5353 for itself, so nobody would find the robot by its name",
            "End that program (`ss -lunp 'sport = :5353'` names it); avahi shares the port.",
        )
    return Finding(f"{own_label(system.root)}.local, as soon as the robot runs; port 5353 is free or shared")


def _of_the_robot(told: dict[str, Any]) -> Finding:
    if told["trouble"]:
        return Finding(told["trouble"], told["hint"])
    if not told["label"]:
        return Finding("the robot is looking for a name that no other has")
    others = sum(not robot["this"] for robot in told["robots"])
    beside = {0: "no other robot answers", 1: "1 other robot answers"}.get(others, f"{others} other robots answer")
    return Finding(f"{told['label']}.local; {beside}")


def _told_by_the_robot(port: int) -> dict[str, Any]:
    """What the running robot knows; empty where none runs or it is older."""
    connection = http.client.HTTPConnection("localhost", port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/api/robots")
        answer: dict[str, Any] = json.loads(connection.getresponse().read(100_000))
    except (OSError, http.client.HTTPException, ValueError):
        return {}
    finally:
        connection.close()
    return answer if isinstance(answer, dict) and "listening" in answer else {}


def _port_can_be_shared() -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            probe.bind(("", MDNS_PORT))
        except OSError:
            return False
    return True
