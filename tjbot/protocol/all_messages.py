"""All messages there are, from the files that define them: a new such file is imported here, and nowhere else."""

from tjbot.protocol import class_messages, pace_messages, why_messages
from tjbot.protocol.messages import Command, Message, Report, Seen

MORE = (class_messages, pace_messages, why_messages)
"""The files of messages beside `messages.py`."""

COMMANDS: tuple[type[Command], ...] = tuple(Command.__subclasses__())
REPORTS: tuple[type[Message], ...] = (*Report.__subclasses__(), Seen)
