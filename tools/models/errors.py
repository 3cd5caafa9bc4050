"""What can go wrong in a conversion."""


class ConversionError(Exception):
    """The network can not be converted; the text says what was found, where, and what to try."""
