"""What others learned the hard way, tried over real sockets: each of these once let a stranger in somewhere."""

from pathlib import Path
from urllib.parse import quote

import pytest
from websockets.exceptions import InvalidStatus

from tests.integration.guests import Guest, code_of, guest, owner, plain_guest, port_of
from tests.integration.sockets import HELLO
from tests.other_computer import OtherComputer
from tests.running import RunningDaemon, running
from tests.taught import model_files, zipped
from tjbot.protocol.messages import Do

FORWARDING = {
    "X-Forwarded-For": "127.0.0.1",
    "X-Real-IP": "127.0.0.1",
    "Forwarded": "for=127.0.0.1",
    "X-Forwarded-Host": "localhost",
    "Via": "1.1 localhost",
    "X-Client-IP": "127.0.0.1",
    "True-Client-IP": "::1",
}


@pytest.mark.parametrize("header", FORWARDING)
def test_no_header_makes_a_guest_local(robot: RunningDaemon, computer: OtherComputer, header: str) -> None:
    """OctoPrint, GHSA-2vjq-hg5w-5gm7."""
    for ask in (guest, plain_guest):
        somebody = ask(robot, computer)
        somebody.headers = {header: FORWARDING[header]}
        assert somebody.me()["kind"] == "nobody"


@pytest.mark.parametrize("header", FORWARDING)
def test_what_a_proxy_on_the_robots_computer_passes_on_is_a_guests(robot: RunningDaemon, header: str) -> None:
    passed_on = owner(robot, **{header: "198.18.0.2"})
    assert passed_on.me()["kind"] == "nobody"
    assert passed_on.request("PUT", "/api/recipes/evil.py", {"source": "x"}).status == 401
    with passed_on.socket() as link:
        assert link.ask(HELLO)["message"] == "This robot does not know you yet."


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "localhost:{port}", "127.0.0.1:{port}", "", "*"]
)
def test_a_name_that_leads_here_from_elsewhere_is_not_ours(
    robot: RunningDaemon, pupil: Guest, teacher: Guest, host: str
) -> None:
    """DNS rebinding: the browser believes that evil.example is at this address, and would send what belongs to it."""
    for somebody in (pupil, teacher):
        answer = somebody.request("GET", "/api/me", Host=host.format(port=robot.daemon.access.secure_port))
        assert answer.status in (400, 403)
        assert b"kind" not in answer.body
    if "localhost" not in host and "127.0.0.1" not in host:
        assert owner(robot).request("GET", "/api/codes", Host=host.format(port=port_of(robot))).status in (400, 403)


@pytest.mark.parametrize("path", ["/socket", "/eyes"])
@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://{host}", "https://{name}", "https://{name}:1", "file://", "{host}"],
)
def test_another_page_opens_no_socket_with_somebodys_cookie(pupil: Guest, path: str, origin: str) -> None:
    """A dashboard on 127.0.0.1 without this check was remote code execution for any web page."""
    name = pupil.host.rpartition(":")[0]
    with (
        pytest.raises(InvalidStatus) as refused,
        pupil.socket(path, Origin=origin.format(host=pupil.host, name=name)),
    ):
        pass
    assert refused.value.response.status_code == 403


def test_another_page_opens_no_socket_over_loopback_either(robot: RunningDaemon) -> None:
    for origin in ("http://evil.example", "null", "http://localhost:1", f"https://localhost:{port_of(robot)}"):
        with pytest.raises(InvalidStatus) as refused, owner(robot).socket(Origin=origin):
            pass
        assert refused.value.response.status_code == 403
    with owner(robot).socket(Origin=f"http://localhost:{port_of(robot)}") as link:
        assert link.ask(HELLO)["type"] == "welcome"


def test_no_answer_allows_another_site_to_read_it(robot: RunningDaemon, pupil: Guest) -> None:
    for method, origin in (("OPTIONS", "https://evil.example"), ("GET", f"https://{pupil.host}"), ("OPTIONS", "null")):
        answer = pupil.request(method, "/api/recipes/wave_back.py", Origin=origin)
        assert not [name for name in answer.headers if name.startswith("access-control-")]


SCRIPT = "<script>alert(1)</script>"


def test_a_links_parameter_never_becomes_script(robot: RunningDaemon, computer: OtherComputer, pupil: Guest) -> None:
    """CVE-2024-49377: a parameter of the login page was written into it."""
    for somebody in (pupil, owner(robot), plain_guest(robot, computer)):
        for path in ("/", "/trust", "/api/me", "/index.html"):
            answer = somebody.request("GET", f"{path}?join=%3Cscript%3Ealert(1)%3C/script%3E&redirect=//evil.example")
            assert SCRIPT.encode() not in answer.body
            assert "evil.example" not in answer.headers.get("location", "").partition("?")[0]


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/%2f/evil.example", "/\\evil.example", "/x%0d%0aSet-Cookie:%20a=b"]
)
def test_the_way_to_https_leads_to_the_robot_and_nowhere_else(
    robot: RunningDaemon, computer: OtherComputer, path: str
) -> None:
    answer = plain_guest(robot, computer).request("GET", path)
    assert answer.headers.get("location", "https://198.18.").startswith("https://198.18.")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("name", ["x.html", "x.svg", "x.js", "x.xml", "x.htm", "x.xhtml"])
def test_what_pupils_bring_is_never_served_as_a_page(pupil: Guest, teacher: Guest, name: str) -> None:
    """GHSA-x7mf-wrh9-r76c: a picture's content type became a page."""
    files = {**model_files(), name: SCRIPT.encode()}
    pupil.request("PUT", "/api/models/evil", zipped(files), Content_Type="text/html")
    for path in (f"/api/models/evil/{name}", "/api/models/evil/model.json", "/api/models/evil.zip"):
        answer = teacher.request("GET", path, Accept="text/html")
        assert answer.headers["content-type"].split(";")[0] in (
            "application/json",
            "application/octet-stream",
            "application/zip",
        )
        assert answer.headers["x-content-type-options"] == "nosniff"
    teacher.request("DELETE", "/api/models/evil")


