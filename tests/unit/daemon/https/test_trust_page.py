"""The page that shows how to trust the robot, without a browser."""

import asyncio
import hashlib
import json
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.requests import Request

from tjbot.daemon.https.renewal import Renewal
from tjbot.daemon.https.trust_page import TrustRoutes, system_of

TEMPLATE = Path(__file__).parents[4] / "web_ui" / "trust.html"
CHROMEBOOK = "Mozilla/5.0 (X11; CrOS x86_64 16181.61.0) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36"


@pytest.fixture(scope="module")
def renewal(tmp_path_factory: pytest.TempPathFactory) -> Renewal:
    path = tmp_path_factory.mktemp("home") / "secrets" / "https.pem"
    renewal = Renewal(path, lambda: ["tjbot-1a2b.local", "tjbot-1a2b"], list, lambda: datetime(2027, 3, 1, tzinfo=UTC))
    asyncio.run(renewal.renew())
    return renewal


def request(host: str = "tjbot-1a2b.local:8765", agent: str = CHROMEBOOK) -> Request:
    headers = [(b"host", host.encode()), (b"user-agent", agent.encode())]
    return Request({"type": "http", "method": "GET", "path": "/trust", "headers": headers})


def shown(renewal: Renewal, folder: Path, *, robot: str = "Pip", host: str = "tjbot-1a2b.local:8765") -> str:
    routes = TrustRoutes(robot, renewal, folder, 8765, 8443)
    return bytes(asyncio.run(routes.show(request(host))).body).decode()


def test_every_gap_of_the_page_is_filled(renewal: Renewal) -> None:
    page = shown(renewal, TEMPLATE.parent)
    assert "{{" not in page
    assert 'data-system="chromeos" open' in page
    assert page.count(" open>") == 1
    assert "1 March 2027" in page


def test_the_fingerprints_are_those_of_the_file_that_it_gives(renewal: Renewal) -> None:
    routes = TrustRoutes("Pip", renewal, TEMPLATE.parent, 8765, 8443)
    file = asyncio.run(routes.download(request()))
    text = asyncio.run(routes.download_text(request()))
    assert ssl.PEM_cert_to_DER_cert(bytes(text.body).decode()) == file.body
    assert file.headers["content-type"] == "application/x-x509-ca-cert"
    assert file.headers["content-disposition"] == 'attachment; filename="tjbot-1a2b.crt"'
    page = shown(renewal, TEMPLATE.parent)
    told = json.loads(bytes(asyncio.run(routes.describe(request())).body))
    for name in ("sha256", "sha1"):
        assert told[name].replace(" ", "").lower() == hashlib.new(name, file.body).hexdigest()
        assert told[name] in page


@pytest.mark.parametrize(
    ("host", "secure"),
    [
        ("tjbot-1a2b.local:8765", "https://tjbot-1a2b.local:8443/"),
        ("192.168.7.20:8765", "https://192.168.7.20:8443/"),
        ("[fd00::20]:8765", "https://[fd00::20]:8443/"),
        ("tjbot-1a2b", "https://tjbot-1a2b:8443/"),
    ],
)
def test_it_leads_to_the_name_that_the_visitor_uses(renewal: Renewal, host: str, secure: str) -> None:
    assert f'href="{secure}"' in shown(renewal, TEMPLATE.parent, host=host)


def test_a_name_is_no_html(renewal: Renewal) -> None:
    page = shown(renewal, TEMPLATE.parent, robot='<script>"Pip"</script>')
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_page_has_no_script_and_asks_nobody_else() -> None:
    text = TEMPLATE.read_text("utf-8")
    assert "<script" not in text
    assert "//" not in text.replace("chrome://", "").replace("http://www.w3.org", "")


def test_without_the_built_page_the_words_are_there(renewal: Renewal, tmp_path: Path) -> None:
    text = shown(renewal, tmp_path)
    assert "/trust/certificate.crt" in text
    assert "SHA-256" in text


def test_a_robot_that_is_not_on_the_network_says_so() -> None:
    routes = TrustRoutes("Pip", None, TEMPLATE.parent, 8765, 8443)
    for answer in (routes.show, routes.download, routes.download_text, routes.describe):
        assert asyncio.run(answer(request())).status_code == 404


@pytest.mark.parametrize(
    ("agent", "system"),
    [
        (CHROMEBOOK, "chromeos"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36", "windows"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0", "windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "firefox"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36", "linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/19.0 Safari/605.1.15", "mac"),
        ("Mozilla/5.0 (iPad; CPU OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "ipad"),
        ("Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 Chrome/150.0.0.0 Mobile Safari/537.36", "android"),
        ("curl/8.0", ""),
    ],
)
def test_the_visitors_own_system_is_known(agent: str, system: str) -> None:
    assert system_of(agent) == system
