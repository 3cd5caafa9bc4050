"""Loudspeaker, camera and microphone, as the kernel and the sound system show them."""

import re

from tjbot.doctor.checks.program import INSTALL_AGAIN
from tjbot.doctor.finding import Finding
from tjbot.doctor.system import System
from tjbot.errors import PartError
from tjbot.robot.cameras.find import find_camera
from tjbot.robot.hearing_recorder import microphone_is_there, recorders
from tjbot.robot.speech_player import find_program

_GET_PICAMERA2 = f"sudo apt-get install python3-picamera2. {INSTALL_AGAIN}"
_CAMERAS = {"picamera2": "a camera on the ribbon cable", "webcam": "a webcam"}


def sound(system: System) -> Finding:
    """Whether there is a loudspeaker, and a program that plays on it."""
    if getattr(system.parts.get("voice"), "sound", "off") == "off":
        return Finding("switched off; sentences are shown in the speech bubble")
    try:
        program = find_program(system.path("dev/snd"))
    except PartError as error:
        return Finding(error.message, error.hint)
    cards = ", ".join(_sound_cards(system))
    if program is not None:
        return Finding(f"{cards or 'a sound server'}, played by {program}")
    if not system.board.model:
        return Finding("no loudspeaker; sentences are shown in the speech bubble")
    cure = 'Plug in a loudspeaker, or write sound = "off" under [voice] in tjbot.toml.'
    return Finding("no sound card that can play", cure)


def camera(system: System) -> Finding:
    """Whether there is a camera, where the robot shall have eyes of its own, and what drives it."""
    cameras = find_camera(devices=system.path("sys/class/video4linux"))
    wanted = getattr(system.parts.get("eyes"), "camera", "simulated")
    if cameras:
        kind, device = cameras
        found = f"{_CAMERAS[kind]} {device}".strip()
        if kind == "picamera2" and wanted in ("auto", kind) and system.version("picamera2") is None:
            return Finding(f"{found}, but Python cannot use it", _GET_PICAMERA2)
        return Finding(found)
    if wanted not in ("auto", "simulated") and system.board.model:
        cable = (
            "Switch the Pi off and push the camera's cable in straight; `rpicam-hello --list-cameras` shows it then."
        )
        cure = cable if wanted == "picamera2" else "Plug the webcam in."
        return Finding(f'none, but tjbot.toml says camera = "{wanted}"', cure)
    return Finding("none at the robot; the page uses the browser's")


def microphone(system: System) -> Finding:
    """Whether there is a microphone and a program that records, where the robot has ears."""
    devices = system.path("dev/snd")
    wanted = "ears" in system.parts
    if commands := recorders(devices):
        return Finding(f"{', '.join(_microphones(system)) or 'a sound server'}, recorded by {commands[0][0]}")
    if microphone_is_there(devices):
        found = "a microphone, but no program that records"
        return Finding(found, "Run: sudo apt-get install alsa-utils" if wanted else "")
    if wanted:
        return Finding("none, but tjbot.toml has [ears]", "Plug in a microphone; a USB microphone does.")
    return Finding("none; the robot does not hear")


def _microphones(system: System) -> list[str]:
    """The names of what records, from lines such as `01-00: USB Audio : USB Audio : playback 1 : capture 1`."""
    lines = (system.text("proc/asound/pcm") or "").splitlines()
    return [line.split(":")[1].strip() for line in lines if ": capture" in line]


def _sound_cards(system: System) -> list[str]:
    """The names of the cards, from lines such as ` 0 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones`."""
    return re.findall(r"^ *\d+ \[.*?\]: .*? - (.*)$", system.text("proc/asound/cards") or "", re.MULTILINE)
