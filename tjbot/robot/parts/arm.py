"""The arm: one hobby servo.

Wiring: signal to GPIO 18 (pin 12), +5 V to pin 2, ground to pin 14 of the Pi's header.
The servo turns 180 degrees over pulses of 500 to 2500 µs at 50 Hz; the arm's angle is 0 hanging down.
"""

import asyncio
from typing import Annotated, Any, Literal

from msgspec import Meta

from tjbot.config import PartSettings, Pin, PulseMicroseconds
from tjbot.errors import PartError
from tjbot.protocol.values import Degrees
from tjbot.robot.motion import Limits, Move, Position, plan
from tjbot.robot.part import Answer, Part, action
from tjbot.robot.wiring import Wire, ground, power

PERIOD_SECONDS = 0.02
"""A servo looks at its pulse 50 times a second."""

PULSE_US_PER_DEGREE = 2000 / 180
MIDDLE_PULSE_US = 1500
WAVE_SECONDS = 0.2
"""The time from one end of a wave to the next."""

POWER_CUT_SECONDS = 2.0
"""A resting servo that still gets pulses hums; so the pulse is cut this long after the last move."""

REST_LIMITS = Limits(speed=240, acceleration=1500)


class ArmSettings(PartSettings, frozen=True, kw_only=True):
    """The table `[arm]`: where the servo is connected, which pulse puts it where, how fast it may move."""

    pin: Pin = 18
    """The GPIO number of the servo's signal wire. Older kits: 7."""
    side: Literal["right", "left"] = "right"
    """On which side of the robot the arm is, seen by the robot."""
    down_pulse_us: PulseMicroseconds | None = None
    """The pulse in microseconds that lets the arm hang down. Usually 2300, for a left arm 700."""
    up_pulse_us: PulseMicroseconds | None = None
    """The pulse in microseconds that raises the arm. Usually 1400, for a left arm 1600."""
    back_pulse_us: PulseMicroseconds | None = None
    """The pulse in microseconds that moves the arm back, as far as it may go. Usually 700, for a left arm 2300."""
    degrees_per_second: Annotated[float, Meta(ge=10, le=1000)] = 600
    """How fast the arm may move."""
    degrees_per_second_squared: Annotated[float, Meta(ge=50, le=20_000)] = 12_000
    """How fast the arm may get faster."""


class Calibration:
    """Angles to pulses and back, for one arm.

    Args:
        settings: a pulse that is not given is the kit's usual one, mirrored for a left arm.

    Raises:
        PartError: the three pulses do not lie in order.
    """

    def __init__(self, settings: ArmSettings) -> None:
        self.down_pulse_us = self._pulse(settings, settings.down_pulse_us, 2300)
        up = self._pulse(settings, settings.up_pulse_us, 1400)
        back = self._pulse(settings, settings.back_pulse_us, 700)
        self.direction = 1 if back > self.down_pulse_us else -1
        self.up_angle = self.angle(up)
        self.limit_angle = min(self.angle(back), 180.0)
        if not 0 < self.up_angle <= self.limit_angle:
            raise PartError(
                f"The arm's pulses are out of order: down {self.down_pulse_us}, up {up}, back {back} µs.",
                "Up must lie between down and back; mend [arm] in tjbot.toml, or remove the three keys.",
            )

    @staticmethod
    def _pulse(settings: ArmSettings, given: int | None, usual: int) -> int:
        if given is not None:
            return given
        return usual if settings.side == "right" else 2 * MIDDLE_PULSE_US - usual

    def pulse_us(self, angle: float) -> float:
        """The pulse for an angle in degrees, never outside what was calibrated."""
        held = min(max(angle, 0.0), self.limit_angle)
        pulse = self.down_pulse_us + self.direction * held * PULSE_US_PER_DEGREE
        # Rounding may go a hair too far, and gpiozero refuses the hair.
        return min(max(pulse, 500.0), 2500.0)

    def angle(self, pulse_us: float) -> float:
        """The angle in degrees that a pulse stands for."""
        return (pulse_us - self.down_pulse_us) * self.direction / PULSE_US_PER_DEGREE


