"""What can go wrong with training and converting, told for whoever sits before it."""

from tjbot.errors import TJBotError


class ConversionError(TJBotError, ValueError):
    """A model cannot be read, or TensorFlow.js cannot run it."""


class TrainingError(TJBotError, ValueError):
    """The samples cannot be read or learned from, or the training went wrong."""
