"""All messages there are, from the files that define them: a new such file is imported here, and nowhere else."""

from tjbot.protocol import class_messages, messages, pace_messages, why_messages
from tjbot.protocol.messages import Command, Message, Report, Seen

FILES = (messages, class_messages, pace_messages, why_messages)
"""The files of messages, in the order in which the schema has them."""

_ORDER = {file.__name__: number for number, file in enumerate(FILES)}


def _place(kind: type[Message]) -> int:
    """Whichever file a program imports first, the order is the same."""
    return _ORDER[kind.__module__]


COMMANDS: tuple[type[Command], ...] = tuple(sorted(Command.__subclasses__(), key=_place))
REPORTS: tuple[type[Message], ...] = (*sorted(Report.__subclasses__(), key=_place), Seen)
