"""Who saves all the time, as pupils do, and remembers what the robot said it has: one thread for each kind of thing."""

import http.client
import json
import re
import threading
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tests.projects import project_zip
from tests.taught import WEIGHTS, model_zip

PAUSE_SECONDS = 0.02
LEAST_THRESHOLD = 0.05
MOST = 900
"""Numbers are saved in turn, because some things that are saved hold no larger ones."""

Answer = tuple[int, bytes]
"""A status, and what came with it."""


class Site:
    """A robot as HTTP shows it."""

    def __init__(self, url: str, home: Path) -> None:
        self.url = url
        self.home = home

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request; the status, and what the answer holds.

        Raises:
            OSError, http.client.HTTPException: nobody answered to its end.
        """
        connection = http.client.HTTPConnection("127.0.0.1", urlsplit(self.url).port or 0, timeout=20)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def hash_of(self, what: str) -> str | None:
        """The hash of the model or project that is there now."""
        entries = json.loads(self.ask("GET", f"/api/{what}")[1])[what]
        return next((str(entry["hash"]) for entry in entries if entry["id"] == "soak"), None)


class Kind(NamedTuple):
    """A kind of thing that can be saved: how, answering the status; and which number is there now."""

    name: str
    save: Callable[[Site, int], Answer]
    read: Callable[[Site], int]


def _save_recipe(site: Site, number: int) -> Answer:
    source = f'"""Soak {number}."""\n' + "# so that it takes a moment\n" * 200 + f"# end of {number}\n"
    return site.ask("PUT", "/api/recipes/soak.py", json.dumps({"source": source}).encode())


def _read_recipe(site: Site) -> int:
    source = json.loads(site.ask("GET", "/api/recipes/soak.py")[1])["source"]
    begins, ends = re.match(r'"""Soak (\d+)\.', source), re.search(r"# end of (\d+)\n\Z", source)
    if not begins or not ends or begins[1] != ends[1]:
        raise RuntimeError(f"a recipe is half written: {source}")
    return int(begins[1])


def _save_smoothing(site: Site, number: int) -> Answer:
    smoothing = {
        "threshold": LEAST_THRESHOLD + number / 1000,
        "frames_to_enter": 3,
        "frames_to_leave": 3,
        "gap_seconds": 1.0,
    }
    return site.ask("PUT", "/api/smoothing/hand/fist", json.dumps(smoothing).encode())


def _read_smoothing(site: Site) -> int:
    threshold: float = json.loads(site.ask("GET", "/api/smoothing")[1])["hand"]["fist"]["threshold"]
    return round((threshold - LEAST_THRESHOLD) * 1000)


def _save_settings(site: Site, number: int) -> Answer:
    return site.ask("PUT", "/api/settings/eyes", json.dumps({"keep_pictures": number}).encode())


def _read_settings(site: Site) -> int:
    return int(tomllib.loads((site.home / "tjbot.toml").read_text())["eyes"]["keep_pictures"])


def _replace(site: Site, what: str, data: bytes) -> Answer:
    there = site.hash_of(what)
    return site.ask("PUT", f"/api/{what}/soak", data, **({"If_Match": f'"{there}"'} if there else {}))


def _save_model(site: Site, number: int) -> Answer:
    return _replace(site, "models", model_zip(b"%d " % number * 2000))


def _read_model(site: Site) -> int:
    weights = site.ask("GET", f"/api/models/soak/{WEIGHTS}")[1].split()
    if len(set(weights)) != 1 or len(weights) != 2000:
        raise RuntimeError(f"a model is half written: {len(weights)} of 2000")
    return int(weights[0])


def _save_project(site: Site, number: int) -> Answer:
    return _replace(site, "projects", project_zip(name=str(number)))


def _read_project(site: Site) -> int:
    return int(json.loads(site.ask("GET", "/api/projects")[1])["projects"][0]["name"])


SETTINGS = Kind("settings", _save_settings, _read_settings)
KINDS = [
    Kind("recipe", _save_recipe, _read_recipe),
    Kind("smoothing", _save_smoothing, _read_smoothing),
    SETTINGS,
    Kind("model", _save_model, _read_model),
    Kind("project", _save_project, _read_project),
]


class Writer:
    """Saves the next number again and again while the robot is there.

    `told` is what the robot said last that it has; `tried` what it was last asked to save; `refused` how often it was
    there and did not save.
    """

    def __init__(self, site: Site, kind: Kind) -> None:
        self.kind = kind
        self.told = self.tried = self.saves = 0
        self.refused: list[str] = []
        self._site = site
        self._up, self._saving, self._over = threading.Event(), threading.Lock(), False
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def begin(self) -> None:
        """The robot is there."""
        self._up.set()

    def pause(self) -> None:
        """The robot is gone; returns when the save that was under way has failed."""
        self._up.clear()
        with self._saving:
            return

    def end(self) -> None:
        """Saves no more."""
        self._over = True
        self._up.set()
        self._thread.join(30)

    def lost(self) -> bool:
        """Whether the robot does not have what it said it has: it may have one more, which it could not tell of."""
        if not self.told:
            return False
        there = self.kind.read(self._site)
        lost = there not in (self.told, self.tried)
        self.told = self.tried = there
        return lost

    def _write(self) -> None:
        while not self._over:
            self._up.wait()
            with self._saving:
                if self._up.is_set() and not self._over:
                    self._save()
            time.sleep(PAUSE_SECONDS)

    def _save(self) -> None:
        number = self.tried % MOST + 1
        self.tried = number
        try:
            status, answer = self.kind.save(self._site, number)
        except (OSError, http.client.HTTPException, ValueError):
            # It was killed meanwhile.
            return
        if status == 200:
            self.told, self.saves = number, self.saves + 1
        else:
            self.refused.append(f"{self.kind.name}: {status} {answer.decode()}")


def half_written(home: Path) -> list[str]:
    """Files of the home that are not whole; what was being written under another name does not count."""
    broken = []
    for path in home.rglob("*"):
        if not path.is_file() or any(part.startswith(".") for part in path.relative_to(home).parts):
            continue
        try:
            _read(path)
        except ValueError:
            broken.append(str(path.relative_to(home)))
    return broken


def _read(path: Path) -> Any:
    if path.suffix == ".json":
        return json.loads(path.read_text())
    if path.suffix == ".toml":
        return tomllib.loads(path.read_text())
    if path.suffix == ".py":
        return compile(path.read_text(), path.name, "exec")
    return None
