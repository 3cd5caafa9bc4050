"""`tjbot codes` and `tjbot pair`: from both sides, how another computer becomes known to the robot."""

import json
import socket
import ssl
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from tjbot import known_robots
from tjbot.errors import ConfigurationError, NoRobotError, RefusedError
from tjbot.known_robots import KnownRobot
from tjbot.options import ROBOT_HERE, Json, Url

# What a single command needs is imported in it, as in cli.

SECONDS = 30.0


def codes(
    *,
    qr: Annotated[bool, typer.Option("--qr", help="A picture that opens the page on one phone or computer.")] = False,
    new: Annotated[bool, typer.Option("--new", help="Another code in place of the one that they know.")] = False,
    teacher: Annotated[
        bool, typer.Option("--teacher", help="With --qr or --new: the teacher's, not the pupils'.")
    ] = False,
    url: Url = ROBOT_HERE,
    as_json: Json = False,
) -> None:
    """Shows the codes with which pupils and teachers pair their computers."""
    from tjbot.robot_requests import RobotRequests

    requests = RobotRequests(url, "/api/codes")
    kind = json.dumps({"kind": "teacher" if teacher else "pupil"}).encode()
    shown = requests.ask("POST", "/new", kind) if new else requests.ask("GET", "")
    if qr:
        shown["link"] = requests.ask("POST", "/link", kind)["url"]
    if as_json:
        print(json.dumps(shown, ensure_ascii=False))
        return
    for which, name, how in (("pupil", "Pupils", ""), ("teacher", "Teachers", ", once")):
        code = shown[which]
        minutes = max(1, round(code["ends_in_seconds"] / 60))
        print(f"{name + ':':10} {code['code'][:3]} {code['code'][3:]}   good for {minutes} min{how}")
    for place, link in enumerate(shown["links"]):
        print(f"{'Page:' if place == 0 else '':10} {link['url']}")
    if not shown["links"]:
        print("Only this computer reaches the robot. For others: tjbot start --listen 0.0.0.0")
    if qr:
        _print_qr(shown["link"])
    elif known_robots.is_here(known_robots.address_of(url) or "") and _is_private(url):
        link = requests.ask("POST", "/link", b'{"kind": "owner"}')["url"]
        print(f"{'Here:':10} {link}   good once")


def pair(
    url: Annotated[str, typer.Argument(help="Where the robot is, for example https://tjbot-1a2b.local:8443")],
    *,
    code: Annotated[str, typer.Option(help="The code, if it shall not be asked for.")] = "",
    name: Annotated[str, typer.Option(help="What the teacher sees in the list.")] = "",
    pupil: Annotated[str, typer.Option(help="In a class: the key that your page shows, so that this is yours.")] = "",
    forget: Annotated[bool, typer.Option("--forget", help="Ends the pairing instead.")] = False,
) -> None:
    """Makes this computer known to a robot: then tjbot run, tjbot do and python FILE work with its address."""
    if forget:
        _unpair(url)
        return
    address = _find(url)
    if not (pupil and known_robots.find(address)):
        _pair(address, code, name)
    if pupil:
        _come_in(address, pupil)
    print(f"For python FILE: export TJBOT_URL={address}")


def _pair(address: str, code: str, name: str) -> None:
    authority = ""
    if address.startswith("https:"):
        authority = _authority(address)
        print(f"The robot's certificate: {_fingerprint(authority)}")
        print("Its own page shows the same under /trust. If it does not, stop here: somebody is between you.")
    given = code or typer.prompt("The code that the robot shows")
    body = {"code": given, "name": (name or socket.gethostname())[:40], "tool": True}
    told = _ask(address, "POST", "/api/pair", body, KnownRobot(token="", authority=authority).tls())
    known_robots.remember(address, KnownRobot(token=told["token"], authority=authority))
    print(f"This computer is now a {told['kind']}'s. For example: tjbot do wave --url {address}")


def _come_in(address: str, key: str) -> None:
    """From now on this computer is a pupil's in the class."""
    from tjbot.robot_requests import RobotRequests

    told = RobotRequests(address, "/api/class").ask("POST", "/pupils", json.dumps({"key": key}).encode())
    print(f"In the class it is {told['name']}'s: what runs here moves {told['name']}'s own robot.")


