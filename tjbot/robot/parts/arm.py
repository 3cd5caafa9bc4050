"""The arm: one hobby servo.

Wiring: signal to GPIO 18 (pin 12), +5 V to pin 2, ground to pin 14 of the Pi's header.
The servo turns 180 degrees over pulses of 500 to 2500 µs at 50 Hz; the arm's angle is 0 hanging down.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from tjbot.config import PartSettings, Pin, PulseMicroseconds
from tjbot.errors import PartError
from tjbot.pins.pulses import ChoosesPWM, PWMChoice, RestingFactory
from tjbot.protocol.values import Degrees
from tjbot.robot.motion import Limits, Position, plan
from tjbot.robot.part import Answer, Part, action
from tjbot.robot.servo import MIDDLE_PULSE_US, PULSE_US_PER_DEGREE, EasedServo
from tjbot.robot.wiring import Use, Wire, ground, power

WAVE_SECONDS = 0.2
"""The time from one end of a wave to the next."""

REST_LIMITS = Limits(speed=240, acceleration=1500)

MoveSeconds = Annotated[float, Meta(ge=0, le=60, extra_json_schema={"unit": "seconds"})]
"""How long a move shall take; 0 is as quick as the arm may."""

CALIBRATING_LIMITS = Limits(speed=90, acceleration=600)
"""Slow enough to press STOP before anything bends."""

SwingSeconds = Annotated[float, Meta(ge=0.2, le=60, extra_json_schema={"unit": "seconds"})]
Times = Annotated[int, Meta(ge=1, le=100)]


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
    pwm: PWMChoice = "auto"
    """Who makes the servo's pulses: "hardware" (steady), "software", or "auto": hardware where it is to be had."""


class Calibration:
    """Angles to pulses and back, for one arm.

    Args:
        settings: a pulse that is not given is the kit's usual one, mirrored for a left arm.

    Raises:
        PartError: the three pulses do not lie in order.
    """

    def __init__(self, settings: ArmSettings) -> None:
        self.down_pulse_us = self._pulse(settings, settings.down_pulse_us, 2300)
        up = self.up_pulse_us = self._pulse(settings, settings.up_pulse_us, 1400)
        back = self.back_pulse_us = self._pulse(settings, settings.back_pulse_us, 700)
        self.direction = 1 if back > self.down_pulse_us else -1
        self.up_angle = self.angle(up)
        self.limit_angle = min(self.angle(back), 180.0)
        self._reach = (0.0, self.limit_angle)
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
        """The pulse for an angle in degrees, never outside what was calibrated (or is being calibrated now)."""
        held = min(max(angle, self._reach[0]), self._reach[1])
        pulse = self.down_pulse_us + self.direction * held * PULSE_US_PER_DEGREE
        # Rounding may go a hair too far, and gpiozero refuses the hair.
        return min(max(pulse, 500.0), 2500.0)

    def angle(self, pulse_us: float) -> float:
        """The angle in degrees that a pulse stands for."""
        return (pulse_us - self.down_pulse_us) * self.direction / PULSE_US_PER_DEGREE

    def complete(self, settings: ArmSettings) -> ArmSettings:
        """The settings with the three pulses that were given or are usual."""
        return msgspec.structs.replace(
            settings,
            down_pulse_us=self.down_pulse_us,
            up_pulse_us=self.up_pulse_us,
            back_pulse_us=self.back_pulse_us,
        )

    def widen(self, angle: float) -> None:
        """Lets the arm reach an angle that may lie outside what was calibrated, until `narrow`."""
        self._reach = (min(self._reach[0], angle), max(self._reach[1], angle))

    def narrow(self) -> None:
        """Holds the arm again to what was calibrated."""
        self._reach = (0.0, self.limit_angle)


