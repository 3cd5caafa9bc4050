"""A browser on another computer, the robot by its real name: with the certificate, clicked through, and without."""

import hashlib
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Playwright, expect

from tests.browser.chromium import CHROMIUM, Visit, visiting
from tests.browser.hands import render_video
from tests.browser.test_accessibility import findings
from tests.browser.test_wave import FILM_MILLISECONDS, wait_for_film, waved
from tests.integration.guests import certificate_of, code_of, port_of
from tests.other_computer import OtherComputer, other_computer
from tests.running import RunningDaemon, running

pytestmark = pytest.mark.live

PAIR = """async (code) => {
    const body = JSON.stringify({ code, name: 'Ada' });
    return (await (await fetch('/api/pair', { method: 'POST', body })).json()).kind;
}"""

CAMERA = """async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    return stream.getVideoTracks()[0].readyState;
}"""


@pytest.fixture(scope="module")
def computer() -> Iterator[OtherComputer]:
    with other_computer() as found:
        yield found


@pytest.fixture
def robot(computer: OtherComputer, tmp_path: Path) -> Iterator[RunningDaemon]:
    """A robot on the network, whose name that computer knows."""
    with running(tmp_path / "robot", listen=computer.robot_address, autostart="wave_back.py") as daemon:
        hosts = Path("/etc/netns") / computer.namespace / "hosts"
        hosts.parent.mkdir(parents=True)
        hosts.write_text(
            f"127.0.0.1 localhost\n{computer.robot_address} {' '.join(daemon.daemon.access.names.network)}\n"
        )
        try:
            yield daemon
        finally:
            shutil.rmtree(hosts.parent)


@pytest.fixture
def chromium(computer: OtherComputer, tmp_path: Path) -> Path:
    """Starts Chromium on the other computer, for somebody with a home of their own."""
    home = tmp_path / "ada"
    home.mkdir()
    program = tmp_path / "chromium"
    command = " ".join(computer.command("env", f"HOME={home}", CHROMIUM))
    program.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
    program.chmod(0o755)
    return program


def address(robot: RunningDaemon, path: str = "/", *, secure: bool = True) -> str:
    """The robot's, with its real name."""
    access = robot.daemon.access
    start = f"https://{access.names.network[0]}:{access.secure_port}"
    return (start if secure else f"http://{access.names.network[0]}:{port_of(robot)}") + path


def trust(robot: RunningDaemon, home: Path) -> None:
    """Puts the robot's certificate into the browser's list, as the page says it for Linux."""
    if not shutil.which("certutil"):
        pytest.skip("Only certutil puts a certificate into Chromium's list (Debian: libnss3-tools).")
    database = home / ".pki" / "nssdb"
    database.mkdir(parents=True)
    file = home / "certificate.crt"
    file.write_bytes(certificate_of(robot).authority_der)
    for words in (["-N", "--empty-password"], ["-A", "-t", "C,,", "-n", "robot", "-i", str(file)]):
        subprocess.run(["certutil", "-d", f"sql:{database}", *words], check=True, capture_output=True)


def is_whole(page: Page) -> bool:
    """Whether the page has what https gives: cameras and threads."""
    return bool(page.evaluate("isSecureContext && crossOriginIsolated"))


def scheme_of_sockets(visit: Visit) -> set[str]:
    return {url.partition("://")[0] for url in visit.requests if url.startswith("ws")}