def _unpair(url: str) -> None:
    """Signs out at the robot, if it answers, and forgets it in any case."""
    from tjbot.robot_requests import RobotRequests

    if known_robots.find(url) is None:
        raise RefusedError(f"This computer is not paired with {url}.", _known())
    try:
        RobotRequests(url, "/api/me").ask("DELETE", "")
    except NoRobotError as error:
        print(f"{error.message} It still has this computer in its list; a teacher can take it out there.")
    known_robots.forget(url)
    print("This computer has forgotten the robot.")


def _known() -> str:
    addresses = known_robots.known_addresses()
    return f"It is paired with: {', '.join(addresses)}" if addresses else "It is paired with none."


def _find(url: str) -> str:
    """The address to pair with. Over plain http a robot in the network leads on to https."""
    address = known_robots.address_of(url if "://" in url else f"http://{url}")
    if address is None:
        raise ConfigurationError(
            f'"{url}" is no address of a robot.', "Write it like this: https://tjbot-1a2b.local:8443"
        )
    if address.startswith("https:") or known_robots.is_here(address):
        return address
    status, headers, _ = _exchange(address, "GET", "/", None, None)
    leads_to = known_robots.address_of(headers.get("location", ""))
    if status in (301, 302, 303, 307, 308) and leads_to is not None and leads_to.startswith("https:"):
        return leads_to
    return address


def _authority(address: str) -> str:
    """The certificate by which the robot is known from now on, as it gives it out itself."""
    nobody_yet = ssl.create_default_context()
    nobody_yet.check_hostname = False
    nobody_yet.verify_mode = ssl.CERT_NONE
    status, _, body = _exchange(address, "GET", "/trust/certificate.pem", None, nobody_yet)
    try:
        pem = body.decode("ascii")
        ssl.PEM_cert_to_DER_cert(pem.strip())
    except ValueError:
        status = 404
    if status != 200:
        raise NoRobotError(f"What answers at {address} is no robot that we know.", "Check the address.")
    return pem


def _fingerprint(pem: str) -> str:
    digest = sha256(ssl.PEM_cert_to_DER_cert(pem.strip())).hexdigest().upper()
    return " ".join(digest[place : place + 4] for place in range(0, len(digest), 4))


def _ask(address: str, method: str, path: str, body: dict[str, Any], tls: ssl.SSLContext) -> dict[str, Any]:
    """One request to a robot that does not know us yet.

    Raises:
        RefusedError: it refuses, with its own message and hint.
        NoRobotError: nobody answers, or somebody else.
    """
    status, _, data = _exchange(address, method, path, body, tls)
    try:
        told: dict[str, Any] = json.loads(data)
        if status != 200:
            raise RefusedError(told["message"], told["hint"])
        _ = told["token"], told["kind"]
    except (ValueError, LookupError, TypeError):
        raise NoRobotError(f"What answers at {address} is no robot that we know.", "Check the address.") from None
    return told


def _exchange(
    address: str, method: str, path: str, body: dict[str, Any] | None, tls: ssl.SSLContext | None
) -> tuple[int, dict[str, str], bytes]:
    """One request; follows nothing."""
    parts = urlsplit(address.replace("//localhost", "//127.0.0.1"))
    host, port = str(parts.hostname), parts.port
    secure = parts.scheme == "https"
    connection = (
        HTTPSConnection(host, port, timeout=SECONDS, context=tls)
        if secure
        else HTTPConnection(host, port, timeout=SECONDS)
    )
    try:
        connection.request(method, path, None if body is None else json.dumps(body))
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read(1_000_000)
    except ssl.SSLCertVerificationError as error:
        raise NoRobotError(
            f"The robot at {address} shows a certificate that does not fit: {error.verify_message}.",
            "Use the name that the robot has itself, such as tjbot-1a2b.local; tjbot list tells it.",
        ) from None
    except (HTTPException, OSError):
        raise NoRobotError(f"No robot answers at {address}.", "Is it on, and in this Wi-Fi? Try: tjbot list") from None
    finally:
        connection.close()


def _is_private(url: str) -> bool:
    return known_robots.find(url) is not None


def _print_qr(link: str) -> None:
    import segno

    print()
    segno.make(link, error="m", micro=False).terminal(compact=True)
    print("Good for one phone or computer; for the next one: the same command again.")