def test_a_picture_is_sent_as_one_whatever_lies_in_it(robot: RunningDaemon, pupil: Guest) -> None:
    folder = robot.home / "pictures"
    folder.mkdir(exist_ok=True)
    with robot.link() as link:
        name = str(link.call(Do, action="look").value)
    (folder / name).write_text(f"<html>{SCRIPT}")
    answer = pupil.request("GET", f"/api/pictures/{name}")
    assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == ("image/jpeg", "nosniff")
    (folder / "evil.html").write_text(SCRIPT)
    assert pupil.request("GET", "/api/pictures/evil.html").status == 404


@pytest.mark.parametrize("name", [SCRIPT, "<img src=x onerror=alert(1)>.py", 'a".zip', "a\r\nX: y", "../../evil"])
def test_a_name_that_is_script_stays_text(pupil: Guest, name: str) -> None:
    for path in ("/api/recipes/", "/api/models/", "/api/projects/", "/api/pictures/"):
        answer = pupil.request("GET", path + quote(name, safe=""))
        assert answer.headers["content-type"] in ("application/json", "text/plain; charset=utf-8")
        assert answer.status in (400, 404, 405)
        assert "x" not in answer.headers


def test_what_people_type_is_no_template(computer: OtherComputer, tmp_path: Path) -> None:
    """GHSA-fwfg-vprh-97ph: scripts were rendered as templates."""
    name = "{{host}}{0}{sha256}<u>"
    with running(tmp_path / "home", listen="0.0.0.0", name=name) as robot:
        page = plain_guest(robot, computer).request("GET", "/trust")
        assert page.status == 200
        text = page.body.decode()
        assert "{{host}}{0}{sha256}" in text
        assert page.headers["content-type"].startswith("text/plain") or "<u>" not in text


ESCAPES = [
    "/../secrets/sessions.json",
    "/%2e%2e/secrets/sessions.json",
    "/assets/..%2f..%2fsecrets/sessions.json",
    "/assets/%2e%2e/%2e%2e/secrets/sessions.json",
    "/..\\secrets\\sessions.json",
    "/%c0%ae%c0%ae/secrets/sessions.json",
    "/%e2%80%a5/secrets/sessions.json",
    "/%ef%bc%8e%ef%bc%8e/secrets/sessions.json",
    "/api/recipes/..%2fsecrets%2fsessions.json",
    "/api/recipes/%2e%2e%2f%2e%2e%2fsecrets%2fsessions.json/versions",
    "/api/models/..%2fsecrets/sessions.json",
    "/api/models/%2e%2e/secrets%2fsessions.json",
    "/api/models/../secrets/sessions.json",
    "/api/models/SECRETS/sessions.json",
    "/api/pictures/..%2fsecrets%2fsessions.json",
    "/api/projects/..%2fsecrets%2fsessions.zip",
    "/secrets/sessions.json",
    "/SECRETS/sessions.json",
]


@pytest.mark.parametrize("path", ESCAPES)
def test_no_path_leads_out_of_its_folder(robot: RunningDaemon, pupil: Guest, path: str) -> None:
    assert (robot.home / "secrets" / "sessions.json").exists()
    for somebody in (pupil, owner(robot)):
        answer = somebody.request("GET", path)
        assert answer.status in (400, 401, 403, 404, 405), path
        assert b"token_sha256" not in answer.body


def test_no_link_in_a_folder_leads_out_of_it(robot: RunningDaemon, pupil: Guest) -> None:
    secret = robot.home / "secrets" / "sessions.json"
    links = {
        "recipes/linked.py": "/api/recipes/linked.py",
        "pictures/2026-01-01_00-00-00-000.jpg": "/api/pictures/2026-01-01_00-00-00-000.jpg",
        "models/linked/weights.bin": "/api/models/linked/weights.bin",
        f"projects/linked.1.{'0' * 64}.zip": "/api/projects/linked.zip",
    }
    for place in links:
        path = robot.home / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(secret)
    try:
        for address in links.values():
            answer = pupil.request("GET", address)
            assert answer.status in (400, 404), address
            assert b"token_sha256" not in answer.body, address
    finally:
        for place in links:
            (robot.home / place).unlink()


def test_models_and_projects_are_for_who_has_paired(
    robot: RunningDaemon, computer: OtherComputer, pupil: Guest, stranger: Guest
) -> None:
    assert pupil.request("PUT", "/api/models/kept", zipped(model_files())).status == 200
    for path in ("/api/models", "/api/models/kept.zip", "/api/models/kept/model.json", "/api/projects"):
        answer = pupil.request("GET", path)
        assert answer.status == 200, path
        assert "public" not in answer.headers["cache-control"]
        if "kept" in path:
            card = answer.headers["link"].removeprefix("<").removesuffix('>; rel="license"')
            assert "licence" in pupil.request("GET", card).json
        assert stranger.request("GET", path).status == 401, path
        assert plain_guest(robot, computer).request("GET", path).status == 403, path
    assert pupil.request("DELETE", "/api/models/kept").status == 200


def test_a_session_is_worth_nothing_after_the_code_that_began_it_was_used_by_somebody_else(
    robot: RunningDaemon, computer: OtherComputer
) -> None:
    one, other = guest(robot, computer), guest(robot, computer)
    code = code_of(robot)
    one.pair(code)
    other.pair(code)
    assert one.headers["Cookie"] != other.headers["Cookie"]
    assert one.me()["session"] != other.me()["session"]
