"""A connection to a robot: commands out, answers and reports in. Recipes and the command line use it."""

import itertools
import json
import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect, unix_connect

from tjbot import known_robots
from tjbot.errors import ConfigurationError, HaltedError, NoRobotError, RefusedError, TJBotError, WireError
from tjbot.protocol.codec import decode_report, encode
from tjbot.protocol.enclosed import Enclosed, encode_enclosed
from tjbot.protocol.messages import (
    MAXIMUM_MESSAGE_BYTES,
    PROTOCOL,
    Answered,
    Ask,
    Command,
    Done,
    Failed,
    Finding,
    Hello,
    Message,
    Ping,
    Pong,
    Recall,
    Recalled,
    Welcome,
)
from tjbot.protocol.values import Role, Subject, Topic
from tjbot.recipe.secure_socket import shared

DEFAULT_URL = "http://localhost:8765"
GOODBYE = 1000
GOING_AWAY = 1001
POLICY = 1008
STOPPING = 1012
UNIX = "unix:"
"""How the address of a robot begins that is reached over a Unix socket; its path follows."""

LONGEST_REPORT_BYTES = 4 * 1024 * 1024
_ADDRESS_HINT = f"Write it like this: {DEFAULT_URL}"
_OPEN_SECONDS = 5.0
_CLOSE_SECONDS = 1.0
_KEPT_REPORTS = 4096

Answer = Done | Failed | Pong | Recalled | Answered
"""What answers a command."""


