"""The bus carries each message to those who asked for its kind."""

from tjbot.daemon.bus import Bus
from tjbot.protocol.messages import Pong, Stopped


def test_listeners_get_their_kind_in_their_order_until_they_end_it() -> None:
    bus = Bus()
    heard: list[tuple[str, str, object]] = []
    end = bus.subscribe(Pong, lambda body, message: heard.append(("first", body, message)))
    bus.subscribe(Pong, lambda body, message: heard.append(("second", body, message)))
    pong = Pong(id=1, time=0.0)
    bus.publish("real", pong)
    bus.publish("real", Stopped(message="nobody listens"))
    end()
    bus.publish("other", pong)
    assert heard == [("first", "real", pong), ("second", "real", pong), ("second", "other", pong)]


def test_a_listener_may_end_its_subscription_while_it_hears() -> None:
    bus = Bus()
    heard: list[str] = []

    def once(_: str, __: Pong) -> None:
        heard.append("once")
        end()

    end = bus.subscribe(Pong, once)
    bus.subscribe(Pong, lambda _, __: heard.append("always"))
    bus.publish("real", Pong(id=1, time=0.0))
    bus.publish("real", Pong(id=2, time=0.0))
    assert heard == ["once", "always", "always"]
