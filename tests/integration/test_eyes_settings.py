"""The eyes get new settings while somebody looks through them."""

from contextlib import suppress
from pathlib import Path

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from tests.integration.test_eyes import LIGHT_PIN, ask, looking
from tests.integration.test_http import request
from tests.running import WAITING_SECONDS, running


def test_new_settings_give_new_eyes_while_pages_look(tmp_path: Path) -> None:
    with running(tmp_path / "home", parts={"eyes": {"light_pin": LIGHT_PIN}}) as daemon:
        with looking(daemon) as client:
            ask(client)
            status, _, body = request(
                daemon, "PUT", "/api/settings/eyes", {"light_pin": 24, "width": 320, "height": 240}
            )
            assert status == 200, body
            with suppress(ConnectionClosed):
                while True:
                    ask_again(client)
        assert daemon.changes(LIGHT_PIN)[-1].duty == 0
        with looking(daemon) as client:
            assert ask(client).width == 320
            assert daemon.changes(24)[-1].duty == 1


def ask_again(client: ClientConnection) -> None:
    client.send("next")
    client.recv(timeout=WAITING_SECONDS)