@pytest.mark.timeout(240)
def test_with_the_certificate_trusted_a_hand_before_the_camera_makes_the_robot_wave(
    playwright: Playwright, films: Path, robot: RunningDaemon, chromium: Path, tmp_path: Path
) -> None:
    trust(robot, tmp_path / "ada")
    film = render_video([(None, 2), ("open hand", 4), ("fist", 3)], films)
    with visiting(playwright, address(robot), program=chromium, camera="film", film=film) as visit:
        assert visit.page.evaluate(PAIR, code_of(robot)) == "pupil"
        visit.page.goto(address(robot))
        assert is_whole(visit.page)
        visit.start_camera()
        expect(visit.page.locator("li.seen", has_text="open hand")).to_be_visible(timeout=FILM_MILLISECONDS)
        wait_for_film(lambda: waved(robot), "the arm waves on the pins of gpiozero")
        assert scheme_of_sockets(visit) == {"wss"}
        # Plain http leads here, too.
        visit.page.goto(address(robot, secure=False))
        assert visit.page.url == address(robot)
        # The authority that is trusted now vouches for nobody else.
        other = f"https://bank.example:{robot.daemon.access.secure_port}/"
        with pytest.raises(Error, match=r"ERR_NAME_NOT_RESOLVED|ERR_CERT_COMMON_NAME_INVALID"):
            visit.page.goto(other)


@pytest.mark.timeout(120)
def test_whoever_clicks_through_the_warning_has_a_camera_too(
    playwright: Playwright, robot: RunningDaemon, chromium: Path
) -> None:
    with visiting(playwright, "about:blank", program=chromium, camera="film") as visit:
        page = visit.page
        with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
            page.goto(address(robot))
        page.locator("#details-button").click()
        with page.expect_navigation():
            page.locator("#proceed-link").click()
        assert page.url == address(robot)
        assert page.evaluate(PAIR, code_of(robot)) == "pupil"
        page.reload()
        assert is_whole(page)
        assert page.evaluate(CAMERA) == "live"
        expect(page.get_by_role("button", name="Start camera", exact=True)).to_be_visible()
        assert scheme_of_sockets(visit) == {"wss"}


@pytest.mark.timeout(120)
def test_before_one_trusts_the_robot_it_shows_how(
    playwright: Playwright, robot: RunningDaemon, chromium: Path, tmp_path: Path
) -> None:
    with visiting(playwright, address(robot, "/trust", secure=False), program=chromium) as visit:
        page = visit.page
        expect(page.get_by_role("heading", level=1)).to_have_text("Trust Pip")
        expect(page.locator("details[open] summary")).to_have_text("Linux")
        assert findings(page) == []
        with page.expect_download() as download:
            page.get_by_role("link", name="Get the certificate").click()
        assert download.value.suggested_filename.endswith(".crt")
        download.value.save_as(tmp_path / "certificate.crt")
        file = (tmp_path / "certificate.crt").read_bytes()
        assert file == ssl.PEM_cert_to_DER_cert(certificate_of(robot).authority)
        shown = page.locator(".fingerprints dd").first.inner_text()
        assert re.sub(r"\s", "", shown) == hashlib.sha256(file).hexdigest().upper()
        expect(page.get_by_role("link", name="Open Pip", exact=True)).to_have_attribute("href", address(robot))
        for width, height in ((1366, 768), (820, 1180), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not visit.complaints


@pytest.mark.timeout(240)
def test_without_a_certificate_the_page_looks_through_the_robots_eyes(
    playwright: Playwright, robot: RunningDaemon, chromium: Path
) -> None:
    with visiting(playwright, address(robot, "/trust", secure=False), program=chromium, camera="film") as visit:
        page = visit.page
        assert page.evaluate(PAIR, code_of(robot)) == "pupil"
        page.get_by_role("link", name="See through the robot’s eyes").click()
        expect(page.get_by_text("Over plain http your own camera stays closed")).to_be_visible()
        expect(page.get_by_role("radio", name="the robot’s eyes")).to_be_checked()
        expect(page.get_by_role("radio", name="my camera")).to_have_count(0)
        assert not page.evaluate("isSecureContext")
        visit.start_camera()
        expect(page.locator("li.seen", has_text="open hand")).to_be_visible(timeout=FILM_MILLISECONDS)
        wait_for_film(lambda: waved(robot), "the arm waves on the pins of gpiozero")
        assert scheme_of_sockets(visit) == {"ws"}
        assert not visit.complaints