class Arm(Part):
    """Waves, points, goes up, down and back."""

    name = "arm"
    summary = "An arm that waves and points"
    Settings = ArmSettings
    settings: ArmSettings

    @classmethod
    def wires(cls, settings: ArmSettings) -> list[Wire]:
        """A servo's three wires in their usual colors."""
        signal = Wire(name="signal", use="servo", color="orange", gpio=settings.pin, key="pin")
        return [signal, power("5 V", pin=2), ground(pin=14, color="brown")]

    def start(self) -> None:
        """Opens the servo with the arm hanging down."""
        from gpiozero import GPIOZeroError, Servo

        self.calibration = Calibration(self.settings)
        self.limits = Limits(self.settings.degrees_per_second, self.settings.degrees_per_second_squared)
        self.rest_limits = Limits(
            min(REST_LIMITS.speed, self.limits.speed), min(REST_LIMITS.acceleration, self.limits.acceleration)
        )
        self.position = Position(0.0)
        self._due = self.clock()
        self.moving = False
        self._cut: asyncio.TimerHandle | None = None
        try:
            self.servo = Servo(
                self.settings.pin,
                initial_value=self._servo_value(0.0),
                min_pulse_width=0.0005,
                max_pulse_width=0.0025,
                pin_factory=self.pins,
            )
        except (GPIOZeroError, OSError) as error:
            raise PartError(
                f"The arm's servo on GPIO {self.settings.pin} cannot be opened: {error}.",
                "Check [arm] in tjbot.toml, and that no other program uses the pin.",
            ) from None
        self._cut_later()

    def reading(self) -> dict[str, Any]:
        """`angle` in degrees, and whether it is `moving`."""
        return {"angle": round(self.position.angle, 1), "moving": self.moving}

    @action()
    async def wave(self) -> Answer:
        """Waves: up, down, up."""
        for angle in (self.calibration.up_angle, 0.0, self.calibration.up_angle):
            await self._move(angle, at_least_seconds=WAVE_SECONDS)
        return self._answer()

    @action()
    async def raise_arm(self) -> Answer:
        """Raises the arm."""
        await self._move(self.calibration.up_angle)
        return self._answer()

    @action()
    async def lower_arm(self) -> Answer:
        """Lets the arm hang down."""
        await self._move(0.0)
        return self._answer()

    @action()
    async def arm_back(self) -> Answer:
        """Moves the arm back, as far as it goes."""
        await self._move(self.calibration.limit_angle)
        return self._answer()

    @action()
    async def point(self, angle: Degrees) -> Answer:
        """Points the arm: 0 hangs down, about 81 is up, about 144 is back."""
        limit = self.calibration.limit_angle
        await self._move(min(angle, limit))
        note = f"The arm stops at {limit:.0f} degrees, the limit it was calibrated to." if angle > limit else None
        return Answer(round(self.position.angle, 1), note)

    def halt(self) -> None:
        """Holds the arm where it is; the pulse is cut later."""
        self.position = Position(self.position.angle)
        self._finish()

    async def rest(self) -> None:
        """Lets the arm down gently and cuts the pulse."""
        await self._move(0.0, limits=self.rest_limits)
        self._cut_now()

    def close(self) -> None:
        """Cuts the pulse and frees the pin."""
        self._cut_now()
        self.servo.close()

    async def _move(self, target: float, *, limits: Limits | None = None, at_least_seconds: float = 0.0) -> None:
        """Moves to an angle; the first pulse goes out before this waits for anything."""
        self._keep_power()
        self.moving = True
        # A pulse tells where the arm is when its period is over; a move that takes over goes on from then,
        # or else many commands in one period would each move the arm a period further.
        begun = max(self.clock(), self._due)
        move = plan(self.position, target, limits or self.limits)
        try:
            await self._follow(move, begun)
            left = begun + at_least_seconds - self.clock()
            if left > 0:
                await asyncio.sleep(left)
        finally:
            self._finish()

    async def _follow(self, move: Move, begun: float) -> None:
        """Sets a pulse every period: where the arm shall be when the pulse has done its work."""
        tick = self.clock()
        while True:
            due = max(self.clock(), tick) + PERIOD_SECONDS
            self._drive(move.at(due - begun), due)
            if due - begun >= move.seconds:
                return
            tick = max(tick + PERIOD_SECONDS, self.clock())
            await asyncio.sleep(tick - self.clock())

    def _drive(self, position: Position, due: float) -> None:
        """Sets the pulse for where the arm shall be at the time `due`."""
        self.position = position
        self._due = due
        self.servo.value = self._servo_value(position.angle)
        self.changed()

    def _finish(self) -> None:
        self.moving = False
        self._cut_later()
        self.changed()

    def _servo_value(self, angle: float) -> float:
        """The value from -1 to 1 by which gpiozero means 500…2500 µs."""
        return (self.calibration.pulse_us(angle) - MIDDLE_PULSE_US) / 1000

    def _answer(self) -> Answer:
        return Answer(round(self.position.angle, 1))

    def _keep_power(self) -> None:
        if self._cut:
            self._cut.cancel()
            self._cut = None

    def _cut_later(self) -> None:
        self._keep_power()
        self._cut = asyncio.get_running_loop().call_later(POWER_CUT_SECONDS, self._cut_now)

    def _cut_now(self) -> None:
        self._keep_power()
        self.servo.value = None
