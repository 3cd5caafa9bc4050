"""A whole daemon in this process: what comes over HTTP, and what comes over its socket."""

import asyncio
import urllib.parse
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.fuzzing.target import Target, Try
from tjbot.cli import gallery
from tjbot.config import Configuration
from tjbot.daemon.access import OWNER
from tjbot.daemon.app import Daemon
from tjbot.daemon.robot import REAL_BODY
from tjbot.errors import WireError
from tjbot.pins.simulated import history
from tjbot.protocol.codec import decode_command, decode_report, encode
from tjbot.protocol.enclosed import Enclosed
from tjbot.protocol.messages import Hello, Run
from tjbot.robot.parts.arm import Arm
from tjbot.robot.parts.light import Light

SHORTEST_PULSE_US, LONGEST_PULSE_US = 500, 2500
ARM_PIN = 18
ANSWER_SECONDS = 10.0
GOLDEN = Path(__file__).parents[1] / "fixtures" / "wire"


@contextmanager
def _daemon(home: Path) -> Iterator[tuple[Daemon, asyncio.AbstractEventLoop]]:
    loop = asyncio.new_event_loop()
    configuration = Configuration(port=0, autostart="")
    daemon = Daemon(configuration, home, gallery(), simulate=True, kinds=[Arm, Light])
    loop.run_until_complete(daemon.start())
    try:
        yield daemon, loop
    finally:
        loop.run_until_complete(daemon.stop())
        loop.close()


def _check_pulses(daemon: Daemon) -> None:
    pulses = [change.pulse_us for change in history(daemon.pins, ARM_PIN)]
    assert all(pulse == 0 or SHORTEST_PULSE_US <= round(pulse) <= LONGEST_PULSE_US for pulse in pulses), pulses
    daemon.pins.pin(ARM_PIN).clear_states()


@contextmanager
def _open_http(home: Path) -> Iterator[Try]:
    with _daemon(home) as (daemon, loop):
        app: Any = daemon._server.config.app
        port = int(daemon.robot.url.rpartition(":")[2])
        unheard: list[dict[str, Any]] = []
        loop.set_exception_handler(lambda _, context: unheard.append(context))

        def one(data: bytes) -> None:
            loop.run_until_complete(asyncio.wait_for(_ask(app, port, data), ANSWER_SECONDS))
            assert not unheard, unheard
            _check_pulses(daemon)

        yield one


async def _ask(app: Callable[..., Awaitable[None]], port: int, data: bytes) -> None:
    """One request, written as HTTP writes it, and what must be so of every answer."""
    head, _, body = data.partition(b"\n\n")
    first, *rest = head.split(b"\n")
    word, _, target = first.decode("latin-1").partition(" ")
    method = word.upper()[:20] or "GET"
    path, _, query = target.encode("ascii", "ignore").decode().partition("?")
    headers = [(name.strip().lower(), value.strip()) for name, _, value in (line.partition(b":") for line in rest)]
    if not any(name == b"host" for name, _ in headers):
        headers.append((b"host", b"localhost:%d" % port))
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": urllib.parse.unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", port),
    }
    answers: list[dict[str, Any]] = []
    pieces = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return pieces.pop() if pieces else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        answers.append(message)

    await app(scope, receive, send)
    if not answers:
        return
    status = answers[0]["status"]
    told = {name.decode().lower(): value.decode("latin-1") for name, value in answers[0]["headers"]}
    text = b"".join(answer.get("body", b"") for answer in answers[1:])
    assert status < 500 or status == 503, (status, text)
    assert "default-src 'self'" in told["content-security-policy"]
    assert told["x-content-type-options"] == "nosniff"
    assert b"Traceback" not in text or path.startswith("/assets/")
    if told.get("content-type", "").startswith("text/html"):
        assert method in ("GET", "HEAD"), "only the page is HTML"


def _http_seeds() -> list[bytes]:
    recipe = b'from tjbot import robot\n\n@robot.when_sees("fist")\ndef go():\n    robot.wave()\n'
    gets = ["/", "/api/health", "/api/recipes", "/api/recipes/wave_back.py", "/api/models", "/api/projects"]
    gets += [
        "/api/settings",
        "/api/smoothing",
        "/api/me",
        "/api/codes",
        "/api/sessions",
        "/api/pictures/1.jpg",
        "/../x",
    ]
    return [
        *(f"GET {path}\n\n".encode() for path in gets),
        b"POST /api/recipes/check?file=a.py\n\n" + recipe,
        b"POST /api/recipes\nContent-Type: application/json\n\n" + b'{"name": "A", "source": "x = 1"}',
        b"PUT /api/recipes/a.py\nIf-Match: x\n\n" + recipe,
        b"PUT /api/models/fruit\n\nPK\x05\x06" + bytes(18),
        b"PUT /api/projects/fruit\n\nPK\x05\x06" + bytes(18),
        b"DELETE /api/models/fruit\nIf-Match: x\n\n",
        b'PUT /api/smoothing\nContent-Type: application/json\n\n{"model":"hand","label":"fist","smoothing":null}',
        b'PUT /api/settings/arm\nContent-Type: application/json\n\n{"mounted":"left"}',
        b'POST /api/pair\nContent-Type: application/json\n\n{"code":"123456","name":"Ada"}',
        b"GET /api/health\nHost: evil.example\nOrigin: http://evil.example\nX-Forwarded-For: 127.0.0.1\n\n",
    ]


@contextmanager
def _open_socket(home: Path) -> Iterator[Try]:
    with _daemon(home) as (daemon, loop):
        robot, dispatch = daemon.robot, daemon.dispatch
        broken: list[dict[str, Any]] = []
        loop.set_exception_handler(lambda _, context: broken.append(context))

        def joined() -> Any:
            return robot.welcome(Hello(protocol=1, role="tool", name="fuzz", wants=["state", "seen"]), OWNER)

        client = joined()

        async def one_message(data: bytes) -> None:
            nonlocal client
            if not _would_run(data):
                dispatch.handle(client, data.decode("utf-8", "replace"))
                dispatch.handle_enclosed(client, data)
            for _ in range(3):
                await asyncio.sleep(0)
            while (message := client.outbox.take()) is not None:
                told = encode(message.message if isinstance(message, Enclosed) else message)
                decode_report(told)
            if client.let_go.is_set():
                dispatch.leave(client, 1000)
                client = joined()

        def one(data: bytes) -> None:
            loop.run_until_complete(one_message(data))
            assert not broken, broken
            _check_pulses(daemon)

        yield one
        dispatch.leave(client, 1000)


def _would_run(data: bytes) -> bool:
    """Whether it would start a recipe: a process, which is not what this looks at."""
    with suppress(WireError):
        return isinstance(decode_command(data), Run)
    return False


def _socket_seeds() -> list[bytes]:
    actions = ["wave", "raise_arm", "lower_arm", "arm_back", "off", "swing"]
    texts = [f'{{"type":"do","id":1,"action":"{action}"}}' for action in actions]
    texts += [f'{{"type":"do","id":2,"action":"point","arguments":{{"angle":{angle}}}}}' for angle in (0, 90, 180, -1)]
    texts += ['{"type":"do","id":3,"action":"shine","arguments":{"color":"green"},"wait":false}']
    golden = [path.read_bytes() for path in sorted((GOLDEN / "commands").glob("*.json"))]
    return [*(text.encode() for text in texts), *golden]


HTTP = Target("http", f"every request to the daemon ({REAL_BODY} body, arm and light)", _open_http, _http_seeds)
SOCKET = Target("socket", "what a client says after its hello; the arm moves", _open_socket, _socket_seeds)
