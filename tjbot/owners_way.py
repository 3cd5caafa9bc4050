"""How the owner gets in where the robot asks even who uses this computer."""

import html
import logging
import os
import sys
import webbrowser
from pathlib import Path

from tjbot import known_robots
from tjbot.daemon.app import Daemon
from tjbot.daemon.secret_files import write_secret
from tjbot.errors import TJBotError
from tjbot.known_robots import KnownRobot

log = logging.getLogger(__name__)

OPENING_PAGE = (
    '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={url}"><title>TJBot</title>\n'
)


class OwnersWay:
    """How the owner's programs and browser get in. Where the robot is private they need to show something, which must
    not stand in a command line, because everybody on this machine reads those.
    """

    def __init__(self, daemon: Daemon, url: str) -> None:
        self._daemon = daemon
        self._url = url
        self._page = daemon.home / "secrets" / "open.html"
        self._is_private = not daemon.access.loopback_is_open

    def open(self, *, with_browser: bool) -> None:
        """Lets the owner's programs in, and opens the page where there is a screen."""
        has_screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
        if not self._is_private:
            if with_browser and has_screen:
                webbrowser.open(self._url)
            return
        token = self._daemon.owner_token
        try:
            if token is not None:
                known_robots.remember(self._url, KnownRobot(token=token))
        except TJBotError as error:
            log.warning("%s", error)
        if with_browser and has_screen:
            webbrowser.open(self._write_page().as_uri())
        elif sys.stdout.isatty():
            print(f"Open it here with: {self._link()}", flush=True)

    def close(self) -> None:
        """Removes what lets the owner in."""
        if self._is_private:
            self._page.unlink(missing_ok=True)
            try:
                known_robots.forget(self._url)
            except TJBotError as error:
                log.warning("%s", error)

    def _link(self) -> str:
        return f"{self._url}/#join={self._daemon.access.codes.link('owner')}"

    def _write_page(self) -> Path:
        write_secret(self._page, OPENING_PAGE.format(url=html.escape(self._link())).encode())
        return self._page
