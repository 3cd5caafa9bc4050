"""What kind of board the robot runs on, and which of its pins the operating system keeps for itself."""

import msgspec


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who uses a pin and is no part of the robot.

    `by` says who ("SPI"), `setting` what makes it so ("dtparam=spi=on"), `cure` how to end it, and `use` which
    kind of wire may be there all the same (a light on SPI belongs on SPI's pins).
    """

    by: str
    setting: str
    cure: str
    use: str = ""


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """A Raspberry Pi as far as wires are concerned; without a model there is none, and nobody claims a pin.

    `claims` is by GPIO number. `pulses_taken` says who has the pulse generator (hardware PWM), if anybody.
    `pins_share_pulses` is true where GPIO 12 and 18, and 13 and 19, get their pulses from the same source.
    """

    model: str = ""
    claims: dict[int, Claim] = {}
    pulses_taken: str = ""
    pins_share_pulses: bool = True


NO_BOARD = Board()
