"""What the Pico's program has to know of the protocol, as the text of `firmware/constants.py`. Pure."""

from tjbot.protocol.pico import frames, messages
from tjbot.protocol.pico.dictionary import dictionary, pack_dictionary
from tjbot.protocol.pico.messages import COMMANDS, REPORTS, codes_of

_FRAMES = ("SYNC", "MARK", "SEQUENCES", "OVERHEAD_BYTES", "MAXIMUM_FRAME_BYTES", "MAXIMUM_CONTENT_BYTES", "CRC_START")
_REASONS = ("UNKNOWN_COMMAND", "NO_PIN", "OPEN_AS_OTHER", "NOT_OPEN", "OUT_OF_BOUNDS", "NO_ROOM", "PULSES_SHARED")
_MESSAGES = ("TICKS_PERIOD", *_REASONS)
_BYTES_A_LINE = 24

_HEADER = '''"""Numbers and shapes of the messages of the link. Made by `python -m tjbot.generate`."""

from micropython import const
'''


def firmware_constants(fingerprint: str) -> str:
    """The text of `firmware/constants.py`.

    Args:
        fingerprint: of the program, 12 hexadecimal digits; the board tells it.
    """
    kinds = {**COMMANDS, **REPORTS}
    numbers = {name: getattr(frames, name) for name in _FRAMES}
    numbers |= {name: getattr(messages, name) for name in _MESSAGES}
    numbers |= {kind.NAME.upper(): number for number, kind in sorted(kinds.items())}
    blocks = [
        _HEADER,
        "".join(f"{name} = const({value})\n" for name, value in numbers.items()),
        _formats("COMMAND_FORMATS", [*COMMANDS]) + _formats("REPORT_FORMATS", [*REPORTS]),
        f"DICTIONARY = (\n{_literal(pack_dictionary(dictionary(fingerprint)))})\n",
    ]
    return "\n".join(blocks)


def _formats(name: str, numbers: list[int]) -> str:
    kinds = {**COMMANDS, **REPORTS}
    rows = "".join(f'    {number}: "<{codes_of(kinds[number])}",\n' for number in sorted(numbers))
    return f"{name} = {{\n{rows}}}\n"


def _literal(data: bytes) -> str:
    lines = (data[at : at + _BYTES_A_LINE] for at in range(0, len(data), _BYTES_A_LINE))
    return "".join('    b"' + "".join(f"\\x{byte:02x}" for byte in line) + '"\n' for line in lines)
