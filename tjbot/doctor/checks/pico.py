"""The Pico on a USB cable, where it is the robot's body: whether it is there, open, and runs our program."""

from tjbot.doctor.finding import Finding
from tjbot.doctor.system import System
from tjbot.pins.pico.looking import look
from tjbot.pins.pico.ports import Found, boards

CABLE = "Plug it in with a USB cable that carries data and not only power, in another socket if need be."


def pico(system: System) -> Finding:
    """Whether a Pico is the robot's body, or could be."""
    settings = system.configuration.pins
    found = boards(system.root)
    if not (settings.board == "pico" or (settings.board == "auto" and not system.board.model)):
        return Finding(_passed_over(found))
    # One that waits for a program cannot be told from another.
    ours = [board for board in found if not board.port or board.serial_number.startswith(settings.serial_number)]
    with_program = [board for board in ours if board.port] or ours
    if not with_program:
        return _missing(found, settings.serial_number, wanted=settings.board == "pico")
    if len(with_program) > 1:
        first = with_program[0].serial_number
        return Finding(
            f"{len(with_program)} are plugged in: {'; '.join(map(str, with_program))}",
            f'Unplug the others, or write serial_number = "{first}" below [pins] of tjbot.toml.',
        )
    [board] = with_program
    state = look(board, system.root, system.ask_pico)
    # A robot that runs has its Pico for itself.
    return Finding(f"{board}: {state.found}", "" if state.kind == "in use" else state.cure)


def _passed_over(found: list[Found]) -> str:
    if not found:
        return "none, and none is needed"
    return f"{'; '.join(map(str, found))}, which the robot does not use"


def _missing(found: list[Found], serial_number: str, *, wanted: bool) -> Finding:
    if found:
        there = "; ".join(map(str, found))
        return Finding(
            f"tjbot.toml asks for {serial_number}, and there is {there}",
            "Plug that one in, or change serial_number below [pins] of tjbot.toml.",
        )
    return (
        Finding("none is plugged in, and tjbot.toml asks for one", CABLE) if wanted else Finding("none is plugged in")
    )