class Link:
    """One client of the robot at `url`; connected, greeted and welcomed when the constructor returns.

    Rule of the house: `close()` says goodbye (code 1000), so what was asked for may finish and stays.
    Any other end (`abandon()`, a crash, a lost network) makes the daemon halt the robot and let it rest,
    if this client was driving it.

    Args:
        url: `http://host:port`, `https://…`, `ws://…` or `wss://…`, where a path is not needed; or `unix:/path`.
        role: what this client is: `page`, `recipe` or `tool`.
        name: what people call it, at most 64 characters.
        body: the body to be bound to; None for the real one.
        token: what its starter gave to a recipe; None where there is none.
        wants: the reports that shall come unasked: `seen`, `state`, `output`, `traced`.
        on_report: called with every report that answers no command, on the receiving thread, so it must be
            quick and must not `call`; without it they are kept (the newest 4096) for `reports()`.
        on_lost: called once, on the receiving thread, when the connection ends and nobody asked it to.

    Raises:
        NoRobotError: nobody answers at the address.
        RefusedError: the robot does not let this client in.
        ConfigurationError: the address is none.
    """

    def __init__(
        self,
        url: str = DEFAULT_URL,
        *,
        role: Role,
        name: str,
        body: str | None = None,
        token: str | None = None,
        wants: tuple[Topic, ...] = (),
        on_report: Callable[[Message], None] | None = None,
        on_lost: Callable[[NoRobotError], None] | None = None,
    ) -> None:
        self.url = url
        self._identifiers = itertools.count(1)
        self._waiting: dict[int, queue.SimpleQueue[Answer | NoRobotError]] = {}
        self._lock = threading.Lock()
        self._reports: queue.Queue[Message | None] = queue.Queue(_KEPT_REPORTS)
        self._on_report = on_report or self._keep
        self._on_lost = on_lost
        self._lost: NoRobotError | None = None
        self._closing = False
        self._stack = ExitStack()
        self._socket = self._connect()
        _notice_a_lost_network(self._socket.socket)
        hello = Hello(protocol=PROTOCOL, role=role, name=name[:64], body=body, token=token, wants=list(wants))
        self.welcome = self._greet(hello)
        self._thread = threading.Thread(target=self._receive, name="tjbot-link", daemon=True)
        self._thread.start()

    def call(self, command: type[Command], **fields: Any) -> Done:
        """Sends a command and waits for its answer; the link gives it its `id`.

        Args:
            command: the class of the command, for example `Do`.
            fields: its fields without `id`, for example `action="wave"`.

        Returns:
            The answer, with its `value` and `note`.

        Raises:
            HaltedError: it was begun and cut short by STOP.
            RefusedError: the robot will not or cannot do it; message and hint are the robot's own.
            NoRobotError: the robot went away.
        """
        answer = self._exchange(command, fields)
        if not isinstance(answer, Done):
            raise WireError(f"The robot answered a command with {type(answer).__name__}.")
        return answer

    def recall(self, name: str) -> Any:
        """What this recipe has remembered under a name; None where that is nothing.

        Raises:
            RefusedError: the robot cannot recall it.
            NoRobotError: the robot went away.
        """
        answer = self._exchange(Recall, {"name": name})
        if not isinstance(answer, Recalled):
            raise WireError(f"The robot answered a question with {type(answer).__name__}.")
        return answer.value

    def ask(self, what: Subject, picture: bytes | None = None) -> list[Finding]:
        """Asks what a page's models make of a picture.

        Args:
            what: `objects`, `picture` or `faces`.
            picture: a JPEG, PNG or WebP file, at most 4 MiB; None for what the page sees at this moment.

        Returns:
            What they found, the surest first.

        Raises:
            RefusedError: no page is open that could tell, or it could not tell.
            WireError: the picture is empty or too large.
            NoRobotError: the robot went away.
        """
        answer = self._exchange(Ask, {"what": what}, picture)
        if not isinstance(answer, Answered):
            raise WireError(f"The robot answered a question with {type(answer).__name__}.")
        return answer.findings

    def send(self, message: Message) -> None:
        """Sends a message that is not answered (`Seen`, `Offer`).

        Raises:
            RefusedError: the message cannot be written as JSON text.
            NoRobotError: the robot went away.
        """
        try:
            data = encode(message)
        except (UnicodeEncodeError, OverflowError, TypeError) as error:
            raise RefusedError(f"That cannot be sent to the robot: {error}.") from None
        if len(data) > MAXIMUM_MESSAGE_BYTES:
            raise RefusedError("That is too long to be sent to the robot.", "Send less at once.")
        self._transmit(data, text=True)

    def reports(self) -> Iterator[Message]:
        """Yields the reports as they come, until `close()`; only without `on_report`.

        Raises:
            NoRobotError: the robot went away.
        """
        while (report := self._reports.get()) is not None:
            yield report
        if self._lost is not None:
            raise self._lost

    def measure_clock(self) -> float:
        """What to add to `time.monotonic()` here to get the daemon's clock, in seconds."""
        sent = time.monotonic()
        answer = self._exchange(Ping, {})
        if not isinstance(answer, Pong):
            raise WireError(f"The robot answered a ping with {type(answer).__name__}.")
        return answer.time - (sent + time.monotonic()) / 2

    @property
    def ended_for_good(self) -> bool:
        """Whether the robot itself ended the connection and will have no other: it was stopped, or will not have us."""
        return self._socket.close_code in (GOODBYE, POLICY, STOPPING)

    def close(self) -> None:
        """Says goodbye: what was asked for may finish and stays. Does nothing the second time."""
        self._end(GOODBYE)

    def abandon(self) -> None:
        """Leaves without a goodbye: if this client was driving, the robot is halted and rests."""
        self._end(GOING_AWAY)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None or issubclass(kind, TJBotError):
            self.close()
        else:
            self.abandon()

    def _connect(self) -> ClientConnection:
        try:
            # No compression: it costs more time than it saves on short messages.
            return self._stack.enter_context(
                _open(
                    self.url,
                    compression=None,
                    open_timeout=_OPEN_SECONDS,
                    close_timeout=_CLOSE_SECONDS,
                    max_size=LONGEST_REPORT_BYTES,
                )
            )
        except InvalidStatus as error:
            status = error.response.status_code
            _raise_refusal(error.response.body)
            raise NoRobotError(
                f"What answers at {self.url} does not let us in (HTTP {status}).", "Is it a robot? Check the address."
            ) from None
        except ssl.SSLCertVerificationError:
            raise NoRobotError(
                f"This computer does not know the robot at {self.url}, or it has another certificate now.",
                f"Pair with it: tjbot pair {self.url}",
            ) from None
        except ValueError:
            raise ConfigurationError(f'"{self.url}" is no address of a robot.', _ADDRESS_HINT) from None
        except (OSError, WebSocketException):
            raise NoRobotError(f"No robot answers at {self.url}.", "Start one with: tjbot start") from None

    def _greet(self, hello: Hello) -> Welcome:
        try:
            self._socket.send(encode(hello), text=True)
            report = decode_report(self._socket.recv(timeout=_OPEN_SECONDS))
        except (ConnectionClosed, OSError):
            self._end(GOING_AWAY)
            raise self._gone() from None
        if isinstance(report, Welcome):
            return report
        self._end(GOING_AWAY)
        if isinstance(report, Failed):
            raise RefusedError(report.message, report.hint)
        raise NoRobotError(f"What answers at {self.url} is no robot that we know.", "Check the address.")

    def _transmit(self, data: bytes, *, text: bool) -> None:
        try:
            self._socket.send(data, text=text)
        except (ConnectionClosed, OSError):
            raise self._lost or self._gone() from None

    def _exchange(
        self, command: type[Command], fields: dict[str, Any], picture: bytes | None = None
    ) -> Done | Pong | Recalled | Answered:
        identifier = next(self._identifiers)
        answers: queue.SimpleQueue[Answer | NoRobotError] = queue.SimpleQueue()
        with self._lock:
            if self._lost is not None:
                raise self._lost
            self._waiting[identifier] = answers
        try:
            message = command(id=identifier, **fields)
            if picture is None:
                self.send(message)
            else:
                self._transmit(encode_enclosed(Enclosed(message, picture)), text=False)
            answer = answers.get()
        finally:
            with self._lock:
                self._waiting.pop(identifier, None)
        if isinstance(answer, NoRobotError):
            raise answer
        if isinstance(answer, Failed):
            raise (HaltedError if answer.halted else RefusedError)(answer.message, answer.hint)
        return answer

    def _receive(self) -> None:
        try:
            while True:
                self._deliver(decode_report(self._socket.recv()))
        except WireError as error:
            self._lose(NoRobotError(error.message, "Robot and recipe may be of different versions: update both."))
        except (ConnectionClosed, OSError):
            self._lose(self._gone())

    def _deliver(self, report: Message) -> None:
        if isinstance(report, Answer) and report.id is not None:
            with self._lock:
                answers = self._waiting.get(report.id)
            if answers is not None:
                answers.put(report)
        else:
            self._on_report(report)

    def _keep(self, report: Message | None) -> None:
        while True:
            try:
                return self._reports.put_nowait(report)
            except queue.Full:
                self._reports.get_nowait()

    def _lose(self, error: NoRobotError) -> None:
        with self._lock:
            self._lost = error
            waiting = list(self._waiting.values())
        for answers in waiting:
            answers.put(error)
        self._keep(None)
        if self._on_lost is not None and not self._closing:
            self._on_lost(error)

    def _gone(self) -> NoRobotError:
        reason = self._socket.close_reason
        because = f" ({reason.rstrip('.')})" if reason else ""
        return NoRobotError(
            f"The robot at {self.url} went away{because}.", "Is it still on? Start it with: tjbot start"
        )

    def _end(self, code: int) -> None:
        self._closing = True
        self._socket.close(code)
        self._stack.close()


