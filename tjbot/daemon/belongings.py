"""What belongs to a body: its recipes, what they remember, and how eager each word is for it."""

from dataclasses import dataclass

from tjbot.daemon.library import Library
from tjbot.daemon.smoothing_file import SmoothingFile


@dataclass(frozen=True)
class Belongings:
    """What one body has of its own; bodies that have nothing of their own share the robot's."""

    library: Library
    smoothing: SmoothingFile
