"""What is measured of tjbot-ce, run by the Python of its own environment: `python -I … ` prints one JSON object.

Its arm drives lgpio directly, so lgpio is replaced by something that only notes the pulses. Nothing of ours is in it.
"""

import json
import resource
import time
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

COMMANDS = 300
PERIOD_US = 20_000


def main() -> None:
    """Prints what was measured; what cannot be measured is missing, and `cannot` says why."""
    begun = time.perf_counter()
    import tjbot

    # The package itself is lazy: it loads when its robot is asked for.
    assert tjbot.TJBot
    measured: dict[str, Any] = {"import_seconds": time.perf_counter() - begun}
    registry = Path(tjbot.__file__).parent / "config" / "vendor" / "model-registry.yaml"
    if registry.is_file():
        measured["downloads"] = registry.read_text().count(" url:")
    try:
        measured.update(command_to_pulse())
    except Exception as error:
        measured["cannot"] = f"{type(error).__name__}: {error}"
    measured["resident_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(measured))


def command_to_pulse() -> dict[str, Any]:
    """Milliseconds from a command to its first pulse, and the largest jump between two pulses in µs."""
    from tjbot.servo import servo_lgpio

    from tjbot import TJBot

    pulses: list[tuple[float, float]] = []

    def note(handle: int, pin: int, frequency: float, duty: float, *_: object) -> int:
        pulses.append((time.perf_counter(), duty * PERIOD_US / 100))
        return 0

    nothing = lambda *_: 0  # noqa: E731
    servo_lgpio.lgpio = SimpleNamespace(
        gpiochip_open=nothing,
        gpiochip_close=nothing,
        gpio_claim_output=nothing,
        gpio_write=nothing,
        gpio_free=nothing,
        tx_pwm=note,
    )
    robot = TJBot.get_instance()
    robot.initialize({"hardware": {"servo": True}})
    robot.lower_arm()
    delays = []
    for number in range(COMMANDS):
        pulses.clear()
        sent = time.perf_counter()
        (robot.raise_arm if number % 2 else robot.lower_arm)()
        delays.append((pulses[0][0] - sent) * 1000)
    pulses.clear()
    robot.lower_arm()
    robot.arm_back()
    widths = [width for _, width in pulses if width]
    steps = [abs(after - before) for before, after in pairwise(widths)]
    return {"delays_ms": delays, "largest_step_us": max(steps)}


main()