class Arm(Part):
    """Waves, points, goes up, down and back."""

    name = "arm"
    summary = "An arm that waves and points"
    Settings = ArmSettings
    settings: ArmSettings

    @classmethod
    def wires(cls, settings: ArmSettings) -> list[Wire]:
        """A servo's three wires in their usual colors."""
        uses: dict[PWMChoice, Use] = {"auto": "servo", "hardware": "hardware pwm", "software": "software pwm"}
        signal = Wire(name="signal", use=uses[settings.pwm], color="orange", gpio=settings.pin, key="pin", hertz=50)
        return [signal, power("5 V", pin=2), ground(pin=14, color="brown")]

    @classmethod
    def effective(cls, settings: ArmSettings) -> ArmSettings:
        """With all three pulses."""
        return Calibration(settings).complete(settings)

    @classmethod
    def questions(cls, settings: ArmSettings) -> list[str]:
        """Setup asks on which side the arm is."""
        return ["side"]

    def start(self) -> None:
        """Opens the servo with the arm hanging down."""
        from gpiozero import GPIOZeroError

        self.calibration = Calibration(self.settings)
        self.limits = Limits(self.settings.degrees_per_second, self.settings.degrees_per_second_squared)
        self.rest_limits = Limits(
            min(REST_LIMITS.speed, self.limits.speed), min(REST_LIMITS.acceleration, self.limits.acceleration)
        )
        if isinstance(self.pins, ChoosesPWM):
            self.pins.choose_pwm(self.settings.pin, self.settings.pwm)
        if isinstance(self.pins, RestingFactory):
            farthest = plan(Position(self.calibration.limit_angle), 0.0, self.rest_limits)
            self.pins.choose_rest(self.settings.pin, self.calibration.pulse_us(0.0), farthest.seconds)
        try:
            # `changed` is given to the part later than to be passed on here.
            self.servo = EasedServo(
                self.settings.pin, self.pins, self.calibration.pulse_us, self.clock, lambda: self.changed()
            )
        except (GPIOZeroError, OSError) as error:
            raise PartError(
                f"The arm's servo on GPIO {self.settings.pin} cannot be opened: {error}.",
                "Check [arm] in tjbot.toml, and that no other program uses the pin.",
            ) from None

    def reading(self) -> dict[str, Any]:
        """`angle` in degrees, and whether it is `moving`."""
        return {"angle": round(self.servo.position.angle, 1), "moving": self.servo.moving}

    @action()
    async def wave(self, times: Times = 1) -> Answer:
        """Waves: up, down, up."""
        await self._wave_end(self.calibration.up_angle)
        for _ in range(times):
            await self._wave_end(0.0)
            await self._wave_end(self.calibration.up_angle)
        return self._answer()

    @action()
    async def raise_arm(self, seconds: MoveSeconds = 0.0) -> Answer:
        """Raises the arm; with seconds as slowly as that."""
        return await self._go(self.calibration.up_angle, seconds)

    @action()
    async def lower_arm(self, seconds: MoveSeconds = 0.0) -> Answer:
        """Lets the arm hang down; with seconds as slowly as that."""
        return await self._go(0.0, seconds)

    @action()
    async def arm_back(self, seconds: MoveSeconds = 0.0) -> Answer:
        """Moves the arm back, as far as it goes; with seconds as slowly as that."""
        return await self._go(self.calibration.limit_angle, seconds)

    @action()
    async def point(self, angle: Degrees, seconds: MoveSeconds = 0.0) -> Answer:
        """Points the arm: 0 hangs down, about 81 is up, about 144 is back."""
        return await self._go(angle, seconds)

    @action()
    async def swing(
        self, times: Times = 3, low: Degrees = 40.0, high: Degrees = 120.0, seconds: SwingSeconds = 1.0
    ) -> Answer:
        """Swings up and down between two angles; seconds is once there and back."""
        await self._go(low)
        answer = Answer()
        for _ in range(times):
            answer = await self._go(high, seconds / 2)
            await self._go(low, seconds / 2)
        return Answer(self._answer().value, answer.note)

    @action(for_builders=True)
    async def calibrate(self, pulse_us: PulseMicroseconds) -> Answer:
        """Moves the arm slowly to any pulse of a servo, also outside what was calibrated."""
        angle = self.calibration.angle(pulse_us)
        self.calibration.widen(angle)
        await self.servo.move(angle, CALIBRATING_LIMITS)
        return Answer(pulse_us)

    def halt(self) -> None:
        """Holds the arm where it is; the pulse is cut later."""
        self.servo.halt()

    async def rest(self) -> None:
        """Lets the arm down gently and cuts the pulse."""
        await self.servo.move(0.0, self.rest_limits)
        self.calibration.narrow()
        self.servo.cut()

    async def make_way(self, settings: ArmSettings) -> None:
        """Goes slowly to where the arm will hang, so that the new servo need not jump there."""
        if settings.pin == self.settings.pin:
            await self.calibrate(Calibration(settings).down_pulse_us)
        else:
            await self.rest()

    def close(self) -> None:
        """Cuts the pulse and frees the pin."""
        self.servo.close()

    async def _wave_end(self, angle: float) -> None:
        await self.servo.move(angle, self.limits, at_least_seconds=WAVE_SECONDS)

    async def _go(self, angle: float, seconds: float = 0.0) -> Answer:
        """Goes to an angle, or to the limit before it, and says so then."""
        limit = self.calibration.limit_angle
        await self.servo.move(min(angle, limit), self.limits, seconds=seconds)
        # An angle that was written with fewer digits than the limit has is no attempt to go beyond it.
        beyond = round(angle, 1) > round(limit, 1)
        note = f"The arm stops at {limit:.0f} degrees, the limit it was calibrated to." if beyond else None
        return Answer(self._answer().value, note)

    def _answer(self) -> Answer:
        return Answer(round(self.servo.position.angle, 1))
