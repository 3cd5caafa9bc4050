"""Whether the program on a Pico is one that this computer can speak with."""

from tjbot.errors import PartError
from tjbot.pins.pico.line import Line
from tjbot.protocol.pico.dictionary import Dictionary, dictionary, unpack_dictionary
from tjbot.protocol.pico.messages import Identified, Identify

PIECE_BYTES = 55
MOST_BYTES = 65_535

UPDATE = "Bring it up to date with: tjbot pico update"


def read_dictionary(line: Line) -> Dictionary:
    """Asks a board for all that it understands.

    Raises:
        PartError: it does not answer, or with nothing that is a dictionary.
    """
    packed = bytearray()
    while len(packed) <= MOST_BYTES - PIECE_BYTES:
        piece = _piece(line, len(packed))
        packed += piece.data
        if len(piece.data) < PIECE_BYTES:
            break
    try:
        return unpack_dictionary(bytes(packed))
    except ValueError:
        raise PartError("The Pico does not say what it understands.", UPDATE) from None


def _piece(line: Line, offset: int) -> Identified:
    return line.ask(Identify(offset, PIECE_BYTES), answer=Identified, fits=lambda answer: answer.offset == offset)


def refuse_other_programs(found: Dictionary) -> None:
    """Makes sure that all we may say means to the board what it means to us.

    Raises:
        PartError: its program is older or newer than this TJBot.
    """
    ours = dictionary(found.firmware)
    if found.protocol > ours.protocol:
        raise PartError("The program on the Pico is newer than this TJBot.", "Bring TJBot up to date: tjbot update")
    known = all(
        theirs.get(name) == entry
        for mine, theirs in ((ours.commands, found.commands), (ours.reports, found.reports))
        for name, entry in mine.items()
    )
    if found.protocol < ours.protocol or not known:
        raise PartError("The program on the Pico is older than this TJBot.", UPDATE)