def _open(url: str, **how: Any) -> ClientConnection:
    opened: ClientConnection
    if url.startswith(UNIX):
        opened = unix_connect(url.removeprefix(UNIX), "ws://localhost/socket", **how)
    else:
        known = known_robots.find(url)
        if known is not None:
            how["additional_headers"] = {"Authorization": f"Bearer {known.token}"}
        address = socket_address(url)
        if address.startswith("wss:"):
            how["ssl"] = shared(known.tls() if known else ssl.create_default_context())
        # No proxy: the robot is near.
        opened = connect(address, proxy=None, **how)
    return opened


def _raise_refusal(body: bytes | bytearray | None) -> None:
    """Raises what the robot said instead of letting a client in; does nothing where it was no robot of ours.

    Raises:
        RefusedError: the robot's own message and hint.
    """
    try:
        told = json.loads(body or b"")
        raise RefusedError(str(told["message"]), str(told["hint"]))
    except (ValueError, LookupError, TypeError):
        return


def _notice_a_lost_network(connection: socket.socket) -> None:
    """Has a connection end within seconds where nothing comes from the robot's computer any more."""
    if connection.family == socket.AF_UNIX:
        return
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    # Other systems than Linux have other names for these.
    for option, value in (("TCP_KEEPIDLE", 2), ("TCP_KEEPINTVL", 1), ("TCP_KEEPCNT", 3), ("TCP_USER_TIMEOUT", 5000)):
        if hasattr(socket, option):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)


def socket_address(url: str) -> str:
    """The WebSocket address of the robot that people know by `url`.

    Raises:
        ConfigurationError: it is no address.
    """
    scheme, separator, rest = url.partition("://")
    schemes = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}
    # The robot serves localhost at 127.0.0.1; a machine without /etc/hosts cannot look the name up.
    host = re.sub(r"^localhost(?=:|$)", "127.0.0.1", rest.split("/")[0])
    if not separator or scheme not in schemes or not host:
        raise ConfigurationError(f'"{url}" is no address of a robot.', _ADDRESS_HINT)
    return f"{schemes[scheme]}://{host}/socket"
